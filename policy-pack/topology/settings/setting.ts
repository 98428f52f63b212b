import { type Affinity } from "../../../components/affinity/vocabulary";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { type Fact, type Lookup, lookup, lookupText } from "../values";

/** Affinity that a resource asks for, and what comes of it. */
export interface Setting {
    /** Property that asks. */
    readonly path: string;
    /** What it comes to: `none` where it is without effect, with the reason as its source. */
    readonly affinity: Fact<Affinity>;
    /** How to give it an effect, without a full stop. */
    readonly fix: string;
}

/** Reads what a resource asks for. */
export type SettingsReader = (resource: ParsedResource, stack: ResourceIndex) => readonly Setting[];

/** The setting that a text makes, unless it turns affinity off; none where it is not known yet whether it asks. */
export function askedBy(
    { properties }: ParsedResource,
    path: string,
    off: readonly string[],
    read: () => Fact<Affinity>,
    fix: string,
): Setting[] {
    const asked = lookupText(properties, path);
    return asked.state === "known" && !off.includes(asked.value.toLowerCase()) ? [{ path, affinity: read(), fix }] : [];
}

/** Values of annotations that turn off what they are about. */
const OFF = ["", "false", "0", "f", "no", "off", "none"];

/** How findings write the path of an annotation. */
export function annotationPath(name: string): string {
    return `metadata.annotations["${name}"]`;
}

/** True where an annotation is there, and does not turn off what it is about. */
export function isAnnotated({ properties }: ParsedResource, name: string): boolean {
    const found: Lookup = lookup(properties, ["metadata", "annotations", name]);
    return found.state === "known" && !OFF.includes(JSON.stringify(found.value).replaceAll('"', "").toLowerCase());
}
