import assert from "node:assert/strict";

import { CONFIG_SCHEMA, ConfigError, DEFAULT_CONFIG, readConfig } from "../../../../policy-pack/rules/config";
import { REASON } from "../stacks";

describe("a rule's configuration", () => {
    const exempt = [{ resource: "web", reason: REASON, expiresOn: "2030-01-31" }];

    it("is the default where nothing is given", () => {
        const byDefault = {
            exempt: [],
            allowExemptions: true,
            onUnknown: "advisory",
            assume: "stateful",
            minimumStrength: "soft",
        };
        assert.deepEqual(readConfig("rule", undefined), byDefault);
        assert.deepEqual(readConfig("rule", {}), byDefault);
        assert.deepEqual(DEFAULT_CONFIG, byDefault);
    });

    it("is completed with the defaults", () => {
        assert.deepEqual(readConfig("rule", { exempt }), { ...DEFAULT_CONFIG, exempt });
        assert.deepEqual(readConfig("rule", { allowExemptions: false }), { ...DEFAULT_CONFIG, allowExemptions: false });
        for (const onUnknown of ["advisory", "mandatory", "disabled"]) {
            assert.deepEqual(readConfig("rule", { onUnknown }), { ...DEFAULT_CONFIG, onUnknown });
        }
        for (const assume of ["stateful", "stateless"]) {
            assert.deepEqual(readConfig("rule", { assume }), { ...DEFAULT_CONFIG, assume });
        }
        for (const minimumStrength of ["soft", "strong"]) {
            assert.deepEqual(readConfig("rule", { minimumStrength }), { ...DEFAULT_CONFIG, minimumStrength });
        }
    });

    const entry = { resource: "web", reason: REASON };
    const settings = "is no setting; there are exempt, allowExemptions, onUnknown, assume, minimumStrength.";
    const parts = "is no setting; there are resource, reason, expiresOn.";
    const wrong: [given: unknown, message: string][] = [
        ["mandatory", "it has to be an object."],
        [null, "it has to be an object."],
        [[], "it has to be an object."],
        [{ excempt: [] }, `excempt ${settings}`],
        [{ toString: 1 }, `toString ${settings}`],
        [{ allowExemptions: "no" }, "allowExemptions has to be true or false."],
        [{ onUnknown: "error" }, "onUnknown has to be one of advisory, mandatory, disabled."],
        [{ assume: "nothing" }, "assume has to be one of stateful, stateless."],
        [{ assume: null }, "assume has to be one of stateful, stateless."],
        [{ minimumStrength: "none" }, "minimumStrength has to be one of soft, strong."],
        [{ onUnknown: 1 }, "onUnknown has to be one of advisory, mandatory, disabled."],
        [{ exempt: "web" }, "exempt has to be a list."],
        [{ exempt: null }, "exempt has to be a list."],
        [{ exempt: ["web"] }, "exempt[0] has to be an object."],
        [{ exempt: [entry, { ...entry, until: "2030-01-01" }] }, `exempt[1].until ${parts}`],
        [{ exempt: [{ reason: REASON }] }, "exempt[0].resource has to be a name or a URN."],
        [{ exempt: [{ ...entry, resource: "" }] }, "exempt[0].resource has to be a name or a URN."],
        [{ exempt: [{ resource: "web" }] }, "exempt[0].reason has to be a text."],
        [
            { exempt: [{ ...entry, reason: " because   " }] },
            "exempt[0].reason is not enough: its reason has 7 characters, and needs 10 or more.",
        ],
        [{ exempt: [{ ...entry, expiresOn: 20300131 }] }, "exempt[0].expiresOn has to be a date written YYYY-MM-DD."],
        [
            { exempt: [{ ...entry, expiresOn: "31.1.2030" }] },
            'exempt[0].expiresOn is wrong: "31.1.2030" is no date written YYYY-MM-DD.',
        ],
    ];
    for (const [given, message] of wrong) {
        it(`is refused: ${JSON.stringify(given)}`, () => {
            assert.throws(
                () => readConfig("some-rule", given),
                (error: unknown) =>
                    error instanceof ConfigError && error.message === `configuration of some-rule: ${message}`,
            );
        });
    }

    it("has a schema of the same settings and values", () => {
        const { exempt: list, onUnknown } = CONFIG_SCHEMA.properties;
        assert.deepEqual(Object.keys(CONFIG_SCHEMA.properties).sort(), Object.keys(DEFAULT_CONFIG).sort());
        for (const value of onUnknown.enum) assert.equal(readConfig("rule", { onUnknown: value }).onUnknown, value);
        const full = Object.fromEntries(
            Object.keys(list.items.properties).map((key) => [key, key === "expiresOn" ? "2030-01-01" : REASON]),
        );
        assert.deepEqual(readConfig("rule", { exempt: [full] }).exempt, [full]);
        for (const required of list.items.required) {
            const rest = Object.fromEntries(Object.entries(full).filter(([key]) => key !== required));
            assert.throws(() => readConfig("rule", { exempt: [rest] }), ConfigError, required);
        }
        assert.equal(list.items.additionalProperties, false);
        assert.deepEqual(list.items.required, ["resource", "reason"]);
    });

    it("has no setting that CrossGuard keeps for itself", () =>
        assert.ok(!Object.hasOwn(CONFIG_SCHEMA.properties, "enforcementLevel")));
});
