import * as kubernetes from "@pulumi/kubernetes";

import { StickyRoute, type StickyRouteArgs } from "../../../../../components/kubernetes";
import { type Recorded, run, urnOf } from "../../../support/program";

export const COMPONENT = "session-affinity:index:StickyRoute";
export const HTTP_ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
export const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
export const SERVICE_PATCH = "kubernetes:core/v1:ServicePatch";

/** The Service behind the routes, which is there before them. */
export const cart = () =>
    new kubernetes.core.v1.Service("cart", {
        metadata: { name: "cart", namespace: "shop" },
        spec: { ports: [{ port: 8080 }] },
    });

/** Arguments without their `affinity` and `controller`. */
export const place = (): Omit<StickyRouteArgs, "affinity" | "controller"> => ({
    service: cart(),
    hosts: ["shop.example.com"],
});

/** A child as `type` and inputs, its API version and kind left out: the type says both. */
export interface Child {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
}

/** The component's children, in the order of their types and names. */
export function childrenOf({ resources }: Recorded): Child[] {
    return resources
        .filter(({ parent }) => parent === urnOf(COMPONENT, "web"))
        .map(({ type, name, inputs: { apiVersion, kind, ...inputs } }) => {
            if (!type.endsWith(`${String(apiVersion)}:${String(kind)}`) && type !== SERVICE_PATCH) {
                throw new Error(`${type} is not ${String(apiVersion)} ${String(kind)}`);
            }
            return { type, name, inputs };
        })
        .sort(byType);
}

/** Which of two children is registered first depends on what each waits for. */
export function byType(one: Child, other: Child): number {
    return `${one.type} ${one.name}` < `${other.type} ${other.name}` ? -1 : 1;
}

/** What the component registers of itself. */
export function outputsOf({ outputs }: Recorded): Record<string, unknown> {
    return outputs.get(urnOf(COMPONENT, "web")) ?? {};
}

/** Runs a program with one route named `web`. */
export function runRoute(args: () => Partial<StickyRouteArgs>, preview = false) {
    return run(() => new StickyRoute("web", { ...place(), ...args() } as StickyRouteArgs), { preview });
}

/** An Ingress to the Service, with annotations. */
export function ingress(ingressClassName: string, annotations: Record<string, string>): Child {
    const backend = { service: { name: "cart", port: { number: 8080 } } };
    return {
        type: INGRESS,
        name: "web",
        inputs: {
            metadata: { namespace: "shop", annotations },
            spec: {
                ingressClassName,
                rules: [{ host: "shop.example.com", http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
            },
        },
    };
}

/** A route of the Gateway `edge` to the Service. */
export function httpRoute(rule: Record<string, unknown> = {}): Child {
    return {
        type: HTTP_ROUTE,
        name: "web",
        inputs: {
            metadata: { namespace: "shop", annotations: {} },
            spec: {
                parentRefs: [{ name: "edge" }],
                hostnames: ["shop.example.com"],
                rules: [
                    {
                        matches: [{ path: { type: "PathPrefix", value: "/" } }],
                        backendRefs: [{ name: "cart", port: 8080 }],
                        ...rule,
                    },
                ],
            },
        },
    };
}

/** A patch of the Service. */
export function servicePatch(metadata: Record<string, unknown>): Child {
    return { type: SERVICE_PATCH, name: "web", inputs: { metadata: { name: "cart", namespace: "shop", ...metadata } } };
}
