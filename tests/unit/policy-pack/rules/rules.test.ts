import assert from "node:assert/strict";
import fc from "fast-check";

import { rules, type Finding, type Rule } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG, type RuleConfig } from "../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { shuffled, stacks } from "../arbitraries";
import {
    app,
    BACKEND_TYPES,
    balancer,
    BALANCER_TYPES,
    CONTAINER_APP_TYPES,
    COOKIE,
    gateway,
    GATEWAY_TYPES,
    origin,
    ORIGIN_GROUP_TYPES,
    originGroup,
    pool,
    profile,
    REASON,
    resource,
    scaler,
    service,
    SERVICE_TYPES,
    site,
    SITE_TYPES,
    sitePlan,
    TODAY,
    UNKNOWN,
    UNKNOWN_MARKS,
    workload,
} from "../stacks";

const NUMBER = UNKNOWN_MARKS.number;

function ruleNamed(name: string): Rule {
    const rule = rules.find((candidate) => candidate.name === name);
    assert.ok(rule, name);
    return rule;
}

function evaluate(rule: Rule, resources: readonly StackResource[], config: Partial<RuleConfig> = {}): Finding[] {
    return rule.evaluate(readTopology(resources), { ...DEFAULT_CONFIG, ...config }, TODAY);
}

/** How one kind of resource is judged by its rule, in one spelling of its type. */
interface Subject {
    readonly rule: string;
    readonly type: string;
    /** A stack whose resource at fault is the first; `affinity` and `declaration` as the platform spells them. */
    readonly stack: (options: {
        affinity?: "on" | "off" | "unknown";
        single?: boolean;
        declaration?: { reason: string; until?: string } | "unknown";
    }) => StackResource[];
    /** A stack whose number of targets is not known yet. */
    readonly uncounted: () => StackResource[];
    readonly path: string;
    readonly violation: string;
    readonly fix: string;
    readonly waitsForAffinity: string;
    readonly waitsForReplicas: string;
    readonly waitsForDeclaration: string;
}

const labels = ({ reason, until }: { reason: string; until?: string }) => ({
    "session-affinity-stateless": reason,
    ...(until === undefined ? {} : { "session-affinity-stateless-until": until }),
});

const tagsOf = (declaration: { reason: string; until?: string } | "unknown" | undefined): { tags?: unknown } =>
    declaration === undefined ? {} : { tags: declaration === "unknown" ? UNKNOWN_MARKS.object : labels(declaration) };

const containerApps: Subject[] = CONTAINER_APP_TYPES.map((type) => ({
    rule: "container-app-needs-affinity",
    type,
    stack: ({ affinity = "off", single = false, declaration }) => [
        app(
            {
                ...(affinity === "off" ? {} : { stickySessions: { affinity: affinity === "on" ? "sticky" : UNKNOWN } }),
                ...(single ? { scale: { maxReplicas: 1 } } : {}),
                ...(declaration === undefined
                    ? {}
                    : { tags: declaration === "unknown" ? UNKNOWN_MARKS.object : labels(declaration) }),
            },
            type,
        ),
    ],
    uncounted: () => [app({ scale: { maxReplicas: NUMBER } }, type)],
    path: "configuration.ingress.stickySessions",
    violation:
        "Up to 10 replicas (the service's default, as template.scale.maxReplicas is not set), and no affinity " +
        "(configuration.ingress.stickySessions is not set): a client's next request reaches another one.",
    fix:
        'Set configuration.ingress.stickySessions.affinity to "sticky", or declare it stateless: ' +
        'tag session-affinity-stateless = "<reason>".',
    waitsForAffinity: "configuration.ingress.stickySessions.affinity",
    waitsForReplicas: "template.scale.maxReplicas",
    waitsForDeclaration: "tags",
}));

const pools: Subject[] = BACKEND_TYPES.storing.map((type) => ({
    rule: "apim-pool-needs-affinity",
    type,
    stack: ({ affinity = "off", single = false, declaration }) => [
        pool(
            {
                size: single ? 1 : 2,
                ...(affinity === "off" ? {} : { sessionAffinity: affinity === "on" ? COOKIE : UNKNOWN_MARKS.object }),
                ...(declaration === undefined
                    ? {}
                    : {
                          description:
                              declaration === "unknown"
                                  ? UNKNOWN
                                  : Object.entries(labels(declaration))
                                        .map(([key, value]) => `${key}: ${value}`)
                                        .join("\n"),
                      }),
            },
            type,
            "web",
        ),
    ],
    uncounted: () => [resource(type, "web", { pool: { services: UNKNOWN_MARKS.array } })],
    path: "pool.sessionAffinity",
    violation:
        "2 backends (pool.services), and no affinity (pool.sessionAffinity is not set): " +
        "a client's next request reaches another one.",
    fix:
        'Set pool.sessionAffinity to { sessionId: { source: "cookie", name } } at API version 2024-10-01-preview or later ' +
        '(StickyBackendPool does), or declare it stateless: a line "session-affinity-stateless: <reason>" in its description.',
    waitsForAffinity: "pool.sessionAffinity",
    waitsForReplicas: "pool.services",
    waitsForDeclaration: "description",
}));

const services: Subject[] = SERVICE_TYPES.map((type) => ({
    rule: "kubernetes-service-needs-affinity",
    type,
    stack: ({ affinity = "off", single = false, declaration }) => [
        service(affinity === "off" ? {} : { sessionAffinity: affinity === "on" ? "ClientIP" : UNKNOWN }, {
            type,
            ...(declaration === undefined
                ? {}
                : {
                      metadata: {
                          annotations: declaration === "unknown" ? UNKNOWN_MARKS.object : labels(declaration),
                      },
                  }),
        }),
        workload("Deployment", { replicas: single ? 1 : 3 }),
    ],
    uncounted: () => [service({}, { type }), workload("Deployment", { replicas: NUMBER })],
    path: "spec.sessionAffinity",
    violation:
        "3 pods (spec.replicas of Deployment web = 3), and no affinity (spec.sessionAffinity is not set): " +
        "a client's next request reaches another one.",
    fix:
        'Set spec.sessionAffinity to "ClientIP", or keep clients by a cookie in what routes to the Service, ' +
        'or declare it stateless: annotation session-affinity-stateless = "<reason>".',
    waitsForAffinity: "spec.sessionAffinity",
    waitsForReplicas: "spec.replicas of Deployment web",
    waitsForDeclaration: "metadata.annotations",
}));

const webApps: Subject[] = SITE_TYPES.map((type) => ({
    rule: "web-app-needs-affinity",
    type,
    stack: ({ affinity = "off", single = false, declaration }) => [
        site(
            {
                ...(affinity === "off"
                    ? { clientAffinityEnabled: false }
                    : { clientAffinityEnabled: affinity === "on" ? true : UNKNOWN_MARKS.boolean }),
                ...(declaration === undefined
                    ? {}
                    : { tags: declaration === "unknown" ? UNKNOWN_MARKS.object : labels(declaration) }),
            },
            type,
        ),
        sitePlan({ sku: { name: "P1v3", capacity: single ? 1 : 3 } }),
    ],
    uncounted: () => [site({}, type), sitePlan({ sku: { name: "P1v3", capacity: NUMBER } })],
    path: "clientAffinityEnabled",
    violation:
        "3 instances (sku.capacity of plan plan = 3), and no affinity (clientAffinityEnabled = false): " +
        "a client's next request reaches another one.",
    fix: 'Set clientAffinityEnabled to true, or declare it stateless: tag session-affinity-stateless = "<reason>".',
    waitsForAffinity: "clientAffinityEnabled",
    waitsForReplicas: "sku.capacity of plan plan",
    waitsForDeclaration: "tags",
}));

const gateways: Subject[] = GATEWAY_TYPES.map((type) => ({
    rule: "application-gateway-needs-affinity",
    type,
    stack: ({ affinity = "off", single = false, declaration }) => [
        gateway(
            {
                size: single ? 1 : 2,
                settings: affinity === "off" ? {} : { cookieBasedAffinity: affinity === "on" ? "Enabled" : UNKNOWN },
                more: tagsOf(declaration),
            },
            type,
        ),
    ],
    uncounted: () => [
        gateway({ more: { backendAddressPools: [{ name: "web", backendAddresses: UNKNOWN_MARKS.array }] } }, type),
    ],
    path: "backendHttpSettingsCollection.cookieBasedAffinity",
    violation:
        '2 servers (backendAddressPools "web"), and no affinity (backendHttpSettingsCollection[0].cookieBasedAffinity ' +
        "is not set): a client's next request reaches another one.",
    fix:
        'Set cookieBasedAffinity to "Enabled" in the backendHttpSettingsCollection (StickyApplicationGateway does), ' +
        'or declare it stateless: tag session-affinity-stateless = "<reason>".',
    waitsForAffinity: "backendHttpSettingsCollection[0].cookieBasedAffinity",
    waitsForReplicas: "backendAddressPools[0].backendAddresses",
    waitsForDeclaration: "tags",
}));

const balancers: Subject[] = BALANCER_TYPES.map((type) => ({
    rule: "load-balancer-needs-affinity",
    type,
    stack: ({ affinity = "off", single = false, declaration }) => [
        balancer(
            {
                size: single ? 1 : 2,
                rule: affinity === "off" ? {} : { loadDistribution: affinity === "on" ? "SourceIP" : UNKNOWN },
                more: tagsOf(declaration),
            },
            type,
        ),
    ],
    uncounted: () => [balancer({ more: { backendAddressPools: UNKNOWN_MARKS.array } }, type)],
    path: "loadBalancingRules.loadDistribution",
    violation:
        '2 members (backendAddressPools "web"), and no affinity (loadBalancingRules[0].loadDistribution is not set): ' +
        "a client's next request reaches another one.",
    fix:
        'Set loadDistribution of each of the loadBalancingRules to "SourceIP" (StickyLoadBalancer does), ' +
        'or declare it stateless: tag session-affinity-stateless = "<reason>".',
    waitsForAffinity: "loadBalancingRules[0].loadDistribution",
    waitsForReplicas: "backendAddressPools",
    waitsForDeclaration: "tags",
}));

const originGroups: Subject[] = ORIGIN_GROUP_TYPES.map((type) => ({
    rule: "front-door-needs-affinity",
    type,
    stack: ({ affinity = "off", single = false, declaration }) => [
        originGroup(affinity === "off" ? {} : { sessionAffinityState: affinity === "on" ? "Enabled" : UNKNOWN }, type),
        origin("west"),
        ...(single ? [] : [origin("north")]),
        ...(declaration === undefined ? [] : [profile(tagsOf(declaration).tags)]),
    ],
    uncounted: () => [originGroup({}, type), origin("west"), origin("north", { priority: NUMBER })],
    path: "sessionAffinityState",
    violation:
        "2 origins (AFDOrigin north, west), and no affinity (sessionAffinityState is not set): " +
        "a client's next request reaches another one.",
    fix:
        'Set sessionAffinityState of the origin group to "Enabled", and turn caching off on a route to it ' +
        '(StickyOriginGroup does), or declare it stateless: tag session-affinity-stateless = "<reason>" on the profile.',
    waitsForAffinity: "sessionAffinityState",
    waitsForReplicas: "priority of AFDOrigin north",
    waitsForDeclaration: "tags of Profile fd",
}));

const subjects = [...containerApps, ...pools, ...services, ...webApps, ...gateways, ...balancers, ...originGroups];

for (const subject of subjects) {
    describe(`${subject.rule}, ${subject.type}`, () => {
        const rule = ruleNamed(subject.rule);
        const violation = (stack: readonly StackResource[], more = ""): Finding[] => [
            {
                rule: subject.rule,
                kind: "violation",
                urn: stack[0]?.urn ?? "",
                path: subject.path,
                message: subject.violation + more,
                fix: subject.fix,
            },
        ];
        const undecided = (stack: readonly StackResource[], path: string): Finding[] => [
            {
                rule: subject.rule,
                kind: "undecided",
                urn: stack[0]?.urn ?? "",
                path,
                message: `cannot decide: ${path} is not known yet`,
                fix: "",
            },
        ];

        it("rejects several targets without affinity", () => {
            const stack = subject.stack({});
            assert.deepEqual(evaluate(rule, stack), violation(stack));
        });

        it("passes affinity, and a single target", () => {
            assert.deepEqual(evaluate(rule, subject.stack({ affinity: "on" })), []);
            assert.deepEqual(evaluate(rule, subject.stack({ single: true })), []);
            assert.deepEqual(evaluate(rule, subject.stack({ single: true, affinity: "unknown" })), []);
        });

        it("cannot decide by what is not known yet", () => {
            const affinity = subject.stack({ affinity: "unknown" });
            assert.deepEqual(evaluate(rule, affinity), undecided(affinity, subject.waitsForAffinity));
            const uncounted = subject.uncounted();
            assert.deepEqual(evaluate(rule, uncounted), undecided(uncounted, subject.waitsForReplicas));
            const declared = subject.stack({ declaration: "unknown" });
            assert.deepEqual(evaluate(rule, declared), undecided(declared, subject.waitsForDeclaration));
        });

        it("passes what is declared stateless, until the last day", () => {
            assert.deepEqual(evaluate(rule, subject.stack({ declaration: { reason: REASON } })), []);
            assert.deepEqual(evaluate(rule, subject.stack({ declaration: { reason: REASON, until: TODAY } })), []);
        });

        it("rejects declarations that expired, say too little or are forbidden", () => {
            const expired = subject.stack({ declaration: { reason: REASON, until: "2026-06-14" } });
            const and = " And the declaration as stateless does not count: ";
            assert.deepEqual(evaluate(rule, expired), violation(expired, `${and}it expired on 2026-06-14.`));
            const short = subject.stack({ declaration: { reason: "because" } });
            assert.deepEqual(
                evaluate(rule, short),
                violation(short, `${and}its reason has 7 characters, and needs 10 or more.`),
            );
            const held = subject.stack({ declaration: { reason: REASON } });
            assert.deepEqual(
                evaluate(rule, held, { allowExemptions: false }),
                violation(held, `${and}the pack allows no exemptions.`),
            );
            const unknown = subject.stack({ declaration: "unknown" });
            assert.deepEqual(evaluate(rule, unknown, { allowExemptions: false }), violation(unknown));
        });

        it("passes what the configuration exempts, by name and by URN, until the last day", () => {
            const stack = subject.stack({});
            const [urn] = stack.map((one) => one.urn);
            assert.ok(urn);
            for (const named of ["web", urn]) {
                assert.deepEqual(evaluate(rule, stack, { exempt: [{ resource: named, reason: REASON }] }), []);
                assert.deepEqual(
                    evaluate(rule, subject.uncounted(), { exempt: [{ resource: named, reason: REASON }] }),
                    [],
                );
            }
            assert.deepEqual(
                evaluate(rule, stack, { exempt: [{ resource: "other", reason: REASON }] }),
                violation(stack),
            );
            const until = { resource: "web", reason: REASON, expiresOn: "2026-06-14" };
            const and = " And the exemption in the pack's configuration does not count: ";
            assert.deepEqual(
                evaluate(rule, stack, { exempt: [until] }),
                violation(stack, `${and}it expired on 2026-06-14.`),
            );
            assert.deepEqual(
                evaluate(rule, stack, { exempt: [{ ...until, expiresOn: TODAY }], allowExemptions: false }),
                violation(stack, `${and}the pack allows no exemptions.`),
            );
        });

        it("says nothing of other platforms", () => {
            const others = subjects.filter((other) => other.rule !== subject.rule);
            for (const other of others) assert.deepEqual(evaluate(rule, other.stack({})), [], other.rule);
        });
    });
}

describe("apim-pool-needs-affinity", () => {
    const rule = ruleNamed("apim-pool-needs-affinity");

    for (const type of BACKEND_TYPES.dropping) {
        it(`rejects affinity that the API version drops: ${type}`, () => {
            const [found] = evaluate(rule, [pool({ sessionAffinity: COOKIE }, type)]);
            assert.equal(found?.kind, "violation");
            assert.match(
                found?.message ?? "",
                /pool\.sessionAffinity is set, and .* drops it: it begins with 2024-10-01-preview/,
            );
        });
    }
});

describe("kubernetes-service-needs-affinity", () => {
    const rule = ruleNamed("kubernetes-service-needs-affinity");
    const ingress = resource("kubernetes:networking.k8s.io/v1:Ingress", "shop", {
        spec: { defaultBackend: { service: { name: "web" } } },
    });

    it("cannot decide where a route chooses among the pods", () => {
        const stack = [service(), workload("Deployment"), ingress];
        assert.deepEqual(evaluate(rule, stack), [
            {
                rule: rule.name,
                kind: "undecided",
                urn: stack[0]?.urn,
                path: "spec.sessionAffinity",
                message:
                    "cannot decide: Ingress shop chooses among its pods, and this version does not read affinity off Ingress",
                fix: "",
            },
        ]);
    });

    it("says nothing of routes where the Service is fine", () => {
        assert.deepEqual(
            evaluate(rule, [service({ sessionAffinity: "ClientIP" }), workload("Deployment"), ingress]),
            [],
        );
        assert.deepEqual(evaluate(rule, [service(), workload("Deployment", { replicas: 1 }), ingress]), []);
    });

    const counts: [about: string, others: StackResource[], message: string][] = [
        [
            "an autoscaler's maximum",
            [workload("Deployment", { replicas: 1 }), scaler()],
            "Up to 5 pods (spec.maxReplicas of HorizontalPodAutoscaler web, which scales Deployment web, = 5)",
        ],
        ["a DaemonSet", [workload("DaemonSet")], "Any number of pods (DaemonSet web: one pod on each node)"],
        [
            "several workloads",
            [
                workload("Deployment", { replicas: 1 }, { name: "blue" }),
                workload("Deployment", { replicas: 1 }, { name: "green" }),
            ],
            "2 pods (spec.replicas of Deployment blue = 1, and spec.replicas of Deployment green = 1)",
        ],
    ];
    for (const [about, others, message] of counts) {
        it(`rejects several pods by ${about}`, () => {
            const [found] = evaluate(rule, [service(), ...others]);
            assert.equal(found?.kind, "violation");
            assert.ok(found?.message.startsWith(`${message}, and no affinity`), found?.message);
        });
    }
});

describe("all rules", () => {
    it("find the same whatever the order of resources, and never throw", () => {
        let findings = 0;
        fc.assert(
            fc.property(
                stacks.chain((stack) => fc.tuple(fc.constant(stack), shuffled(stack))),
                fc.constantFrom(true, false),
                ([stack, other], allowExemptions) => {
                    const config = { ...DEFAULT_CONFIG, allowExemptions };
                    const [topology, another] = [readTopology(stack), readTopology(other)];
                    for (const rule of rules) {
                        const found = rule.evaluate(topology, config, TODAY);
                        assert.deepEqual(rule.evaluate(another, config, TODAY), found);
                        for (const { urn, rule: name } of found) {
                            assert.ok(stack.some((one) => one.urn === urn));
                            assert.equal(name, rule.name);
                        }
                        findings += found.length;
                    }
                },
            ),
            { numRuns: 1000 },
        );
        assert.ok(findings > 100, `${findings} findings are too few to say anything`);
    });

    it("find nothing about a resource whose affinity is known to be on, whatever else is", () => {
        const on = fc.oneof(
            ...CONTAINER_APP_TYPES.map((type) =>
                fc.constant(app({ stickySessions: { affinity: "sticky" } }, type, "kept")),
            ),
            ...BACKEND_TYPES.storing.map((type) => fc.constant(pool({ sessionAffinity: COOKIE }, type, "kept"))),
            fc.constant(service({ sessionAffinity: "ClientIP", selector: { app: "web" } }, { name: "kept" })),
        );
        const unknownParts: Record<string, unknown>[] = [
            {},
            { template: UNKNOWN_MARKS.object },
            { tags: UNKNOWN_MARKS.object, description: UNKNOWN },
            { metadata: UNKNOWN_MARKS.object },
        ];
        fc.assert(
            fc.property(stacks, on, fc.constantFrom(...unknownParts), (stack, kept, unknown) => {
                const one = { ...kept, properties: { ...kept.properties, ...unknown } };
                // A patch may be over what has no name yet.
                const others = stack.filter(({ type }) => !type.endsWith("Patch"));
                // The chain rules may find that what is on is of no use where it stands.
                for (const rule of rules.filter(({ name }) => name.endsWith("-needs-affinity"))) {
                    const found = evaluate(rule, [...others, one]).filter(({ urn }) => urn === one.urn);
                    assert.deepEqual(found, []);
                }
            }),
            { numRuns: 500 },
        );
    });

    it("are never silent on several targets whose affinity is off or not known", () => {
        for (const subject of subjects) {
            fc.assert(
                fc.property(stacks, fc.constantFrom("off" as const, "unknown" as const), (others, affinity) => {
                    const [one, ...rest] = subject.stack({ affinity });
                    assert.ok(one);
                    // An autoscaler may rightly say that there is one pod at most, a patch too, a profile that its groups are
                    // stateless, and a route that it keeps the clients of a Service.
                    const rightly =
                        /Autoscaler|ScaledObject|Patch$|cdn:Profile|:(networking|gateway\.networking|k8s\.nginx|projectcontour|traefik)\./;
                    const beside = others.filter(({ type }) => !rightly.test(type));
                    const found = evaluate(ruleNamed(subject.rule), [...beside, one, ...rest]);
                    assert.equal(found.filter(({ urn }) => urn === one.urn).length, 1);
                }),
                { numRuns: 50 },
            );
        }
    });
});
