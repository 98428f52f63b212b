import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { STATELESS_KEY, STATELESS_UNTIL_KEY } from "../../../../components/affinity/stateless";
import { rules } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG, readConfig } from "../../../../policy-pack/rules/config";
import { readTopology, type Topology } from "../../../../policy-pack/topology";
import { EXAMPLES, runExample } from "../run-example";
import { TODAY, urnOf } from "../stacks";

const ROOT = path.resolve(__dirname, "../../../../..");
const PAGES = path.join(ROOT, "docs", "rules");

interface Expected {
    readonly type: string;
    readonly name: string;
    readonly path: string;
    /** What several targets without affinity are told by. Omitted: `message` says all. */
    readonly evidence?: string;
    readonly message?: string;
    /** Omitted: what the rule says of every finding. */
    readonly fix?: string;
    readonly keys: readonly string[];
    /** What the evidence comes to. Omitted: a client's next request reaches another one. */
    readonly effect?: string;
    /** What of the passing example makes that it passes. Omitted: hops of several targets that keep clients. */
    readonly judged?: (topology: Topology) => number;
    /** How many there are of it. Omitted: 2. */
    readonly passing?: number;
}

function keptHops({ hops }: Topology): number {
    return hops.filter(({ affinity, replicas }) => {
        const several = replicas.known && replicas.value.max > 1;
        return several && affinity.known && affinity.value.kind !== "none";
    }).length;
}

function effective(topology: Topology): number {
    return topology.settings().filter(({ affinity }) => affinity.known && affinity.value.kind !== "none").length;
}

/** What each failing example is found to do, and the properties that its rule's fix is about. */
const EXPECTED: Record<string, Expected> = {
    "affinity-cookies-distinct": {
        type: "kubernetes:networking.k8s.io/v1:Ingress",
        name: "shop",
        path: 'metadata.annotations["nginx.ingress.kubernetes.io/affinity"]',
        evidence:
            'It keeps clients by cookie shop-affinity (nginx.ingress.kubernetes.io/affinity = "cookie"), and Backend shop in front of ' +
            "it by a cookie of the same name (pool.sessionAffinity), so that each overwrites the other's",
        keys: ["CORS", "session-cookie-name", "affinityCookieName"],
    },
    "affinity-on-every-hop": {
        type: "azure-native:web:WebApp",
        name: "orders",
        path: "clientAffinityEnabled",
        evidence:
            "Backend shop in front keeps its clients (pool.sessionAffinity). Here they are lost again: Up to 20 instances (plan " +
            "orders is Elastic Premium (EP1), up to 20), and no affinity (Functions keep no client)",
        keys: ["assume", "Functions"],
        passing: 1,
    },
    "affinity-outlives-next-hop": {
        type: "kubernetes:networking.k8s.io/v1:Ingress",
        name: "shop",
        path: 'metadata.annotations["nginx.ingress.kubernetes.io/affinity"]',
        evidence:
            'It keeps a client for 600 s (nginx.ingress.kubernetes.io/affinity = "cookie"), and AFDOriginGroup shop in front of it ' +
            'until the browser is closed (sessionAffinityState = "Enabled"). After the shorter time the client is forgotten here alone',
        keys: ["86400", "session-cookie-max-age", "cookieDuration"],
    },
    "client-ip-behind-proxy": {
        type: "kubernetes:core/v1:Service",
        name: "cart",
        path: "spec.sessionAffinity",
        evidence:
            "3 pods (spec.replicas of Deployment cart = 3), and clients are kept by their addresses " +
            '(spec.sessionAffinity = "ClientIP")',
        effect:
            "Ingress shop picks the pods itself, or reaches them by one address of its own, and keeps nobody " +
            "(nginx.ingress.kubernetes.io/affinity is not set), so that the setting does nothing for its clients.",
        keys: ["ClientIP", "SourceIP", "serviceUrl", "set-backend-service", "LoadBalancer"],
        passing: 1,
    },
    "affinity-has-effect": {
        type: "azure-native:app:ContainerApp",
        name: "cart",
        path: "configuration.ingress.stickySessions.affinity",
        message:
            'set, and without effect (configuration.ingress.stickySessions.affinity = "sticky", which ' +
            'configuration.activeRevisionsMode = "Multiple" leaves without effect): it keeps no client.',
        fix:
            'Set configuration.ingress.stickySessions.affinity to "sticky", configuration.activeRevisionsMode to "Single" and ' +
            'configuration.ingress.transport to "auto", "http" or "http2", or remove it, or declare the workload stateless: ' +
            'tag or annotation session-affinity-stateless = "<reason>".',
        keys: ["sessionAffinityConfig", "service-upstream", "nativeLB", "ttl", "cookieDuration", "kubernetes-service"],
        judged: effective,
    },
    "container-app-needs-affinity": {
        type: "azure-native:app:ContainerApp",
        name: "cart",
        path: "configuration.ingress.stickySessions",
        evidence:
            "Up to 10 replicas (the service's default, as template.scale.maxReplicas is not set), and no affinity " +
            "(configuration.ingress.stickySessions is not set)",
        keys: ["configuration.ingress.stickySessions.affinity", '"sticky"', "template.scale.maxReplicas"],
    },
    "affinity-survives-drift": {
        type: "kubernetes:core/v1:Service",
        name: "chat",
        path: "spec.sessionAffinity",
        message: 'ignoreChanges has "spec": what is changed by hand stays, and what the program says does not arrive.',
        keys: ["ignoreChanges", "spec.sessionAffinity", "refresh"],
        judged: effective,
        passing: 1,
    },
    "cookie-affinity-needs-cookie-client": {
        type: "kubernetes:networking.k8s.io/v1:Ingress",
        name: "tools",
        path: 'metadata.annotations["nginx.ingress.kubernetes.io/affinity"]',
        message:
            'a cookie keeps its clients (nginx.ingress.kubernetes.io/affinity = "cookie"), and they keep none (spec.rules has ' +
            "the path /mcp, and most clients of the Model Context Protocol have no cookies): each request may reach another target.",
        keys: ["clientKeepsCookies", "clientKeepsCookiesOf", "/mcp", "ClientIP"],
        passing: 1,
    },
    "exemption-is-valid": {
        type: "kubernetes:core/v1:Service",
        name: "chat",
        path: "metadata.annotations",
        message: "the declaration as stateless does not count: its reason has 3 characters, and needs 10 or more.",
        keys: ["exempt", "description", "tags", "matches no resource"],
        judged: (topology) => [...topology.resources()].filter(({ type }) => type.endsWith(":Service")).length,
        passing: 1,
    },
    "header-hash-needs-client-header": {
        type: "kubernetes:networking.k8s.io/v1:Ingress",
        name: "tools",
        path: 'metadata.annotations["nginx.ingress.kubernetes.io/upstream-hash-by"]',
        message:
            "hashes mcp-session-id, which the server mints: the first request of a session has none, so the next ones reach its " +
            "replica by chance only.",
        keys: ["Mcp-Session-Id", "serverHeaders", "upstream-hash-by", "httpHeaderName", "requestHashPolicies", "hdr("],
        judged: effective,
        passing: 1,
    },
    "pool-failover-needs-circuit-breaker": {
        type: "azure-native:apimanagement:Backend",
        name: "orders",
        path: "pool.services",
        message: "has priorities, and no circuit breaker on main, spare: a later group never takes over.",
        keys: ["priority", "circuitBreaker.rules", "Consumption", "advisory"],
        judged: (topology) => [...topology.resources()].filter(({ properties }) => properties["circuitBreaker"]).length,
        passing: 1,
    },
    "apim-pool-needs-affinity": {
        type: "azure-native:apimanagement:Backend",
        name: "orders",
        path: "pool.sessionAffinity",
        evidence: "2 backends (pool.services), and no affinity (pool.sessionAffinity is not set)",
        keys: ["pool.sessionAffinity", "sessionId", "pool.services", "2024-10-01-preview"],
        passing: 1,
    },
    "application-gateway-needs-affinity": {
        type: "azure-native:network:ApplicationGateway",
        name: "shop",
        path: "backendHttpSettingsCollection.cookieBasedAffinity",
        evidence:
            '2 servers (backendAddressPools "web"), and no affinity ' +
            "(backendHttpSettingsCollection[0].cookieBasedAffinity is not set)",
        keys: ["cookieBasedAffinity", "backendAddressPools", "affinityCookieName", "requestRoutingRules"],
        passing: 1,
    },
    "front-door-needs-affinity": {
        type: "azure-native:cdn:AFDOriginGroup",
        name: "shop",
        path: "sessionAffinityState",
        evidence: "2 origins (AFDOrigin north, west), and no affinity (sessionAffinityState is not set)",
        keys: ["sessionAffinityState", "cacheConfiguration", "RouteConfigurationOverride", "priority"],
        passing: 1,
    },
    "load-balancer-needs-affinity": {
        type: "azure-native:network:LoadBalancer",
        name: "shop",
        path: "loadBalancingRules.loadDistribution",
        evidence:
            '2 members (backendAddressPools "web"), and no affinity (loadBalancingRules[0].loadDistribution is not set)',
        keys: ["loadDistribution", "SourceIP", "backendAddressPools"],
        passing: 1,
    },
    "kubernetes-service-needs-affinity": {
        type: "kubernetes:core/v1:Service",
        name: "chat",
        path: "spec.sessionAffinity",
        evidence: "3 pods (spec.replicas of Deployment chat = 3), and no affinity (spec.sessionAffinity is not set)",
        keys: ["spec.sessionAffinity", "ClientIP", "spec.template.metadata.labels", "maxReplicas"],
    },
    "web-app-needs-affinity": {
        type: "azure-native:web:WebApp",
        name: "cart",
        path: "clientAffinityEnabled",
        evidence: "3 instances (sku.capacity of plan shop = 3), and no affinity (clientAffinityEnabled = false)",
        keys: ["clientAffinityEnabled", "sku.capacity", "AutoscaleSetting", "proxied"],
    },
};

function page(name: string): string {
    return readFileSync(path.join(PAGES, `${name}.md`), "utf8");
}

/** Code blocks of a page in a language. */
function blocks(text: string, language: string): string[] {
    return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, code]) => code ?? "");
}

describe("the rules' pages", () => {
    it("are as many as the rules, and all in the index", () => {
        const names = rules.map(({ name }) => name);
        const files = readdirSync(PAGES).filter((file) => file !== "README.md");
        assert.deepEqual(files.sort(), names.map((name) => `${name}.md`).sort());
        const index = page("README");
        const listed = index.slice(0, index.indexOf("## Configuration"));
        const links = [...listed.matchAll(/\[([\w-]+)\]\(([\w-]+)\.md\)/g)].map(([, text, target]) => [text, target]);
        assert.deepEqual(
            links,
            names.map((name) => [name, name]),
        );
        for (const rule of rules) assert.ok(index.includes(rule.displayName), rule.displayName);
        assert.deepEqual(Object.keys(EXPECTED).sort(), [...names].sort());
    });

    for (const rule of rules) {
        describe(rule.name, () => {
            const text = page(rule.name);
            const expected = EXPECTED[rule.name];
            assert.ok(expected);

            it("says what the code says", () => {
                assert.ok(text.startsWith(`# ${rule.name}\n`));
                assert.ok(text.includes(`- Severity: ${rule.severity}\n`));
                assert.ok(text.includes(`- Scope: ${rule.scope}`));
                assert.ok(text.includes(`\n${rule.description}\n`));
                assert.deepEqual(blocks(text, "text"), [`${rule.remediation}\n`]);
                for (const key of expected.keys) assert.ok(text.includes(key), key);
                for (const key of [STATELESS_KEY, STATELESS_UNTIL_KEY]) assert.ok(text.includes(key), key);
            });

            it("has all parts, in their order", () => {
                const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
                assert.deepEqual(titles, [
                    "Why",
                    "How it decides",
                    "Fails",
                    "Passes",
                    "How to fix",
                    "How to exempt",
                    "Limits and false positives",
                    "Links",
                ]);
                assert.match(text.slice(text.indexOf("## Links")), /https:\/\//);
            });

            it("shows the examples that are compiled and run here", () => {
                const sources = ["fails", "passes"].map((example) =>
                    readFileSync(path.join(ROOT, EXAMPLES, rule.name, `${example}.ts`), "utf8"),
                );
                assert.deepEqual(blocks(text, "ts"), sources);
            });

            it("shows an exemption that holds", async () => {
                const [json] = blocks(text, "json");
                const given = (JSON.parse(json ?? "") as Record<string, Record<string, unknown>>)[rule.name];
                assert.ok(given);
                const { enforcementLevel, ...settings } = given;
                assert.equal(enforcementLevel, "mandatory");
                const config = readConfig(rule.name, settings, rule.parameters);
                assert.ok(config.exempt[0]?.expiresOn);
                const topology = readTopology(await runExample(rule.name, "fails"));
                assert.deepEqual(rule.evaluate(topology, config, TODAY), []);
            });

            it("has a failing example, with this finding and no other", async () => {
                const stack = await runExample(rule.name, "fails");
                assert.deepEqual(rule.evaluate(readTopology(stack), DEFAULT_CONFIG, TODAY), [
                    {
                        rule: rule.name,
                        kind: "violation",
                        urn: urnOf(expected.type, expected.name),
                        path: expected.path,
                        message:
                            expected.message ??
                            `${expected.evidence}: ${expected.effect ?? "a client's next request reaches another one."}`,
                        fix: expected.fix ?? rule.remediation,
                    },
                ]);
            });

            it("has a passing example that needs what it says to pass", async () => {
                const topology = readTopology(await runExample(rule.name, "passes"));
                assert.deepEqual(rule.evaluate(topology, DEFAULT_CONFIG, TODAY), []);
                const judged = expected.judged ?? keptHops;
                assert.equal(judged(topology), expected.passing ?? 2);
            });
        });
    }
});
