import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";

import { layOutPolicies, type PolicyDocument } from "./document";
import { renderPolicies } from "./render";
import { readServicePlace, type ServicePlaceArgs } from "../service-place";

/** Something with a name in API Management: `ApimApi`, `ApimProduct`, or azure-native's own classes. */
interface Named {
    readonly name: pulumi.Output<string>;
}

/** An operation of an API. */
export interface OperationScopeArgs {
    /** The API, or its id. */
    api: Named | pulumi.Input<string>;
    /** Id of the operation: as it was given, or `operationId` of the OpenAPI document. */
    operationId: pulumi.Input<string>;
}

/** What a policy is for: exactly one of them. */
export interface PolicyScopeArgs {
    /** Every request of the service. There is one policy of this kind, and this takes the place of what it says. */
    service?: true | undefined;
    /** A product, or its id. */
    product?: Named | pulumi.Input<string> | undefined;
    /** An API, or its id. */
    api?: Named | pulumi.Input<string> | undefined;
    /** An operation. */
    operation?: OperationScopeArgs | undefined;
}

/** Arguments of {@link ApimPolicy}. */
export interface ApimPolicyArgs extends ServicePlaceArgs {
    /** What the policy is for. */
    scope: PolicyScopeArgs;
    /** The policy. */
    policy: PolicyDocument;
}

/** The resource of a policy, whatever its scope. */
type PolicyResource =
    apimanagement.Policy | apimanagement.ProductPolicy | apimanagement.ApiPolicy | apimanagement.ApiOperationPolicy;

/**
 * The policy of the whole service, a product, an API or an operation. An `ApimApi` and an `ApimProduct` make their own;
 * this is for what was made elsewhere.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class ApimPolicy extends pulumi.ComponentResource {
    /** The policy itself. */
    public readonly policy: PolicyResource;
    /** The document as API Management gets it. */
    public readonly document: pulumi.Output<string>;

    /**
     * @param name name of the component.
     * @param args see {@link ApimPolicyArgs}.
     * @param opts options of the component; an azure-native provider given here reaches the policy.
     */
    constructor(name: string, args: ApimPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
        const check = new Checks("ApimPolicy", name);
        const place = readServicePlace(check, args);
        const scope = readScope(check, args.scope);
        const level = scope.kind === "service" ? "service" : "below";
        const document = check.required("policy", args.policy, "give its statements.") as PolicyDocument;
        const value = renderPolicies(check, "policy", layOutPolicies(check, "policy", document, level));
        super("session-affinity:index:ApimPolicy", name, place, opts);

        this.policy = createPolicy(name, { ...place, scope, value }, { parent: this });
        this.document = value;
        this.registerOutputs({ policy: this.policy, document: this.document });
    }
}

/** What a policy is for, each with the ids that say which. */
export type PolicyScope =
    | { readonly kind: "service" }
    | { readonly kind: "product"; readonly productId: pulumi.Input<string> }
    | { readonly kind: "api"; readonly apiId: pulumi.Input<string> }
    | { readonly kind: "operation"; readonly apiId: pulumi.Input<string>; readonly operationId: pulumi.Input<string> };

/** Creates the one policy of a scope. */
export function createPolicy(
    name: string,
    { scope, value, ...place }: ServicePlaceArgs & { scope: PolicyScope; value: pulumi.Input<string> },
    opts: pulumi.CustomResourceOptions,
): PolicyResource {
    // There is one policy at each scope, and "policy" is its name. An expression keeps its quotes in rawxml only.
    // https://learn.microsoft.com/rest/api/apimanagement/policy/create-or-update
    const args = { ...place, policyId: "policy", format: "rawxml", value };
    switch (scope.kind) {
        case "service":
            return new apimanagement.Policy(name, args, opts);
        case "product":
            return new apimanagement.ProductPolicy(name, { ...args, productId: scope.productId }, opts);
        case "api":
            return new apimanagement.ApiPolicy(name, { ...args, apiId: scope.apiId }, opts);
        case "operation":
            return new apimanagement.ApiOperationPolicy(
                name,
                { ...args, apiId: scope.apiId, operationId: scope.operationId },
                opts,
            );
    }
}

function readScope(check: Checks, scope: PolicyScopeArgs | undefined): PolicyScope {
    const given = check.required("scope", scope, "give one of service, product, api and operation.") as PolicyScopeArgs;
    const kind = check.exactlyOne("scope.", given, ["service", "product", "api", "operation"]);
    const id = (path: string, value: Named | pulumi.Input<string> | undefined) =>
        check.required<string>(path, nameOf(value), "give it, or its id.");
    switch (kind) {
        case "service":
            if (given.service !== true) check.fail("scope.service", given.service, "it can be true only.");
            return { kind };
        case "product":
            return { kind, productId: id("scope.product", given.product) };
        case "api":
            return { kind, apiId: id("scope.api", given.api) };
        case "operation":
            return {
                kind,
                apiId: id("scope.operation.api", given.operation?.api),
                operationId: id("scope.operation.operationId", given.operation?.operationId),
            };
    }
}

function nameOf(value: Named | pulumi.Input<string> | undefined): pulumi.Input<string> | undefined {
    const isNamed = typeof value === "object" && !pulumi.Output.isInstance(value) && "name" in value;
    return isNamed ? value.name : value;
}
