import { type StackResource } from "../../../../../../policy-pack/topology";
import { resource, UNKNOWN } from "../../../stacks";
import {
    attached,
    balancing,
    gateway,
    ingress,
    ingressClass,
    itReads,
    MANAGED,
    NGINX,
    object,
    patch,
    policy,
    TRAEFIK,
    virtual,
    web,
} from "./rows";

/** A resource, a property of which is made from others. */
const made = (one: StackResource, property: string, ...from: StackResource[]): StackResource => ({
    ...one,
    propertyDependencies: { [property]: from.map(({ urn }) => urn) },
});
/** A resource whose name is not known before the deployment. */
const unnamed = (one: StackResource): StackResource => ({
    ...one,
    properties: { ...one.properties, metadata: { ...(one.properties["metadata"] as object), name: UNKNOWN } },
});

/** A resource in a namespace. */
const inNamespace = (namespace: string, one: StackResource): StackResource => ({
    ...one,
    properties: { ...one.properties, metadata: { ...(one.properties["metadata"] as object), namespace } },
});
const settings = object("v1:ConfigMap", {}, {}, "settings");

const [mesh, meshClass] = gateway("istio.io/gateway-controller") as [StackResource, StackResource];
const [edge, edgeClass] = gateway("gateway.envoyproxy.io/gatewayclass-controller") as [StackResource, StackResource];
const toUnnamed = attached([{ name: UNKNOWN }], { sessionPersistence: {} });
const route = unnamed(attached(undefined, {}));
const persistent = { [`${NGINX}affinity`]: "cookie", [`${NGINX}affinity-mode`]: "persistent" };
const sticky = { annotations: { [`${TRAEFIK}sticky.cookie`]: "true" } };
const anotherClass = resource("kubernetes:networking.k8s.io/v1:IngressClass", "other", {
    metadata: { name: UNKNOWN },
    spec: { controller: "example.com/x" },
});

describe("routes in a preview", () => {
    itReads([
        ["a Gateway that the route is made from", "none", [unnamed(mesh), meshClass, made(toUnnamed, "spec", mesh)]],
        ["another such Gateway", "strong", [unnamed(edge), edgeClass, made(toUnnamed, "spec", edge)]],
        ["a Gateway that it is not made from", "unknown", [unnamed(mesh), meshClass, toUnnamed]],
        [
            "a Gateway of an unknown namespace, by an unknown namespace",
            "unknown",
            [
                ...gateway("istio.io/gateway-controller", { namespace: UNKNOWN }),
                attached([{ name: "gw", namespace: UNKNOWN }], {}),
            ],
        ],
        ["a Gateway that may have the name", "unknown", [unnamed(mesh), meshClass, attached([{ name: "gw" }], {})]],
        [
            "an Ingress that takes its namespace over from the Service",
            "strong",
            [made(inNamespace(UNKNOWN, ingress("nginx", persistent)), "metadata", web())],
        ],
        ["an Ingress of any namespace", "unknown", [inNamespace(UNKNOWN, ingress("nginx", persistent))]],
        [
            "an Ingress made from objects of two namespaces",
            "unknown",
            [
                inNamespace("other", settings),
                made(inNamespace(UNKNOWN, ingress("nginx", persistent)), "metadata", web(), settings),
            ],
        ],
        ["a policy made from the route", "soft", [route, made(balancing("HTTPRoute", UNKNOWN), "spec", route)]],
        ["a policy made from another", "unknown", [route, balancing("HTTPRoute", UNKNOWN)]],
        ["a RoutePolicy made from the route", "strong", [route, made(policy(MANAGED, UNKNOWN), "spec", route)]],
        [
            "a patch made from the Service",
            "strong",
            [ingress("traefik"), made(patch(UNKNOWN, sticky), "metadata", web())],
        ],
        [
            "a patch with what is not read off Services",
            "not read",
            [ingress(undefined), patch("web", { annotations: { "appgw.ingress.kubernetes.io/x": "true" } })],
        ],
        [
            "an IngressClass beside one of an unknown name",
            "strong",
            [ingress("edge", persistent), ingressClass("k8s.io/ingress-nginx"), anotherClass],
        ],
        [
            "a policy of a Service of an unknown name",
            "not read",
            [
                ...gateway("gateway.envoyproxy.io/gatewayclass-controller"),
                attached([{ name: "gw" }], {}),
                object("gateway.networking.x-k8s.io/v1alpha1:XBackendTrafficPolicy", {
                    targetRefs: [{ kind: "Service", name: UNKNOWN }],
                    sessionPersistence: {},
                }),
            ],
        ],
        [
            "a TraefikService made from a Service that only gets copies",
            "not read",
            [made(object("traefik.io/v1alpha1:TraefikService", { mirroring: { name: "api" } }), "spec", web())],
        ],
        [
            "a mesh's route to what is named like a Gateway",
            "unknown",
            [
                ...gateway("istio.io/gateway-controller"),
                attached([{ kind: "Service", name: "gw" }], { sessionPersistence: { type: UNKNOWN } }),
            ],
        ],
        [
            "a VirtualService whose DestinationRule is not read",
            "not read",
            [
                virtual,
                object("networking.istio.io/v1:DestinationRule", { host: "web", subsets: [{ trafficPolicy: {} }] }),
            ],
        ],
    ]);
});
