import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";

import { type ApimApi } from "./apim-api";
import { createPolicy } from "../policies/apim-policy";
import { setsAuthorization } from "../policies/authorization";
import { documentsOf, layOutPolicies, mergePolicies, type PolicyDocument } from "../policies/document";
import { anyOf, expression } from "../policies/expression";
import { sendTo, type SignedBackend } from "../policies/patterns";
import { renderPolicies } from "../policies/render";
import { type Statement } from "../policies/statement";
import { choose, returnResponse } from "../policies/statements";
import { readEntityId, readServicePlace, type ServicePlaceArgs } from "../service-place";

/** Where the requests of some of a product's APIs go. */
export interface ProductRouteArgs {
    /** The APIs, each of them one of the product's. */
    apis: readonly ApimApi[];
    /** An `ApimBackend` or a `StickyBackendPool`, with what signs requests to it. */
    backend: SignedBackend;
}

/** Arguments of {@link ApimProduct}. */
export interface ApimProductArgs extends ServicePlaceArgs {
    /** The product's APIs, each once. */
    apis: readonly ApimApi[];
    /** Where requests go. Each API has to have one backend, here or its own. Omitted: every API has its own. */
    routes?: readonly ProductRouteArgs[] | undefined;
    /** Id of the product, 1 to 256 characters. Omitted: Pulumi makes one from the component's name. */
    productId?: pulumi.Input<string | undefined>;
    /** Name that people read, 1 to 300 characters. Omitted: the component's name. */
    displayName?: pulumi.Input<string | undefined>;
    /** Description, at most 1000 characters. Omitted: none. */
    description?: pulumi.Input<string | undefined>;
    /** Other policies of the product; of several, the first stands first. Omitted: `routes` alone. */
    policy?: PolicyDocument | readonly PolicyDocument[] | undefined;
    /** `notPublished`: only administrators see it. Omitted: published. */
    state?: pulumi.Input<"published" | "notPublished" | undefined>;
    /** False: calls need no subscription. Omitted: they do. */
    subscriptionRequired?: pulumi.Input<boolean | undefined>;
    /** True: subscriptions have to be approved. Omitted: they have not. Only where subscriptions are required. */
    approvalRequired?: pulumi.Input<boolean | undefined>;
}

/**
 * A product of API Management: its APIs, and the policy that sends each API's requests to its backend, by the API's exact
 * id. Requests of an API that is added to the product elsewhere are answered 404, not sent to a backend by chance.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path; above all
 *         where an API has no backend, or two.
 */
export class ApimProduct extends pulumi.ComponentResource {
    /** The product itself. */
    public readonly product: apimanagement.Product;
    /** Id of the product, which a subscription's scope `/products/<id>` takes. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the product. */
    public readonly resourceId: pulumi.Output<string>;

    /**
     * @param name name of the component; the product's id is made from it unless `productId` is given.
     * @param args see {@link ApimProductArgs}.
     * @param opts options of the component; an azure-native provider given here reaches all that it creates.
     */
    constructor(name: string, args: ApimProductArgs, opts?: pulumi.ComponentResourceOptions) {
        const check = new Checks("ApimProduct", name);
        const { place, product, apis, document } = readArgs(check, name, args);
        super("session-affinity:index:ApimProduct", name, { ...place, ...product }, opts);

        const below = { parent: this };
        this.product = new apimanagement.Product(name, { ...place, ...product }, below);
        apis.forEach((api) => {
            new apimanagement.ProductApi(
                `${name}-${api.componentName}`,
                { ...place, productId: this.product.name, apiId: api.name },
                below,
            );
        });
        if (document) {
            createPolicy(
                name,
                { ...place, scope: { kind: "product", productId: this.product.name }, value: document },
                below,
            );
        }
        this.name = this.product.name;
        this.resourceId = this.product.id;
        this.registerOutputs({ product: this.product, name: this.name, resourceId: this.resourceId });
    }
}

/** Checks the arguments, and writes the policy. */
function readArgs(check: Checks, name: string, args: ApimProductArgs) {
    const place = readServicePlace(check, args);
    const apis = check.required("apis", args.apis, "give one or more.") as readonly ApimApi[];
    if (apis.length === 0) check.missing("apis", "give one or more.");
    apis.forEach((api, index) => {
        const earlier = apis.indexOf(api);
        if (earlier < index) {
            throw check.fault(`apis[${index}]`, `is the same API as args.apis[${earlier}]: give each once.`);
        }
    });
    const routes = args.routes ?? [];
    checkRoutes(check, apis, routes);
    const given = documentsOf(args.policy);
    const document =
        routes.length + given.length === 0
            ? undefined
            : mergePolicies(
                  check,
                  "policy",
                  ...given,
                  routes.length > 0 ? { inbound: [pickBackend(apis, routes)] } : undefined,
              );
    return {
        place,
        apis,
        product: {
            productId: readEntityId(check, "productId", args.productId),
            displayName: check.length("displayName", args.displayName, 300) ?? name,
            description: check.length("description", args.description, 1000),
            state: check.oneOf("state", args.state, ["published", "notPublished"]) ?? "published",
            subscriptionRequired: args.subscriptionRequired ?? true,
            approvalRequired: readApproval(check, args),
        },
        document: document && renderPolicies(check, "policy", layOutPolicies(check, "policy", document, "below")),
    };
}

/** The service refuses the setting where no subscription is required. */
function readApproval(check: Checks, { approvalRequired, subscriptionRequired }: ApimProductArgs) {
    if (subscriptionRequired === false && approvalRequired !== undefined) {
        check.conflict(
            "approvalRequired",
            "subscriptionRequired",
            "without subscriptions there are none to approve. Leave it out.",
        );
    }
    return approvalRequired;
}

/** Each API has one backend: that of one route, or its own. */
function checkRoutes(check: Checks, apis: readonly ApimApi[], routes: readonly ProductRouteArgs[]): void {
    const places = new Map<ApimApi, string>();
    apis.forEach((api, index) => {
        if (api.hasBackend) places.set(api, `args.apis[${index}] itself`);
    });
    routes.forEach((route, routeIndex) => {
        if (!(route.backend as SignedBackend | undefined)) {
            check.missing(`routes[${routeIndex}].backend`, "give an ApimBackend or a StickyBackendPool.");
        }
        if (route.apis.length === 0) check.missing(`routes[${routeIndex}].apis`, "give one or more of args.apis.");
        route.apis.forEach((api, apiIndex) => {
            const path = `routes[${routeIndex}].apis[${apiIndex}]`;
            if (!apis.includes(api)) {
                throw check.fault(path, `is ${api.componentName}, which is none of args.apis. Give it there too.`);
            }
            const other = places.get(api);
            if (other) {
                throw check.fault(
                    path,
                    `is ${api.componentName}, which has a backend already, by ${other}. Leave one of them out.`,
                );
            }
            if (api.checksAuthorization && sendTo(route.backend).some(setsAuthorization)) {
                throw check.fault(
                    path,
                    `is ${api.componentName}, which has validate-jwt on Authorization, and the product's policy, which comes first, ` +
                        "puts API Management's token there. Give the API the backend itself, by its own args.backend.",
                );
            }
            places.set(api, `args.${path}`);
        });
    });
    apis.forEach((api, index) => {
        if (places.has(api)) return;
        throw check.fault(
            `apis[${index}]`,
            `is ${api.componentName}, which has no backend: its requests would go nowhere. Name it in one of args.routes, or give ` +
                "the API a backend.",
        );
    });
}

/** Picks the backend by the API's exact id. One with a backend of its own is let through to it. */
function pickBackend(apis: readonly ApimApi[], routes: readonly ProductRouteArgs[]): Statement<"inbound"> {
    const isApi = (given: readonly ApimApi[]) => anyOf(given.map(({ name }) => expression`context.Api.Id == ${name}`));
    const own = apis.filter(({ hasBackend }) => hasBackend);
    return choose(
        [
            ...routes.map(({ apis: routed, backend }) => ({ condition: isApi(routed), then: sendTo(backend) })),
            ...(own.length > 0 ? [{ condition: isApi(own), then: [] }] : []),
        ],
        [returnResponse({ status: { code: 404, reason: "Not Found" } })],
    );
}
