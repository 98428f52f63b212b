import { type Exemption, type GivenExemption } from "./rules/config";
import { readTopology, type StackResource, type Topology } from "./topology";
import { isRecord, isUnknown } from "./topology/values";

type Properties = Readonly<Record<string, unknown>>;

/**
 * What the policies of a pack tell one another: exemptions, and the inputs of a stack's resources, as resource policies are shown them. Stack policies are given outputs, and before a
 * deployment an output is not known yet wherever the program said nothing: there the inputs tell what it left out.
 */
export class SeenInputs {
    private readonly byUrn = new Map<string, Properties>();

    private readonly exemptions = new Map<string, readonly Exemption[]>();

    /** Keeps what a rule was told to exempt. */
    rememberExemptions(rule: string, exempt: readonly Exemption[]): void {
        this.exemptions.set(rule, exempt);
    }

    /** What the other rules of the pack were told to exempt, as far as they have run. */
    exemptionsBeside(rule: string): GivenExemption[] {
        return [...this.exemptions]
            .filter(([name]) => name !== rule)
            .flatMap(([name, exempt]) => exempt.map((exemption) => ({ rule: name, exemption })));
    }

    /** Keeps what a resource policy was shown. */
    remember(urn: string, inputs: Properties): void {
        this.byUrn.set(urn, inputs);
    }

    /** What a resource policy was shown of a resource; undefined where none ran. */
    of(urn: string): Properties | undefined {
        return this.byUrn.get(urn);
    }

    /**
     * A resource's outputs, with its inputs in the place of what is not known yet. Of a resource whose provider waits for
     * something in the same deployment, as Kubernetes objects do for a new cluster, the engine knows no output at all.
     */
    complete(urn: string, outputs: Properties): Properties {
        const inputs = this.byUrn.get(urn);
        if (inputs === undefined) return outputs;
        return Object.keys(outputs).length === 0 ? inputs : (completed(outputs, inputs) as Properties);
    }

    /** Reads a stack, with what was seen in the place of outputs that are not known yet. */
    readTopology(resources: readonly StackResource[]): Topology {
        return readTopology(
            resources.map((resource) => {
                const properties = this.complete(resource.urn, resource.properties);
                return properties === resource.properties ? resource : { ...resource, properties };
            }),
        );
    }
}

function completed(output: unknown, input: unknown): unknown {
    if (isUnknown(output)) return input;
    if (Array.isArray(output) && Array.isArray(input) && output.length === input.length) {
        const items = output.map((item: unknown, index) => completed(item, input[index]));
        return items.every((item, index) => item === output[index]) ? output : items;
    }
    if (!isRecord(output) || !isRecord(input)) return output;
    // Most outputs are known: what nothing changes in is not copied.
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(output)) {
        const value = completed(output[key], Object.hasOwn(input, key) ? input[key] : undefined);
        if (value !== output[key]) (copy ??= { ...output })[key] = value;
    }
    return copy ?? output;
}
