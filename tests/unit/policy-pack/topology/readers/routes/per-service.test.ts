import assert from "node:assert/strict";

import { rules } from "../../../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../../../policy-pack/topology";
import { service, TODAY, UNKNOWN, workload } from "../../../stacks";
import { balancing, EG, http, ingress, MANAGED, NGINX, object, policy, traefik } from "./rows";

const STICKY = "serviceName=web srv";

const named = (name: string, spec: object = {}): StackResource[] => [
    workload("Deployment", {}, { name, labels: { app: name } }),
    service({ selector: { app: name }, ...spec }, { name }),
];

function judge(resources: readonly StackResource[]) {
    const topology = readTopology(resources);
    const findings = rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY));
    return { topology, findings };
}

describe("a route to several Services", () => {
    const backends = ["web", "api"].map((name) => ({ backend: { service: { name } } }));
    const route = object(
        "networking.k8s.io/v1:Ingress",
        { ingressClassName: "nginx", rules: [{ http: { paths: backends } }] },
        { annotations: { "nginx.org/sticky-cookie-services": STICKY } },
    );

    it("is judged by what it does for each, while its own hop is the weakest and says of which", () => {
        const { topology, findings } = judge([...named("web"), ...named("api"), route]);
        assert.deepEqual(
            findings.map(({ urn, kind }) => [urn.split("::").at(-1), kind]),
            [["api", "violation"]],
        );
        const hop = topology.hops.find(({ platform }) => platform === "kubernetes-route");
        assert.ok(hop?.affinity.known);
        assert.equal(hop.affinity.value.kind, "none");
        assert.match(hop.affinity.value.source, /does not name api \(for Service api\)$/);
    });

    it("is told of for a Service, and for no other resource", () => {
        const { topology } = judge([...named("web"), ...named("api"), route]);
        const web = topology.hops.find(({ name, platform }) => name === "web" && platform === "kubernetes");
        assert.ok(web);
        const [only] = topology.routesTo(web);
        assert.ok(only);
        const affinity = topology.affinityOf(only, web);
        assert.ok(affinity?.known);
        assert.deepEqual([affinity.value.kind, affinity.value.key], ["cookie", "srv"]);
        assert.doesNotMatch(affinity.value.source, /for Service/);
        assert.equal(topology.affinityOf(only, { ...web, urn: "elsewhere" }), undefined);
    });
});

describe("the hop of a route", () => {
    const hopOf = (...resources: StackResource[]) => {
        const { topology } = judge([...named("web"), ...resources]);
        const hop = topology.hops.find(({ platform }) => platform !== "kubernetes");
        assert.ok(hop?.affinity.known);
        return { platform: hop.platform, ...hop.affinity.value };
    };

    it("passes over Services of one pod", () => {
        const single = [
            workload("Deployment", { replicas: 1 }, { name: "api", labels: { app: "api" } }),
            service({ selector: { app: "api" } }, { name: "api" }),
        ];
        const paths = ["web", "api"].map((name) => ({ backend: { service: { name } } }));
        const route = object(
            "networking.k8s.io/v1:Ingress",
            { ingressClassName: "nginx", rules: [{ http: { paths } }] },
            { annotations: { "nginx.org/sticky-cookie-services": STICKY } },
        );
        assert.equal(hopOf(...single, route).kind, "cookie");
    });

    it("is Application Gateway for Containers' only where that serves a Gateway", () => {
        assert.equal(hopOf(...EG, http({}), policy(MANAGED)).platform, "kubernetes-route");
        assert.equal(hopOf(http({}), policy(MANAGED)).platform, "gateway-for-containers");
    });

    it("tells a lifetime only of a permanent cookie, and a header only where it is the only one", () => {
        const absoluteTimeout = "1h30m";
        const session = hopOf(...EG, http({ sessionPersistence: { absoluteTimeout } }));
        assert.equal(session.ttlSeconds, undefined);
        const permanent = { absoluteTimeout, cookieConfig: { lifetimeType: "Permanent" } };
        assert.equal(hopOf(...EG, http({ sessionPersistence: permanent })).ttlSeconds, 5400);
        const hash = (...headers: object[]) => ({
            type: "ConsistentHash",
            consistentHash: { type: "Headers", headers },
        });
        const keyOf = (...headers: object[]) =>
            hopOf(...EG, http({}), balancing("HTTPRoute", "shop", hash(...headers))).key;
        assert.equal(keyOf({ name: "x" }), "x");
        assert.equal(keyOf({ name: "x" }, { name: "y" }), undefined);
    });

    it("is none to a Service that is named like a TraefikService", () => {
        const { topology, findings } = judge([...named("web"), traefik({ kind: "TraefikService" })]);
        assert.equal(topology.hops.length, 1);
        assert.deepEqual(
            findings.map(({ kind }) => kind),
            ["violation"],
        );
    });
});

describe("a Service behind a route that keeps clients", () => {
    const route = ingress("nginx", { [`${NGINX}affinity`]: "cookie" });
    const cases: [type: unknown, kinds: string[]][] = [
        [undefined, []],
        ["ClusterIP", []],
        ["NodePort", []],
        ["LoadBalancer", ["violation"]],
        [UNKNOWN, ["undecided"]],
    ];
    for (const [type, kinds] of cases) {
        it(`of type ${type === UNKNOWN ? "unknown" : String(type)} comes to ${JSON.stringify(kinds)}`, () => {
            const { findings } = judge([...named("web", { type }), route]);
            assert.deepEqual(
                findings.map(({ kind }) => kind),
                kinds,
            );
            for (const { message, path, kind } of findings) {
                assert.match(message, /past Ingress shop/);
                assert.equal(path, kind === "undecided" ? "spec.type" : "spec.sessionAffinity");
            }
        });
    }

    it("of type LoadBalancer passes with an affinity of its own", () => {
        const { findings } = judge([...named("web", { type: "LoadBalancer", sessionAffinity: "ClientIP" }), route]);
        assert.deepEqual(findings, []);
    });
});
