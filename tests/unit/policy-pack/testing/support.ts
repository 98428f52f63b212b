import {
    type EnforcementLevel,
    type PolicyConfigSchema,
    type ResourceValidation,
    type ResourceValidationPolicy,
    type StackValidation,
    type StackValidationPolicy,
} from "@pulumi/policy";

import { type Analysis } from "../../../../policy-pack/testing";

interface Rest {
    readonly name?: string;
    readonly enforcementLevel?: EnforcementLevel;
    readonly configSchema?: PolicyConfigSchema;
}

/** A resource policy for a test. */
export function onResource(validateResource: ResourceValidation, rest: Rest = {}): ResourceValidationPolicy {
    return { name: "one", description: "Each.", ...rest, validateResource };
}

/** A stack policy for a test. */
export function onStack(validateStack: StackValidation, rest: Rest = {}): StackValidationPolicy {
    return { name: "whole", description: "All.", ...rest, validateStack };
}

/** Violations in short: policy, resource, level, message. */
export function short({ violations }: Analysis): [string, string, string, string][] {
    return violations.map(({ policy, name, level, message }) => [policy, name, level, message]);
}

export const GROUP = "azure-native:resources:ResourceGroup";
export const APP = "azure-native:app:ContainerApp";
