import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { type AddCommand, run } from "../../../../cli/program";
import { runHere } from "../../../support/run-here";
import { addVerify } from "../../../../cli/verify";
import { type VerifyReport } from "../../../../cli/verify/model";
import { type CheckReport } from "../../../../cli/check/report/model";
import { stackIn } from "../../../../cli/check/input/read";
import { type Cloud } from "../../../../sandbox/cloud";
import { Cluster } from "./cluster";
import { deployment, service } from "./objects";
import { apiManagement, CANARY, containerApp, frontDoor, Stage, SUBSCRIPTION, verify } from "./support";

const RG = ["--resource-group", "rg"];

/** Runs any command of the program. */
const runs = (...args: string[]) => runHere(args);

describe("session-affinity verify", () => {
    let folder: string;
    before(() => (folder = mkdtempSync(path.join(os.tmpdir(), "verify-"))));
    after(() => rmSync(folder, { recursive: true, force: true }));

    async function staged<T>(fill: (cloud: Cloud) => void, test: (stage: Stage) => Promise<T>): Promise<T> {
        const stage = await Stage.set(fill);
        try {
            return await test(stage);
        } finally {
            await stage.stop();
        }
    }

    const misused: readonly [args: readonly string[], message: RegExp][] = [
        [[], /^error: say what to look at: --resource-group, --resource or --context/],
        [
            ["--context", "prod", "--subscription", "a"],
            /^error: --subscription has nothing to be used for: give --resource-group too/,
        ],
        [
            ["--context", "prod", "--endpoint", "a"],
            /^error: --endpoint has nothing to be used for: give --resource-group or --resource too/,
        ],
        [[...RG, "--namespace", "a"], /^error: --namespace has nothing to be used for: give --context too/],
        [[...RG, "--kubeconfig", "a"], /^error: --kubeconfig has nothing to be used for: give --context too/],
        [[...RG, "--endpoint", "http://example.com"], /tokens are sent by https only/],
        [[...RG, "--config", "/nowhere.json"], /^error: --config: \/nowhere\.json cannot be read/],
        [[...RG, "--fail-on", "never"], /argument 'never' is invalid/],
    ];
    for (const [args, message] of misused) {
        it(`refuses ${args.length === 0 ? "nothing" : args.join(" ")}`, async () => {
            const { code, err, out } = await verify(args);
            assert.match(err, message);
            assert.deepEqual([code, out], [3, ""]);
        });
    }

    it("says in its help what role suffices, and what its exit codes mean", async () => {
        const { code, out } = await runs("verify", "--help");
        assert.match(out, /the role "Reader" on what is looked at suffices; in Kubernetes "get" and "list"/);
        assert.match(out, /Exit code: 0 every hop keeps its clients or need not, 1 .*, 2 .*, 3 could not run\./);
        assert.equal(code, 0);
    });

    it("takes levels and settings of rules, and names those that no rule has", async () => {
        const config = path.join(folder, "config.json");
        writeFileSync(config, JSON.stringify({ "container-app-needs-affinity": "disabled", nonsense: "advisory" }));
        await staged(
            (cloud) => containerApp(cloud),
            async (stage) => {
                const { err, out } = await stage.verify(...RG, "--config", config, "--json");
                assert.deepEqual((JSON.parse(out) as VerifyReport).findings, []);
                assert.equal(err, "note: --config names nonsense, which is no rule of this pack.\n");
                writeFileSync(config, JSON.stringify({ "container-app-needs-affinity": { nonsense: 1 } }));
                const wrong = await stage.verify(...RG, "--config", config);
                assert.match(wrong.err, /^error: --config: .*nonsense/);
                assert.equal(wrong.code, 3);
            },
        );
    });

    it("fails at the level that is asked for", async () => {
        const config = path.join(folder, "advisory.json");
        writeFileSync(config, JSON.stringify({ all: "advisory" }));
        await staged(
            (cloud) => containerApp(cloud),
            async (stage) => {
                const advisory = ["--config", config];
                assert.equal((await stage.verify(...RG, ...advisory, "--fail-on", "advisory")).code, 1);
                assert.equal((await stage.verify(...RG, ...advisory)).code, 2);
            },
        );
    });

    it("joins a gateway in Azure and a Service of a cluster behind it into one chain", async () => {
        const address = "20.1.2.3";
        const cluster = await Cluster.start({
            "/api/v1/services": [
                {
                    ...service("shop", { type: "LoadBalancer" }),
                    status: { loadBalancer: { ingress: [{ ip: address }] } },
                },
            ],
            "/apis/apps/v1/deployments": [deployment("shop", 3)],
        });
        const fill = (cloud: Cloud) => frontDoor(cloud, { cluster: address, other: "other.example.com" });
        await staged(fill, async (stage) => {
            const args = [...RG, "--context", "prod", "--kubeconfig", cluster.kubeconfig()];
            const { out } = await stage.verify(...args);
            assert.match(out, /^ {2}fd\/web {8}front-door .*\n.*\n.*\n {2}└▶ shop\/shop {2}kubernetes /m);
            const { sources } = JSON.parse((await stage.verify(...args, "--json")).out) as VerifyReport;
            assert.deepEqual(sources, ["resource group rg", "context prod"]);
        });
        await cluster.stop();
    });

    it("writes what check reads, and check finds the same", async () => {
        const file = path.join(folder, "deployed.json");
        await staged(
            (cloud) => {
                containerApp(cloud);
                apiManagement(cloud);
            },
            async (stage) => {
                const { out } = await stage.verify(...RG, "--json");
                writeFileSync(file, out);
                const { findings, resources } = JSON.parse(out) as VerifyReport;
                const checked = await runs("check", "--json", file);
                const report = JSON.parse(checked.out) as CheckReport;
                assert.ok(findings.length > 0);
                assert.ok(resources.every((resource) => !("inputs" in resource)));
                assert.deepEqual(report.findings, findings);
                assert.deepEqual(
                    [report.kind, report.resources, checked.code],
                    ["deployed resources", resources.length, 1],
                );
                assert.ok(!checked.out.includes(CANARY));
                const deployed = stackIn(out, "it");
                const [{ urn = "" } = {}] = deployed.resources;
                const lines = out.split("\n");
                assert.ok(lines[deployed.linesOf().get(urn) ?? 0]?.includes(`"urn": "${urn}"`));
            },
        );
    });

    it("hands its gaps on to check", async () => {
        const allows = (action: string) => !action.startsWith("Microsoft.App/containerApps/");
        const stage = await Stage.set((cloud) => containerApp(cloud), { allows });
        const { out } = await stage.verify(...RG, "--json");
        await stage.stop();
        const { gaps } = stackIn(out, "it");
        assert.match(gaps[0] ?? "", /^Microsoft\.App\/containerApps: this login may not do/);
    });

    const damagedFiles: readonly [part: object, message: RegExp][] = [
        [{ resources: {} }, /it is damaged: resources has to be a list/],
        [{ resources: [1] }, /resources\[0\] has to be an object/],
        [{ resources: [{ type: "a:b:C", name: "c", properties: {} }] }, /resources\[0\]\.urn has to be a text/],
        [{ resources: [{ urn: "u", type: "a:b:C", name: "c" }] }, /resources\[0\]\.properties has to be an object/],
        [{ gaps: [1] }, /gaps\[0\] has to be a text/],
    ];
    for (const [part, message] of damagedFiles) {
        it(`has check refuse a report with ${JSON.stringify(part)}`, () => {
            const text = JSON.stringify({ kind: "session-affinity verify", ...part });
            assert.throws(() => stackIn(text, "it"), message);
        });
    }

    it("takes its progress away before it says anything", async () => {
        await staged(
            (cloud) => containerApp(cloud),
            async (stage) => {
                let err = "";
                const io = {
                    out: () => assert.ok(err.endsWith("\r\u001b[2K")),
                    err: (text: string) => void (err += text),
                    outIsTerminal: true,
                    errIsTerminal: true,
                    color: false,
                    signal: new AbortController().signal,
                };
                const env = {
                    AZURE_RESOURCE_MANAGER_ENDPOINT: stage.server.endpoint,
                    AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
                    AZURE_ACCESS_TOKEN: "t",
                };
                const add: AddCommand = (program, given, end) => addVerify(program, given, end, { env });
                assert.equal(await run(["verify", ...RG], io, [add]), 1);
                assert.match(err, /resources read: 1/);
            },
        );
    });

    it("draws itself as a map", async () => {
        const file = path.join(folder, "map.json");
        await staged(
            (cloud) => containerApp(cloud),
            async (stage) => writeFileSync(file, (await stage.verify(...RG, "--json")).out),
        );
        const { code, out } = await runs("map", file);
        assert.match(out, /flowchart[\s\S]*shop/);
        assert.equal(code, 0);
    });

    it("ends at once when it is stopped", async () => {
        await staged(
            (cloud) => containerApp(cloud),
            async (stage) => {
                const stop = new AbortController();
                stage.server.inject({ path: /containerApps/, silent: true, first: () => stop.abort("SIGINT") });
                const stopped = { signal: stop.signal, out: () => assert.fail("nothing is to be printed") };
                const env = {
                    AZURE_RESOURCE_MANAGER_ENDPOINT: stage.server.endpoint,
                    AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
                };
                const credential = {
                    getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: Date.now() + 1e7 }),
                };
                const { code, err } = await runHere(["verify", ...RG], stopped, [
                    (program, given, end) => addVerify(program, given, end, { env, credential }),
                ]);
                assert.deepEqual([code, err], [3, "error: stopped.\n"]);
            },
        );
    });
});
