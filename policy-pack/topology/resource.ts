import { asNative } from "./classic";
import { kindKey, parseTypeToken, type TypeToken } from "./type-token";
import { isRecord } from "./values";

/** A resource of a stack as policies, exports and previews tell of it: plain data. */
export interface StackResource {
    readonly urn: string;
    /** Pulumi type token. */
    readonly type: string;
    /** Name in the program. */
    readonly name: string;
    /** The provider's id of the resource; exports have it, policies are not given it. */
    readonly id?: string;
    /** Inputs before the deployment, outputs after it; what is not known yet stands as Pulumi's own marks. */
    readonly properties: Readonly<Record<string, unknown>>;
    /** What the program asked for, where it is told apart from what the service made of it. */
    readonly inputs?: Readonly<Record<string, unknown>>;
    /** Property paths whose changes the program asks the engine to ignore; omitted where there are none. */
    readonly ignoreChanges?: readonly string[];
    /** URN of the parent. */
    readonly parent?: string;
    /** URN of the provider: resources of two clusters or subscriptions do not meet. */
    readonly provider?: string;
    /** URNs that each property's value was made from. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A resource and its type token, taken apart once; one of the classic package "azure" as azure-native has it. */
export interface ParsedResource extends StackResource {
    readonly token: TypeToken;
}

/** A stack's resources, to be found by type and by URN; always in the order of their URNs, whatever order they came in. */
export class ResourceIndex {
    private readonly byUrn = new Map<string, ParsedResource>();
    private readonly byKind = new Map<string, ParsedResource[]>();

    constructor(resources: Iterable<StackResource>) {
        for (const resource of [...resources].sort((one, other) => (one.urn < other.urn ? -1 : 1))) {
            const token = parseTypeToken(resource.type);
            if (!token) continue;
            const parsed: ParsedResource = asNative({ ...resource, token });
            this.byUrn.set(resource.urn, parsed);
            const key = kindKey(parsed.token);
            const others = this.byKind.get(key);
            if (others) others.push(parsed);
            else this.byKind.set(key, [parsed]);
        }
    }

    /** All resources whose type token is one. */
    all(): Iterable<ParsedResource> {
        return this.byUrn.values();
    }

    /** The resource with the URN. */
    get(urn: string): ParsedResource | undefined {
        return this.byUrn.get(urn);
    }

    /** Resources of one kind, whatever the API version or spelling of their tokens. */
    ofKind(family: string, module: string, kind: string): readonly ParsedResource[] {
        return this.byKind.get(kindKey({ family, module, kind })) ?? [];
    }
}

/** Keeps what is worked out of a whole stack, so that it is worked out once, and only where it is asked for. */
export function oncePerStack<Value>(workOut: (stack: ResourceIndex) => Value): (stack: ResourceIndex) => Value {
    const kept = new WeakMap<ResourceIndex, { readonly value: Value }>();
    return (stack) => {
        const present = kept.get(stack) ?? { value: workOut(stack) };
        kept.set(stack, present);
        return present.value;
    };
}

/** Resource in an entry of a stack export (`pulumi stack export`) or of a preview's steps. */
export interface StateEntry {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: unknown;
    readonly outputs?: unknown;
    readonly parent?: string;
    readonly provider?: string;
    readonly ignoreChanges?: readonly string[] | null;
    readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
    readonly delete?: boolean;
}

/** Resources of a stack export's `deployment.resources`, with their outputs and, where those lack something, their inputs. */
export function fromState(entries: Iterable<StateEntry>): StackResource[] {
    return outputsFromState(entries).map((one) => ({ ...one, properties: { ...one.inputs, ...one.properties } }));
}

/** The same with their outputs alone, which is what stack policies are given. */
export function outputsFromState(entries: Iterable<StateEntry>): StackResource[] {
    const resources: StackResource[] = [];
    for (const entry of entries) {
        if (entry.delete === true) continue;
        const { id, parent, provider } = entry;
        resources.push({
            urn: entry.urn,
            type: entry.type,
            name: nameOf(entry.urn),
            properties: asRecord(entry.outputs),
            ...(isRecord(entry.inputs) ? { inputs: entry.inputs } : {}),
            ...(entry.ignoreChanges?.length ? { ignoreChanges: entry.ignoreChanges } : {}),
            ...(id ? { id } : {}),
            ...(parent ? { parent } : {}),
            // A provider reference is the provider's URN, and its id behind the last "::".
            ...(provider ? { provider: provider.slice(0, provider.lastIndexOf("::")) } : {}),
            propertyDependencies: Object.fromEntries(
                Object.entries(entry.propertyDependencies ?? {}).map(([key, urns]) => [key, urns ?? []]),
            ),
        });
    }
    return resources;
}

/** Name of a resource in its program: what stands behind its URN's last "::". */
export function nameOf(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}

function asRecord(value: unknown): Record<string, unknown> {
    return isRecord(value) ? value : {};
}
