import assert from "node:assert/strict";

import { BACKENDS, CANARY, POOL, poolInputs, reportOf, Stage, SUBSCRIPTION, TOKEN } from "./support";
import { apimToken } from "../../../../components/apim/apim-package";

describe("session-affinity enable apim-pool", function () {
    this.timeout(20_000);
    let stage: Stage;

    beforeEach(async () => (stage = await Stage.set()));
    afterEach(() => stage.stop());

    const AFFINITY = { sessionId: { source: "cookie", name: "openai-affinity" } };
    const withAffinity = (sessionAffinity: object) => {
        const inputs = poolInputs();
        return { ...inputs, pool: { ...(inputs["pool"] as object), sessionAffinity } };
    };
    /** Writes the pool behind the command's back. */
    const somebodySets = (change: object) => () =>
        void stage.cloud.update("azure-native:apimanagement/v20250901preview:Backend", POOL, {
            ...poolInputs(),
            ...change,
        });

    it("turns it on, shows the change, reads back, and leaves the rest as it was", async () => {
        const { code, out, err } = await stage.pool("--yes");
        assert.equal(code, 0, err);
        assert.match(
            out,
            /^ {2}pool\.sessionAffinity {3}– ▶ \{ sessionId: \{ source: "cookie", name: "openai-affinity" \} \} {3}\(API 2025-09-01-preview, etag "[^"]+"\)\n/,
        );
        assert.match(out, /\n✔ written and read back\. Keep it in code, .*docs\/cli\.md#keep\n/);
        assert.ok(
            out.includes(
                `pulumi import azure-native_apimanagement_v20241001preview:apimanagement:Backend openai ${POOL} `,
            ),
            out,
        );
        assert.match(out, /\(component StickyBackendPool\)/);
        assert.equal(err, "");
        assert.deepEqual(stage.inputs(POOL), withAffinity(AFFINITY));
        assert.deepEqual(stage.writes, ["PATCH"]);
    });

    it("names the token that the component registers", async () => {
        const { keep } = reportOf(await stage.pool("--yes", "--json"));
        assert.ok(keep?.commands[1]?.startsWith(`pulumi import ${apimToken("2024-10-01-preview", "Backend")} openai `));
        assert.equal(keep?.commands[0], "pulumi package add azure-native apimanagement 2024-10-01-preview");
    });

    it("writes on the condition that the resource is the one that was read, and sends the pool alone", async () => {
        const { etag } = reportOf(await stage.pool("--yes", "--json"));
        const patch = stage.server.seen.find(({ method }) => method === "PATCH");
        assert.equal(patch?.headers["if-match"], etag);
        assert.equal(patch?.headers["content-type"], "application/json");
        assert.deepEqual(Object.keys(JSON.parse(patch?.body ?? "{}").properties as object), ["type", "pool"]);
    });

    it("is content with what is on already, whatever its cookie is called", async () => {
        for (const source of ["cookie", "Cookie"]) {
            somebodySets({ pool: withAffinity({ sessionId: { source, name: "theirs" } })["pool"] })();
            const { code, out } = await stage.pool("--yes");
            assert.equal(code, 0);
            assert.match(
                out,
                /^✔ backend pool openai of gw: pool\.sessionAffinity is \{.*"theirs" \} \} already\. Nothing was changed\.\n$/,
            );
        }
        assert.deepEqual(stage.writes, []);
    });

    it("shows another cookie's name as a change, and keeps what else is in the setting", async () => {
        const theirs = { sessionId: { source: "cookie", name: "theirs", more: 1 }, also: true };
        somebodySets({ pool: withAffinity(theirs)["pool"] })();
        const { code, out } = await stage.pool("--yes", "--cookie-name", "ours");
        assert.equal(code, 0);
        assert.match(out, /name: "theirs".* ▶ .*name: "ours", more: 1 \}, also: true \}/);
        const set = { sessionId: { source: "cookie", name: "ours", more: 1 }, also: true };
        assert.deepEqual(stage.inputs(POOL), withAffinity(set));
    });

    it("takes a source that is no cookie, or a cookie without a name, for a change", async () => {
        for (const sessionId of [
            { source: "header", name: "x" },
            { source: "cookie" },
            { source: "cookie", name: "" },
        ]) {
            somebodySets({ pool: withAffinity({ sessionId })["pool"] })();
            const { before, after } = reportOf(await stage.pool("--dry-run", "--json"));
            assert.deepEqual([before, after], [{ sessionId }, AFFINITY]);
        }
    });

    it("takes it away again, and is content where it is not there", async () => {
        await stage.pool("--yes");
        const off = reportOf(await stage.pool("--disable", "--yes", "--json"));
        assert.equal(off.outcome, "written");
        assert.deepEqual([off.before, off.after, off.keep], [AFFINITY, null, null]);
        assert.deepEqual(stage.inputs(POOL), poolInputs());
        const again = await stage.pool("--disable", "--yes");
        assert.equal(again.code, 0);
        assert.match(again.out, /pool\.sessionAffinity is not there already\. Nothing was changed\./);
        assert.doesNotMatch(again.out, /pulumi import/);
    });

    it("writes nothing with --dry-run", async () => {
        const { code, out } = await stage.pool("--dry-run");
        assert.equal(code, 0);
        assert.match(out, / ▶ \{ sessionId.*\n {2}--dry-run: nothing was changed\.\n$/);
        assert.deepEqual(stage.writes, []);
    });

    it("asks where somebody can answer, and writes where the answer is yes", async () => {
        const asked: string[] = [];
        const answering = (answer: boolean) => ({
            confirm: (question: string) => {
                asked.push(question);
                return Promise.resolve(answer);
            },
        });
        const args = ["apim-pool", "--resource-group", "rg", "--service", "gw", "--backend", "openai"];
        const { code, out } = await stage.enable(args, answering(false));
        assert.equal(code, 1);
        assert.match(out, /\n {2}Nothing was changed\.\n$/);
        assert.deepEqual(stage.writes, []);
        assert.equal((await stage.enable(args, answering(true))).code, 0);
        assert.deepEqual(asked, ["  Apply?", "  Apply?"]);
        assert.deepEqual(stage.writes, ["PATCH"]);
    });

    it("refuses to write unasked where there is no terminal", async () => {
        const { code, err } = await stage.pool();
        assert.equal(code, 3);
        assert.match(
            err,
            /nothing was written: there is no terminal to ask on\. Give --yes to write, or --dry-run to look\./,
        );
        assert.deepEqual(stage.writes, []);
    });

    it("refuses a single backend, and names the pools that there are", async () => {
        const { code, out } = await stage.enable([
            "apim-pool",
            "--resource-group",
            "rg",
            "--service",
            "gw",
            "--backend",
            "east",
            "--yes",
        ]);
        assert.equal(code, 1);
        assert.match(
            out,
            /^✖ backend pool east of gw: it is a single backend, no pool: .* Pools of this service: openai\.\n$/,
        );
        assert.deepEqual(stage.writes, []);
    });

    it("says so of a service that has no pool", async () => {
        stage.cloud.delete("azure-native:apimanagement:Backend", POOL);
        const { reason } = reportOf(
            await stage.enable([
                "apim-pool",
                "--resource-group",
                "rg",
                "--service",
                "gw",
                "--backend",
                "east",
                "--json",
            ]),
        );
        assert.match(reason ?? "", /This service has no pool\.$/);
    });

    it("notes that a pool of one has nothing to choose among", async () => {
        somebodySets({ pool: { services: [{ id: `${BACKENDS}/east` }] } })();
        const { notes } = reportOf(await stage.pool("--yes", "--json"));
        assert.deepEqual(notes, ["the pool has one backend: affinity changes nothing until it has another."]);
        assert.match((await stage.pool("--yes")).out, /already.*\n {2}note: the pool has one backend/);
    });

    it("refuses names of cookies that are none, before anything is asked", async () => {
        for (const name of ["a b", "a;b", "a=b", "", 'a"', "ä"]) {
            const { code, err } = await stage.pool("--yes", "--cookie-name", name);
            assert.equal(code, 3, name);
            assert.match(err, /--cookie-name is ".*": a cookie's name has letters, digits and/);
        }
        assert.deepEqual(stage.server.seen, []);
        const { code, err } = await stage.pool("--yes", "--disable", "--cookie-name", "x");
        assert.equal(code, 3);
        assert.match(err, /--cookie-name does not go with --disable/);
    });

    it("minds the cookie's name only where one is set", async () => {
        const args = ["apim-pool", "--resource-group", "rg", "--service", "gw", "--backend", "a b"];
        assert.match((await stage.enable(args)).err, /--cookie-name is "a b-affinity": a cookie's name has/);
        assert.match((await stage.enable([...args, "--disable"])).err, /there is no backend pool "a b"/);
    });

    it("refuses names that would name something else", async () => {
        for (const name of ["", ".", "..", "a/b", "a?b", "a#b", "a\nb", "a\\b"]) {
            const { code, err } = await stage.enable([
                "apim-pool",
                "--resource-group",
                "rg",
                "--service",
                "gw",
                "--backend",
                name,
            ]);
            assert.equal(code, 3);
            assert.match(err, /Give the name alone/);
        }
        assert.deepEqual(stage.server.seen, []);
    });

    it("falls back to older API versions where a cloud has not got the newest", async () => {
        await stage.stop();
        const type = "Microsoft.ApiManagement/service/backends";
        for (const versions of [["2024-10-01-preview"], ["2024-05-01", "2025-03-01-preview"]]) {
            stage = await Stage.set({ apiVersions: { [type]: versions } });
            const { outcome, apiVersion } = reportOf(await stage.pool("--yes", "--json"));
            assert.deepEqual([outcome, apiVersion], ["written", versions.at(-1)]);
            await stage.stop();
        }
        stage = await Stage.set({ apiVersions: { [type]: ["2024-05-01"] } });
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 3);
        assert.match(err, /NoRegisteredProviderFound.*2024-10-01-preview.*supported api-versions are '2024-05-01'/);
        assert.deepEqual(stage.writes, []);
    });

    it("fails where Azure takes the setting and does not keep it", async () => {
        await stage.stop();
        stage = await Stage.set({}, { drops: ["pool.sessionAffinity"] });
        const { code, out } = await stage.pool("--yes");
        assert.equal(code, 1);
        assert.match(
            out,
            /✖ .*Azure took the change, and yet pool\.sessionAffinity is not as it was asked for when read back at API version 2025-09-01-preview/,
        );
        assert.doesNotMatch(out, /pulumi import/);
    });

    it("fails where the write took something else along", async () => {
        const loses = somebodySets({ ...withAffinity(AFFINITY), title: "another", description: undefined });
        stage.server.inject({ method: "GET", skip: 1, first: loses });
        const { code, out } = await stage.pool("--yes");
        assert.equal(code, 1);
        assert.match(
            out,
            /it was written, but this is not as it was before: properties\.title, properties\.description\./,
        );
        assert.doesNotMatch(out, /another/);
    });

    it("gives the whole report as JSON, with nothing else on stdout", async () => {
        const ended = await stage.pool("--yes", "--json");
        const { etag, keep, ...rest } = reportOf(ended);
        assert.match(etag ?? "", /^"/);
        assert.equal(keep?.component, "StickyBackendPool");
        assert.deepEqual(rest, {
            command: "enable",
            outcome: "written",
            target: "backend pool openai of gw",
            resourceId: POOL,
            property: "pool.sessionAffinity",
            apiVersion: "2025-09-01-preview",
            before: null,
            after: AFFINITY,
            reason: null,
            notes: [],
        });
        assert.equal(ended.err, "");
    });

    it("keeps secrets out of everything", async () => {
        const said = `Bad value '${CANARY}' and token ${TOKEN}.`;
        const answers = [400, 403, 409, 503, 504].map((status) => ({ status, code: "Bad", message: said }));
        const written = [await stage.pool("--dry-run"), await stage.pool("--dry-run", "--json")];
        for (const answer of answers) {
            stage.server.inject({ method: "PATCH", times: 9, answer });
            written.push(await stage.pool("--yes"), await stage.pool("--yes", "--json"));
            await stage.stop();
            stage = await Stage.set();
        }
        stage.server.inject({
            method: "GET",
            times: 9,
            answer: { status: 400, code: "Bad", message: `token ${TOKEN}` },
        });
        written.push(await stage.pool("--yes"));
        for (const { out, err } of written) {
            assert.doesNotMatch(out + err, new RegExp(`${CANARY}|${TOKEN}`));
        }
        for (const shown of ["err", "out"] as const) {
            assert.ok(
                written.some((ended) => ended[shown].includes("(hidden)")),
                `answers were shown on ${shown}`,
            );
        }
    });

    it("has help for itself and each kind", async () => {
        const { out, code } = await stage.enable(["--help"]);
        assert.equal(code, 0);
        for (const kind of ["apim-pool", "container-app", "web-app"]) {
            assert.ok(out.includes(kind));
            const help = await stage.enable([kind, "--help"]);
            for (const option of [
                "--subscription",
                "--resource-group",
                "--disable",
                "--dry-run",
                "--yes",
                "--json",
                "--endpoint",
            ]) {
                assert.ok(help.out.includes(option), `${kind} ${option}`);
            }
            assert.match(help.out, /Exit code: 0 done/);
        }
    });

    it("goes to the subscription that is asked for", async () => {
        const asked = async (...args: string[]) => (await stage.pool("--dry-run", ...args)).code;
        assert.equal(await asked("--subscription", SUBSCRIPTION), 0);
        assert.equal(await asked("--subscription", "sandbox"), 0);
        assert.equal(await asked("--subscription", "Sandbox"), 0);
    });
});
