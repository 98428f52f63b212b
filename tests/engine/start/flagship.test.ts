import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { type Report } from "../../../sandbox/run/report";
import { underMocks } from "../support/agreement";
import { checkedInPreview } from "../support/check-agreement";
import { engineFor } from "../support/engine";
import { findingsOf, hopsOf } from "../support/report";
import { StartFolder } from "../support/start";

/** What the flagship makes: its own resources, the components, and the providers. */
const RESOURCES = 67;

describe("npm start", () => {
    const folder = new StartFolder();

    before(async function () {
        await engineFor(this);
    });
    after(() => folder.remove());

    it("previews and changes nothing", async () => {
        const { code, report, stdout } = await folder.report("--preview");
        assert.equal(code, 0);
        assert.deepEqual(report.changes, { create: RESOURCES, update: 0, same: 0, delete: 0, replace: 0 });
        // The route names a Service whose name Kubernetes gives: before that it cannot be told whose clients it keeps.
        assert.deepEqual(
            hopsOf(report),
            HOPS.filter(({ platform }) => platform !== "kubernetes-route"),
        );
        assert.deepEqual(report.findings, []);
        assert.deepEqual(await underMocks("apim-topology", [], true), []);
        assert.match(stdout, /67 created \(preview: nothing was changed\)/);
        assert.equal(folder.cloud().includes("containerApps"), false);
    });

    it("brings everything up, with no finding", async () => {
        const { code, report, stdout, stderr } = await folder.report();
        assert.equal(code, 0);
        assert.equal(report.program, "apim-topology");
        assert.match(report.engine?.version ?? "", /^\d+\.\d+\.\d+$/);
        assert.deepEqual(report.changes, { create: RESOURCES, update: 0, same: 0, delete: 0, replace: 0 });
        assert.deepEqual(hopsOf(report), HOPS);
        assert.deepEqual(report.findings, []);
        assert.ok(report.seconds > 0);
        assert.match(stdout, /Policies: no finding/);
        assert.match(stdout, /gatewayUrl: https:\/\/apim-affinity[0-9a-f]{8}\.azure-api\.net/);
        assert.equal(stderr, "", "progress is for terminals only");
        assert.match(folder.cloud(), /"affinity":\s*"sticky"/);
        assert.match(stdout, /^map: out\/apim-topology\.html$/m);
        assert.match(folder.map(), /<p class="summary">6 hops, 2 stateless<\/p>/);
    });

    it("keeps the state only in files that the engine replaces whole, so that killing it cannot cut one short", () => {
        const state = path.join(folder.sandbox, "apim-topology", "state");
        const files = fs.readdirSync(state, { recursive: true, encoding: "utf8" });
        assert.ok(files.some((file) => file.endsWith("sandbox.json")));
        assert.deepEqual(
            files.filter((file) => file.endsWith(".attrs")),
            [],
        );
    });

    it("changes nothing the second time", async () => {
        const before = folder.cloud();
        const { code, report, stdout } = await folder.report();
        assert.equal(code, 0);
        assert.deepEqual(report.changes, { create: 0, update: 0, same: RESOURCES, delete: 0, replace: 0 });
        assert.match(stdout, /no change, 67 resources as they were/);
        assert.equal(folder.cloud(), before);
    });

    it("is rejected with every affinity off, names the three faults, and changes nothing", async () => {
        const before = folder.cloud();
        const { code, report, stdout } = await folder.report("--set", "sticky=false");
        assert.equal(code, 1);
        assert.deepEqual(findingsOf(report), [
            ["apim-pool-needs-affinity", "mandatory", "orders", "pool.sessionAffinity"],
            ["container-app-needs-affinity", "mandatory", "mcp-gateway", "configuration.ingress.stickySessions"],
            ["kubernetes-service-needs-affinity", "mandatory", "partner-api", "spec.sessionAffinity"],
        ]);
        const harness = await underMocks("apim-topology", ["sticky=false"], false);
        assert.deepEqual(
            harness.map(({ fix: _, ...finding }) => finding),
            report.findings,
        );
        const off = { program: "apim-topology", set: ["sticky=false"], root: folder.sandbox };
        assert.deepEqual(
            (await checkedInPreview(off)).map(({ fix: _, ...finding }) => finding),
            report.findings,
        );
        assert.deepEqual(
            report.hops.map(({ name, verdict }) => [name, verdict]),
            [
                ["partner-api", "not sticky"],
                ["orders-ne", "stateless"],
                ["orders-we", "stateless"],
                ["orders", "rejected"],
                ["mcp-gateway", "rejected"],
                ["partner-api", "rejected"],
            ],
        );
        assert.deepEqual(report.changes, { create: 0, update: 0, same: 58, delete: 0, replace: 0 });
        assert.match(stdout, /rejected by the policy pack: 3 mandatory findings, nothing was changed/);
        assert.equal(folder.cloud(), before);
        assert.match(folder.map(), /<p class="summary">6 hops, 4 broken, 2 stateless<\/p>/);
        assert.match(folder.map(), /container-app-needs-affinity \(mandatory\)/);
    });

    it("goes on where the map cannot be written, and says so", async () => {
        fs.rmSync(path.join(folder.path, "out"), { recursive: true });
        fs.writeFileSync(path.join(folder.path, "out"), "");
        const { code, stdout } = await folder.run("--preview");
        assert.equal(code, 0);
        assert.match(stdout, /^! The map was not drawn: .*EEXIST/m);
        assert.doesNotMatch(stdout, /^map:/m);
        fs.rmSync(path.join(folder.path, "out"));
    });

    it("forgets a setting after the run that it was given to", async () => {
        const { code, report } = await folder.report("--preview");
        assert.equal(code, 0);
        assert.equal(report.changes.same, RESOURCES);
    });

    it("writes the report alone to standard output when asked to", async () => {
        const { code, stdout, stderr } = await folder.run("--preview", "--json", "-");
        assert.equal(code, 0);
        assert.equal((JSON.parse(stdout) as Report).program, "apim-topology");
        assert.match(stderr, /Policies: no finding/);
    });

    it("lets one run at a time work on a program, and says so to the other", async () => {
        const results = await Promise.all([folder.run("--preview"), folder.run("--preview")]);
        assert.deepEqual(results.map(({ code }) => code).sort(), [0, 3]);
        assert.match(results.map(({ stderr }) => stderr).join(""), /Another run is at work on apim-topology/);
    });

    it("destroys everything and leaves no state", async () => {
        const { code, report, stdout } = await folder.report("--destroy");
        assert.equal(code, 0);
        assert.doesNotMatch(stdout, /^map:/m);
        assert.deepEqual(report.changes, { create: 0, update: 0, same: 0, delete: RESOURCES, replace: 0 });
        assert.equal(fs.existsSync(path.join(folder.sandbox, "apim-topology")), false);
    });

    it("has nothing to destroy after that, and says so", async () => {
        const { code, stdout, report } = await folder.report("--destroy");
        assert.equal(code, 0);
        assert.match(stdout, /nothing to destroy/);
        assert.deepEqual(report, {
            program: "apim-topology",
            engine: null,
            changes: { create: 0, update: 0, same: 0, delete: 0, replace: 0 },
            hops: [],
            findings: [],
            seconds: 0,
        });
    });
});

const functions = (name: string) => ({
    platform: "functions",
    name,
    replicas: [0, 100],
    affinity: ["none", "none", undefined, undefined],
    clientFacing: true,
    verdict: "stateless",
});

const HOPS = [
    functions("orders-ne"),
    functions("orders-we"),
    {
        platform: "api-management",
        name: "orders",
        replicas: [2, 2],
        affinity: ["cookie", "strong", "orders-affinity", undefined],
        clientFacing: true,
        verdict: "ok",
    },
    {
        platform: "container-apps",
        name: "mcp-gateway",
        replicas: [2, 10],
        affinity: ["cookie", "strong", undefined, undefined],
        clientFacing: true,
        verdict: "ok",
    },
    {
        platform: "kubernetes-route",
        name: "partner-api",
        replicas: [3, 3],
        affinity: ["cookie", "strong", "partner", 3600],
        clientFacing: true,
        verdict: "ok",
    },
    {
        platform: "kubernetes",
        name: "partner-api",
        replicas: [3, 3],
        affinity: ["client-ip", "strong", undefined, 3600],
        clientFacing: false,
        verdict: "ok",
    },
];
