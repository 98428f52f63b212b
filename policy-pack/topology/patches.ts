import { NameIndex } from "./named-objects";
import { scopeOf, sharesNamespace } from "./kubernetes-scope";
import { referrersByUrn } from "./references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "./resource";
import { lookup, lookupText, UNKNOWN_TEXT, withValue } from "./values";

/** The patches of a stack that may be over one object. */
export interface Patches {
    /** Those over it for certain. */
    readonly certain: readonly ParsedResource[];
    /** Those that may be over it, once names and namespaces are known. */
    readonly possible: readonly ParsedResource[];
}

const NONE: Patches = { certain: [], possible: [] };

interface PatchIndex {
    readonly names: NameIndex;
    readonly byUrn: ReadonlyMap<string, readonly ParsedResource[]>;
}

/** The patches of a stack by the kind of object that they patch, where there are any. */
const patchesOf = oncePerStack((stack) => {
    const byKind = new Map<string, PatchIndex | undefined>();
    return ({ module, kind }: ParsedResource["token"]): PatchIndex | undefined => {
        const key = `${module}:${kind}`;
        if (!byKind.has(key)) byKind.set(key, indexOf(module, kind, stack));
        return byKind.get(key);
    };
});

function indexOf(module: string, kind: string, stack: ResourceIndex): PatchIndex | undefined {
    const patches = stack.ofKind("kubernetes", module, kind).filter(({ token }) => token.patch);
    if (patches.length === 0) return undefined;
    const names = new NameIndex();
    for (const patch of patches) {
        names.add(lookupText(patch.properties, "metadata.name"), scopeOf(patch, stack), patch);
    }
    return { names, byUrn: referrersByUrn(patches, "metadata", stack) };
}

/** The patches over an object: by its name, or by what a name that is not known yet was made from. */
export function patchesOver(object: ParsedResource, stack: ResourceIndex): Patches {
    const index = patchesOf(stack)(object.token);
    if (!index) return NONE;
    const meant = index.names.near(
        lookupText(object.properties, "metadata.name"),
        scopeOf(object, stack),
        (patch) => sharesNamespace(patch, object, stack) === true,
    );
    const made = (index.byUrn.get(object.urn) ?? []).filter(
        (patch) => lookupText(patch.properties, "metadata.name").state === "unknown",
    );
    const certain = [...new Set([...meant.certain, ...made])];
    return { certain, possible: meant.possible.filter((patch) => !certain.includes(patch)) };
}

/**
 * An object with what patches of the stack lay over it at some paths. What a patch lays over an object that may be another
 * is not known yet. Of several patches of one path the last by URN wins; which does in the cluster is not told by the
 * program.
 *
 * @param paths such as `spec.replicas`.
 */
export function patched(object: ParsedResource, paths: readonly string[], stack: ResourceIndex): ParsedResource {
    const { certain, possible } = patchesOver(object, stack);
    let properties = object.properties;
    for (const patch of [...possible, ...certain]) {
        for (const path of paths) {
            const found = lookup(patch.properties, path);
            if (found.state === "absent") continue;
            const isSure = found.state === "known" && certain.includes(patch);
            properties = withValue(properties, path.split("."), isSure ? found.value : UNKNOWN_TEXT);
        }
    }
    return properties === object.properties ? object : { ...object, properties };
}
