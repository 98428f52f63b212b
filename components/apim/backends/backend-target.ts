import { type ContainerApp } from "@pulumi/azure-native/app";
import { type Workflow } from "@pulumi/azure-native/logic";
import { type WebApp } from "@pulumi/azure-native/web";
import { type Service } from "@pulumi/kubernetes/core/v1";
import { type Ingress } from "@pulumi/kubernetes/networking/v1";
import { type core } from "@pulumi/kubernetes/types/output";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type FunctionApp } from "../../app-service/function-app";
import { type LogicApp } from "../../app-service/logic-app";
import { type StickyWebApp } from "../../app-service/sticky-web-app";
import { type WebApp as PlainWebApp } from "../../app-service/web-app";
import { type StickyContainerApp } from "../../container-apps/sticky-container-app";
import { type StickyService } from "../../kubernetes/sticky-service";

import { azureNativeVersion } from "../apim-package";
import { type BackendCredentials } from "./backend-credentials";
import { ApimNamedValue } from "../secrets/apim-named-value";
import { type ServicePlaceArgs } from "../service-place";

/** Bound of the service on an address. */
const URL_LIMIT = 2000;
const RESOURCE_MANAGER = "https://management.azure.com";
/** Path below which a Function App answers. https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger */
const FUNCTION_PATH = "/api";
/** What the address of a Logic App's trigger is signed for. https://learn.microsoft.com/azure/logic-apps/logic-apps-http-endpoint */
const LOGIC_APP_API_VERSION = "2022-05-01";
const SIGNATURE_VERSION = "1.0";
const PATH_SEGMENT = /^[^\s/?#%]+$/;
const HTTPS_PORT = 443;

const TARGETS = ["functionApp", "webApp", "containerApp", "service", "ingress", "logicApp", "workflow", "url"] as const;

/** A workflow of a Logic App (Standard) that begins with an HTTP request. */
export interface LogicAppTargetArgs {
    /** The Logic App, of this package or of azure-native. */
    app: LogicApp | WebApp;
    /** Name of the workflow in it. */
    workflow: pulumi.Input<string>;
    /** Name of the workflow's request trigger. */
    trigger: pulumi.Input<string>;
}

/** A Logic App (Consumption) that begins with an HTTP request. */
export interface WorkflowTargetArgs {
    /** The Logic App. */
    workflow: Workflow;
    /** Resource group of the Logic App. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of its request trigger. */
    trigger: pulumi.Input<string>;
}

/** What a backend stands for. Give exactly one. */
export interface BackendTargetArgs {
    /** A Function App, of this package or of azure-native; its functions answer below `/api`. */
    functionApp?: FunctionApp | WebApp;
    /** An App Service app, of this package or of azure-native, answering at its root. */
    webApp?: StickyWebApp | PlainWebApp | WebApp;
    /** A Container App with an ingress, of this package or of azure-native. */
    containerApp?: StickyContainerApp | ContainerApp;
    /**
     * A Kubernetes Service of type LoadBalancer with one port, of this package or of the Kubernetes provider. The address
     * is the load balancer's, `https` for port 443 and `http` for any other. An internal Azure load balancer does as well,
     * where API Management is in a network that reaches it. Names inside a cluster are not resolved by API Management, so
     * every other type of Service is an error.
     */
    service?: StickyService | Service;
    /** A Kubernetes Ingress with one host, which is the address: `https` where the Ingress has TLS for it, else `http`. */
    ingress?: Ingress;
    /** A workflow of a Logic App (Standard), by its request trigger. The trigger's signature is a credential, which is not taken from the app. */
    logicApp?: LogicAppTargetArgs;
    /** A Logic App (Consumption), by its request trigger. The trigger's signature is kept as a named value of the service, `<component's name>-sig`, which no other in the service may be called. */
    workflow?: WorkflowTargetArgs;
    /** Address of anything else, on the internet or on premises: `http://` or `https://`, without a slash at its end, at most 2000 characters. */
    url?: pulumi.Input<string | undefined>;
}

/** Where requests go, and what the target itself asks of them. */
export interface BackendTarget {
    url: pulumi.Input<string>;
    resourceId?: pulumi.Input<string>;
    credentials?: BackendCredentials;
}

/** A target that is given in the arguments; locating it can ask Azure, and make children of the component. */
export interface GivenTarget {
    /** The argument that gives it. */
    path: (typeof TARGETS)[number];
    locate(component: pulumi.ComponentResource): BackendTarget;
}

/** Checks the target; nothing is created or asked before it is located. */
export function readTarget(check: Checks, name: string, args: BackendTargetArgs & ServicePlaceArgs): GivenTarget {
    const path = check.exactlyOne("", args, TARGETS);
    if (path === "workflow") {
        const locate = readWorkflow(check, name, args, args.workflow as WorkflowTargetArgs);
        return { path, locate };
    }
    const target = readStatic(check, path, args);
    return { path, locate: () => target };
}

function readStatic(
    check: Checks,
    path: Exclude<GivenTarget["path"], "workflow">,
    args: BackendTargetArgs,
): BackendTarget {
    switch (path) {
        case "functionApp":
            return siteTarget(args.functionApp as FunctionApp | WebApp, FUNCTION_PATH);
        case "webApp":
            return siteTarget(args.webApp as StickyWebApp | PlainWebApp | WebApp);
        case "containerApp":
            return { url: readContainerApp(check, args.containerApp as StickyContainerApp | ContainerApp) };
        case "service":
            return { url: readService(check, args.service as StickyService | Service) };
        case "ingress":
            return { url: readIngress(check, args.ingress as Ingress) };
        case "logicApp":
            return readLogicApp(check, args.logicApp as LogicAppTargetArgs);
        case "url":
            return {
                url: check.value(
                    "url",
                    check.required("url", args.url as pulumi.Input<string>, "give an address."),
                    faultOfUrl,
                ) as pulumi.Input<string>,
            };
    }
}

/** What is wrong with an address, or undefined. */
export function faultOfUrl(url: string): string | undefined {
    const rule =
        "it has to be an address with http:// or https://, at most 2000 characters, without a slash at its end.";
    if (typeof url !== "string" || url.length > URL_LIMIT || url.endsWith("/") || !URL.canParse(url)) return rule;
    return ["http:", "https:"].includes(new URL(url).protocol) ? undefined : rule;
}

/** A site of App Service, by itself or as the component that it is part of. */
type Site = WebApp | { readonly webApp: WebApp };

function siteTarget(app: Site, path: pulumi.Input<string> = ""): BackendTarget {
    const site = "webApp" in app ? app.webApp : app;
    return {
        url: pulumi.interpolate`https://${site.defaultHostName}${path}`,
        resourceId: resourceUrl(site.id),
    };
}

function resourceUrl(id: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`${RESOURCE_MANAGER}${id}`;
}

function readContainerApp(check: Checks, target: StickyContainerApp | ContainerApp): pulumi.Output<string> {
    if ("containerApp" in target) return target.url;
    const host = target.configuration.apply((configuration) => {
        const ingress = configuration?.ingress;
        if (!ingress) {
            check.missing(
                "containerApp.configuration.ingress",
                "without an ingress the app has no address. Give it one, or another target.",
            );
        }
        return (
            ingress.fqdn ||
            notYet(check, "containerApp.configuration.ingress.fqdn", "the app has no address. Give args.url.")
        );
    });
    // With secrets in it the whole configuration is secret, and with it the host name, which is none.
    return pulumi.interpolate`https://${pulumi.unsecret(host)}`;
}

function readService(check: Checks, target: StickyService | Service): pulumi.Output<string> {
    if ("reachableFromOutside" in target && !target.reachableFromOutside) {
        check.missing(
            "service.loadBalancer",
            "API Management cannot resolve names inside a cluster. Give the StickyService a loadBalancer, or give " +
                "args.url the address that it is reached by.",
        );
    }
    const { spec, status } = "reachableFromOutside" in target ? target.service : target;
    // The address comes second: a Service that is no load balancer never has one.
    return portOf(check, spec).apply((port) => {
        const host = status.apply((known) => addressOf(check, known));
        return pulumi.interpolate`${port === HTTPS_PORT ? "https" : "http"}://${host}:${port}`;
    });
}

/** The Service's only port. Each property is asked for by itself: in a preview, one that is not known hides what it is in. */
function portOf(check: Checks, spec: pulumi.Output<core.v1.ServiceSpec>): pulumi.Output<number> {
    return pulumi
        .all([spec.type, spec.ports[0]?.port, spec.ports[1]?.port])
        .apply(([type = "ClusterIP", only, second]) => {
            if (type !== "LoadBalancer") {
                check.fail(
                    "service.spec.type",
                    type,
                    "API Management cannot resolve names inside a cluster, and reaches a Service of type LoadBalancer only. " +
                        "Make it one, or give args.url the address that it is reached by.",
                );
            }
            if (only === undefined || second !== undefined) {
                throw check.fault(
                    "service.spec.ports",
                    `has ${only === undefined ? "no port" : "several ports"}, so which is meant cannot be told. Give args.url the ` +
                        "address with the port.",
                );
            }
            return only;
        });
}

/** The load balancer's address. An update waits for it, unless it was told not to. */
function addressOf(check: Checks, status: core.v1.ServiceStatus | undefined) {
    const address = status?.loadBalancer?.ingress?.[0];
    return (
        address?.ip ||
        address?.hostname ||
        notYet(
            check,
            "service.status.loadBalancer.ingress",
            "the load balancer has no address yet. Let Pulumi wait for the Service, or give args.url.",
        )
    );
}

/** Stands for what a preview may not show yet; in an update it is missing. */
function notYet(check: Checks, path: string, rule: string): string {
    return pulumi.runtime.isDryRun() ? (pulumi.unknown as unknown as string) : check.missing(path, rule);
}

function readIngress(check: Checks, target: Ingress): pulumi.Output<string> {
    return target.spec.apply((spec) => {
        const rules = spec?.rules ?? [];
        const hosts = new Set(rules.map(({ host }) => host ?? ""));
        const [host = "", second] = hosts;
        if (second !== undefined) {
            throw check.fault(
                "ingress.spec.rules",
                `has ${hosts.size} hosts, so which is meant cannot be told. Give args.url the address.`,
            );
        }
        if (host === "" || host.startsWith("*")) {
            check.missing(
                "ingress.spec.rules[0].host",
                "without one whole host name the Ingress has no address. Give it one, or give args.url the address.",
            );
        }
        const encrypted = (spec?.tls ?? []).some(({ hosts: covered }) => covers(covered, host));
        return `${encrypted ? "https" : "http"}://${host}`;
    });
}

/** Whether a certificate's hosts include a host: itself, a wildcard for its last label, or all where none is named. */
function covers(hosts: readonly string[] | undefined, host: string): boolean {
    const wildcard = host.replace(/^[^.]+/, "*");
    return !hosts?.length || hosts.includes(host) || hosts.includes(wildcard);
}

function readLogicApp(check: Checks, { app, ...args }: LogicAppTargetArgs): BackendTarget {
    const workflow = segment(check, "logicApp.workflow", args.workflow, "give the name of the workflow.");
    const trigger = segment(check, "logicApp.trigger", args.trigger, "give the name of the request trigger.");
    return {
        ...siteTarget(app, pulumi.interpolate`/api/${workflow}/triggers/${trigger}/invoke`),
        credentials: {
            query: {
                "api-version": [LOGIC_APP_API_VERSION],
                sp: [pulumi.interpolate`/triggers/${trigger}/run`],
                sv: [SIGNATURE_VERSION],
            },
        },
    };
}

/** What Azure answers of a trigger's address. */
interface CallbackUrl {
    basePath: string;
    queries?: { apiVersion?: string; sp?: string; sv?: string; sig?: string };
}

/** A Consumption workflow is addressed by its trigger, and a signature that only Azure can tell. */
function readWorkflow(
    check: Checks,
    name: string,
    { resourceGroupName, serviceName }: ServicePlaceArgs,
    target: WorkflowTargetArgs,
): GivenTarget["locate"] {
    const trigger = segment(check, "workflow.trigger", target.trigger, "give the name of the request trigger.");
    const group = check.required(
        "workflow.resourceGroupName",
        target.resourceGroupName,
        "give the resource group of the Logic App.",
    );
    return (component) => {
        const answer = pulumi.secret(
            pulumi.runtime.invokeOutput<CallbackUrl>(
                "azure-native:logic:listWorkflowTriggerCallbackUrl",
                { resourceGroupName: group, workflowName: target.workflow.name, triggerName: trigger },
                { parent: component, version: azureNativeVersion() },
            ),
        );
        const query = (key: "apiVersion" | "sp" | "sv" | "sig") =>
            answer.apply(
                ({ queries }) =>
                    queries?.[key] ??
                    check.missing("workflow.trigger", "Azure tells no signed address for it. Name a request trigger."),
            );
        const signature = new ApimNamedValue(
            `${name}-sig`,
            { resourceGroupName, serviceName, value: query("sig") },
            { parent: component },
        );
        return {
            url: pulumi.unsecret(answer.apply(({ basePath }) => basePath)),
            resourceId: resourceUrl(target.workflow.id),
            credentials: {
                query: {
                    "api-version": [pulumi.unsecret(query("apiVersion"))],
                    sp: [pulumi.unsecret(query("sp"))],
                    sv: [pulumi.unsecret(query("sv"))],
                    sig: [signature.reference],
                },
            },
        };
    };
}

/** A name that stands in an address. */
function segment(check: Checks, path: string, value: pulumi.Input<string>, rule: string): pulumi.Input<string> {
    return check.text(
        path,
        check.required(path, value, rule),
        PATH_SEGMENT,
        "it has to be a name without spaces and without / ? # %.",
    ) as pulumi.Input<string>;
}
