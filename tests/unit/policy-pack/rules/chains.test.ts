import assert from "node:assert/strict";

import { rules, type Finding, type RuleConfig } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import {
    BACKEND_TYPES,
    balancer,
    BALANCER_TYPES,
    gateway,
    GATEWAY_TYPES,
    origin,
    originGroup,
    ORIGIN_GROUP_TYPES,
    pool,
    REASON,
    resource,
    service,
    SERVICE_TYPES,
    site,
    sitePlan,
    TODAY,
    UNKNOWN,
    workload,
} from "../stacks";

const NGINX = "nginx.ingress.kubernetes.io/";
const API_TYPES = ["azure-native:apimanagement:Backend", "azure-native:apimanagement/v20220801:Backend"];

/** The findings of a rule as `kind name path`, whatever the order of the resources. */
function found(rule: string, stack: readonly StackResource[], config: Partial<RuleConfig> = {}): string[] {
    const all = findings(rule, stack, config);
    assert.deepEqual(findings(rule, [...stack].reverse(), config), all, "the order of resources changes nothing");
    return all.map(({ kind, urn, path }) => `${kind} ${urn.split("::").at(-1)} ${path}`);
}

function findings(name: string, stack: readonly StackResource[], config: Partial<RuleConfig> = {}): Finding[] {
    const rule = rules.find((one) => one.name === name);
    assert.ok(rule);
    return rule.evaluate(readTopology(stack), { ...DEFAULT_CONFIG, ...config }, TODAY);
}

/** An Ingress of ingress-nginx for the Service "web". */
function ingress(annotations: unknown = {}, host = "shop.example.com", className: unknown = "nginx"): StackResource {
    return resource("kubernetes:networking.k8s.io/v1:Ingress", "shop", {
        metadata: { name: "shop", annotations },
        spec: {
            ingressClassName: className,
            rules: [{ host, http: { paths: [{ backend: { service: { name: "web" } } }] } }],
        },
    });
}

const cookie = (more: Record<string, unknown> = {}) => ({ [`${NGINX}affinity`]: "cookie", ...more });
const pods = workload("Deployment");
const declared = { metadata: { annotations: { "session-affinity-stateless": REASON } } };
const exempt = (name: string) => ({ exempt: [{ resource: name, reason: REASON }] });
const toAddress = (url: unknown, type = API_TYPES[0] ?? "", name = "member") =>
    resource(type, name, { url }, { id: "/backends/0" });
const sticky = (name: unknown = "shop", poolName = "pool") =>
    pool({ sessionAffinity: { sessionId: { source: "cookie", name } } }, BACKEND_TYPES.storing[0], poolName);

describe("client-ip-behind-proxy", () => {
    const RULE = "client-ip-behind-proxy";
    const violation = ["violation web spec.sessionAffinity"];
    const clientIp = (spec: Record<string, unknown> = {}, options: Parameters<typeof service>[1] = {}) =>
        service({ sessionAffinity: "ClientIP", ...spec }, options);
    const balanced = (one: StackResource): StackResource => ({
        ...one,
        properties: { ...one.properties, status: { loadBalancer: { ingress: [{ ip: "20.1.2.3" }] } } },
    });

    it("rejects ClientIP behind a route that keeps nobody, and passes it behind one that does", () => {
        for (const type of SERVICE_TYPES) {
            assert.deepEqual(found(RULE, [clientIp({}, { type }), pods, ingress()]), violation);
            assert.deepEqual(found(RULE, [clientIp({}, { type }), pods, ingress(cookie())]), []);
            assert.deepEqual(found(RULE, [clientIp({}, { type }), pods]), []);
            assert.deepEqual(found(RULE, [service({}, { type }), pods, ingress()]), []);
        }
    });

    it("rejects it behind API Management, Front Door and Application Gateways, and says who is kept still", () => {
        const target = balanced(clientIp({ type: "LoadBalancer" }));
        const cases: [StackResource[], string][] = [
            ...API_TYPES.map((type): [StackResource[], string] => [
                [toAddress("http://20.1.2.3", type)],
                "API Management backend member sends to it, and all clients of API Management",
            ]),
            [
                [resource("azure-native:apimanagement:Api", "a", { serviceUrl: "http://20.1.2.3/x" })],
                "API Management API a sends to it",
            ],
            [
                [
                    resource("azure-native:apimanagement:ApiPolicy", "p", {
                        value: '<set-backend-service base-url="http://20.1.2.3" />',
                    }),
                ],
                "API Management policy p sends to it",
            ],
            [[sticky(), toAddress("http://20.1.2.3")], "API Management backend pool (Backend member) sends to it"],
            ...ORIGIN_GROUP_TYPES.map((type): [StackResource[], string] => [
                [originGroup({}, type), origin("west", { hostName: "20.1.2.3" })],
                "Front Door origin group web (AFDOrigin west) sends to it, and all clients of Front Door",
            ]),
            ...GATEWAY_TYPES.map((type): [StackResource[], string] => [
                [
                    gateway(
                        {
                            more: {
                                backendAddressPools: [{ name: "web", backendAddresses: [{ ipAddress: "20.1.2.3" }] }],
                            },
                        },
                        type,
                    ),
                ],
                "Application Gateway web sends to it, and all clients of Application Gateway",
            ]),
        ];
        for (const [proxies, message] of cases) {
            const [one, ...others] = findings(RULE, [target, pods, ...proxies]);
            assert.deepEqual(others, []);
            assert.equal(one?.kind, "violation");
            assert.ok(one?.message.includes(`: ${message}`), one?.message);
            assert.match(one?.message ?? "", / Only those who call the load balancer's own address are kept\.$/);
        }
        const inside = balanced(clientIp());
        const [one] = findings(RULE, [inside, pods, toAddress("http://20.1.2.3")]);
        assert.match(one?.message ?? "", /kept together on one\.$/);
        const both = [target, pods, ingress(cookie()), toAddress("http://20.1.2.3")];
        assert.deepEqual(found(RULE, both), violation, "the route keeps its own clients only");
    });

    it("rejects SourceIP of a Load Balancer behind a proxy", () => {
        for (const type of BALANCER_TYPES) {
            const frontend = { frontendIPConfigurations: [{ name: "a", privateIPAddress: "10.9.0.4" }] };
            const of = (loadDistribution: unknown, more = {}) =>
                balancer({ rule: { loadDistribution }, more: { ...frontend, ...more } }, type);
            const proxy = toAddress("http://10.9.0.4");
            const path = "loadBalancingRules.loadDistribution";
            assert.deepEqual(found(RULE, [of("SourceIP"), proxy]), [`violation web ${path}`]);
            assert.deepEqual(found(RULE, [of("Default"), proxy]), []);
            assert.deepEqual(found(RULE, [of("SourceIP")]), []);
            assert.deepEqual(found(RULE, [of(UNKNOWN), proxy]), [
                "undecided web loadBalancingRules[0].loadDistribution",
            ]);
            assert.deepEqual(
                found(RULE, [of("SourceIP", { tags: { "session-affinity-stateless": REASON } }), proxy]),
                [],
            );
        }
    });

    it("cannot decide by what is not known yet, or not read", () => {
        const waits = (spec: Record<string, unknown>, ...others: StackResource[]) =>
            found(RULE, [clientIp(spec), ...others]);
        assert.deepEqual(waits({ sessionAffinity: UNKNOWN }, pods, ingress()), ["undecided web spec.sessionAffinity"]);
        assert.deepEqual(waits({ sessionAffinity: UNKNOWN }, pods), []);
        assert.deepEqual(waits({}, workload("Deployment", { replicas: UNKNOWN }), ingress()), [
            "undecided web spec.replicas of Deployment web",
        ]);
        assert.deepEqual(waits({}, pods, ingress(UNKNOWN)), ["undecided web metadata.annotations"]);
        const [unread] = findings(RULE, [clientIp(), pods, ingress({}, "a", "other")]);
        assert.match(
            unread?.message ?? "",
            /^cannot decide: Ingress shop picks the pods itself, .* read affinity off Ingress$/,
        );
        const [unknown] = findings(RULE, [clientIp(), pods, ingress(UNKNOWN)]);
        assert.equal(unknown?.message, "cannot decide: metadata.annotations of Ingress shop is not known yet");
        const both = [balanced(clientIp()), pods, ingress(UNKNOWN), toAddress("http://20.1.2.3")];
        assert.deepEqual(found(RULE, both), violation, "the proxy is enough");
    });

    it("passes one pod, and what is declared stateless or exempt", () => {
        assert.deepEqual(found(RULE, [clientIp(), workload("Deployment", { replicas: 1 }), ingress()]), []);
        assert.deepEqual(found(RULE, [clientIp({}, declared), pods, ingress()]), []);
        assert.deepEqual(found(RULE, [clientIp(), pods, ingress()], exempt("web")), []);
        const refused = findings(RULE, [clientIp({}, declared), pods, ingress()], { allowExemptions: false });
        assert.match(refused[0]?.message ?? "", / And the declaration as stateless does not count: the pack allows no/);
        assert.deepEqual(
            found(RULE, [clientIp(), pods, ingress()], { assume: "stateless" }),
            violation,
            "it is asked for",
        );
    });
});

describe("affinity-on-every-hop", () => {
    const RULE = "affinity-on-every-hop";
    const functions = (properties: Record<string, unknown> = {}, type?: string) =>
        site({ kind: "functionapp", defaultHostName: "f.example.com", ...properties }, type, "f");
    const plan = sitePlan({ sku: { name: "EP1" }, maximumElasticWorkerCount: 20 });
    const member = toAddress("https://f.example.com");
    const violation = ["violation f clientAffinityEnabled"];
    const web = (properties: Record<string, unknown> = {}) => functions({ kind: "app", ...properties });
    const webPlan = sitePlan({ sku: { name: "P1v3", capacity: 3 } });
    const assume = { assume: "stateless" } as const;

    it("rejects Functions behind a hop that keeps its clients", () => {
        for (const type of ["azure-native:web:WebApp", "azure-native:web/v20220301:WebApp"]) {
            assert.deepEqual(found(RULE, [sticky(), member, functions({}, type), plan]), violation);
        }
        const loose = pool({}, BACKEND_TYPES.storing[0]);
        assert.deepEqual(found(RULE, [loose, member, functions(), plan]), [], "nobody is kept in front");
        assert.deepEqual(found(RULE, [sticky(), functions(), plan]), [], "nothing leads there");
        const single = {
            ...sticky(),
            properties: { pool: { ...(sticky().properties["pool"] as object), services: [{ id: "/backends/0" }] } },
        };
        assert.deepEqual(found(RULE, [single, member, functions(), plan]), [], "one member keeps nobody anywhere");
    });

    it("leaves other hops to their own rules, unless they are assumed stateless", () => {
        const stack = [sticky(), member, web(), webPlan];
        assert.deepEqual(found(RULE, stack), []);
        assert.deepEqual(found("web-app-needs-affinity", stack), violation);
        assert.deepEqual(found(RULE, stack, assume), violation);
        assert.deepEqual(found("web-app-needs-affinity", stack, assume), []);
        const stateful = [sticky(), member, web({ tags: { "session-affinity-stateful": "carts" } }), webPlan];
        assert.deepEqual(found(RULE, stateful, assume), []);
        assert.deepEqual(found("web-app-needs-affinity", stateful, assume), violation);
        assert.deepEqual(found(RULE, [sticky(), member, web({ clientAffinityEnabled: true }), webPlan], assume), []);
        assert.deepEqual(
            found(RULE, [sticky(), member, web(), sitePlan({ sku: { name: "P1v3", capacity: 1 } })], assume),
            [],
        );
    });

    it("judges a route by its Services, and takes both for one hop", () => {
        const chain = (annotations: unknown, options: Parameters<typeof service>[1] = {}) => [
            sticky(),
            toAddress("http://shop.example.com"),
            ingress(annotations),
            service({}, options),
            pods,
        ];
        const path = `metadata.annotations["${NGINX}affinity"]`;
        assert.deepEqual(found(RULE, chain({}), assume), [`violation shop ${path}`]);
        assert.deepEqual(found(RULE, chain({})), []);
        assert.deepEqual(found(RULE, chain(cookie()), assume), [], "the route keeps clients for the Service");
        assert.deepEqual(found(RULE, chain({}, declared), assume), []);
        assert.deepEqual(found(RULE, chain({}), { ...assume, ...exempt("shop") }), []);
        assert.deepEqual(found(RULE, chain(UNKNOWN), assume), ["undecided shop metadata.annotations"]);
    });

    it("cannot decide by what is not known yet at either end", () => {
        const waiting = pool({ sessionAffinity: UNKNOWN }, BACKEND_TYPES.storing[0]);
        assert.deepEqual(found(RULE, [waiting, member, functions(), plan]), [
            "undecided f pool.sessionAffinity of Backend pool",
        ]);
        const uncounted = sitePlan({ sku: { name: "EP1" }, maximumElasticWorkerCount: UNKNOWN });
        const [one] = findings(RULE, [sticky(), member, functions(), uncounted]);
        assert.equal(one?.kind, "undecided");
        assert.deepEqual(
            found(RULE, [waiting, member, functions({ tags: { "session-affinity-stateless": REASON } }), plan]),
            [],
        );
    });

    it("passes what is declared stateless or exempt, and names both ends", () => {
        const stateless = functions({ tags: { "session-affinity-stateless": REASON } });
        assert.deepEqual(found(RULE, [sticky(), member, stateless, plan]), []);
        assert.deepEqual(found(RULE, [sticky(), member, functions(), plan], exempt("f")), []);
        const [one] = findings(RULE, [sticky(), member, functions(), plan]);
        assert.match(
            one?.message ?? "",
            /^Backend pool in front keeps its clients \(pool\.sessionAffinity\)\. .* Up to 20 instances/,
        );
    });
});

describe("affinity-cookies-distinct", () => {
    const RULE = "affinity-cookies-distinct";
    const inner = (settings: Record<string, unknown>, type?: string) => {
        const one = gateway({ settings, more: { frontendIPConfigurations: [{ privateIPAddress: "10.1.0.9" }] } }, type);
        return { ...one, name: "inner", urn: one.urn.replace(/web$/, "inner") };
    };
    const outer = (settings: Record<string, unknown>, type?: string) =>
        gateway(
            {
                settings,
                more: {
                    backendAddressPools: [
                        { name: "web", backendAddresses: [{ ipAddress: "10.1.0.9" }, { ipAddress: "10.1.0.8" }] },
                    ],
                },
            },
            type,
        );
    const on = (affinityCookieName?: unknown) => ({
        cookieBasedAffinity: "Enabled",
        ...(affinityCookieName === undefined ? {} : { affinityCookieName }),
    });
    const path = "backendHttpSettingsCollection.cookieBasedAffinity";

    it("rejects two gateways in a row with the default name, with one name, or with a second cookie of the other's name", () => {
        for (const type of GATEWAY_TYPES) {
            assert.deepEqual(found(RULE, [outer(on(), type), inner(on(), type)]), [`violation inner ${path}`]);
        }
        assert.deepEqual(found(RULE, [outer(on("a")), inner(on("a"))]), [`violation inner ${path}`]);
        assert.deepEqual(found(RULE, [outer(on("a")), inner(on("aCORS"))]), [`violation inner ${path}`]);
        assert.deepEqual(found(RULE, [outer(on("a")), inner(on("b"))]), []);
        assert.deepEqual(found(RULE, [outer(on("a")), inner(on())]), []);
        assert.deepEqual(found(RULE, [outer(on()), inner({})]), []);
        assert.deepEqual(found(RULE, [outer({}), inner(on())]), []);
        const single = (one: StackResource): StackResource => ({
            ...one,
            properties: {
                ...one.properties,
                backendAddressPools: [{ name: "web", backendAddresses: [{ ipAddress: "10.1.0.9" }] }],
            },
        });
        assert.deepEqual(found(RULE, [single(outer(on())), inner(on())]), [`violation inner ${path}`]);
        assert.deepEqual(found(RULE, [single(outer(on())), single(inner(on()))]), [], "one target each");
    });

    it("looks past the nearest hop, and at pools and routes", () => {
        const member = toAddress("http://shop.example.com");
        const [services, named] = [
            [service(), pods],
            (name: unknown) => ingress(cookie({ [`${NGINX}session-cookie-name`]: name })),
        ];
        const at = `metadata.annotations["${NGINX}affinity"]`;
        assert.deepEqual(found(RULE, [sticky("shop"), member, named("shop"), ...services]), [`violation shop ${at}`]);
        assert.deepEqual(found(RULE, [sticky("shop"), member, named("other"), ...services]), []);
        assert.deepEqual(found(RULE, [sticky("INGRESSCOOKIE"), member, ingress(cookie()), ...services]), [
            `violation shop ${at}`,
        ]);
        const apim = resource("azure-native:apimanagement:ApiManagementService", "apim", {
            name: "apim",
            gatewayUrl: "https://apim.net",
        });
        const far = { ...sticky("b"), properties: { ...sticky("b").properties, serviceName: "apim" } };
        const door = [
            originGroup({ sessionAffinityState: "Enabled" }),
            origin("west", { hostName: "apim.net" }),
            origin("north"),
        ];
        assert.deepEqual(found(RULE, [...door, apim, far, member, named("ASLBSA"), ...services]), [
            `violation shop ${at}`,
        ]);
        assert.deepEqual(found(RULE, [...door, apim, far, member, named("ASLBSACORS"), ...services]), [
            `violation shop ${at}`,
        ]);
        assert.deepEqual(found(RULE, [...door, apim, far, member, named("c"), ...services]), []);
    });

    it("cannot decide while a name, or an affinity, is not known yet", () => {
        const name = "backendHttpSettingsCollection[0].affinityCookieName";
        const setting = "backendHttpSettingsCollection[0].cookieBasedAffinity";
        const off = { cookieBasedAffinity: UNKNOWN };
        assert.deepEqual(found(RULE, [outer(on("a")), inner(on(UNKNOWN))]), [`undecided inner ${name}`]);
        assert.deepEqual(found(RULE, [outer(on(UNKNOWN)), inner(on("a"))]), [
            `undecided inner ${name} of ApplicationGateway web`,
        ]);
        assert.deepEqual(found(RULE, [outer(on("a")), inner(off)]), [`undecided inner ${setting}`]);
        assert.deepEqual(found(RULE, [outer(off), inner(on("a"))]), [
            `undecided inner ${setting} of ApplicationGateway web`,
        ]);
        assert.deepEqual(found(RULE, [outer({}), inner(on(UNKNOWN))]), []);
        const member = toAddress("http://shop.example.com");
        const unnamed = ingress(cookie({ [`${NGINX}session-cookie-name`]: UNKNOWN }));
        assert.deepEqual(found(RULE, [sticky("shop"), member, unnamed, service(), pods]), [
            `undecided shop metadata.annotations.${NGINX}session-cookie-name`,
        ]);
        assert.deepEqual(found(RULE, [sticky(UNKNOWN), member, ingress(cookie()), service(), pods]), [
            "undecided shop pool.sessionAffinity.sessionId.name of Backend pool",
        ]);
        const site0 = site({ defaultHostName: "s.net", clientAffinityEnabled: UNKNOWN }, undefined, "s");
        const toSite = [toAddress("https://s.net"), site0, sitePlan({ sku: { name: "P1v3", capacity: 3 } })];
        assert.deepEqual(found(RULE, [sticky("ARRAffinity"), ...toSite]), ["undecided s clientAffinityEnabled"]);
        assert.deepEqual(found(RULE, [sticky("ARRAffinitySameSite"), ...toSite]), [
            "undecided s clientAffinityEnabled",
        ]);
        assert.deepEqual(found(RULE, [sticky("shop"), ...toSite]), [], "its name is known");
        const door = [originGroup({ sessionAffinityState: UNKNOWN }), origin("west", { hostName: "10.1.0.9" })];
        assert.deepEqual(found(RULE, [...door, inner(on("ASLBSA"))]), [
            "undecided inner sessionAffinityState of AFDOriginGroup web",
        ]);
        assert.deepEqual(found(RULE, [...door, inner(on("shop"))]), []);
    });

    it("passes what is declared stateless or exempt", () => {
        const tagged = inner(on());
        const tags = { "session-affinity-stateless": REASON };
        assert.deepEqual(found(RULE, [outer(on()), { ...tagged, properties: { ...tagged.properties, tags } }]), []);
        assert.deepEqual(found(RULE, [outer(on()), inner(on())], exempt("inner")), []);
        const [one] = findings(RULE, [outer(on("a")), inner(on("a"))]);
        assert.match(one?.message ?? "", /by cookie a \(.*\), and ApplicationGateway web in front of it/);
    });
});

describe("affinity-outlives-next-hop", () => {
    const RULE = "affinity-outlives-next-hop";
    const at = `metadata.annotations["${NGINX}affinity"]`;
    const violation = [`violation shop ${at}`];
    const door = (state: unknown = "Enabled", type?: string) => [
        originGroup({ sessionAffinityState: state }, type),
        origin("west", { hostName: "shop.example.com" }),
        origin("north", { hostName: "north.example.com" }),
    ];
    const aged = (age?: unknown) =>
        ingress(cookie(age === undefined ? {} : { [`${NGINX}session-cookie-max-age`]: age }));
    const behind = [service(), pods];

    it("rejects a shorter lifetime than the browser's, and passes a day or no lifetime", () => {
        for (const type of ORIGIN_GROUP_TYPES)
            assert.deepEqual(found(RULE, [...door("Enabled", type), aged("600"), ...behind]), violation);
        assert.deepEqual(found(RULE, [...door(), aged("86399"), ...behind]), violation);
        assert.deepEqual(found(RULE, [...door(), aged("86400"), ...behind]), []);
        assert.deepEqual(found(RULE, [...door(), aged(), ...behind]), []);
        assert.deepEqual(found(RULE, [...door("Disabled"), aged("600"), ...behind]), []);
        assert.deepEqual(
            found(RULE, [sticky(), toAddress("http://shop.example.com"), aged("600"), ...behind]),
            [],
            "not documented",
        );
        const one = [
            originGroup({ sessionAffinityState: "Enabled" }),
            origin("west", { hostName: "shop.example.com" }),
        ];
        assert.deepEqual(found(RULE, [...one, aged("600"), ...behind]), [], "one origin");
        const [said] = findings(RULE, [...door(), aged("600"), ...behind]);
        assert.match(said?.message ?? "", /for 600 s .*AFDOriginGroup web in front of it until the browser is closed/);
    });

    it("compares two lifetimes", () => {
        // A mesh's route behind the gateway's: the first sends to the second by its host.
        const agc = (duration: unknown) => [
            resource("kubernetes:gateway.networking.k8s.io/v1:Gateway", "edge", {
                metadata: { name: "edge" },
                spec: {
                    gatewayClassName: "azure-alb-external",
                    listeners: [{ name: "a", hostname: "shop.example.com" }],
                },
            }),
            resource("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "inner", {
                metadata: { name: "inner" },
                spec: { parentRefs: [{ name: "edge" }], rules: [{ backendRefs: [{ name: "web" }] }] },
            }),
            resource("kubernetes:alb.networking.azure.io/v1:RoutePolicy", "policy", {
                metadata: { name: "policy" },
                spec: {
                    targetRef: { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "inner" },
                    default: {
                        sessionAffinity: {
                            affinityType: "application-cookie",
                            cookieName: "c",
                            cookieDuration: duration,
                        },
                    },
                },
            }),
            ...behind,
        ];
        const path = findings(RULE, [...door(), ...agc("600s")]);
        assert.deepEqual(
            path.map(({ kind, urn }) => `${kind} ${urn.split("::").at(-1)}`),
            ["violation inner"],
        );
        assert.deepEqual(findings(RULE, [...door(), ...agc("24h")]), []);
        const [waits] = findings(RULE, [...door(), ...agc(UNKNOWN)]);
        assert.equal(waits?.kind, "undecided");
    });

    it("cannot decide by what is not known yet at either end", () => {
        const age = `metadata.annotations.${NGINX}session-cookie-max-age`;
        assert.deepEqual(found(RULE, [...door(), aged(UNKNOWN), ...behind]), [`undecided shop ${age}`]);
        assert.deepEqual(found(RULE, [...door(UNKNOWN), aged("600"), ...behind]), [
            "undecided shop sessionAffinityState of AFDOriginGroup web",
        ]);
        assert.deepEqual(found(RULE, [...door(UNKNOWN), aged("86400"), ...behind]), []);
        assert.deepEqual(found(RULE, [...door(UNKNOWN), aged(), ...behind]), []);
        assert.deepEqual(found(RULE, [...door(), ingress(UNKNOWN), ...behind]), [
            "undecided shop metadata.annotations",
        ]);
        const uncounted = [service(), workload("Deployment", { replicas: UNKNOWN })];
        assert.deepEqual(found(RULE, [...door(), aged("600"), ...uncounted]), [
            "undecided shop spec.replicas of Deployment web",
        ]);
    });

    it("passes one pod, and what is declared stateless or exempt", () => {
        assert.deepEqual(found(RULE, [...door(), aged("600"), service(), workload("Deployment", { replicas: 1 })]), []);
        assert.deepEqual(found(RULE, [...door(), aged("600"), service({}, declared), pods]), []);
        assert.deepEqual(found(RULE, [...door(), aged("600"), ...behind], exempt("shop")), []);
        assert.deepEqual(found(RULE, [...door(), aged("600"), ...behind], exempt("web")), []);
    });
});

describe("the pack's presets", () => {
    const service3 = [service(), pods];
    const RULE = "kubernetes-service-needs-affinity";
    const stateful = (value: unknown) => ({ metadata: { annotations: { "session-affinity-stateful": value } } });

    it("assume what is not declared stateful to be stateless", () => {
        const assume = { assume: "stateless" } as const;
        assert.deepEqual(found(RULE, service3, assume), []);
        assert.deepEqual(found(RULE, [service({}, stateful("carts in memory")), pods], assume).length, 1);
        assert.deepEqual(found(RULE, [service(), workload("Deployment", {}, stateful("yes"))], assume).length, 1);
        assert.deepEqual(found(RULE, [service({}, stateful("false")), pods], assume), []);
        assert.deepEqual(found(RULE, [service({}, stateful(UNKNOWN)), pods], assume), [
            "undecided web metadata.annotations.session-affinity-stateful",
        ]);
        assert.deepEqual(found(RULE, [service({}, stateful("yes")), pods], { ...assume, ...exempt("web") }), []);
        const expired = { "session-affinity-stateless": REASON, "session-affinity-stateless-until": "2026-01-01" };
        assert.deepEqual(found(RULE, [service({}, { metadata: { annotations: expired } }), pods], assume), []);
        const described = pool({ description: "session-affinity-stateful: orders" }, BACKEND_TYPES.storing[0]);
        assert.equal(found("apim-pool-needs-affinity", [described], assume).length, 1);
        assert.deepEqual(found("apim-pool-needs-affinity", [pool({}, BACKEND_TYPES.storing[0])], assume), []);
        const unknown = pool({ description: UNKNOWN }, BACKEND_TYPES.storing[0]);
        assert.deepEqual(found("apim-pool-needs-affinity", [unknown], assume), ["undecided pool description"]);
        const group = [originGroup({}), origin("west"), origin("north")];
        const profile = (tags: unknown) => resource("azure-native:cdn:Profile", "fd", { profileName: "fd", tags });
        assert.deepEqual(found("front-door-needs-affinity", group, assume), []);
        assert.equal(
            found("front-door-needs-affinity", [...group, profile({ "session-affinity-stateful": "yes" })], assume)
                .length,
            1,
        );
        assert.deepEqual(found("front-door-needs-affinity", [...group, profile(UNKNOWN)], assume), [
            "undecided web tags of Profile fd",
        ]);
    });

    it("take a hash for no affinity where it has to be strong", () => {
        const strong = { minimumStrength: "strong" } as const;
        const hashed = balancer({ rule: { loadDistribution: "SourceIP" } });
        assert.deepEqual(found("load-balancer-needs-affinity", [hashed]), []);
        const [one] = findings("load-balancer-needs-affinity", [hashed], strong);
        assert.match(
            one?.message ?? "",
            /and affinity that is a hash \(.*\): a client moves when targets come or go\.$/,
        );
        assert.match(one?.fix ?? "", /^Keep clients by a choice that is stored/);
        assert.deepEqual(found(RULE, [service({ sessionAffinity: "ClientIP" }), pods], strong), []);
        const routed = (mode: string) => [...service3, ingress(cookie({ [`${NGINX}affinity-mode`]: mode }))];
        assert.deepEqual(found(RULE, routed("persistent"), strong), []);
        assert.deepEqual(found(RULE, routed("balanced")), []);
        const [soft] = findings(RULE, routed("balanced"), strong);
        assert.match(soft?.message ?? "", /Ingress shop in front of it sets a hash: /);
    });
});
