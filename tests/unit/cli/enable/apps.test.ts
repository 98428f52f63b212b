import assert from "node:assert/strict";

import { type Properties } from "../../../../sandbox/cloud";
import { merge } from "../../../../sandbox/cloud/values";
import { APP, appInputs, CANARY, reportOf, SITE, Stage } from "./support";

describe("session-affinity enable container-app and web-app", function () {
    this.timeout(20_000);
    let stage: Stage;

    beforeEach(async () => (stage = await Stage.set()));
    afterEach(() => stage.stop());

    const bodies = () => stage.server.seen.filter(({ method }) => method === "PATCH").map(({ body }) => body);

    describe("container-app", () => {
        /** The app with these settings laid over, as somebody deployed it. */
        const deployed = (change: Properties) =>
            stage.cloud.update("azure-native:app:ContainerApp", APP, merge(appInputs(), change) as Properties);
        const ingress = (settings: Properties): Properties => ({ configuration: { ingress: settings } });

        it("turns sticky sessions on and off, and sends nothing but the setting", async () => {
            const { code, out, err } = await stage.app("--yes");
            assert.equal(code, 0, err);
            assert.match(
                out,
                /^ {2}configuration\.ingress\.stickySessions\.affinity {3}– ▶ "sticky" {3}\(API 2024-03-01\)\n✔ written/,
            );
            assert.ok(
                out.includes(
                    `  pulumi import azure-native:app:ContainerApp shop ${APP}   (component StickyContainerApp)\n`,
                ),
                out,
            );
            const sticky = merge(appInputs(), ingress({ stickySessions: { affinity: "sticky" } }));
            assert.deepEqual(stage.inputs(APP), sticky);
            const off = reportOf(await stage.app("--disable", "--yes", "--json"));
            assert.deepEqual([off.outcome, off.before, off.after, off.etag], ["written", "sticky", "none", null]);
            const setting = (affinity: string) =>
                `{"properties":{"configuration":{"ingress":{"stickySessions":{"affinity":"${affinity}"}}}}}`;
            assert.deepEqual(bodies(), [setting("sticky"), setting("none")]);
        });

        it("keeps secrets that a GET does not show", async () => {
            await stage.app("--yes");
            const { secrets } = stage.inputs(APP)["configuration"] as { secrets: unknown };
            assert.deepEqual(secrets, [{ name: "key", value: CANARY }]);
            const put = stage.server.seen.filter(({ method }) => method === "PUT");
            assert.deepEqual(put, []);
        });

        it("is content with what is as asked for", async () => {
            assert.match((await stage.app("--disable", "--yes")).out, /affinity is not there already/);
            deployed(ingress({ stickySessions: { affinity: "none" } }));
            assert.match((await stage.app("--disable", "--yes")).out, /affinity is "none" already/);
            deployed(ingress({ stickySessions: { affinity: "sticky" } }));
            const on = await stage.app("--yes");
            assert.equal(on.code, 0);
            assert.match(on.out, /affinity is "sticky" already/);
            assert.deepEqual(bodies(), []);
        });

        it("refuses what would have no effect", async () => {
            const refused = async (change: Properties, why: RegExp) => {
                deployed(change);
                const { code, out } = await stage.app("--yes");
                assert.equal(code, 1);
                assert.match(out, why);
            };
            await refused(
                { configuration: { activeRevisionsMode: "Multiple" } },
                /✖ Container App shop: its revision mode is "Multiple": sticky sessions work in single revision mode only/,
            );
            await refused({ configuration: { activeRevisionsMode: "Labels" } }, /its revision mode is "Labels"/);
            await refused(ingress({ transport: "tcp" }), /its ingress is TCP/);
            await refused(ingress({ transport: "Tcp" }), /its ingress is TCP/);
            stage.cloud.update("azure-native:app:ContainerApp", APP, {
                ...appInputs(),
                configuration: { activeRevisionsMode: "Single" },
            });
            const { reason } = reportOf(await stage.app("--yes", "--json"));
            assert.equal(reason, "it has no ingress, so no request reaches it that could be kept on a replica.");
            assert.deepEqual(bodies(), []);
        });

        it("turns off even what has no effect", async () => {
            await stage.app("--yes");
            const edit = (inputs: Properties) =>
                merge(inputs, { template: { scale: { maxReplicas: 1 } } }) as Properties;
            stage.cloud.edit(APP, edit);
            assert.equal(reportOf(await stage.app("--disable", "--yes", "--json")).outcome, "written");
        });

        it("notes what affinity does not reach", async () => {
            deployed({
                template: { scale: { maxReplicas: 1 } },
                ...ingress({ transport: "http2", additionalPortMappings: [{ external: false, targetPort: 9 }] }),
            });
            const { notes } = reportOf(await stage.app("--dry-run", "--json"));
            assert.equal(notes.length, 3);
            assert.match(notes.join("\n"), /one replica at most.*\nadditional ports.*\nclients of gRPC/);
            assert.deepEqual(reportOf(await stage.app("--dry-run", "--json", "--disable")).notes, []);
            deployed({ configuration: { activeRevisionsMode: "single" } });
            const { notes: none, outcome } = reportOf(await stage.app("--dry-run", "--json"));
            assert.deepEqual([none, outcome], [[], "planned"]);
        });

        it("waits for the operation to end", async () => {
            await stage.stop();
            stage = await Stage.set({ polls: 4 });
            assert.equal((await stage.app("--yes")).code, 0);
            assert.equal(stage.server.seen.filter(({ path }) => path.includes("operationStatuses")).length, 5);
        });

        it("says so of an operation that fails", async () => {
            stage.server.inject({ method: "PATCH", operationFails: true });
            const { code, err } = await stage.app("--yes");
            assert.equal(code, 3);
            assert.match(
                err,
                /writing Container App shop: Azure answered OperationFailed: The operation came to nothing\./,
            );
            assert.equal(bodies().length, 1);
        });

        it("believes what it reads back where the operation cannot be followed", async () => {
            stage.server.inject({ path: /operationStatuses/, times: 9, answer: { status: 500 } });
            assert.equal((await stage.app("--yes")).code, 0);
            stage.server.inject({ path: /operationStatuses/, times: 9, cut: "before" });
            stage.server.inject({ method: "PATCH", operationFails: true });
            const { code, out } = await stage.app("--yes", "--disable");
            assert.equal(code, 2);
            assert.match(out, /It is not there now, but may still be under way/);
        });

        it("writes again after a cut connection: one setting is the same however often it is written", async () => {
            stage.server.inject({ method: "PATCH", cut: "before" }, { method: "PATCH", skip: 1, cut: "after" });
            assert.equal((await stage.app("--yes")).code, 0);
            assert.equal(bodies().length, 2);
        });

        it("names the apps that there are", async () => {
            const { code, err } = await stage.enable([
                "container-app",
                "--resource-group",
                "rg",
                "--name",
                "shpo",
                "--yes",
            ]);
            assert.equal(code, 3);
            assert.match(err, /Container App shpo: there is no Container App "shpo"\. There is: shop\./);
        });
    });

    describe("web-app", () => {
        const SLOT = `${SITE}/slots/stage`;

        it("turns client affinity on and off, and sends nothing but the setting", async () => {
            const before = stage.inputs(SITE);
            const { code, out } = await stage.site("--yes");
            assert.equal(code, 0);
            assert.match(
                out,
                /^ {2}clientAffinityEnabled {3}false ▶ true {3}\(API 2023-12-01\)\n✔ written and read back/,
            );
            assert.ok(out.includes(`pulumi import azure-native:web:WebApp portal ${SITE}   (component StickyWebApp)`));
            assert.deepEqual(stage.inputs(SITE), { ...before, clientAffinityEnabled: true });
            const { before: on, after } = reportOf(await stage.site("--disable", "--yes", "--json"));
            assert.deepEqual([on, after], [true, false]);
            assert.deepEqual(
                bodies(),
                [true, false].map((value) => `{"properties":{"clientAffinityEnabled":${value}}}`),
            );
        });

        it("does a slot alone", async () => {
            const { code, out } = await stage.site("--slot", "stage", "--yes");
            assert.equal(code, 0);
            assert.ok(out.includes(`pulumi import azure-native:web:WebAppSlot portal-stage ${SLOT} `), out);
            assert.equal(stage.inputs(SLOT)["clientAffinityEnabled"], true);
            assert.equal(stage.inputs(SITE)["clientAffinityEnabled"], false);
            const { err } = await stage.site("--slot", "nope", "--yes");
            assert.match(err, /slot nope of web app portal: there is no slot "nope"\. There is: stage\./);
            const other = await stage.enable([
                "web-app",
                "--resource-group",
                "rg",
                "--name",
                "nope",
                "--slot",
                "stage",
                "--yes",
            ]);
            assert.match(other.err, /there is no web app "nope"\. There is: portal\./);
        });

        it("is content with what is as asked for", async () => {
            assert.match((await stage.site("--disable", "--yes")).out, /clientAffinityEnabled is false already/);
            await stage.site("--yes");
            assert.match((await stage.site("--yes")).out, /clientAffinityEnabled is true already/);
            assert.equal(bodies().length, 1);
            stage.cloud.edit(SITE, (inputs) =>
                Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "clientAffinityEnabled")),
            );
            assert.match((await stage.site("--disable", "--yes")).out, /clientAffinityEnabled is not there already/);
        });

        it("notes what Microsoft says of function apps", async () => {
            stage.cloud.edit(SITE, (inputs) => ({ ...inputs, kind: "functionapp,linux" }));
            assert.match(
                reportOf(await stage.site("--dry-run", "--json")).notes[0] ?? "",
                /^it is a function app: Microsoft advises against/,
            );
            stage.cloud.edit(SITE, (inputs) => ({ ...inputs, kind: "app,linux" }));
            assert.deepEqual(reportOf(await stage.site("--dry-run", "--json")).notes, []);
        });

        it("keeps secrets out of everything", async () => {
            const message = `the value ${CANARY} is bad`;
            stage.server.inject({ method: "PATCH", answer: { status: 400, message } });
            const ended = [
                await stage.site("--yes"),
                await stage.site("--yes", "--json"),
                await stage.app("--yes", "--json"),
            ];
            for (const { out, err } of ended) assert.doesNotMatch(out + err, new RegExp(CANARY));
            assert.match(ended[0]?.err ?? "", /the value \(hidden\) is bad/);
        });
    });
});
