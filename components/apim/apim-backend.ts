import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { type FunctionApp } from "../app-service/function-app";
import { type StickyContainerApp } from "../container-apps/sticky-container-app";
import { type StickyService } from "../kubernetes/sticky-service";

import { type BackendPlaceArgs, readPlace } from "./backend-args";

/** Bound of the service on a backend's address. */
const URL_LIMIT = 2000;
/** Path below which a Function App answers. https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger */
const FUNCTION_PATH = "/api";
const RESOURCE_MANAGER = "https://management.azure.com";
const TARGETS = ["functionApp", "containerApp", "service", "url"] as const;

/** Arguments of {@link ApimBackend}. */
export interface ApimBackendArgs extends BackendPlaceArgs {
    /** A Function App; its functions answer below `/api`. Give exactly one of `functionApp`, `containerApp`, `service` and `url`. */
    functionApp?: FunctionApp;
    /** A Container App. */
    containerApp?: StickyContainerApp;
    /** A Kubernetes Service with a load balancer, since API Management cannot resolve names inside a cluster. */
    service?: StickyService;
    /** Address of anything else, `http://` or `https://`, without a slash at its end, at most 2000 characters. */
    url?: pulumi.Input<string | undefined>;
    /** Description, at most 2000 characters. Omitted: none. */
    description?: pulumi.Input<string | undefined>;
}

/**
 * A backend of API Management for one application, its address and resource id taken from the application. TLS
 * certificates are checked, chain and name.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class ApimBackend extends pulumi.ComponentResource {
    /** The backend itself. */
    public readonly backend: apimanagement.Backend;
    /** Name of the backend, which `set-backend-service backend-id` takes. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the backend, which a pool's members are given by. */
    public readonly resourceId: pulumi.Output<string>;
    /** Address that requests are sent to. */
    public readonly url: pulumi.Output<string>;

    /**
     * @param name name of the component; the backend's id is made from it unless `backendId` is given.
     * @param args see {@link ApimBackendArgs}.
     * @param opts options of the component; an azure-native provider given here reaches the backend.
     */
    constructor(name: string, args: ApimBackendArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:ApimBackend", name, args, opts);

        this.backend = new apimanagement.Backend(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                serviceName: settings.serviceName,
                backendId: settings.backendId,
                title: settings.title,
                description: settings.description,
                type: "Single",
                protocol: "http",
                url: settings.target.url,
                resourceId: settings.target.resourceId,
                tls: { validateCertificateChain: true, validateCertificateName: true },
            },
            { parent: this },
        );

        this.name = this.backend.name;
        this.resourceId = this.backend.id;
        this.url = pulumi.output(settings.target.url);
        this.registerOutputs({ backend: this.backend, name: this.name, resourceId: this.resourceId, url: this.url });
    }
}

/** Checks the arguments and finds the address. */
function readArgs(name: string, args: ApimBackendArgs) {
    const check = new Checks("ApimBackend", name);
    const alternative = check.exactlyOne("", args, TARGETS);
    return {
        ...readPlace(check, name, args),
        description: check.text(
            "description",
            args.description,
            /^.{1,2000}$/s,
            "it has to have 1 to 2000 characters.",
        ),
        target: readTarget(check, args, alternative),
    };
}

function readTarget(
    check: Checks,
    args: ApimBackendArgs,
    alternative: (typeof TARGETS)[number],
): { url: pulumi.Input<string>; resourceId?: pulumi.Input<string> } {
    switch (alternative) {
        case "functionApp": {
            const app = args.functionApp as FunctionApp;
            return {
                url: pulumi.interpolate`${app.url}${FUNCTION_PATH}`,
                resourceId: pulumi.interpolate`${RESOURCE_MANAGER}${app.resourceId}`,
            };
        }
        case "containerApp":
            return { url: (args.containerApp as StickyContainerApp).url };
        case "service": {
            const service = args.service as StickyService;
            if (!service.reachableFromOutside) {
                check.missing(
                    "service.loadBalancer",
                    "API Management cannot resolve names inside a cluster. Give the StickyService a loadBalancer, or give " +
                        "args.url the address that it is reached by.",
                );
            }
            return { url: service.url };
        }
        case "url":
            return {
                url: check.value(
                    "url",
                    check.required("url", args.url as pulumi.Input<string>, "give an address."),
                    urlFault,
                ) as pulumi.Input<string>,
            };
    }
}

function urlFault(url: string): string | undefined {
    const rule =
        "it has to be an address with http:// or https://, at most 2000 characters, without a slash at its end.";
    if (typeof url !== "string" || url.length > URL_LIMIT || url.endsWith("/") || !URL.canParse(url)) return rule;
    return ["http:", "https:"].includes(new URL(url).protocol) ? undefined : rule;
}
