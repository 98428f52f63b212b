import { type PolicyResource, type ResourceValidationArgs } from "@pulumi/policy";

import { type SeenInputs } from "./seen-inputs";
import { type StackResource } from "./topology";

/** The member by which CrossGuard's unknown-checking proxy hands out what it stands for. https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts */
const PROXY_TARGET = "__getSpecialProxyTarget";

/** What a resource policy is shown. */
export function fromResourceArgs(args: ResourceValidationArgs): StackResource {
    return toResource(args, args.opts.parent, {});
}

/** What a stack policy is shown of a resource, with the inputs that resource policies were shown. */
export function fromStackResource(resource: PolicyResource, seen: SeenInputs): StackResource {
    const dependencies = Object.entries(resource.propertyDependencies).map(([key, others]) => [
        key,
        others.map(({ urn }) => urn),
    ]);
    const read = toResource(
        resource,
        resource.parent?.urn,
        Object.fromEntries(dependencies) as StackResource["propertyDependencies"],
    );
    const inputs = seen.of(read.urn);
    return inputs ? { ...read, inputs } : read;
}

function toResource(
    {
        urn,
        type,
        name,
        props,
        provider,
        opts,
    }: Pick<PolicyResource, "urn" | "type" | "name" | "props" | "provider" | "opts">,
    parent: string | undefined,
    propertyDependencies: StackResource["propertyDependencies"],
): StackResource {
    return {
        urn,
        type,
        name,
        properties: plain(props),
        propertyDependencies,
        ...(opts.ignoreChanges.length > 0 ? { ignoreChanges: opts.ignoreChanges } : {}),
        ...(parent ? { parent } : {}),
        ...(provider ? { provider: provider.urn } : {}),
    };
}

/** The properties themselves, with Pulumi's marks for what is not known, which the readers understand. */
function plain(properties: Record<string, unknown>): Record<string, unknown> {
    const target = properties[PROXY_TARGET] as Record<string, unknown> | undefined;
    // Remediations are given one proxy in another, for the secrets.
    return target ? plain(target) : properties;
}
