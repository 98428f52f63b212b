import assert from "node:assert/strict";

import { rules, type Finding } from "../../../../policy-pack/rules";
import { ConfigError, DEFAULT_CONFIG, readConfig, type RuleConfig } from "../../../../policy-pack/rules/config";
import { fromState, readTopology, type StackResource } from "../../../../policy-pack/topology";
import {
    app,
    BACKEND_TYPES,
    balancer,
    CONTAINER_APP_TYPES,
    COOKIE,
    gateway as applicationGateway,
    REASON,
    resource,
    service,
    SERVICE_TYPES,
    TODAY,
    UNKNOWN,
    UNKNOWN_MARKS,
    workload,
} from "../stacks";
import {
    annotated,
    balancing,
    http,
    ingress,
    istio,
    NGINX,
    object,
    proxy,
    server,
    subsets,
    traefik,
    web,
} from "../topology/readers/routes/rows";

function evaluate(name: string, given: readonly StackResource[], config: Partial<RuleConfig> = {}): Finding[] {
    const rule = rules.find((one) => one.name === name);
    assert.ok(rule, name);
    const found = rule.evaluate(readTopology(given), { ...DEFAULT_CONFIG, ...config }, TODAY);
    const turned = rule.evaluate(readTopology([...given].reverse()), { ...DEFAULT_CONFIG, ...config }, TODAY);
    assert.deepEqual(turned, found);
    for (const one of found) assert.equal(one.rule, name);
    return found;
}

/** What a rule finds: `kind path`. */
const told = (found: readonly Finding[]) => found.map(({ kind, path }) => `${kind} ${path}`);

const stateless = { "session-affinity-stateless": REASON };
const exempt = (named = "web") => ({ exempt: [{ resource: named, reason: REASON }] });
const at = (name: string) => `metadata.annotations["${name}"]`;
const HASH = "spec.trafficPolicy.loadBalancer.consistentHash";

describe("header-hash-needs-client-header", () => {
    const NAME = "header-hash-needs-client-header";
    const minted = "MCP-Session-ID";
    const headers = (...names: unknown[]) =>
        balancing("HTTPRoute", "shop", {
            type: "ConsistentHash",
            consistentHash: { type: "Headers", headers: names.map((name) => ({ name })) },
        });
    const contour = (headerName: unknown) =>
        proxy({ strategy: "RequestHash", requestHashPolicies: [{ headerHashOptions: { headerName } }] });
    const faults: [about: string, given: StackResource[], path: string][] = [
        [
            "ingress-nginx",
            [ingress("nginx", { [`${NGINX}upstream-hash-by`]: "$http_mcp_session_id" })],
            at(`${NGINX}upstream-hash-by`),
        ],
        [
            "ingress-nginx, with its Service",
            [
                ingress("nginx", { [`${NGINX}upstream-hash-by`]: "${http_mcp_session_id}" }),
                web(),
                workload("Deployment"),
            ],
            at(`${NGINX}upstream-hash-by`),
        ],
        [
            "NGINX Inc",
            [ingress("nginx", { "nginx.org/lb-method": "hash $http_mcp_session_id consistent" })],
            at("nginx.org/lb-method"),
        ],
        ["VirtualServer", [server({ "lb-method": "hash $http_mcp_session_id" })], "spec.upstreams[0]"],
        ["Istio", [istio({ httpHeaderName: minted })], `${HASH}.httpHeaderName`.replace(".httpHeaderName", "")],
        [
            "Istio, a subset",
            [
                subsets([
                    { name: "v1", trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: minted } } } },
                ]),
            ],
            "spec.subsets[0].trafficPolicy.loadBalancer.consistentHash",
        ],
        ["Envoy Gateway", [headers(minted)], "spec.loadBalancer.consistentHash.headers[0].name"],
        ["Envoy Gateway, the second", [headers("x-user", minted)], "spec.loadBalancer.consistentHash.headers[1].name"],
        [
            "Envoy Gateway, as it was",
            [
                balancing("HTTPRoute", "shop", {
                    type: "ConsistentHash",
                    consistentHash: { type: "Header", header: { name: minted } },
                }),
            ],
            "spec.loadBalancer.consistentHash",
        ],
        ["Contour", [contour(minted)], "spec.routes[0].loadBalancerPolicy.strategy"],
        [
            "HAProxy, on the Service",
            [annotated({ "haproxy.org/load-balance": `hdr(${minted})` })],
            at("haproxy.org/load-balance"),
        ],
        [
            "HAProxy, on the Ingress",
            [ingress("haproxy", { "haproxy.org/load-balance": `hdr(${minted})` })],
            at("haproxy.org/load-balance"),
        ],
        [
            "haproxy-ingress",
            [ingress("haproxy", { "haproxy-ingress.github.io/balance-algorithm": `hdr(${minted})` })],
            at("haproxy-ingress.github.io/balance-algorithm"),
        ],
    ];
    for (const [about, given, path] of faults) {
        it(`rejects a hash of Mcp-Session-Id: ${about}`, () => {
            const found = evaluate(NAME, given);
            assert.deepEqual(told(found), [`violation ${path}`]);
            assert.match(found[0]?.message ?? "", /^hashes mcp-session-id, which the server mints/i);
        });
    }

    const silent: [about: string, given: StackResource[]][] = [
        ["another header", [ingress("nginx", { [`${NGINX}upstream-hash-by`]: "$http_x_user" })]],
        [
            "a cookie, which goes before the hash",
            [
                ingress("nginx", {
                    [`${NGINX}affinity`]: "cookie",
                    [`${NGINX}upstream-hash-by`]: "$http_mcp_session_id",
                }),
            ],
        ],
        ["a cookie of that name", [istio({ httpCookie: { name: minted, ttl: "0s" } })]],
        ["session persistence by a header", [http({ sessionPersistence: { type: "Header", sessionName: minted } })]],
        ["an unknown cookie", [istio({ httpCookie: UNKNOWN_MARKS.object })]],
    ];
    for (const [about, given] of silent)
        it(`says nothing of ${about}`, () => assert.deepEqual(evaluate(NAME, given), []));

    it("cannot decide by a header that is not known yet", () => {
        assert.deepEqual(told(evaluate(NAME, [istio({ httpHeaderName: UNKNOWN })])), [
            `undecided ${HASH}.httpHeaderName`,
        ]);
        assert.deepEqual(told(evaluate(NAME, [headers("x", UNKNOWN)])), [
            "undecided spec.loadBalancer.consistentHash.headers[1].name",
        ]);
        const stated = { ...istio({ httpHeaderName: UNKNOWN }) };
        assert.deepEqual(evaluate(NAME, [stated], exempt("shop")), []);
    });

    it("takes other headers from the configuration, and exemptions", () => {
        const parameters = { serverHeaders: ["x-token"] };
        assert.deepEqual(evaluate(NAME, [istio({ httpHeaderName: minted })], { parameters }), []);
        assert.equal(evaluate(NAME, [istio({ httpHeaderName: "X-Token" })], { parameters }).length, 1);
        assert.deepEqual(evaluate(NAME, [istio({ httpHeaderName: minted })], exempt("shop")), []);
        const declared = object(
            "networking.istio.io/v1:DestinationRule",
            { trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: minted } } } },
            { annotations: stateless },
        );
        assert.deepEqual(evaluate(NAME, [declared]), []);
        assert.match(
            evaluate(NAME, [declared], { allowExemptions: false })[0]?.message ?? "",
            /by chance only\. And the declaration as stateless does not count: the pack allows no exemptions\.$/,
        );
    });
});

describe("affinity-survives-drift", () => {
    const NAME = "affinity-survives-drift";
    const ignoring = (one: StackResource, ...ignoreChanges: string[]): StackResource => ({ ...one, ignoreChanges });
    const sticky = (type?: string) => app({ stickySessions: { affinity: "sticky" } }, type);
    const STICKY = "configuration.ingress.stickySessions";
    const clientIp = (type?: string) => service({ sessionAffinity: "ClientIP" }, type === undefined ? {} : { type });
    const nginx = ingress("nginx", { [`${NGINX}affinity`]: "cookie" });
    const faults: [given: StackResource, ignored: string, path: string][] = [
        ...CONTAINER_APP_TYPES.flatMap((type): [StackResource, string, string][] =>
            [STICKY, `${STICKY}.affinity`, "configuration", "configuration.ingress", "*"].map((path) => [
                sticky(type),
                path,
                STICKY,
            ]),
        ),
        ...SERVICE_TYPES.map((type): [StackResource, string, string] => [
            clientIp(type),
            "spec",
            "spec.sessionAffinity",
        ]),
        [clientIp(), 'spec["sessionAffinity"]', "spec.sessionAffinity"],
        [
            resource(BACKEND_TYPES.storing[0], "web", { pool: { services: [{}, {}], sessionAffinity: COOKIE } }),
            "pool",
            "pool.sessionAffinity",
        ],
        [
            applicationGateway({ settings: { cookieBasedAffinity: "Enabled" } }),
            "backendHttpSettingsCollection[0].cookieBasedAffinity",
            "backendHttpSettingsCollection.cookieBasedAffinity",
        ],
        [
            balancer({ rule: { loadDistribution: "SourceIP" } }),
            "loadBalancingRules[*].loadDistribution",
            "loadBalancingRules.loadDistribution",
        ],
        [nginx, "metadata.annotations", at(`${NGINX}affinity`)],
        [nginx, at(`${NGINX}affinity`), at(`${NGINX}affinity`)],
        [http({ sessionPersistence: {} }), "spec.rules", "spec.rules[].sessionPersistence"],
        [traefik({ sticky: { cookie: {} } }), "spec.routes[0]", "spec.routes[0].services[0].sticky"],
    ];
    for (const [given, ignored, path] of faults) {
        it(`rejects ${ignored} on ${given.type}`, () => {
            const found = evaluate(NAME, [ignoring(given, "tags", ignored)]);
            assert.deepEqual(told(found), [`violation ${path}`]);
            assert.ok(found[0]?.message.startsWith(`ignoreChanges has "${ignored}": `));
            assert.equal(found[0]?.urn, given.urn);
        });
    }

    const silent: [about: string, given: StackResource][] = [
        ["nothing ignored", sticky()],
        ["an empty list", ignoring(sticky())],
        ["another property", ignoring(sticky(), "template", "configuration.secrets", "configuration.ingress.traffic")],
        ["a name that begins alike", ignoring(sticky(), "config", "configuration.ingress.stickySessionsOld")],
        ["a resource without affinity", ignoring(app({}), "configuration")],
        ["affinity that is off", ignoring(service({ sessionAffinity: "None" }), "spec")],
        ["another annotation", ignoring(nginx, at("nginx.ingress.kubernetes.io/rewrite-target"))],
        ["what keeps nobody", ignoring(resource("azure-native:storage:StorageAccount", "web", {}), "*")],
    ];
    for (const [about, given] of silent)
        it(`says nothing of ${about}`, () => assert.deepEqual(evaluate(NAME, [given]), []));

    it("says it once where a hop and its setting are one property", () => {
        const given = [ignoring(clientIp(), "spec"), workload("Deployment")];
        assert.deepEqual(told(evaluate(NAME, given)), ["violation spec.sessionAffinity"]);
    });

    it("tells apart what two resources have at one path", () => {
        const other = service({ sessionAffinity: "ClientIP", selector: { app: "other" } }, { name: "other" });
        const given = [ignoring(clientIp(), "spec"), workload("Deployment"), ignoring(other, "spec")];
        assert.equal(evaluate(NAME, given).length, 2);
    });

    it("speaks of affinity that is not known yet", () => {
        const unknown = ignoring(app({ stickySessions: { affinity: UNKNOWN } }), "configuration");
        assert.deepEqual(told(evaluate(NAME, [unknown])), [`violation ${STICKY}`]);
    });

    it("passes what is exempt, or declared stateless", () => {
        assert.deepEqual(evaluate(NAME, [ignoring(sticky(), "*")], exempt()), []);
        const declared = app({ stickySessions: { affinity: "sticky" }, tags: stateless });
        assert.deepEqual(evaluate(NAME, [ignoring(declared, "*")]), []);
        const waiting = app({ stickySessions: { affinity: "sticky" }, tags: UNKNOWN_MARKS.object });
        assert.deepEqual(told(evaluate(NAME, [ignoring(waiting, "*")])), ["undecided tags"]);
    });

    it("reads what exports tell", () => {
        const { urn, type, properties: inputs } = sticky();
        const read = (ignoreChanges: string[] | null) => fromState([{ urn, type, inputs, ignoreChanges }]);
        assert.deepEqual(told(evaluate(NAME, read(["configuration"]))), [`violation ${STICKY}`]);
        assert.deepEqual(evaluate(NAME, read(null)), []);
        assert.ok(!("ignoreChanges" in (read([])[0] ?? {})));
    });
});

describe("pool-failover-needs-circuit-breaker", () => {
    const NAME = "pool-failover-needs-circuit-breaker";
    const breaker = { circuitBreaker: { rules: [{ name: "down" }] } };
    const stack = (
        priorities: readonly unknown[],
        breakers: readonly unknown[],
        more: Record<string, unknown> = {},
        type: string = BACKEND_TYPES.dropping[0],
    ): StackResource[] => {
        const members = breakers.map((one, index) =>
            resource(type, `m${index}`, { url: "https://m", ...(one as object) }, { id: `/backends/m${index}` }),
        );
        const services = priorities.map((priority, index) => ({
            id: UNKNOWN,
            weight: index,
            ...(priority === undefined ? {} : { priority }),
        }));
        const propertyDependencies = { pool: members.map(({ urn }) => urn) };
        return [resource(type, "web", { pool: { services }, ...more }, { propertyDependencies }), ...members];
    };
    const fails: [about: string, given: StackResource[], names: string][] = [
        ...[...BACKEND_TYPES.dropping, ...BACKEND_TYPES.storing].map((type): [string, StackResource[], string] => [
            type,
            stack([1, 2], [{}, {}], {}, type),
            "m0, m1",
        ]),
        ["an empty list of rules", stack([1, 2], [{ circuitBreaker: { rules: [] } }, {}]), "m0, m1"],
        ["one of two earlier ones", stack([1, 1, 2], [breaker, {}, {}]), "m1, m2"],
        ["a member without a priority", stack([1, undefined], [{}, {}]), "m0, m1"],
        ["several in the last group", stack([1, 2, 2], [{}, {}, {}]), "m0, m1, m2"],
        ["a breaker that cannot suffice", stack([1, 2], [{}, {}]), "m0, m1"],
    ];
    for (const [about, given, names] of fails) {
        it(`advises against priorities without breakers: ${about}`, () => {
            const found = evaluate(NAME, given);
            assert.deepEqual(told(found), ["violation pool.services"]);
            assert.equal(
                found[0]?.message,
                `has priorities, and no circuit breaker on ${names}: a later group never takes over.`,
            );
        });
    }

    const silent: [about: string, given: StackResource[]][] = [
        ["breakers before the last group", stack([1, 2], [breaker, {}])],
        ["breakers everywhere", stack([1, 2], [breaker, breaker])],
        ["one priority", stack([1, 1], [{}, {}])],
        ["no priorities", stack([undefined, undefined], [{}, {}])],
        ["several in the last group", stack([1, 2, 2], [breaker, {}, {}])],
        ["members of another stack", stack([1, 2], [{}])],
        [
            "members of another stack, and what else the pool is made from",
            stack([1, 2], [{}])
                .map((one, index) =>
                    index > 0
                        ? one
                        : {
                              ...one,
                              propertyDependencies: {
                                  pool: [...(one.propertyDependencies["pool"] ?? []), "urn::gw", one.urn],
                              },
                          },
                )
                .concat({ ...resource("azure-native:apimanagement:ApiManagementService", "gw", {}), urn: "urn::gw" }),
        ],
        ["members that are unknown", [resource(BACKEND_TYPES.dropping[0], "web", { pool: UNKNOWN_MARKS.object })]],
        ["no pool", [resource(BACKEND_TYPES.dropping[0], "web", { url: "https://a" })]],
        ["one member of a priority that is not known yet", stack([UNKNOWN_MARKS.number], [{}])],
        ["priorities not known yet, and breakers", stack([1, UNKNOWN_MARKS.number], [breaker, breaker])],
    ];
    for (const [about, given] of silent)
        it(`says nothing of ${about}`, () => assert.deepEqual(evaluate(NAME, given), []));

    it("cannot decide by what is not known yet", () => {
        assert.deepEqual(told(evaluate(NAME, stack([1, UNKNOWN_MARKS.number], [{}, {}]))), [
            "undecided pool.services[1].priority",
        ]);
        const waiting = stack([1, 2], [{ circuitBreaker: UNKNOWN_MARKS.object }, {}]);
        assert.deepEqual(told(evaluate(NAME, waiting)), ["undecided circuitBreaker.rules of Backend m0"]);
        const certain = stack([1, 1, 2], [{ circuitBreaker: UNKNOWN_MARKS.object }, {}, {}]);
        assert.deepEqual(told(evaluate(NAME, certain)), ["violation pool.services"]);
    });

    it("passes what is exempt, or declared in the description", () => {
        assert.deepEqual(evaluate(NAME, stack([1, 2], [{}, {}]), exempt()), []);
        const description = `session-affinity-stateless: ${REASON}`;
        assert.deepEqual(evaluate(NAME, stack([1, 2], [{}, {}], { description })), []);
        assert.deepEqual(told(evaluate(NAME, stack([1, 2], [{}, {}], { description: UNKNOWN }))), [
            "undecided description",
        ]);
    });

    it("is advisory, and the only one", () =>
        assert.deepEqual(
            rules
                .filter(({ enforcementLevel }) => enforcementLevel !== undefined)
                .map((one) => [one.name, one.enforcementLevel]),
            [[NAME, "advisory"]],
        ));
});

describe("exemption-is-valid", () => {
    const NAME = "exemption-is-valid";
    const labels = (reason: unknown, until?: unknown) => ({
        "session-affinity-stateless": reason,
        ...(until === undefined ? {} : { "session-affinity-stateless-until": until }),
    });
    const lines = (given: Record<string, unknown>) =>
        Object.entries(given)
            .map(([key, value]) => `${key}: ${String(value)}`)
            .join("\n");
    const places: [path: string, declared: (given: Record<string, unknown>) => StackResource][] = [
        ["tags", (tags) => app({ tags })],
        ["tags", (tags) => resource("azure-native:storage/v20230101:StorageAccount", "web", { tags })],
        ["metadata.annotations", (annotations) => annotated(annotations)],
        ["metadata.annotations", (annotations) => workload("Deployment", {}, { metadata: { annotations } })],
        ["description", (given) => resource(BACKEND_TYPES.storing[0], "web", { description: lines(given) })],
    ];
    for (const [path, declared] of places) {
        const about = `${path} of ${declared({}).type}`;
        it(`rejects declarations that do not hold: ${about}`, () => {
            const wrong: [given: Record<string, unknown>, fault: string][] = [
                [labels("because"), "the declaration as stateless does not count: its reason has 7 characters"],
                [
                    labels(REASON, "2026-06-14"),
                    "the declaration as stateless does not count: it expired on 2026-06-14.",
                ],
                [labels(REASON, "tomorrow"), 'the declaration as stateless does not count: "tomorrow" is no date'],
                ...(path === "description"
                    ? []
                    : ([
                          [
                              { "session-affinity-stateless-until": TODAY },
                              "session-affinity-stateless-until ends a declaration that is not there.",
                          ],
                      ] as [Record<string, unknown>, string][])),
            ];
            for (const [given, fault] of wrong) {
                const found = evaluate(NAME, [declared(given)]);
                assert.deepEqual(told(found), [`violation ${path}`]);
                assert.ok(found[0]?.message.startsWith(fault), found[0]?.message);
            }
        });

        it(`passes those that hold: ${about}`, () => {
            for (const given of [{}, labels(REASON), labels(REASON, TODAY)]) {
                assert.deepEqual(evaluate(NAME, [declared(given)]), []);
            }
        });
    }

    it("cannot decide by a declaration that is not known yet, and says nothing where there may be none", () => {
        assert.deepEqual(told(evaluate(NAME, [app({ tags: labels(UNKNOWN) })])), [
            "undecided tags.session-affinity-stateless",
        ]);
        assert.deepEqual(told(evaluate(NAME, [app({ tags: labels(REASON, UNKNOWN) })])), [
            "undecided tags.session-affinity-stateless-until",
        ]);
        assert.deepEqual(evaluate(NAME, [app({ tags: UNKNOWN_MARKS.object })]), []);
        assert.deepEqual(evaluate(NAME, [resource("random:index:Pet", "web", { tags: labels("no") })]), []);
    });

    const root = resource("pulumi:pulumi:Stack", "shop", {});
    const others = (named: string, expiresOn?: string) => ({
        others: [
            {
                rule: "some-rule",
                exemption: { resource: named, reason: REASON, ...(expiresOn === undefined ? {} : { expiresOn }) },
            },
        ],
    });
    it("rejects exemptions of the configuration that match nothing, or expired", () => {
        const given = [app({}), root];
        const [unmatched] = evaluate(NAME, given, others("old"));
        assert.deepEqual(
            [unmatched?.urn, unmatched?.path, unmatched?.message],
            [
                root.urn,
                "exempt",
                "the exemption of old in the configuration of some-rule matches no resource of the stack.",
            ],
        );
        assert.match(
            evaluate(NAME, given, others("web", "2026-06-14"))[0]?.message ?? "",
            /^the exemption of web in the configuration of some-rule does not count: it expired on 2026-06-14\.$/,
        );
        assert.match(
            evaluate(NAME, given, exempt("old"))[0]?.message ?? "",
            /in the configuration of exemption-is-valid/,
        );
        for (const named of ["web", app({}).urn]) assert.deepEqual(evaluate(NAME, given, others(named, TODAY)), []);
        assert.deepEqual(evaluate(NAME, [], others("old")), []);
        assert.equal(evaluate(NAME, [app({})], others("old"))[0]?.urn, app({}).urn);
    });

    it("leaves unjudged what its own configuration exempts", () => {
        const given = [app({ tags: labels("because") })];
        assert.deepEqual(evaluate(NAME, given, exempt()), []);
        assert.deepEqual(evaluate(NAME, given, exempt(app({}).urn)), []);
        assert.equal(evaluate(NAME, given, { ...exempt(), allowExemptions: false }).length, 1);
        const over = { exempt: [{ resource: "web", reason: REASON, expiresOn: "2026-06-14" }] };
        assert.equal(evaluate(NAME, given, over).length, 2);
    });

    it("runs after the others, which tell it what they were given", () => assert.equal(rules.at(-1)?.name, NAME));
});

describe("cookie-affinity-needs-cookie-client", () => {
    const NAME = "cookie-affinity-needs-cookie-client";
    const sticky = (type?: string) => app({ stickySessions: { affinity: "sticky" } }, type);
    const none = { parameters: { clientKeepsCookies: false } };
    const nginx = (path: unknown, annotations: object = { [`${NGINX}affinity`]: "cookie" }) => [
        object(
            "networking.k8s.io/v1:Ingress",
            {
                ingressClassName: "nginx",
                rules: [{ http: { paths: [{ path, backend: { service: { name: "web" } } }] } }],
            },
            { annotations },
        ),
        web(),
        workload("Deployment"),
    ];
    const STICKY = "configuration.ingress.stickySessions";

    it("rejects cookies where the configuration says that no client keeps them", () => {
        for (const type of CONTAINER_APP_TYPES) {
            const found = evaluate(NAME, [sticky(type)], none);
            assert.deepEqual(told(found), [`violation ${STICKY}`]);
            assert.match(found[0]?.message ?? "", /and they keep none \(clientKeepsCookies = false\)/);
        }
        assert.deepEqual(evaluate(NAME, [sticky()]), []);
        assert.deepEqual(evaluate(NAME, [sticky()], { parameters: { clientKeepsCookies: true } }), []);
    });

    it("takes what is said of single resources before all else", () => {
        for (const named of ["web", sticky().urn]) {
            const own = (keeps: boolean, all?: boolean) => ({
                parameters: {
                    clientKeepsCookiesOf: { [named]: keeps },
                    ...(all === undefined ? {} : { clientKeepsCookies: all }),
                },
            });
            assert.equal(evaluate(NAME, [sticky()], own(false)).length, 1);
            assert.equal(evaluate(NAME, [sticky()], own(false, true)).length, 1);
            assert.deepEqual(evaluate(NAME, [sticky()], own(true, false)), []);
        }
        const mcp = nginx("/mcp");
        assert.deepEqual(evaluate(NAME, mcp, { parameters: { clientKeepsCookiesOf: { shop: true } } }), []);
        assert.deepEqual(evaluate(NAME, mcp, { parameters: { clientKeepsCookies: true } }), []);
    });

    it("says nothing of one target, of other affinity, and of none", () => {
        const single = app({ stickySessions: { affinity: "sticky" }, scale: { maxReplicas: 1 } });
        assert.deepEqual(evaluate(NAME, [single], none), []);
        assert.deepEqual(evaluate(NAME, [service({ sessionAffinity: "ClientIP" }), workload("Deployment")], none), []);
        assert.deepEqual(evaluate(NAME, [app({})], none), []);
        assert.deepEqual(evaluate(NAME, [app({ stickySessions: { affinity: UNKNOWN } })], none), []);
    });

    it("speaks of a number of targets that is not known yet", () => {
        const given = app({ stickySessions: { affinity: "sticky" }, scale: { maxReplicas: UNKNOWN_MARKS.number } });
        assert.equal(evaluate(NAME, [given], none).length, 1);
    });

    it("knows the path of the Model Context Protocol", () => {
        for (const path of ["/mcp", "/mcp/", "/tools/mcp"]) {
            assert.match(evaluate(NAME, nginx(path))[0]?.message ?? "", /spec\.rules has the path .*mcp/);
        }
        for (const path of ["/mcpx", "/mcp/other", "/xmcp", "mcp", UNKNOWN, undefined]) {
            assert.deepEqual(evaluate(NAME, nginx(path)), [], String(path));
        }
        assert.deepEqual(evaluate(NAME, nginx("/mcp", { [`${NGINX}upstream-hash-by`]: "$remote_addr" })), []);
        const pods = [web(), workload("Deployment")];
        const persistent = http({
            matches: [{ path: { type: "PathPrefix", value: "/mcp" } }],
            sessionPersistence: {},
        });
        assert.equal(evaluate(NAME, [persistent, ...pods]).length, 1);
        const named = http({ matches: [{ headers: [{ name: "/mcp" }] }], sessionPersistence: {} });
        assert.deepEqual(evaluate(NAME, [named, ...pods]), []);
        const proxied = object("projectcontour.io/v1:HTTPProxy", {
            routes: [
                {
                    conditions: [{ prefix: "/mcp" }],
                    services: [{ name: "web" }],
                    loadBalancerPolicy: { strategy: "Cookie" },
                },
            ],
        });
        assert.equal(evaluate(NAME, [proxied, ...pods]).length, 1);
        const routed = object("traefik.io/v1alpha1:IngressRoute", {
            routes: [{ match: "Host(`a`) && PathPrefix(`/mcp`)", services: [{ name: "web", sticky: { cookie: {} } }] }],
        });
        assert.equal(evaluate(NAME, [routed, ...pods]).length, 1);
    });

    it("passes what is exempt, or declared stateless", () => {
        assert.deepEqual(evaluate(NAME, [sticky()], { ...none, ...exempt() }), []);
        const declared = app({ stickySessions: { affinity: "sticky" }, tags: stateless });
        assert.deepEqual(evaluate(NAME, [declared], none), []);
        const waiting = app({ stickySessions: { affinity: "sticky" }, tags: UNKNOWN_MARKS.object });
        assert.deepEqual(told(evaluate(NAME, [waiting], none)), ["undecided tags"]);
    });
});

describe("settings of a rule's own", () => {
    const parameters = (name: string) => rules.find((one) => one.name === name)?.parameters;
    const read = (name: string, given: unknown) => readConfig(name, given, parameters(name));
    const cookies = "cookie-affinity-needs-cookie-client";
    const headers = "header-hash-needs-client-header";

    it("are read", () => {
        const given = { clientKeepsCookies: false, clientKeepsCookiesOf: { web: true } };
        assert.deepEqual(read(cookies, given), { ...DEFAULT_CONFIG, parameters: given });
        assert.deepEqual(read(headers, { serverHeaders: ["A"] }).parameters, { serverHeaders: ["A"] });
        assert.deepEqual(read(headers, {}), DEFAULT_CONFIG);
    });

    const wrong: [rule: string, given: object, message: string][] = [
        [cookies, { clientKeepsCookies: "no" }, "clientKeepsCookies has to be true or false."],
        [
            cookies,
            { clientKeepsCookiesOf: { web: 1, api: true } },
            "clientKeepsCookiesOf has to be an object of true and false by names or URNs.",
        ],
        [
            cookies,
            { clientKeepsCookiesOf: [true] },
            "clientKeepsCookiesOf has to be an object of true and false by names or URNs.",
        ],
        [headers, { serverHeaders: "A" }, "serverHeaders has to be a list of names."],
        [headers, { serverHeaders: ["A", 1] }, "serverHeaders has to be a list of names."],
        [headers, { serverHeaders: [""] }, "serverHeaders has to be a list of names."],
        [
            headers,
            { clientKeepsCookies: true },
            "clientKeepsCookies is no setting; there are exempt, allowExemptions, onUnknown, assume, minimumStrength, serverHeaders.",
        ],
    ];
    for (const [rule, given, message] of wrong) {
        it(`are refused: ${JSON.stringify(given)}`, () =>
            assert.throws(
                () => read(rule, given),
                (error: unknown) =>
                    error instanceof ConfigError && error.message === `configuration of ${rule}: ${message}`,
            ));
    }
});
