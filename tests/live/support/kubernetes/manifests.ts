import { type Recorded } from "../../../unit/support/program";

/** An object as it is sent to an API server. */
export interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly labels?: Readonly<Record<string, string>>;
    };
    readonly [field: string]: unknown;
}

/** An object that a program asked for. */
export interface Asked {
    readonly manifest: Manifest;
    /** Whether it only lays fields over an object that another owns, as Pulumi's Patch kinds do. */
    readonly patch: boolean;
}

/** The Kubernetes objects that a program registered, in that order. Those without a name get their resource's. */
export function manifestsOf({ resources }: Pick<Recorded, "resources">): Asked[] {
    return resources
        .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
        .map(({ type, name, inputs }) => {
            const object = inTheClear(inputs) as Manifest;
            return {
                manifest: { ...object, metadata: { ...object.metadata, name: object.metadata?.name ?? name } },
                patch: type.endsWith("Patch"),
            };
        });
}

/** Recorded values without the sign of secrets, which an API server is told like any other; Pulumi nests no signs. */
function inTheClear(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inTheClear);
    if (typeof value !== "object" || value === null) return value;
    if ("(secret)" in value) return value["(secret)"];
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inTheClear(inner)]));
}
