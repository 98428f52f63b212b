import { type PolicyResourceOptions } from "@pulumi/policy";

import { nameInUrn, type Place, ROOT_TYPE, rootUrn } from "./urn";
import { type WireObject } from "./wire";

/** A resource of a stack as the engine knows it when it asks policies about it. */
export interface TestedResource {
    readonly urn: string;
    /** Pulumi type token. */
    readonly type: string;
    /** Name in the program. */
    readonly name: string;
    /** False for a component. */
    readonly custom: boolean;
    /** True where the program reads what it does not own: only stack policies are shown it. */
    readonly read: boolean;
    /** What resource policies are shown. */
    readonly inputs: WireObject;
    /** What stack policies are shown. */
    readonly outputs: WireObject;
    /** URN of the parent. Omitted: it has none, as the root stack and default providers. */
    readonly parent?: string;
    /** URN of the provider. Omitted: it has none, as components. */
    readonly provider?: string;
    /** URNs of all that it depends on. */
    readonly dependencies: readonly string[];
    /** URNs that the value of each property comes from. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly options: ResourceOptions;
}

/** Options of a resource that policies are shown. */
export type ResourceOptions = Readonly<Omit<PolicyResourceOptions, "parent">>;

/** The options of a resource that was given none. */
export const DEFAULT_OPTIONS: ResourceOptions = {
    protect: false,
    ignoreChanges: [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
};

/** A stack that policies can be run over: made by `fixtures`, `fromExport`, `fromPreview` or `fromProgram`. */
export interface TestedStack extends Place {
    /** In the order in which resource policies are asked about them. */
    readonly resources: readonly TestedResource[];
    /**
     * True for what has been deployed and is only looked at, as `pulumi policy analyze` does: remediations are told of,
     * and change nothing.
     */
    readonly deployed: boolean;
}

/** The resource that stands for the stack itself, as the engine makes it. */
export function rootResource(place: Place, outputs: WireObject = {}): TestedResource {
    const urn = rootUrn(place);
    return { ...BARE, urn, type: ROOT_TYPE, name: nameInUrn(urn), custom: false, outputs };
}

/** A provider that the program does not make itself. */
export function defaultProvider(urn: string, inputs: WireObject = {}): TestedResource {
    const type = urn.split("::")[2] ?? "";
    return { ...BARE, urn, type, name: nameInUrn(urn), custom: true, inputs, outputs: inputs };
}

const BARE = {
    read: false,
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    options: DEFAULT_OPTIONS,
};
