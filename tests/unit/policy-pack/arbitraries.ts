import fc from "fast-check";

import { type StackResource } from "../../../policy-pack/topology";
import { isRecord } from "../../../policy-pack/topology/values";
import {
    classicApp,
    classicBalancer,
    classicGateway,
    classicGroup,
    classicOrigin,
    classicPlan,
    classicPool,
    classicRoute,
    classicSite,
} from "./classic-stacks";
import {
    BACKEND_TYPES,
    BALANCER_TYPES,
    CONTAINER_APP_TYPES,
    GATEWAY_TYPES,
    ORIGIN_GROUP_TYPES,
    resource,
    UNKNOWN_MARKS,
    urnOf,
} from "./stacks";

const mark = fc.constantFrom(...Object.values(UNKNOWN_MARKS));

/** Keys that readers look at, so that arbitrary trees are often of the shape that they look for. */
const KEYS = (
    "metadata spec selector template labels annotations name namespace app replicas sessionAffinity sessionAffinityConfig " +
    "clientIP timeoutSeconds type clusterIP scaleTargetRef kind maxReplicas minReplicas configuration ingress external " +
    "stickySessions affinity scale pool services sessionId source description tags siteConfig functionAppConfig sku url " +
    "serverFarmId resourceId status backendRefs backend host destination session-affinity-stateless"
).split(" ");

const leaf = fc.oneof(
    { weight: 2, arbitrary: mark },
    { weight: 1, arbitrary: fc.constant(null) },
    {
        weight: 5,
        arbitrary: fc.oneof(
            fc.constantFrom(
                "web",
                "ClientIP",
                "None",
                "sticky",
                "none",
                "functionapp",
                "cookie",
                "Deployment",
                "default",
            ),
            fc.nat({ max: 12 }),
            fc.boolean(),
            fc.string(),
            fc.double(),
        ),
    },
);

/** Arbitrary JSON with Pulumi's marks for unknown values anywhere in it. */
export const jsonWithUnknowns: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        leaf,
        fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...KEYS) }, fc.string()), tie("value"), {
            maxKeys: 6,
        }),
        fc.array(tie("value"), { maxLength: 3 }),
    ),
})).value;

/** A value of the shape that is described, any part of which may be missing, not known yet or of another shape. */
export function torn(shape: unknown): fc.Arbitrary<unknown> {
    const whole: fc.Arbitrary<unknown> =
        typeof shape === "object" && shape !== null && !Array.isArray(shape)
            ? fc
                  .record(
                      Object.fromEntries(
                          Object.entries(shape).map(([key, below]) => [
                              key,
                              fc.option(torn(below), { freq: 7, nil: undefined }),
                          ]),
                      ),
                  )
                  .map((members) => Object.fromEntries(Object.entries(members).filter(([, one]) => one !== undefined)))
            : Array.isArray(shape)
              ? fc.array(torn(shape[0]), { maxLength: 3 })
              : fc.oneof(fc.constant(shape), leaf);
    return fc.oneof(
        { weight: 14, arbitrary: whole },
        { weight: 2, arbitrary: mark },
        { weight: 1, arbitrary: jsonWithUnknowns },
    );
}

const metadata = {
    name: "web",
    namespace: "default",
    labels: { app: "web" },
    annotations: { "session-affinity-stateless": "any pod serves any request" },
};
const tags = { "session-affinity-stateless": "any replica serves any request", other: "x" };
const template = { metadata: { labels: { app: "web", tier: "front" } } };

type Shapes = readonly (readonly [types: readonly string[], shape: Record<string, unknown>])[];

const inNamespace = { name: "web", namespace: "default" };
const cookie = { name: "c", maxAge: 60 };
const hash = { httpHeaderName: "x", useSourceIp: true, httpCookie: { name: "c", ttl: "60s" } };
const balancer = { simple: "RANDOM", consistentHash: hash };

/** Routes to the Service named "web", and what says how they keep clients. */
const ROUTE_SHAPES: Shapes = [
    [
        ["kubernetes:networking.k8s.io/v1:Ingress"],
        {
            metadata: {
                ...inNamespace,
                annotations: {
                    "nginx.ingress.kubernetes.io/affinity": "cookie",
                    "nginx.ingress.kubernetes.io/upstream-hash-by": "$http_x",
                    "nginx.org/sticky-cookie-services": "serviceName=web c",
                    "nginx.org/lb-method": "ip_hash",
                    "haproxy-ingress.github.io/affinity": "cookie",
                    "appgw.ingress.kubernetes.io/cookie-based-affinity": "true",
                    "alb.networking.azure.io/alb-ingress-extension": "web",
                },
            },
            spec: {
                ingressClassName: "nginx",
                rules: [{ http: { paths: [{ backend: { service: { name: "web" } } }] } }],
            },
        },
    ],
    [
        ["kubernetes:networking.k8s.io/v1:IngressClass"],
        { metadata: { name: "nginx" }, spec: { controller: "k8s.io/ingress-nginx" } },
    ],
    [
        [
            "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
            "kubernetes:gateway.networking.k8s.io/v1:GRPCRoute",
            "kubernetes:gateway.networking.k8s.io/v1:HTTPRoutePatch",
        ],
        {
            metadata: inNamespace,
            spec: {
                parentRefs: [{ kind: "Gateway", name: "web", namespace: "default" }],
                rules: [
                    {
                        backendRefs: [{ kind: "Service", name: "web", namespace: "default" }],
                        sessionPersistence: { type: "Cookie", sessionName: "c", absoluteTimeout: "1h" },
                    },
                ],
            },
        },
    ],
    [["kubernetes:gateway.networking.k8s.io/v1:Gateway"], { metadata: inNamespace, spec: { gatewayClassName: "web" } }],
    [
        ["kubernetes:gateway.networking.k8s.io/v1:GatewayClass"],
        { metadata: { name: "web" }, spec: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" } },
    ],
    [
        ["kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy"],
        {
            metadata: inNamespace,
            spec: {
                targetRef: { kind: "Gateway", name: "web" },
                targetRefs: [{ kind: "HTTPRoute", name: "web" }],
                loadBalancer: { type: "ConsistentHash", consistentHash: { type: "Headers", headers: [{ name: "x" }] } },
            },
        },
    ],
    [
        [
            "kubernetes:gateway.networking.x-k8s.io/v1alpha1:XBackendTrafficPolicy",
            "kubernetes:gateway.networking.k8s.io/v1alpha2:BackendLBPolicy",
        ],
        { metadata: inNamespace, spec: { targetRefs: [{ name: "web" }], sessionPersistence: { type: "Cookie" } } },
    ],
    [
        ["kubernetes:alb.networking.azure.io/v1:RoutePolicy"],
        {
            metadata: inNamespace,
            spec: {
                targetRef: { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "web" },
                default: {
                    sessionAffinity: { affinityType: "application-cookie", cookieName: "c", cookieDuration: "1h" },
                },
            },
        },
    ],
    [
        ["kubernetes:alb.networking.azure.io/v1:IngressExtension"],
        {
            metadata: inNamespace,
            spec: { backendSettings: [{ service: "web", sessionAffinity: { affinityType: "managed-cookie" } }] },
        },
    ],
    [
        ["kubernetes:projectcontour.io/v1:HTTPProxy"],
        {
            metadata: inNamespace,
            spec: {
                routes: [
                    {
                        services: [{ name: "web" }],
                        loadBalancerPolicy: {
                            strategy: "RequestHash",
                            requestHashPolicies: [{ hashSourceIP: true, headerHashOptions: { headerName: "x" } }],
                        },
                    },
                ],
            },
        },
    ],
    [
        ["kubernetes:k8s.nginx.org/v1:VirtualServer"],
        {
            metadata: inNamespace,
            spec: {
                upstreams: [
                    {
                        service: "web",
                        "use-cluster-ip": false,
                        "lb-method": "hash $http_x",
                        sessionCookie: { enable: true, name: "c", expires: "1h" },
                    },
                ],
            },
        },
    ],
    [
        ["kubernetes:traefik.io/v1alpha1:IngressRoute"],
        {
            metadata: inNamespace,
            spec: { routes: [{ services: [{ kind: "Service", name: "web", nativeLB: false, sticky: { cookie } }] }] },
        },
    ],
    [
        ["kubernetes:traefik.io/v1alpha1:TraefikService"],
        {
            metadata: inNamespace,
            spec: {
                weighted: { services: [{ name: "web", sticky: { cookie } }], sticky: { cookie } },
                mirroring: { name: "web", sticky: { cookie } },
            },
        },
    ],
    [
        ["kubernetes:networking.istio.io/v1:DestinationRule"],
        {
            metadata: inNamespace,
            spec: {
                host: "web.default.svc.cluster.local",
                subsets: [{ name: "v1", trafficPolicy: { loadBalancer: balancer } }],
                trafficPolicy: { loadBalancer: balancer, portLevelSettings: [{ loadBalancer: balancer }] },
            },
        },
    ],
    [
        ["kubernetes:networking.istio.io/v1:VirtualService"],
        { metadata: inNamespace, spec: { http: [{ route: [{ destination: { host: "web" } }] }] } },
    ],
    [
        ["kubernetes:core/v1:ServicePatch"],
        {
            metadata: {
                ...inNamespace,
                annotations: {
                    "traefik.ingress.kubernetes.io/service.sticky.cookie": "true",
                    "haproxy.org/cookie-persistence": "c",
                },
                labels: { "istio.io/persistent-session": "c" },
            },
        },
    ],
];

/** What of the classic package is read. */
const CLASSIC_SHAPES: Shapes = [
    classicApp({ minReplicas: 1, maxReplicas: 3 }, { tags }),
    classicSite({ clientAffinityEnabled: true, tags }),
    classicPlan({ workerCount: 2, zoneBalancingEnabled: true }),
    classicGateway({ settings: { cookieBasedAffinity: "Enabled" } }),
    ...classicBalancer({ rule: { loadDistribution: "SourceIP" } }),
    classicGroup({ sessionAffinityEnabled: true }),
    classicOrigin("west", { priority: 1, enabled: true }),
    classicRoute("all", { cache: {} }),
    classicPool({ circuitBreakerRule: { name: "down" } }),
].map(({ type, properties }) => [[type], properties]);

const SHAPES: Shapes = [
    [
        ["kubernetes:keda.sh/v1alpha1:ScaledObject"],
        { metadata, spec: { scaleTargetRef: { name: "web" }, minReplicaCount: 1, maxReplicaCount: 3 } },
    ],
    [
        CONTAINER_APP_TYPES,
        {
            configuration: {
                activeRevisionsMode: "Multiple",
                ingress: {
                    external: true,
                    transport: "tcp",
                    fqdn: "web.example.com",
                    stickySessions: { affinity: "sticky" },
                },
            },
            template: { scale: { minReplicas: 1, maxReplicas: 3 } },
            tags,
        },
    ],
    [
        [...BACKEND_TYPES.storing, ...BACKEND_TYPES.dropping],
        {
            url: "https://web.example.com",
            circuitBreaker: { rules: [{ name: "down" }] },
            resourceId: "/apps/web",
            description: "session-affinity-stateless: any backend serves any request",
            pool: {
                services: [{ id: "/backends/a", priority: 1 }],
                sessionAffinity: { sessionId: { source: "cookie", name: "n" } },
            },
        },
    ],
    [
        ["azure-native:web:WebApp", "azure-native:web/v20220301:WebAppSlot"],
        {
            kind: "functionapp,linux",
            serverFarmId: "/plans/p",
            functionAppConfig: {
                scaleAndConcurrency: { maximumInstanceCount: 40, alwaysReady: [{ instanceCount: 2 }] },
            },
            siteConfig: { functionAppScaleLimit: 5 },
            tags,
        },
    ],
    [["azure-native:web:AppServicePlan"], { sku: { name: "EP1", capacity: 2 }, maximumElasticWorkerCount: 20 }],
    [
        ["kubernetes:core/v1:Service", "kubernetes:core/v1:ServicePatch", "kubernetes:v1:Service"],
        {
            metadata,
            spec: {
                type: "ClusterIP",
                clusterIP: "10.0.0.1",
                selector: { app: "web" },
                sessionAffinity: "ClientIP",
                sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
            },
        },
    ],
    [
        [
            "kubernetes:apps/v1:Deployment",
            "kubernetes:apps/v1:DeploymentPatch",
            "kubernetes:apps/v1beta1:StatefulSet",
            "kubernetes:apps/v1:DaemonSet",
            "kubernetes:core/v1:ReplicationController",
        ],
        { metadata, spec: { replicas: 2, template } },
    ],
    [
        ["kubernetes:autoscaling/v1:HorizontalPodAutoscaler", "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"],
        {
            metadata,
            spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas: 2, maxReplicas: 4 },
        },
    ],
    [
        ["kubernetes:networking.k8s.io/v1:Ingress"],
        { metadata, spec: { rules: [{ http: { paths: [{ backend: { service: { name: "web" } } }] } }] } },
    ],
    [
        ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"],
        { metadata, spec: { rules: [{ backendRefs: [{ name: "web", namespace: "default" }] }] } },
    ],
    [
        GATEWAY_TYPES,
        {
            applicationGatewayName: "edge",
            frontendIPConfigurations: [{ publicIPAddress: { id: "/addresses/a" } }],
            backendAddressPools: [{ name: "web", backendAddresses: [{ ipAddress: "10.0.0.4" }] }],
            backendHttpSettingsCollection: [{ name: "web", cookieBasedAffinity: "Enabled" }],
            urlPathMaps: [
                { name: "web", pathRules: [{ backendAddressPool: { id: "$self/backendAddressPools/web" } }] },
            ],
            requestRoutingRules: [
                {
                    urlPathMap: { id: "$self/urlPathMaps/web" },
                    backendAddressPool: { id: "$self/backendAddressPools/web" },
                    backendHttpSettings: { id: "$self/backendHttpSettingsCollection/web" },
                },
            ],
            tags,
        },
    ],
    [
        BALANCER_TYPES,
        {
            loadBalancerName: "edge",
            backendAddressPools: [{ name: "web", loadBalancerBackendAddresses: [{ ipAddress: "10.0.0.4" }] }],
            loadBalancingRules: [
                { backendAddressPool: { id: "$self/backendAddressPools/web" }, loadDistribution: "SourceIP" },
            ],
            tags,
        },
    ],
    [
        ["azure-native:network:NetworkInterface"],
        {
            ipConfigurations: [
                { loadBalancerBackendAddressPools: [{ id: "/loadBalancers/edge/backendAddressPools/web" }] },
            ],
        },
    ],
    [
        ["azure-native:compute:VirtualMachineScaleSet"],
        {
            sku: { capacity: 3 },
            virtualMachineProfile: {
                applicationGatewayBackendAddressPools: [{ id: "/applicationGateways/edge/backendAddressPools/web" }],
            },
        },
    ],
    [ORIGIN_GROUP_TYPES, { profileName: "fd", originGroupName: "web", sessionAffinityState: "Enabled" }],
    [
        ["azure-native:cdn:AFDOrigin"],
        { profileName: "fd", originGroupName: "web", priority: 1, enabledState: "Enabled" },
    ],
    [
        ["azure-native:cdn:Route"],
        { profileName: "fd", originGroup: { id: "/originGroups/web" }, cacheConfiguration: {} },
    ],
    [["azure-native:cdn:Profile"], { profileName: "fd", tags }],
    [
        ["azure-native:frontdoor:FrontDoor", "azure-native:network:FrontDoor"],
        {
            frontendEndpoints: [{ name: "web", sessionAffinityEnabledState: "Enabled" }],
            backendPools: [{ backends: [{ address: "a" }] }],
            tags,
        },
    ],
    [
        ["azure-native:trafficmanager:Profile", "azure-native:network/v20220401:Profile"],
        { trafficRoutingMethod: "Weighted", endpoints: [{ name: "a" }], tags },
    ],
    [["pulumi:providers:kubernetes"], { namespace: "default" }],
    [
        ["kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"],
        {
            metadata: {
                name: "httproutes.gateway.networking.k8s.io",
                annotations: { "gateway.networking.k8s.io/channel": "standard" },
            },
        },
    ],
    ...ROUTE_SHAPES,
    ...CLASSIC_SHAPES,
];

/** A stack of real type tokens whose properties are torn versions of real ones, with dependencies among them. */
export const stacks: fc.Arbitrary<StackResource[]> = fc
    .array(
        fc.constantFrom(...SHAPES).chain(([types, shape]) =>
            fc.record({
                type: fc.constantFrom(...types),
                properties: fc.oneof({ weight: 6, arbitrary: torn(shape) }, { weight: 1, arbitrary: jsonWithUnknowns }),
                provider: fc.option(fc.constantFrom("default", "default_4_34_2", "east", "west"), { nil: undefined }),
                id: fc.option(fc.constantFrom("/backends/a", "/apps/web", "/plans/p"), { nil: undefined }),
                ignoreChanges: fc.array(fc.constantFrom("*", "spec", "configuration", "pool", 'a["b.c"][0]', "[["), {
                    maxLength: 2,
                }),
                inputs: fc.option(torn(shape), { nil: undefined }),
                dependsOn: fc.dictionary(
                    fc.constantFrom(
                        "spec",
                        "pool",
                        "url",
                        "metadata",
                        "serverFarmId",
                        "originGroupName",
                        "ipConfigurations",
                    ),
                    fc.array(fc.nat({ max: 11 }), { maxLength: 2 }),
                    { maxKeys: 2 },
                ),
            }),
        ),
        { maxLength: 12, size: "max" },
    )
    .map((given) => {
        const urns = given.map(({ type }, index) => urnOf(type, `r${index}`));
        return given.map(({ type, properties, provider, id, dependsOn, ignoreChanges, inputs }, index) => ({
            ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}),
            ...(isRecord(inputs) ? { inputs } : {}),
            ...resource(type, `r${index}`, isRecord(properties) ? properties : {}, {
                ...(provider === undefined ? {} : { provider: urnOf("pulumi:providers:kubernetes", provider) }),
                ...(id === undefined ? {} : { id }),
                propertyDependencies: Object.fromEntries(
                    Object.entries(dependsOn).map(([key, others]) => [key, others.flatMap((at) => urns[at] ?? [])]),
                ),
            }),
        }));
    });

/** The same list in another order. */
export function shuffled<T>(list: readonly T[]): fc.Arbitrary<T[]> {
    return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}
