import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { packageRoot } from "../../../sandbox/package-root";
import { quiet } from "../../../sandbox/progress";
import { runProgram, type RunOptions, type RunResult } from "../../../sandbox/run";
import { foldersOf } from "../../../sandbox/run/workspace";
import { ofState, underMocks } from "../support/agreement";
import { checkAgreesOnExport, checkAgreesOnPreview } from "../support/check-agreement";
import { engineFor } from "../support/engine";
import { findingsOf, type HopSummary, hopsOf } from "../support/report";

/** A sample program, and what comes of it. */
interface Sample {
    readonly program: string;
    /** Settings beside `sticky`, `key=value`. Omitted: none. */
    readonly set?: readonly string[];
    /** Resources that it makes: its own, the components, and the providers. */
    readonly resources: number;
    readonly hops: readonly HopSummary[];
    /** What the policy pack finds with sticky=false. */
    readonly findings: readonly (readonly [rule: string, name: string, path: string])[];
}

const hop = (
    platform: string,
    name: string,
    replicas: HopSummary["replicas"],
    [kind, strength, key, ttlSeconds]: Exclude<HopSummary["affinity"], "?">,
): HopSummary => ({
    platform,
    name,
    replicas,
    affinity: [kind, strength, key, ttlSeconds],
    clientFacing: true,
    verdict: "ok",
});

/** A Service that keeps nobody itself, behind routes that do. */
const behindRoutes = (name: string, replicas: HopSummary["replicas"]): HopSummary => ({
    ...hop("kubernetes", name, replicas, ["none", "none"]),
    clientFacing: false,
    verdict: "kept in front",
});

const stateless = (one: HopSummary): HopSummary => ({ ...one, verdict: "stateless" });

const SHOPS = ["shop-ne-a", "shop-ne-b", "shop-we-a", "shop-we-b"];

const SAMPLES: readonly Sample[] = [
    {
        program: "openai-responses",
        resources: 24,
        hops: [hop("api-management", "openai", [2, 2], ["cookie", "strong", "openai-affinity"])],
        findings: [["apim-pool-needs-affinity", "openai", "pool.sessionAffinity"]],
    },
    {
        program: "cilium-client-ip",
        resources: 8,
        hops: [hop("kubernetes", "web", [3, 3], ["client-ip", "strong", undefined, 3600])],
        findings: [["kubernetes-service-needs-affinity", "web", "spec.sessionAffinity"]],
    },
    {
        program: "cilium-client-ip",
        set: ["cluster=kind", "timeoutSeconds=600"],
        resources: 7,
        hops: [hop("kubernetes", "web", [3, 3], ["client-ip", "strong", undefined, 600])],
        findings: [["kubernetes-service-needs-affinity", "web", "spec.sessionAffinity"]],
    },
    {
        program: "mcp-gateway",
        resources: 13,
        hops: [
            hop("container-apps", "by-affinity", [2, 10], ["cookie", "strong"]),
            stateless(hop("container-apps", "by-store", [2, 10], ["none", "none"])),
            stateless(hop("container-apps", "sessionless", [2, 10], ["none", "none"])),
        ],
        findings: [["container-app-needs-affinity", "by-affinity", "configuration.ingress.stickySessions"]],
    },
    {
        program: "multi-backend",
        resources: 138,
        hops: [
            { ...hop("kubernetes-route", "webhooks", [3, 3], ["none", "none"]), verdict: "nothing to keep" },
            stateless(hop("functions", "billing", [0, 100], ["none", "none"])),
            stateless(hop("functions", "sales", [0, 100], ["none", "none"])),
            hop("kubernetes-route", "events", [3, 3], ["cookie", "strong", "events-affinity"]),
            hop("kubernetes-route", "partner", [3, 3], ["cookie", "strong", "partner-affinity"]),
            behindRoutes("events", [3, 3]),
            behindRoutes("partner", [3, 3]),
            { ...stateless(hop("kubernetes", "webhooks", [3, 3], ["none", "none"])), clientFacing: false },
        ],
        findings: [
            ["kubernetes-service-needs-affinity", "events", "spec.sessionAffinity"],
            ["kubernetes-service-needs-affinity", "partner", "spec.sessionAffinity"],
        ],
    },
    {
        program: "gateway-for-containers",
        resources: 36,
        hops: [
            hop("gateway-for-containers", "chat", [3, 3], ["cookie", "strong", "AGCAffinity", 86400]),
            hop("gateway-for-containers", "shop", [3, 3], ["cookie", "strong", "shop", 3600]),
            hop("gateway-for-containers", "legacy", [3, 3], ["cookie", "strong", "AGCAffinity", 86400]),
            behindRoutes("chat", [3, 3]),
            behindRoutes("shop", [3, 3]),
        ],
        findings: [
            ["kubernetes-service-needs-affinity", "chat", "spec.sessionAffinity"],
            ["kubernetes-service-needs-affinity", "shop", "spec.sessionAffinity"],
        ],
    },
    {
        program: "sticky-web-apps",
        resources: 41,
        hops: [
            ...["ne", "we"].map((region) =>
                hop(
                    "application-gateway",
                    `gateway-${region}`,
                    [2, 2],
                    ["cookie", "strong", `gateway-${region}-shop-affinity`],
                ),
            ),
            hop("front-door", "assets", [1, 1], ["none", "none"]),
            hop("front-door", "shop", [2, 2], ["cookie", "strong", "ASLBSA"]),
            ...SHOPS.map((name) => hop("app-service", name, [2, 2], ["cookie", "strong", "ARRAffinity"])),
        ],
        findings: [
            ...["gateway-ne", "gateway-we"].map(
                (name) =>
                    [
                        "application-gateway-needs-affinity",
                        name,
                        "backendHttpSettingsCollection.cookieBasedAffinity",
                    ] as const,
            ),
            ["front-door-needs-affinity", "shop", "sessionAffinityState"],
            ...SHOPS.map((name) => ["web-app-needs-affinity", name, "clientAffinityEnabled"] as const),
        ],
    },
];

async function runSample(program: string, action: RunOptions["action"], set: readonly string[]): Promise<RunResult> {
    const result = await runProgram({ program, action, set, progress: quiet });
    assert.ok(result, "there was nothing to destroy");
    assert.deepEqual(result.warnings, [], "the stand-in cloud knows every type");
    return result;
}

const mandatory = ([rule, name, path]: Sample["findings"][number]) => [rule, "mandatory", name, path];

const NOTHING = { create: 0, update: 0, same: 0, delete: 0, replace: 0 };

describe("sample programs", () => {
    const before_ = process.env["SESSION_AFFINITY_SANDBOX"];
    const sandbox = fs.mkdtempSync(path.join(os.tmpdir(), "programs-"));

    before(async function () {
        await engineFor(this);
        process.env["SESSION_AFFINITY_SANDBOX"] = sandbox;
    });
    after(() => {
        if (before_ === undefined) delete process.env["SESSION_AFFINITY_SANDBOX"];
        else process.env["SESSION_AFFINITY_SANDBOX"] = before_;
        fs.rmSync(sandbox, { recursive: true });
    });

    it("are rejected before a cluster is there too, whose objects the engine then knows no output of", async () => {
        const { report, rejected, observation } = await runSample("cilium-client-ip", "preview", ["sticky=false"]);
        assert.equal(rejected, "preview");
        assert.deepEqual(findingsOf(report), [
            ["kubernetes-service-needs-affinity", "mandatory", "web", "spec.sessionAffinity"],
        ]);
        assert.deepEqual(await underMocks("cilium-client-ip", ["sticky=false"], true), observation.findings);
    });

    for (const { program, set = [], resources, hops, findings } of SAMPLES) {
        const folders = foldersOf(program, sandbox);
        const cloud = () => fs.readFileSync(folders.cloud, "utf8");

        const run = (action: RunOptions["action"], settings: readonly string[] = []) =>
            runSample(program, action, settings);

        describe([program, ...set].join(" "), () => {
            it(`comes up with ${resources} resources, its hops and no finding`, async () => {
                const { report, rejected, preview, observation, state } = await run("up", set);
                assert.equal(rejected, undefined);
                assert.deepEqual(report.changes, { ...NOTHING, create: resources });
                assert.deepEqual(hopsOf(report), hops);
                assert.deepEqual(report.findings, []);
                // The harness says so too: of the preview with nothing there, and of the state.
                assert.deepEqual(await underMocks(program, set, true), preview?.findings);
                assert.deepEqual(await ofState(state), observation.findings);
            });

            it("changes nothing the second time", async () => {
                const before = cloud();
                const { report, observation } = await run("up", set);
                assert.deepEqual(report.changes, { ...NOTHING, same: resources });
                assert.deepEqual(report.findings, []);
                await checkAgreesOnExport({ program, set, observation });
                assert.equal(cloud(), before);
            });

            it("is rejected with every affinity off, by what its README says, and changes nothing", async () => {
                const before = cloud();
                const off = [...set, "sticky=false"];
                const { report, rejected, observation } = await run("up", off);
                assert.equal(rejected, "preview");
                assert.deepEqual(findingsOf(report), findings.map(mandatory));
                // By the harness too, word for word: what is there already is known, as after an update.
                assert.deepEqual(await underMocks(program, off, false), observation.findings);
                assert.deepEqual(
                    report.hops
                        .filter(({ verdict }) => verdict === "rejected")
                        .map(({ name }) => name)
                        .sort(),
                    findings.map(([, name]) => name).sort(),
                );
                assert.equal(cloud(), before);
                await checkAgreesOnPreview({ program, set: off, observation });
                const readme = fs.readFileSync(path.join(packageRoot(), "programs", program, "README.md"), "utf8");
                for (const word of findings.flatMap(([rule, name]) => [rule, name])) {
                    assert.ok(readme.includes(`\`${word}\``), word);
                }
            });

            it("leaves nothing when it is destroyed", async () => {
                const { report } = await run("destroy");
                assert.deepEqual(report.changes, { ...NOTHING, delete: resources });
                assert.equal(fs.existsSync(folders.home), false);
            });
        });
    }
});
