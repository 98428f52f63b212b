import assert from "node:assert/strict";

import { readTopology } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import { BACKEND_TYPES, COOKIE, onlyHop, pool, REASON, resource, UNKNOWN, UNKNOWN_MARKS } from "../../stacks";

const OBJECT = UNKNOWN_MARKS.object;
const PATH = "pool.sessionAffinity";
const none = (source: string) => fact({ kind: "none", strength: "none", source });

for (const type of [...BACKEND_TYPES.storing, ...BACKEND_TYPES.dropping]) {
    describe(`API Management pools, ${type}`, () => {
        it("are hops of as many targets as they have services", () => {
            const stack = pool({ size: 3 }, type);
            assert.deepEqual(onlyHop(stack), {
                urn: stack.urn,
                type,
                name: "pool",
                platform: "api-management",
                replicas: fact({ min: 3, max: 3, source: "pool.services" }),
                affinity: none(`${PATH} is not set`),
                affinityPath: PATH,
                clientFacing: true,
            });
        });

        it("count members whose ids are not known yet", () => {
            const services = [UNKNOWN, { id: UNKNOWN }];
            const hop = onlyHop(resource(type, "pool", { pool: { services } }));
            assert.deepEqual(hop.replicas, fact({ min: 2, max: 2, source: "pool.services" }));
        });

        it("wait for what is not known yet", () => {
            const services = onlyHop(resource(type, "pool", { pool: { services: UNKNOWN_MARKS.array } }));
            assert.deepEqual(services.replicas, notYet("pool.services"));
            const whole = onlyHop(resource(type, "pool", { pool: OBJECT }));
            assert.deepEqual(whole.replicas, notYet("pool"));
        });

        it("are no pool without services", () => {
            const hop = onlyHop(resource(type, "pool", { pool: {} }));
            assert.deepEqual(hop.replicas, fact({ min: 0, max: 0, source: "pool.services" }));
        });

        it("are no hop where the backend is a single one", () => {
            const single = resource(type, "one", { type: "Single", url: "https://a.example.com" });
            assert.deepEqual(readTopology([single]).hops, []);
            assert.deepEqual(readTopology([resource(type, "one", { pool: null })]).hops, []);
        });

        it("are declared stateless by a line of their description", () => {
            const declared = (description: unknown) => onlyHop(pool({ description }, type)).stateless;
            assert.deepEqual(declared(`session-affinity-stateless: ${REASON}`), fact({ reason: REASON }));
            const lines = [
                "Orders: both regions.",
                `  session-affinity-stateless :  ${REASON}: yes  `,
                "session-affinity-stateless-until: 2030-01-31",
            ];
            const expected = fact({ reason: `${REASON}: yes`, expiresOn: "2030-01-31" });
            assert.deepEqual(declared(lines.join("\n")), expected);
            assert.deepEqual(declared(lines.join("\r\n")), expected);
            assert.equal(declared("Nothing is said of session-affinity-stateless here"), undefined);
            assert.equal(declared("__proto__: x\nconstructor: y"), undefined);
            assert.equal(declared(undefined), undefined);
            assert.deepEqual(declared(UNKNOWN), notYet("description"));
        });
    });
}

for (const type of BACKEND_TYPES.storing) {
    describe(`Affinity of API Management pools, ${type}`, () => {
        const affinities: [about: string, sessionAffinity: unknown, expected: unknown][] = [
            ["a cookie", COOKIE, fact({ kind: "cookie", strength: "strong", source: PATH, key: "shop" })],
            [
                "a cookie in Microsoft's own spelling",
                { sessionId: { source: "Cookie", name: "SessionId" } },
                fact({ kind: "cookie", strength: "strong", source: PATH, key: "SessionId" }),
            ],
            [
                "a cookie whose name is not known yet",
                { sessionId: { source: "cookie", name: UNKNOWN } },
                fact({
                    kind: "cookie",
                    strength: "strong",
                    source: PATH,
                    keyWaitsFor: `${PATH}.sessionId.name`,
                }),
            ],
            ["nothing", undefined, none(`${PATH} is not set`)],
            ["null", null, none(`${PATH} is not set`)],
            ["an empty object", {}, none(`${PATH}.sessionId.source is not set`)],
            ["an empty session id", { sessionId: {} }, none(`${PATH}.sessionId.source is not set`)],
            ["a cookie without a name", { sessionId: { source: "cookie" } }, none(`${PATH}.sessionId.name is not set`)],
            [
                "another source",
                { sessionId: { source: "header", name: "x" } },
                none(`${PATH}.sessionId.source = "header"`),
            ],
            ["an unknown source", { sessionId: { source: UNKNOWN, name: "x" } }, notYet(`${PATH}.sessionId.source`)],
            ["an unknown session id", { sessionId: OBJECT }, notYet(`${PATH}.sessionId`)],
            ["an unknown object", OBJECT, notYet(PATH)],
        ];
        for (const [about, sessionAffinity, expected] of affinities) {
            it(`is that of ${about}`, () =>
                assert.deepEqual(onlyHop(pool({ sessionAffinity }, type)).affinity, expected));
        }

        it("waits for an unknown pool", () =>
            assert.deepEqual(onlyHop(resource(type, "pool", { pool: OBJECT })).affinity, notYet("pool")));
    });
}

for (const type of BACKEND_TYPES.dropping) {
    it(`Affinity of API Management pools, ${type}, is dropped, known or not`, () => {
        for (const sessionAffinity of [COOKIE, OBJECT]) {
            const { affinity } = onlyHop(pool({ sessionAffinity }, type));
            const version = /v\d{8}(preview)?/.exec(type)?.[0] ?? "the provider's default API version";
            const expected = `${PATH} is set, and ${version} drops it: it begins with 2024-10-01-preview`;
            assert.deepEqual(affinity, none(expected));
        }
    });
}

it("other kinds of API Management are no pools", () => {
    const { properties } = pool({}, "a:b:C");
    for (const type of ["azure-native:apimanagement:Api", "azure-native:app:Backend"]) {
        assert.deepEqual(readTopology([resource(type, "pool", { ...properties })]).hops, [], type);
    }
});
