import assert from "node:assert/strict";
import fc from "fast-check";

import { type Json, type JsonObject, isObject } from "../../../../cli/azure/json";
import { apimPool } from "../../../../cli/enable/apim-pool";
import { differences } from "../../../../cli/enable/diff";
import { mergePatch } from "../../../../sandbox/arm/merge-patch";
import { BACKENDS, POOL, reportOf, Stage } from "./support";

const target = (disable: boolean, cookieName?: string) =>
    apimPool({ subscription: "s", resourceGroup: "rg", service: "gw", backend: "openai" }, { disable, cookieName });

/** What a service may hold: no null, as a merge patch has no word for one. */
const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 }),
    ),
})).value;
const object = fc.dictionary(fc.string(), json, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>;
const affinity = fc.option(
    fc.oneof(
        object,
        fc.record({ sessionId: fc.record({ source: fc.constantFrom("cookie", "Cookie", "x"), name: fc.string() }) }),
    ),
    { nil: undefined },
);
const document = fc
    .tuple(object, object, object, affinity)
    .map(([beside, properties, pool, sessionAffinity]): JsonObject => ({
        ...beside,
        properties: {
            ...properties,
            type: "Pool",
            pool: { ...pool, ...(sessionAffinity === undefined ? {} : { sessionAffinity }) },
        },
    }));

/** A PATCH that puts objects inside of `properties` in the place of those that are there. */
function replacing(held: JsonObject, patch: JsonObject): JsonObject {
    const properties = { ...(held["properties"] as JsonObject), ...(patch["properties"] as JsonObject) };
    return { ...held, properties: mergePatch({}, properties) };
}

/** The text of everything but the affinity. */
function rest(held: JsonObject): string {
    const properties = held["properties"] as JsonObject;
    const pool = Object.entries(properties["pool"] as JsonObject).filter(([name]) => name !== "sessionAffinity");
    return JSON.stringify({ ...held, properties: { ...properties, pool: Object.fromEntries(pool) } });
}

/** As it goes over the wire. */
const sent = (value: JsonObject): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

describe("session-affinity enable: what else is in a pool", function () {
    this.timeout(60_000);

    it("survives, byte for byte, whichever way the service takes a PATCH", () => {
        const shape = { merge: 0, disabled: 0 };
        fc.assert(
            fc.property(document, fc.boolean(), fc.boolean(), (drawn, merges, disable) => {
                const held = sent(drawn);
                const plan = target(disable, "ours").plan(held);
                if (plan.state !== "change") return plan.state === "already";
                const body = sent(plan.body);
                const after = (merges ? mergePatch(held, body) : replacing(held, body)) as JsonObject;
                shape.merge += Number(merges);
                shape.disabled += Number(disable);
                assert.equal(rest(after), rest(held));
                assert.equal(target(disable, "ours").plan(after).state, "already");
                assert.equal(JSON.stringify(Object.keys(body)), '["properties"]');
                return true;
            }),
            { numRuns: 2_000 },
        );
        assert.ok(shape.merge > 100 && shape.disabled > 100, "both ways were tried");
    });

    it("is told apart, path by path", () => {
        fc.assert(
            fc.property(document, object, (one, other) => {
                assert.deepEqual(differences(sent(one), sent(one)), []);
                const changed = { ...one, more: other };
                const same = JSON.stringify(one["more"]) === JSON.stringify(other);
                const found = differences(sent(one), sent(changed));
                assert.equal(
                    found.length === 0,
                    same || JSON.stringify(sent(one)["more"]) === JSON.stringify(sent(changed)["more"]),
                );
                assert.ok(found.every((path) => path.startsWith("more")));
            }),
        );
        assert.deepEqual(differences({ a: [{ b: 1, c: 2 }] }, { a: [{ b: 2, c: 2 }] }), ["a[0].b"]);
        assert.deepEqual(differences({ a: [1] }, { a: [1, 2] }), ["a"]);
        assert.deepEqual(differences({ a: null }, {}), ["a"]);
        assert.deepEqual(differences({ toString: 1 }, {}), ["toString"]);
    });

    for (const patch of ["merge", "replace"] as const) {
        it(`survives on a whole service whose PATCH is to ${patch}`, async () => {
            const stage = await Stage.set({ patch });
            try {
                const member = (name: string) =>
                    fc.record(
                        {
                            id: fc.constant(`${BACKENDS}/${name}`),
                            weight: fc.integer({ min: 0, max: 100 }),
                            priority: fc.integer({ min: 0, max: 100 }),
                            azureRegion: fc.string(),
                            preferredCarbonEmission: fc.constantFrom("Low", "High"),
                        },
                        { requiredKeys: ["id"] },
                    );
                const pools = fc.record(
                    {
                        title: fc.string(),
                        description: fc.string(),
                        credentials: fc.record({ header: fc.dictionary(fc.string(), fc.array(fc.string())) }),
                        pool: fc.record(
                            {
                                services: fc.tuple(member("east"), member("west")),
                                failureResponse: fc.record({ statusCode: fc.integer({ min: 100, max: 599 }) }),
                            },
                            { requiredKeys: ["services"] },
                        ),
                    },
                    { requiredKeys: ["pool"] },
                );
                await fc.assert(
                    fc.asyncProperty(pools, async (drawn) => {
                        const inputs = {
                            resourceGroupName: "rg",
                            serviceName: "gw",
                            backendId: "openai",
                            type: "Pool",
                            ...drawn,
                        };
                        stage.cloud.update("azure-native:apimanagement/v20250901preview:Backend", POOL, sent(inputs));
                        const before = JSON.stringify(stage.inputs(POOL));
                        assert.equal(reportOf(await stage.pool("--yes", "--json")).outcome, "written");
                        const held = stage.inputs(POOL)["pool"];
                        assert.ok(isObject(held) && isObject(held["sessionAffinity"]));
                        assert.equal(reportOf(await stage.pool("--yes", "--json", "--disable")).outcome, "written");
                        assert.deepEqual(stage.inputs(POOL), JSON.parse(before));
                    }),
                    { numRuns: 40 },
                );
            } finally {
                await stage.stop();
            }
        });
    }
});
