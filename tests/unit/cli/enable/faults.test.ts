import assert from "node:assert/strict";

import { endpointOf } from "../../../../cli/azure/endpoint";
import { BACKENDS, POOL, poolInputs, reportOf, Stage, SUBSCRIPTION, TOKEN } from "./support";

describe("session-affinity enable: faults", function () {
    this.timeout(30_000);
    let stage: Stage;

    beforeEach(async () => (stage = await Stage.set()));
    afterEach(() => stage.stop());

    const affinity = (name: string) => ({ sessionId: { source: "cookie", name } });
    const somebodySets = (change: object) => () =>
        void stage.cloud.update("azure-native:apimanagement/v20250901preview:Backend", POOL, {
            ...poolInputs(),
            ...change,
        });
    const affinityNow = () => (stage.inputs(POOL)["pool"] as Record<string, unknown>)["sessionAffinity"];
    const argsOf = (group: string, service: string, backend: string) => [
        "apim-pool",
        "--resource-group",
        group,
        "--service",
        service,
        "--backend",
        backend,
        "--yes",
    ];

    it("says what is missing, and what is there in its place", async () => {
        const missing = async (...place: [string, string, string]) => {
            const { code, err } = await stage.enable(argsOf(...place));
            assert.equal(code, 3);
            return err;
        };
        assert.match(await missing("nope", "gw", "openai"), /there is no resource group "nope"\. There is: rg\./);
        assert.match(
            await missing("rg", "nope", "openai"),
            /there is no API Management service "nope"\. There is: gw\./,
        );
        assert.match(await missing("rg", "gw", "nope"), /there is no backend pool "nope"\. There is: openai\.\n/);
        const other = "22222222-2222-2222-2222-222222222222";
        const { err } = await stage.pool("--yes", "--subscription", other);
        assert.match(err, new RegExp(`there is no subscription "${other}"\\. There is: ${SUBSCRIPTION}\\.`));
    });

    it("lists over pages", async () => {
        await stage.stop();
        stage = await Stage.set({ pageSize: 1 });
        const { err } = await stage.enable(argsOf("rg", "gw", "nope"));
        assert.match(err, /There is: openai\./);
        assert.equal(stage.server.seen.filter(({ path }) => path.includes("skiptoken")).length, 2);
    });

    it("does not take a token to another address that a list points to", async () => {
        for (const nextLink of ["https://elsewhere.example.com/next", "/relative", "not a link"]) {
            stage.server.inject({
                path: /\/subscriptions\?/,
                answer: {
                    status: 200,
                    text: JSON.stringify({ value: [], nextLink }),
                    headers: { "content-type": "application/json" },
                },
            });
            const { code, err } = await stage.pool("--yes", "--subscription", "by name");
            assert.equal(code, 3);
            assert.match(err, /points to another address, which is not followed/);
        }
    });

    it("says no more than it knows where it may not list", async () => {
        await stage.stop();
        stage = await Stage.set({ allows: (action) => action === "Microsoft.ApiManagement/service/backends/read" });
        const { code, err } = await stage.enable(argsOf("rg", "gw", "nope"));
        assert.equal(code, 3);
        assert.match(
            err,
            /Azure finds no subscription ".*", resource group "rg", API Management service "gw", backend pool "nope"/,
        );
    });

    it("says which role does for reading and for writing", async () => {
        await stage.stop();
        for (const verb of ["read", "write"]) {
            stage = await Stage.set({ allows: (action) => !action.endsWith(`/${verb}`) });
            const { code, err } = await stage.pool("--yes");
            assert.equal(code, 3);
            assert.match(
                err,
                new RegExp(
                    `this login may not do Microsoft\\.ApiManagement/service/backends/${verb}\\. Ask for the role "API Management Service Contributor", or one with Microsoft\\.ApiManagement/service/backends/read and Microsoft\\.ApiManagement/service/backends/write, on ${POOL}`,
                ),
            );
            assert.equal(affinityNow(), undefined);
            await stage.stop();
        }
        stage = await Stage.set();
        stage.server.inject({ method: "PATCH", answer: { status: 403, code: "ScopeLocked", message: "a lock" } });
        assert.match((await stage.pool("--yes")).err, /is locked: no one may write to it.*\(a lock\)/);
        stage.server.inject({
            method: "PATCH",
            answer: { status: 403, code: "RequestDisallowedByPolicy", message: "by policy x" },
        });
        assert.match((await stage.pool("--yes")).err, /a policy of Azure's forbids it: by policy x/);
    });

    it("waits as long as a throttled read asks, and says so", async () => {
        const answer = { status: 429, code: "TooManyRequests", headers: { "retry-after": "0" } };
        stage.server.inject({ method: "GET", times: 2, answer });
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 0);
        assert.equal(err, "  Azure is throttling: waiting 0 s.\n".repeat(2));
    });

    it("waits as long as a throttled write asks, and writes once", async () => {
        stage.server.inject({ method: "PATCH", answer: { status: 429, headers: { "retry-after": "1" } } });
        const began = Date.now();
        const { code } = await stage.pool("--yes");
        assert.equal(code, 0);
        assert.ok(Date.now() - began >= 990);
        assert.deepEqual(stage.writes, ["PATCH", "PATCH"]);
    });

    it("gives up on throttling that does not end, or is too long", async () => {
        stage.server.inject({
            method: "PATCH",
            times: 3,
            answer: { status: 429, message: "slow down", headers: { "retry-after": "0" } },
        });
        const ended = await stage.pool("--yes");
        assert.equal(ended.code, 3);
        assert.match(ended.err, /429 Fault: slow down Azure is throttling: try again in some minutes\./);
        assert.equal(affinityNow(), undefined);
        const late = new Date(Date.now() + 600_000).toUTCString();
        stage.server.inject({ method: "PATCH", answer: { status: 429, headers: { "retry-after": late } } });
        const { err } = await stage.pool("--yes");
        assert.match(err, /try again in (599|600) s/);
    });

    it("reads again after failures of Azure's and cut connections", async () => {
        stage.server.inject(
            { method: "GET", answer: { status: 503 } },
            { method: "GET", cut: "before" },
            { method: "PATCH", answer: { status: 500 } },
            { method: "GET", skip: 1, cut: "within the answer" },
        );
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 0, err);
        assert.match(err, /500 Fault: A fault of the test\. Trying anew\./);
        assert.deepEqual(affinityNow(), affinity("openai-affinity"));
    });

    it("gives up on reads that keep failing", async () => {
        stage.server.inject({ method: "GET", times: 3, answer: { status: 502, text: "<html>a proxy</html>" } });
        const ended = await stage.pool("--yes");
        assert.equal(ended.code, 3);
        assert.match(ended.err, /Azure answered 502: not in Azure's own words, so it may be a proxy's answer/);
        stage.server.inject({ method: "GET", times: 3, cut: "before" });
        const cut = await stage.pool("--yes");
        assert.equal(cut.code, 3);
        assert.match(cut.err, /reading backend pool openai of gw: the connection was cut/);
        assert.equal(stage.server.seen.length, 6);
    });

    it("does not take a page of a proxy for a resource", async () => {
        stage.server.inject({ method: "GET", times: 9, answer: { status: 200, text: "<html>log in</html>" } });
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 3);
        assert.match(err, /the answer is no JSON object, so it may be a proxy's/);
    });

    it("finds a write that was done before the connection was cut, and does not repeat it", async () => {
        stage.server.inject({ method: "PATCH", cut: "after" });
        const { code, out } = await stage.pool("--yes");
        assert.equal(code, 0);
        assert.match(out, /written and read back/);
        assert.deepEqual(stage.writes, ["PATCH"]);
        assert.deepEqual(affinityNow(), affinity("openai-affinity"));
    });

    it("finds a write that a failing gateway hid", async () => {
        stage.server.inject({ method: "PATCH", cut: "within the answer" });
        assert.equal((await stage.pool("--yes")).code, 0);
        assert.deepEqual(stage.writes, ["PATCH"]);
    });

    it("writes again after a connection that was cut before anything was done", async () => {
        stage.server.inject({ method: "PATCH", times: 2, cut: "before" });
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 0);
        assert.match(err, /the connection was cut \(.*\)\. Trying anew\./);
        assert.deepEqual(stage.writes, ["PATCH", "PATCH", "PATCH"]);
    });

    it("says that it cannot tell where every connection is cut", async () => {
        stage.server.inject({ method: "PATCH", times: 9, cut: "before" });
        const ended = await stage.pool("--yes");
        assert.equal(ended.code, 2);
        assert.match(
            ended.out,
            /\? backend pool openai of gw: .*cut.* That was attempt 4\. It is not there now, but may still be under way\. Run the command again/,
        );
        assert.equal(stage.writes.length, 4);
        stage.server.inject({ method: "GET", skip: 1, times: 99, cut: "before" });
        const { outcome, reason, keep } = reportOf(await stage.pool("--yes", "--json"));
        assert.equal(outcome, "unknown");
        assert.match(reason ?? "", /Whether it was written is not known\. reading it back: the connection was cut/);
        assert.equal(keep, null);
    });

    it("says that it cannot tell where it cannot read back", async () => {
        stage.server.inject({ method: "GET", skip: 1, times: 99, answer: { status: 503 } });
        const { code, out } = await stage.pool("--yes");
        assert.equal(code, 2);
        assert.match(
            out,
            /Azure took it, but it could not be read back\. Whether it was written is not known\. reading it back: Azure answered 503/,
        );
        assert.deepEqual(affinityNow(), affinity("openai-affinity"));
    });

    it("says that nothing was written where Azure keeps failing, and that it may have been where a gateway gave up", async () => {
        stage.server.inject({ method: "PATCH", times: 4, answer: { status: 503, headers: { "retry-after": "0" } } });
        const failing = await stage.pool("--yes");
        assert.equal(failing.code, 3);
        assert.match(
            failing.err,
            /503 Fault: A fault of the test\. It is not there when read back\. Try again later\./,
        );
        stage.server.inject({ method: "PATCH", times: 4, answer: { status: 504 } });
        assert.equal((await stage.pool("--yes")).code, 2);
    });

    it("writes anew over somebody else's change, and keeps it", async () => {
        const title = { title: "theirs", pool: { services: [{ id: `${BACKENDS}/west`, weight: 7 }] } };
        stage.server.inject({ method: "PATCH", first: somebodySets(title) });
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 0);
        assert.match(err, /somebody else changed it meanwhile: reading and writing anew\./);
        const pool = {
            services: [{ id: `${BACKENDS}/west`, weight: 7 }],
            sessionAffinity: affinity("openai-affinity"),
        };
        assert.deepEqual(stage.inputs(POOL), { ...poolInputs(), title: "theirs", pool });
    });

    it("gives up on a resource that others keep changing", async () => {
        let count = 0;
        stage.server.inject({ method: "PATCH", times: 9, first: () => somebodySets({ title: `n${count++}` })() });
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 3);
        assert.match(
            err,
            /412 PreconditionFailed.*Others keep changing it\. It is not there when read back: try again\./,
        );
        assert.equal(stage.writes.length, 4);
        assert.equal(affinityNow(), undefined);
    });

    it("does not write over somebody else's answer to the same question", async () => {
        const pool = poolInputs()["pool"] as object;
        stage.server.inject({
            method: "PATCH",
            first: somebodySets({ pool: { ...pool, sessionAffinity: affinity("theirs") } }),
        });
        const { code, out } = await stage.pool("--yes", "--cookie-name", "ours");
        assert.equal(code, 1);
        assert.match(out, /somebody else changed this very setting meanwhile\. Nothing was written/);
        assert.deepEqual(affinityNow(), affinity("theirs"));
        assert.equal(stage.writes.length, 1);
    });

    it("is content where somebody else has just done the same", async () => {
        const pool = poolInputs()["pool"] as object;
        const same = somebodySets({ pool: { ...pool, sessionAffinity: affinity("openai-affinity") } });
        stage.server.inject({ method: "PATCH", first: same });
        assert.equal((await stage.pool("--yes")).code, 0);
        assert.equal(stage.writes.length, 1);
    });

    it("says that a resource is busy", async () => {
        stage.server.inject({
            method: "PATCH",
            answer: { status: 409, code: "ContainerAppOperationInProgress", message: "busy." },
        });
        const { code, err } = await stage.app("--yes");
        assert.equal(code, 3);
        assert.match(err, /busy\. Try again when it is over\./);
    });

    it("shows every part of a refusal in Azure's words", async () => {
        const error = {
            code: "ValidationError",
            message: "One or more fields:",
            details: [{ message: "pool is wrong" }],
        };
        const text = JSON.stringify({ error });
        stage.server.inject({
            method: "PATCH",
            answer: { status: 400, text, headers: { "content-type": "application/json" } },
        });
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 3);
        assert.match(err, /Azure answered 400 ValidationError: One or more fields: pool is wrong/);
    });

    it("stops in mid-write with what is known", async () => {
        const stopping = async (fault: { cut?: "after"; silent?: true }) => {
            const stop = new AbortController();
            const first = () => void setTimeout(() => stop.abort(), 20);
            stage.server.inject({ method: "PATCH", first, silent: true, ...fault });
            return stage.enable([...argsOf("rg", "gw", "openai")], { signal: stop.signal });
        };
        const ended = await stopping({});
        assert.equal(ended.code, 2);
        assert.match(ended.out, /stopped while it was under way\. It is not there now, but may still be under way\./);
        const stop = new AbortController();
        stage.server.inject({ method: "PATCH", cut: "after", first: () => stop.abort() });
        const done = await stage.enable(argsOf("rg", "gw", "openai"), { signal: stop.signal });
        assert.equal(done.code, 0);
        assert.match(done.out, /written and read back/);
    });

    it("stops before the write with nothing done", async () => {
        const stop = new AbortController();
        stage.server.inject({ method: "GET", first: () => stop.abort() });
        const { code, err } = await stage.enable(argsOf("rg", "gw", "openai"), { signal: stop.signal });
        assert.equal(code, 3);
        assert.match(err, /stopped: nothing was written\./);
        assert.deepEqual(stage.writes, []);
        const asking = new AbortController();
        const confirm = () => {
            asking.abort();
            return Promise.resolve(false);
        };
        const args = argsOf("rg", "gw", "openai").filter((arg) => arg !== "--yes");
        const asked = await stage.enable(args, { signal: asking.signal, confirm });
        assert.equal(asked.code, 3);
        assert.deepEqual(stage.writes, []);
    });

    it("does not wait forever for an answer", async () => {
        const patience = { attempts: 2, firstPause: 1, longestPause: 10, timeout: 100 };
        stage.server.inject({ method: "GET", times: 2, silent: true });
        const { code, err } = await stage.enable(argsOf("rg", "gw", "openai"), { patience });
        assert.equal(code, 3);
        assert.match(err, /no answer within 0\.1 s\./);
    });

    it("says where there is no connection at all", async () => {
        await stage.stop();
        const { code, err } = await stage.pool("--yes");
        assert.equal(code, 3);
        assert.match(err, /reading backend pool openai of gw: no connection \(.*ECONNREFUSED/);
        stage = await Stage.set();
    });

    it("knows that nothing was written where the write found no connection", async () => {
        const confirm = async () => {
            await stage.stop();
            // Long enough for the client to see that its connection is closed.
            await new Promise((resolve) => setTimeout(resolve, 50));
            return true;
        };
        const args = argsOf("rg", "gw", "openai").filter((arg) => arg !== "--yes");
        const { code, err } = await stage.enable(args, { confirm });
        assert.equal(code, 3);
        assert.match(err, /writing backend pool openai of gw: no connection/);
        stage = await Stage.set();
    });

    describe("logins", () => {
        const failing = (error: Error) => ({ credential: { getToken: () => Promise.reject(error) } });

        it("says how to log in", async () => {
            const unavailable = Object.assign(new Error("az is not installed"), { name: "CredentialUnavailableError" });
            const { code, err } = await stage.enable(argsOf("rg", "gw", "openai"), failing(unavailable));
            assert.equal(code, 3);
            assert.equal(
                err,
                'error: not logged in to Azure. Run "az login", or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or put a token in AZURE_ACCESS_TOKEN.\n',
            );
            const wrong = new Error("AADSTS7000215: Invalid client secret.\nTrace ID: 1");
            const all = Object.assign(new Error("chain"), { errors: [unavailable, wrong, wrong] });
            const told = await stage.enable(argsOf("rg", "gw", "openai"), failing(all));
            assert.match(told.err, /AZURE_ACCESS_TOKEN\.\n {2}AADSTS7000215: Invalid client secret\.\n$/);
            assert.equal(stage.server.seen.length, 0);
        });

        it("says so of a token that Azure does not take", async () => {
            const answer = { status: 401, code: "ExpiredAuthenticationToken", message: "The access token expired." };
            stage.server.inject({ method: "GET", answer });
            const { code, err } = await stage.pool("--yes");
            assert.equal(code, 3);
            assert.match(
                err,
                /Azure does not take this login \(The access token expired\.\)\. Run "az login", or renew the token/,
            );
            assert.equal(stage.server.seen.length, 1);
        });

        it("takes a token from the environment, and asks nobody for one", async () => {
            const given = { credential: undefined as never, env: { AZURE_ACCESS_TOKEN: ` ${TOKEN}\n` } };
            assert.equal((await stage.enable(argsOf("rg", "gw", "openai"), given)).code, 0);
            assert.equal(stage.server.seen[0]?.headers["authorization"], `Bearer ${TOKEN}`);
            const broken = { credential: undefined as never, env: { AZURE_ACCESS_TOKEN: "a b" } };
            const { code, err } = await stage.enable(argsOf("rg", "gw", "openai"), broken);
            assert.equal(code, 3);
            assert.match(err, /AZURE_ACCESS_TOKEN holds no token/);
        });

        it("asks for a token once, and anew only when it ends", async () => {
            let asked: unknown[] = [];
            const credential = (lifetime: number) => ({
                getToken: (scope: string | string[]) => {
                    asked.push(scope);
                    return Promise.resolve({ token: TOKEN, expiresOnTimestamp: Date.now() + lifetime });
                },
            });
            await stage.enable(argsOf("rg", "gw", "openai"), { credential: credential(3_600_000) });
            assert.deepEqual(asked, ["https://management.azure.com/.default"]);
            asked = [];
            await stage.enable(argsOf("rg", "gw", "openai"), { credential: credential(60_000) });
            assert.equal(asked.length, 1, "already on: one read");
            asked = [];
            await stage.enable([...argsOf("rg", "gw", "openai"), "--disable"], { credential: credential(60_000) });
            assert.equal(asked.length, 3);
        });
    });

    describe("subscriptions", () => {
        const OTHER = "22222222-2222-2222-2222-222222222222";
        const without = { env: { AZURE_SUBSCRIPTION_ID: "" } };

        it("takes the only one", async () => {
            assert.equal((await stage.enable(argsOf("rg", "gw", "openai"), without)).code, 0);
        });

        it("lists several", async () => {
            await stage.stop();
            const names = [
                { id: SUBSCRIPTION, name: "prod" },
                { id: OTHER, name: "test" },
            ];
            stage = await Stage.set({ subscriptions: names });
            const { code, err } = await stage.enable(argsOf("rg", "gw", "openai"), without);
            assert.equal(code, 3);
            assert.equal(
                err,
                `error: give --subscription: this login sees several.\n  ${SUBSCRIPTION}  prod\n  ${OTHER}  test\n`,
            );
            const unknown = await stage.enable([...argsOf("rg", "gw", "openai"), "--subscription", "x"], without);
            assert.match(unknown.err, /no subscription has the name "x"\. Give --subscription with an id of these:\n/);
            assert.equal(
                (await stage.enable([...argsOf("rg", "gw", "openai"), "--subscription", "PROD"], without)).code,
                0,
            );
        });

        it("says so of two with one name, and of none", async () => {
            await stage.stop();
            stage = await Stage.set({
                subscriptions: [
                    { id: SUBSCRIPTION, name: "a" },
                    { id: OTHER, name: "a" },
                ],
            });
            const twice = await stage.enable([...argsOf("rg", "gw", "openai"), "--subscription", "a"], without);
            assert.match(twice.err, /several subscriptions have the name "a"/);
            await stage.stop();
            stage = await Stage.set({ subscriptions: [] });
            assert.match(
                (await stage.enable(argsOf("rg", "gw", "openai"), without)).err,
                /this login sees no subscription/,
            );
        });
    });

    describe("endpoints", () => {
        const to = (endpoint: string) => stage.pool("--dry-run", "--endpoint", endpoint);

        it("takes an option's ahead of the environment's", async () => {
            const env = { AZURE_RESOURCE_MANAGER_ENDPOINT: "https://nowhere.invalid" };
            const args = [...argsOf("rg", "gw", "openai"), "--endpoint", stage.server.endpoint];
            assert.equal((await stage.enable(args, { env })).code, 0);
        });

        it("asks for a token of the cloud that it is", () => {
            const [azure, china] = ["https://management.azure.com", "https://management.chinacloudapi.cn"];
            const found = (option?: string, env = {}) => endpointOf(option, env);
            assert.deepEqual(found(), { url: azure, scope: `${azure}/.default`, insecure: false });
            assert.deepEqual(found(`${china}/`), { url: china, scope: `${china}/.default`, insecure: false });
            assert.equal(found(undefined, { AZURE_RESOURCE_MANAGER_ENDPOINT: china }).url, china);
            assert.equal(found("http://[::1]:8080").insecure, true);
        });

        it("refuses plain http beyond this machine, and what is no origin", async () => {
            assert.match((await to("http://management.example.com")).err, /tokens are sent by https only/);
            assert.match((await to("http://127.0.0.1.example.com")).err, /tokens are sent by https only/);
            for (const wrong of ["management.azure.com", "https://a/b", "https://a?b", "ftp://a", "https://a#b"]) {
                assert.match((await to(wrong)).err, /--endpoint is ".*": give the origin of a Resource Manager/);
            }
            assert.match((await to("https://user:secret@a/b")).err, /leave user and password out/);
            assert.doesNotMatch((await to("https://user:secret@a")).err, /secret@/);
        });
    });
});
