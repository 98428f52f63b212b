import assert from "node:assert/strict";

import { type VerifyReport } from "../../../../cli/verify/model";
import { Cluster, type ClusterFault, type Lists } from "./cluster";
import { autoscaler, COOKIE, deployment, ingress, service } from "./objects";
import { type RanHere } from "../../../support/run-here";
import { CANARY, verify } from "./support";

const SERVICES = "/api/v1/services";
const DEPLOYMENTS = "/apis/apps/v1/deployments";
const SCALERS = "/apis/autoscaling/v2/horizontalpodautoscalers";
const INGRESSES = "/apis/networking.k8s.io/v1/ingresses";

const CLIENT_IP = { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } } };

/** What there is in every cluster of these tests unless a test says otherwise. */
const SHOP: Lists = {
    [SERVICES]: [service("shop", CLIENT_IP), service("cart", { clusterIP: "None" })],
    [DEPLOYMENTS]: [deployment("shop", 3), deployment("cart", 2)],
    [SCALERS]: [autoscaler("shop", 2, 8)],
};

async function on(
    lists: Lists,
    args: readonly string[],
    { faults = [], pageSize }: { faults?: readonly ClusterFault[]; pageSize?: number } = {},
): Promise<RanHere & { readonly cluster: Cluster }> {
    const cluster = await Cluster.start(lists, pageSize);
    try {
        cluster.inject(...faults);
        return { ...(await verify(["--kubeconfig", cluster.kubeconfig(), ...args])), cluster };
    } finally {
        await cluster.stop();
    }
}

const prod = (lists: Lists, options: Parameters<typeof on>[2] = {}, ...args: string[]) =>
    on(lists, ["--context", "prod", ...args], options);

async function reported(lists: Lists, options: Parameters<typeof on>[2] = {}, ...args: string[]) {
    const ended = await prod(lists, options, "--json", ...args);
    assert.equal(ended.err, "");
    return { ...ended, report: JSON.parse(ended.out) as VerifyReport };
}

const hopsOf = ({ hops }: VerifyReport) =>
    hops.map(({ name, platform, replicas, affinity, verdict }) => [
        name,
        platform,
        "min" in replicas ? [replicas.min, replicas.max] : replicas.unknown,
        "kind" in affinity ? affinity.kind : affinity.unknown,
        verdict,
    ]);

describe("verify --context", () => {
    it("reads Services with the pods and autoscalers behind them", async () => {
        const { report, code } = await reported(SHOP);
        assert.deepEqual(hopsOf(report), [["shop/shop", "kubernetes", [2, 8], "client-ip", "ok"]]);
        assert.deepEqual([report.sources, report.verdict, code], [["context prod"], "passed", 0]);
    });

    it("tells a Service that keeps nobody from several pods, and ends with 1", async () => {
        const { report, code } = await reported({ ...SHOP, [SERVICES]: [service("shop")] });
        assert.deepEqual(hopsOf(report), [["shop/shop", "kubernetes", [2, 8], "none", "rejected"]]);
        assert.deepEqual(
            report.findings.map(({ rule, name }) => [rule, name]),
            [["kubernetes-service-needs-affinity", "shop/shop"]],
        );
        assert.equal(code, 1);
    });

    it("draws the chain from a route to its Service, with where all of it was read", async () => {
        const lists = { ...SHOP, [SERVICES]: [service("shop")], [INGRESSES]: [ingress("shop", COOKIE)] };
        const { out, code } = await prod(lists);
        assert.equal(code, 0);
        assert.equal(
            out
                .split("\n")
                .slice(0, 7)
                .map((line) => line.trimEnd())
                .join("\n"),
            [
                "  hop           platform          replicas  affinity    strength  verdict",
                "  shop/shop     kubernetes-route  2–8       cookie sid  soft      ok",
                "    replicas: spec.maxReplicas of HorizontalPodAutoscaler shop/shop, which scales Deployment shop/shop, = 8",
                '    affinity: nginx.ingress.kubernetes.io/affinity = "cookie"',
                "  └▶ shop/shop  kubernetes        2–8       none        none      kept by the routes in front",
                "       replicas: spec.maxReplicas of HorizontalPodAutoscaler shop/shop, which scales Deployment shop/shop, = 8",
                "       affinity: spec.sessionAffinity is not set",
            ].join("\n"),
        );
        assert.match(out, /PASSED {2}no finding/);
    });

    it("asks by GET alone, with the login of the kubeconfig", async () => {
        const { cluster } = await prod(SHOP);
        assert.deepEqual([...new Set(cluster.seen.map(({ method }) => method))], ["GET"]);
        assert.deepEqual(
            [...new Set(cluster.seen.map(({ headers }) => headers.authorization))],
            ["Bearer canary-of-the-kubeconfig"],
        );
        assert.ok(cluster.seen.every(({ path }) => !path.includes("secrets")));
    });

    it("passes over kinds that the cluster does not have without a word and without asking for them", async () => {
        const { cluster, report } = await reported(SHOP);
        assert.deepEqual(report.gaps, []);
        assert.ok(cluster.seen.every(({ path }) => !path.includes("istio")));
    });

    it("reads a kind at an older version where the preferred one lacks it", async () => {
        const gateway = "/apis/gateway.networking.k8s.io";
        const { cluster, code } = await prod({
            ...SHOP,
            [`${gateway}/v1/gateways`]: [],
            [`${gateway}/v1alpha2/grpcroutes`]: [],
        });
        const asked = cluster.seen
            .filter(({ path }) => path.includes("grpcroutes"))
            .map(({ path }) => path.split("?")[0]);
        assert.deepEqual(asked, [`${gateway}/v1/grpcroutes`, `${gateway}/v1alpha2/grpcroutes`]);
        assert.equal(code, 0);
    });

    it("reads lists to their last page", async () => {
        const names = ["one", "two", "three", "four", "five"];
        const lists = {
            [SERVICES]: names.map((name) => service(name, CLIENT_IP)),
            [DEPLOYMENTS]: names.map((name) => deployment(name, 2)),
        };
        const { report, cluster } = await reported(lists, { pageSize: 2 });
        assert.deepEqual(report.hops.map(({ name }) => name).sort(), names.map((name) => `shop/${name}`).sort());
        const pages = cluster.seen.filter(({ path }) => path.startsWith(SERVICES)).map(({ path }) => path);
        assert.deepEqual(
            pages,
            ["?limit=500", "?limit=500&continue=2", "?limit=500&continue=4"].map((one) => `${SERVICES}${one}`),
        );
    });

    it("begins a list anew whose place is too old to go on from", async () => {
        const fault = {
            path: /services\?.*continue/,
            status: 410,
            message: "the provided continue parameter is too old",
        };
        const { report } = await reported(SHOP, { pageSize: 1, faults: [fault] });
        assert.deepEqual(hopsOf(report), [["shop/shop", "kubernetes", [2, 8], "client-ip", "ok"]]);
    });

    it("looks at one namespace where that is asked for", async () => {
        const elsewhere = { ...deployment("web", 4), metadata: { name: "web", namespace: "web", uid: "w" } };
        const lists = { ...SHOP, [DEPLOYMENTS]: [...(SHOP[DEPLOYMENTS] ?? []), elsewhere] };
        const { report, cluster } = await reported(lists, {}, "--namespace", "shop");
        assert.deepEqual(report.sources, ["context prod, namespace shop"]);
        assert.ok(report.resources.every(({ name }) => name.startsWith("shop/")));
        assert.ok(cluster.seen.some(({ path }) => path.startsWith("/apis/apps/v1/namespaces/shop/deployments")));
    });

    it("counts the pods of a Deployment once, though its ReplicaSet has them too", async () => {
        const [shop] = [deployment("shop", 3)];
        const owned = {
            ...shop,
            metadata: {
                name: "shop-abc",
                namespace: "shop",
                uid: "r",
                ownerReferences: [{ kind: "Deployment", uid: "uid-shop" }],
            },
        };
        const { report } = await reported({
            [SERVICES]: [service("shop", CLIENT_IP)],
            [DEPLOYMENTS]: [deployment("shop", 3)],
            "/apis/apps/v1/replicasets": [owned],
        });
        assert.deepEqual(hopsOf(report), [["shop/shop", "kubernetes", [3, 3], "client-ip", "ok"]]);
    });

    it("tells nothing of what pods, annotations and routes may hide", async () => {
        const hidden = {
            ...COOKIE,
            "nginx.ingress.kubernetes.io/configuration-snippet": `proxy_set_header x ${CANARY};`,
            "nginx.ingress.kubernetes.io/auth-url": CANARY,
        };
        const route = {
            metadata: { name: "shop", namespace: "shop" },
            spec: {
                rules: [
                    {
                        filters: [{ requestHeaderModifier: { set: [{ name: "x", value: CANARY }] } }],
                        backendRefs: [{ name: "shop", port: 80 }],
                    },
                ],
            },
        };
        const virtual = {
            metadata: { name: "shop", namespace: "shop" },
            spec: {
                http: [{ headers: { request: { set: { x: CANARY } } }, route: [{ destination: { host: "shop" } }] }],
                "server-snippets": CANARY,
            },
        };
        const lists = {
            ...SHOP,
            [INGRESSES]: [ingress("shop", hidden)],
            "/apis/gateway.networking.k8s.io/v1/httproutes": [route],
            "/apis/networking.istio.io/v1/virtualservices": [virtual],
        };
        const [json, text] = [await prod(lists, {}, "--json"), await prod(lists)];
        const { resources } = JSON.parse(json.out) as VerifyReport;
        for (const kind of ["Ingress", "HTTPRoute", "VirtualService", "Deployment"]) {
            assert.ok(
                resources.some(({ type }) => type.endsWith(`:${kind}`)),
                kind,
            );
        }
        for (const { out, err } of [json, text]) {
            assert.ok(!`${out}${err}`.includes(CANARY));
            assert.ok(!`${out}${err}`.includes("canary-of-the-kubeconfig"));
        }
    });
});

describe("verify --context, where something goes wrong", () => {
    it("says what it may not list, judges the rest, and ends with 2", async () => {
        const fault = { path: /horizontalpodautoscalers/, status: 403, message: "forbidden" };
        const { report, code } = await reported(SHOP, { faults: [fault] });
        assert.deepEqual(hopsOf(report), [["shop/shop", "kubernetes", [3, 3], "client-ip", "ok"]]);
        assert.deepEqual(report.gaps, [
            'context prod: this login may not list horizontalpodautoscalers.autoscaling in all namespaces. Ask for the verb "list" on them, or give --namespace.',
        ]);
        assert.deepEqual([report.verdict, code], ["undecided", 2]);
    });

    it("tries the versions that it knows where the login may not see which there are", async () => {
        const { report } = await reported(SHOP, { faults: [{ path: /^\/apis$/, status: 403 }] });
        assert.deepEqual(hopsOf(report), [["shop/shop", "kubernetes", [2, 8], "client-ip", "ok"]]);
        assert.deepEqual(report.gaps, []);
    });

    it("goes on after a 429, a 503 and a cut connection", async () => {
        const faults = [
            { path: /services/, status: 429, headers: { "retry-after": "0" } },
            { path: /services/, status: 503 },
            { path: /deployments/ },
        ];
        const { out, err, code } = await prod(SHOP, { faults });
        assert.equal(code, 0, err);
        assert.match(out, /shop\/shop/);
        assert.equal(err, "  The API server is throttling: waiting 0 s.\n");
    });

    it("says what failed for good, judges the rest, and ends with 2", async () => {
        const fault = { path: /replicasets/, status: 500, times: 9 };
        const { report, code } = await reported(SHOP, { faults: [fault] });
        assert.deepEqual(report.gaps, ["listing replicasets.apps: the API server answered 500: a fault of the test"]);
        assert.deepEqual(hopsOf(report), [["shop/shop", "kubernetes", [2, 8], "client-ip", "ok"]]);
        assert.equal(code, 2);
    });

    const failing: readonly [what: string, fault: ClusterFault, message: RegExp][] = [
        [
            "a login that is not taken",
            { path: /./, status: 401, message: "Unauthorized" },
            /^error: context prod: the API server does not take its login \(Unauthorized\)\. Log in anew/,
        ],
        [
            "a pause that is too long",
            { path: /services/, status: 429, headers: { "retry-after": "900" }, message: "slow down" },
            /^error: listing services: the API server answered 429: slow down/,
        ],
        [
            "a connection that is cut each time",
            { path: /services/, times: 9 },
            /^error: listing services: http:\/\/127\.0\.0\.1:\d+ is not reached: socket hang up\. Is the cluster running/,
        ],
        [
            "a proxy's page",
            { path: /services/, status: 200, text: "<html>", times: 9 },
            /^error: listing services: the answer is no JSON object, so it may be a proxy's\.\n$/,
        ],
        [
            "what is no list",
            { path: /services/, status: 200, text: "{}", times: 9 },
            /^error: listing services: the answer is no list of Kubernetes\.\n$/,
        ],
    ];
    for (const [what, fault, message] of failing) {
        it(`ends with 3 for ${what}, and prints no half of a report`, async () => {
            const { code, out, err } = await prod(SHOP, { faults: [fault] }, "--json");
            assert.match(err, message);
            assert.deepEqual([code, out], [3, ""]);
        });
    }

    it("does not hand on its login where the API server quotes it", async () => {
        const message = "no canary-of-the-kubeconfig";
        const gap = await prod(SHOP, { faults: [{ path: /services/, status: 500, times: 9, message }] });
        const error = await prod(SHOP, { faults: [{ path: /./, status: 401, message }] });
        assert.match(gap.out, /incomplete: .*no \(hidden\)/);
        assert.match(error.err, /no \(hidden\)/);
        assert.ok(!`${gap.out}${gap.err}${error.out}${error.err}`.includes("canary-of-the-kubeconfig"));
    });

    it("ends with 2 where there is nothing to judge", async () => {
        const { report, code } = await reported({ [SERVICES]: [] });
        assert.match(report.gaps[0] ?? "", /^nothing that chooses among replicas was found\./);
        assert.deepEqual([report.verdict, code], ["undecided", 2]);
    });

    it("lists the contexts that there are for one that there is not", async () => {
        const { code, err } = await on(SHOP, ["--context", "staging"]);
        assert.match(err, /^error: --context staging: \/.*config has no such context\. It has: prod, test, torn\.\n$/);
        assert.equal(code, 3);
    });

    it("lists the namespaces that there are for one that there is not", async () => {
        const lists = { ...SHOP, "/api/v1/namespaces": [{ metadata: { name: "shop" } }] };
        const { code, err } = await on(lists, ["--context", "prod", "--namespace", "shpo"]);
        assert.equal(err, "error: --namespace shpo: there is no such namespace. There is: shop.\n");
        assert.equal(code, 3);
    });

    it("tells a context whose cluster is not in the kubeconfig", async () => {
        const { code, err } = await on(SHOP, ["--context", "torn"]);
        assert.match(err, /is no valid kubeconfig: context torn names the cluster gone, which is not in it\.\n$/);
        assert.equal(code, 3);
    });

    it("tells a cluster that is not reached", async () => {
        const cluster = await Cluster.start({});
        const file = cluster.kubeconfig("http://127.0.0.1:1");
        const { code, err } = await verify(["--context", "prod", "--kubeconfig", file]);
        await cluster.stop();
        assert.match(
            err,
            /^error: looking which kinds there are: http:\/\/127\.0\.0\.1:1 is not reached: connect ECONNREFUSED/,
        );
        assert.equal(code, 3);
    });

    it("tells a kubeconfig that is not there, and one that is none, without a word of what is in it", async () => {
        const { code, err } = await verify(["--context", "prod", "--kubeconfig", "/nowhere/config"]);
        assert.equal(err, "error: --kubeconfig: /nowhere/config is not there. Give a file that can be read.\n");
        assert.equal(code, 3);
        for (const text of [`{ a: [${CANARY}`, `"${CANARY}"`, `clusters: [{ name: ${CANARY} }]`, ""]) {
            const cluster = await Cluster.start({});
            const file = cluster.kubeconfig();
            const { writeFileSync } = await import("node:fs");
            writeFileSync(file, text);
            const ended = await verify(["--context", "prod", "--kubeconfig", file]);
            await cluster.stop();
            assert.match(ended.err, /^error: .*(is no valid kubeconfig|has no such context)/);
            assert.ok(!ended.err.includes(CANARY), ended.err);
            assert.equal(ended.code, 3);
        }
    });
});
