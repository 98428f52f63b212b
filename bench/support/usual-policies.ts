import { type ResourceValidationArgs, type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import { CustomResource } from "@pulumi/pulumi";

import { type StackResource } from "../../policy-pack/topology";
import { lookup } from "../../policy-pack/topology/values";

/** What such rules ask for: a value at a path of one type's properties. */
const ASKED: readonly (readonly [type: string, path: string, wanted: unknown])[] = [
    ["azure-native:app:ContainerApp", "configuration.ingress.stickySessions.affinity", "sticky"],
    ["kubernetes:core/v1:Service", "spec.sessionAffinity", "ClientIP"],
    ["kubernetes:apps/v1:Deployment", "spec.replicas", 3],
    ["azure-native:apimanagement:Backend", "protocol", "http"],
    ["azure-native:storage:StorageAccount", "kind", "StorageV2"],
];

/**
 * So many rules in the way that most packs are written: each is about one type, by its exact token, and looks at one
 * property of one resource at a time. They join nothing, so they find less than this package's.
 */
export function usualPolicies(count: number): ResourceValidationPolicy[] {
    return Array.from({ length: count }, (_, index) => {
        const [type, path, wanted] = ASKED[index % ASKED.length] ?? ["", "", ""];
        return {
            name: `usual-${index}`,
            description: `${path} is ${String(wanted)}`,
            enforcementLevel: "mandatory",
            validateResource: validateResourceOfType(classOf(type), (_properties, args, report) => {
                const found = lookup(args.props, path);
                if (found.state !== "known" || found.value !== wanted) report(`${path} has to be ${String(wanted)}`);
            }),
        };
    });
}

/** Runs policies over resources one by one, in one pass each; as CrossGuard's host does, those of their own type alone. */
export function countViolations(
    policies: readonly ResourceValidationPolicy[],
    resources: readonly StackResource[],
): number {
    let count = 0;
    for (const { validateResource } of policies) {
        for (const { urn, type, name, properties } of resources) {
            if (typeIn(validateResource) !== type) continue;
            const args = {
                urn,
                type,
                name,
                props: properties,
                isType: (resource: unknown) => typeIn(resource) === type,
            };
            for (const validate of [validateResource ?? []].flat()) {
                void validate(args as unknown as ResourceValidationArgs, () => count++);
            }
        }
    }
    return count;
}

/** The type by which Pulumi's classes, and the functions that validate them, are told apart. */
function typeIn(holder: unknown): unknown {
    return (holder as { readonly __pulumiType?: unknown }).__pulumiType;
}

/** A class of resources by its type alone, as loading a provider's package would be measured too. */
function classOf(type: string): new (name: string) => CustomResource {
    return class extends CustomResource {
        static readonly __pulumiType = type;

        constructor(name: string) {
            super(type, name, {});
        }
    };
}
