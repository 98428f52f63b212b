import assert from "node:assert/strict";

import { type Finding, rules } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG, type RuleConfig } from "../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import {
    CLASSIC_SITES,
    classicApp,
    classicBackend,
    classicBalancer,
    classicGateway,
    classicGroup,
    classicOrigin,
    classicPlan,
    classicPool,
    classicProfile,
    classicRoute,
    classicSite,
} from "../classic-stacks";
import { REASON, TODAY, UNKNOWN, UNKNOWN_MARKS } from "../stacks";

const NUMBER = UNKNOWN_MARKS.number;
const STATELESS = { "session-affinity-stateless": REASON };
const BY_TAG = 'or declare it stateless: tag session-affinity-stateless = "<reason>"';

function evaluate(
    name: string,
    resources: readonly StackResource[],
    config: Partial<RuleConfig> = {},
): readonly Finding[] {
    const rule = rules.find((one) => one.name === name);
    assert.ok(rule, name);
    return rule.evaluate(readTopology(resources), { ...DEFAULT_CONFIG, ...config }, TODAY);
}

/** How a rule judges a kind of the classic package "azure"; the resource at fault is named "web". */
interface Family {
    readonly about: string;
    readonly rule: string;
    readonly fails: readonly StackResource[];
    readonly path: string;
    readonly message: string;
    readonly fix: string;
    readonly passes: readonly (readonly StackResource[])[];
    readonly unknown: readonly (readonly [path: string, stack: readonly StackResource[]])[];
    readonly exempt: readonly StackResource[];
}

const NEXT = "a client's next request reaches another one.";

const families: Family[] = [
    {
        about: "a Container App, for which there is no property",
        rule: "container-app-needs-affinity",
        fails: [classicApp({ minReplicas: 2, maxReplicas: 5 })],
        path: "ingress",
        message: `Up to 5 replicas (template.maxReplicas = 5), and no affinity (the azure package has no property for it): ${NEXT}`,
        fix:
            "Take the ContainerApp of azure-native, whose configuration.ingress.stickySessions.affinity can be " +
            `"sticky" (StickyContainerApp does), ${BY_TAG}.`,
        passes: [[classicApp({ maxReplicas: 1 })], [classicApp({ maxReplicas: 5 }, { ingress: undefined })]],
        unknown: [
            ["template.maxReplicas", [classicApp({ maxReplicas: NUMBER })]],
            ["template", [classicApp(UNKNOWN_MARKS.object)]],
            ["tags", [classicApp({}, { tags: UNKNOWN_MARKS.object })]],
        ],
        exempt: [classicApp({}, { tags: STATELESS })],
    },
    ...CLASSIC_SITES.map((kind): Family => ({
        about: kind.type,
        rule: "web-app-needs-affinity",
        fails: [classicSite({}, kind), classicPlan({ workerCount: 3 })],
        path: "clientAffinityEnabled",
        message:
            "3 instances (workerCount of plan plan = 3), and no affinity (clientAffinityEnabled is not set, and " +
            `the provider's default is false): ${NEXT}`,
        fix: `Set clientAffinityEnabled to true, ${BY_TAG}.`,
        passes: [
            [classicSite({ clientAffinityEnabled: true }, kind), classicPlan({ workerCount: 3 })],
            [classicSite({}, kind), classicPlan({ workerCount: 1 })],
            [
                classicSite({ siteConfig: { workerCount: 1 } }, kind),
                classicPlan({ workerCount: 3, perSiteScalingEnabled: true }),
            ],
        ],
        unknown: [
            ["workerCount of plan plan", [classicSite({}, kind), classicPlan({ workerCount: NUMBER })]],
            ["workerCount of plan plan", [classicSite({}, kind), classicPlan({})]],
            [`sku.capacity of the plan that ${kind.plan} names`, [classicSite({}, kind)]],
            [
                "clientAffinityEnabled",
                [classicSite({ clientAffinityEnabled: UNKNOWN_MARKS.boolean }, kind), classicPlan({ workerCount: 3 })],
            ],
        ],
        exempt: [classicSite({ tags: STATELESS }, kind), classicPlan({ workerCount: 3 })],
    })),
    {
        about: "an Application Gateway",
        rule: "application-gateway-needs-affinity",
        fails: [classicGateway({ settings: { cookieBasedAffinity: "Disabled" } })],
        path: "backendHttpSettings.cookieBasedAffinity",
        message:
            '2 servers (backendAddressPools "web"), and no affinity (backendHttpSettings[0].cookieBasedAffinity = "Disabled"): ' +
            NEXT,
        fix: `Set cookieBasedAffinity to "Enabled" in the backendHttpSettings (StickyApplicationGateway does), ${BY_TAG}.`,
        passes: [
            [classicGateway({ settings: { cookieBasedAffinity: "Enabled" } })],
            [classicGateway({ size: 1 })],
            [classicGateway({ more: { requestRoutingRules: [] } })],
        ],
        unknown: [
            [
                "backendHttpSettings[0].cookieBasedAffinity",
                [classicGateway({ settings: { cookieBasedAffinity: UNKNOWN } })],
            ],
            ["backendHttpSettings", [classicGateway({ more: { backendHttpSettings: UNKNOWN_MARKS.array } })]],
            ["requestRoutingRules", [classicGateway({ more: { requestRoutingRules: UNKNOWN_MARKS.array } })]],
        ],
        exempt: [classicGateway({ more: { tags: STATELESS } })],
    },
    {
        about: "a rule of a Load Balancer",
        rule: "load-balancer-needs-affinity",
        fails: classicBalancer(),
        path: "loadDistribution",
        message: `2 members (BackendAddressPool pool), and no affinity (loadDistribution is not set): ${NEXT}`,
        fix: `Set loadDistribution to "SourceIP", ${BY_TAG}.`,
        passes: [
            classicBalancer({ rule: { loadDistribution: "SourceIP" } }),
            classicBalancer({ rule: { loadDistribution: "SourceIPProtocol" } }),
            classicBalancer({ size: 1 }),
            classicBalancer({ size: 0 }),
        ],
        unknown: [["loadDistribution", classicBalancer({ rule: { loadDistribution: UNKNOWN } })]],
        exempt: classicBalancer({ tags: STATELESS }),
    },
    {
        about: "a Front Door origin group, whose affinity is on where it is left out",
        rule: "front-door-needs-affinity",
        fails: [classicGroup({ sessionAffinityEnabled: false }), classicOrigin("west"), classicOrigin("north")],
        path: "sessionAffinityEnabled",
        message: `2 origins (FrontdoorOrigin north, west), and no affinity (sessionAffinityEnabled = false): ${NEXT}`,
        fix:
            "Set sessionAffinityEnabled of the origin group to true, and turn caching off on a route to it " +
            `(StickyOriginGroup does), ${BY_TAG} on the profile.`,
        passes: [
            [classicGroup(), classicOrigin("west"), classicOrigin("north")],
            [classicGroup({ sessionAffinityEnabled: true }), classicOrigin("west"), classicOrigin("north")],
            [classicGroup({ sessionAffinityEnabled: false }), classicOrigin("west")],
            [
                classicGroup({ sessionAffinityEnabled: false }),
                classicOrigin("west"),
                classicOrigin("north", { enabled: false }),
            ],
            [
                classicGroup({ sessionAffinityEnabled: false }),
                classicOrigin("west"),
                classicOrigin("north", { priority: 2 }),
            ],
            [classicGroup(), classicOrigin("west"), classicOrigin("north"), classicRoute("all")],
        ],
        unknown: [
            [
                "sessionAffinityEnabled",
                [
                    classicGroup({ sessionAffinityEnabled: UNKNOWN_MARKS.boolean }),
                    classicOrigin("west"),
                    classicOrigin("north"),
                ],
            ],
            [
                "priority of FrontdoorOrigin north",
                [
                    classicGroup({ sessionAffinityEnabled: false }),
                    classicOrigin("west"),
                    classicOrigin("north", { priority: NUMBER }),
                ],
            ],
            [
                "tags of FrontdoorProfile fd",
                [
                    classicGroup({ sessionAffinityEnabled: false }),
                    classicOrigin("west"),
                    classicOrigin("north"),
                    classicProfile(UNKNOWN_MARKS.object),
                ],
            ],
            [
                "cache of FrontdoorRoute all",
                [
                    classicGroup(),
                    classicOrigin("west"),
                    classicOrigin("north"),
                    classicRoute("all", { cache: UNKNOWN_MARKS.object }),
                ],
            ],
        ],
        exempt: [
            classicGroup({ sessionAffinityEnabled: false }),
            classicOrigin("west"),
            classicOrigin("north"),
            classicProfile(STATELESS),
        ],
    },
    {
        about: "an API Management pool, for which there is no property",
        rule: "apim-pool-needs-affinity",
        fails: [classicPool()],
        path: "pool",
        message: `2 backends (pool.services), and no affinity (the azure package has no property for it): ${NEXT}`,
        fix:
            "Take the Backend of azure-native at API version 2024-10-01-preview or later for the pool (StickyBackendPool does), " +
            'or declare it stateless: a line "session-affinity-stateless: <reason>" in its description.',
        passes: [[classicPool({ pool: { services: [{ id: "/b/1" }] } })], [classicBackend("web")]],
        unknown: [["pool.services", [classicPool({ pool: { services: UNKNOWN_MARKS.array } })]]],
        exempt: [classicPool({ description: `session-affinity-stateless: ${REASON}` })],
    },
];

describe("rules about resources of the classic package azure", () => {
    for (const family of families) {
        describe(`${family.rule}: ${family.about}`, () => {
            const urn = family.fails[0]?.urn ?? "";

            it("rejects several targets without affinity, by the names of the program", () => {
                const { rule, path, message, fix } = family;
                assert.deepEqual(evaluate(rule, family.fails), [{ rule, kind: "violation", urn, path, message, fix }]);
            });

            it("passes affinity, and a single target", () => {
                for (const stack of family.passes) assert.deepEqual(evaluate(family.rule, stack), []);
            });

            it("cannot decide by what is not known yet", () => {
                for (const [path, stack] of family.unknown) {
                    const found = evaluate(family.rule, stack).map((one) => [one.kind, one.urn, one.path, one.message]);
                    assert.deepEqual(found, [["undecided", urn, path, `cannot decide: ${path} is not known yet`]]);
                }
            });

            it("passes what is declared stateless, or exempt", () => {
                assert.deepEqual(evaluate(family.rule, family.exempt), []);
                const exempt = [{ resource: "web", reason: REASON }];
                assert.deepEqual(evaluate(family.rule, family.fails, { exempt }), []);
            });
        });
    }

    it("reject caching on every route to an origin group", () => {
        const stack = [
            classicGroup(),
            classicOrigin("west"),
            classicOrigin("north"),
            classicRoute("all", { cache: { queryStringCachingBehavior: "IgnoreQueryString" } }),
        ];
        const why = "sessionAffinityEnabled = true, and no cookie is set where all routes cache: FrontdoorRoute all";
        const [needs] = evaluate("front-door-needs-affinity", stack);
        assert.equal(needs?.message, `2 origins (FrontdoorOrigin north, west), and no affinity (${why}): ${NEXT}`);
        const [vain] = evaluate("affinity-has-effect", stack);
        assert.equal(vain?.path, "sessionAffinityEnabled");
        assert.equal(vain.message, `set, and without effect (${why}): it keeps no client.`);
        assert.match(vain.fix, /^Set sessionAffinityEnabled to true, and turn caching off/);
    });

    it("read what the service dropped off the inputs", () => {
        const one = {
            ...classicGroup({ sessionAffinityEnabled: false }),
            inputs: classicGroup({ sessionAffinityEnabled: true }).properties,
        };
        const stack = [one, classicOrigin("west"), classicRoute("all", { cache: {} })];
        const found = evaluate("affinity-has-effect", stack);
        assert.deepEqual(
            found.map(({ path }) => path),
            ["sessionAffinityEnabled"],
        );
    });

    it("reject what drift would undo, by the name of the program", () => {
        const kept = classicSite({ clientAffinityEnabled: true });
        for (const [ignored, path] of [
            ["clientAffinityEnabled", "clientAffinityEnabled"],
            ["siteConfig", undefined],
        ] as const) {
            const found = evaluate("affinity-survives-drift", [
                { ...kept, ignoreChanges: [ignored] },
                classicPlan({ workerCount: 3 }),
            ]);
            assert.deepEqual(
                found.map((one) => one.path),
                path === undefined ? [] : [path],
            );
        }
        const sticky = classicGateway({ settings: { cookieBasedAffinity: "Enabled" } });
        for (const ignored of ["backendHttpSettings", "backendHttpSettings[0].cookieBasedAffinity"]) {
            const [found] = evaluate("affinity-survives-drift", [{ ...sticky, ignoreChanges: [ignored] }]);
            assert.equal(found?.path, "backendHttpSettings.cookieBasedAffinity");
        }
    });

    it("reject a pool that fails over to members without breakers", () => {
        const [one, two] = [classicBackend("one"), classicBackend("two")];
        const services = [
            { id: UNKNOWN, priority: 1 },
            { id: UNKNOWN, priority: 2 },
        ];
        const pool = classicPool({ pool: { services } }, { pool: [one.urn, two.urn] });
        const name = "pool-failover-needs-circuit-breaker";
        const [found] = evaluate(name, [pool, one, two]);
        assert.equal(found?.path, "pool.services");
        assert.match(found.fix, /^Give the members of the earlier groups circuitBreakerRule /);
        const breaker = { name: "trips", tripDuration: "PT1M" };
        const safe = classicBackend("one", { circuitBreakerRule: breaker });
        assert.deepEqual(evaluate(name, [pool, safe, two]), []);
        const [waits] = evaluate(name, [pool, classicBackend("one", { circuitBreakerRule: UNKNOWN }), two]);
        assert.equal(waits?.path, "circuitBreakerRule of Backend one");
    });

    it("reject an exemption without a reason", () => {
        const [found] = evaluate("exemption-is-valid", [
            classicApp({}, { tags: { "session-affinity-stateless": "" } }),
        ]);
        assert.equal(found?.urn, classicApp().urn);
    });
});
