import assert from "node:assert/strict";

import { type EnforcementLevel, type PolicyConfigSchema, type PolicyPackConfig } from "@pulumi/policy";

import { analyze, fixture, type TestedPack, TestingError } from "../../../../policy-pack/testing";
import { APP, onResource, onStack, short } from "./support";

/** What a policy is given with a configuration. */
async function configOf(
    configSchema: PolicyConfigSchema | undefined,
    config: PolicyPackConfig,
    initialConfig: PolicyPackConfig = {},
): Promise<unknown> {
    let found: unknown;
    const policy = onStack((args) => void (found = args.getConfig()), configSchema ? { configSchema } : {});
    await analyze({ policies: [policy], initialConfig }, [], { config });
    return found;
}

/** The level at which a policy reports; undefined where it does not run. */
async function levelOf(
    pack: Omit<TestedPack, "policies">,
    own: EnforcementLevel | undefined,
    config: PolicyPackConfig,
) {
    const policy = onStack((_, report) => report("x"), own ? { enforcementLevel: own } : {});
    const { violations } = await analyze({ ...pack, policies: [policy] }, [], { config });
    return violations[0]?.level;
}

describe("the harness's configuration", () => {
    const schema: PolicyConfigSchema = {
        properties: {
            most: { type: "integer", default: 5 },
            list: { type: "array", default: ["a"] },
            off: { type: "boolean", default: false },
            text: { type: "string" },
        },
    };

    it("begins with the schema's defaults, then the pack's, then what is given", async () => {
        assert.deepEqual(await configOf(undefined, {}), {});
        assert.deepEqual(await configOf(schema, {}), { most: 5, list: ["a"], off: false });
        assert.deepEqual(await configOf(schema, {}, { whole: { most: 4, text: "t" } }), {
            most: 4,
            list: ["a"],
            off: false,
            text: "t",
        });
        assert.deepEqual(
            await configOf(
                schema,
                { whole: { enforcementLevel: "mandatory", most: 3 } },
                { whole: { most: 4, text: "t" } },
            ),
            { most: 3, list: ["a"], off: false, text: "t" },
        );
    });

    it("is the policy's own, and of nobody else", async () => {
        const seen: unknown[] = [];
        const policies = [
            onResource((args) => void (args.name === "web" && seen.push(args.getConfig()))),
            onResource((args) => void (args.name === "web" && seen.push(args.getConfig())), { name: "two" }),
        ];
        await analyze(policies, [fixture(APP, "web")], {
            config: { two: { a: 1 }, three: { b: 1 }, all: "mandatory" },
        });
        assert.deepEqual(seen, [{}, { a: 1 }]);
    });

    it("is not changed by a policy that writes to it", async () => {
        const given = { one: { a: 1, deep: { b: 1 } } };
        const policy = onResource((args) => {
            const config = args.getConfig<{ a: number; deep: { b: number } }>();
            assert.equal(config.a, 1);
            config.a = 2;
            config.deep.b = 2;
        });
        await analyze([policy], [fixture(APP, "web"), fixture(APP, "api")], { config: given });
        assert.deepEqual(given, { one: { a: 1, deep: { b: 1 } } });
    });

    it("sets levels: of one policy before all, the given before the pack's, the policy's before the pack's", async () => {
        assert.equal(await levelOf({}, undefined, {}), "advisory");
        assert.equal(await levelOf({ enforcementLevel: "mandatory" }, undefined, {}), "mandatory");
        assert.equal(await levelOf({ enforcementLevel: "mandatory" }, "advisory", {}), "advisory");
        assert.equal(await levelOf({}, "remediate", {}), "mandatory");
        assert.equal(await levelOf({}, "disabled", {}), undefined);
        assert.equal(await levelOf({}, "advisory", { whole: "mandatory" }), "mandatory");
        assert.equal(await levelOf({}, "advisory", { whole: { enforcementLevel: "mandatory" } }), "mandatory");
        assert.equal(await levelOf({}, "advisory", { all: "mandatory" }), "mandatory");
        assert.equal(await levelOf({}, "advisory", { whole: "advisory", all: "mandatory" }), "advisory");
        assert.equal(await levelOf({}, "mandatory", { whole: "disabled" }), undefined);
        assert.equal(await levelOf({}, "disabled", { whole: "advisory" }), "advisory");
        assert.equal(await levelOf({ initialConfig: { whole: "mandatory" } }, "advisory", {}), "mandatory");
        assert.equal(
            await levelOf({ initialConfig: { whole: "disabled" } }, "advisory", { all: "mandatory" }),
            "mandatory",
        );
    });

    it("takes the pack's own configuration without a level for advisory, as the host sends it", async () => {
        assert.equal(await levelOf({ initialConfig: { whole: { a: 1 } } }, "mandatory", {}), "advisory");
        assert.equal(await levelOf({ initialConfig: { whole: {} } }, "mandatory", {}), "mandatory");
        assert.equal(await levelOf({ initialConfig: { all: { a: 1 } } }, "mandatory", {}), "advisory");
        assert.equal(await levelOf({}, "mandatory", { whole: { a: 1 } }), "mandatory");
    });

    it("does not run what is disabled", async () => {
        const policy = onResource(() => assert.fail("it ran"), { enforcementLevel: "disabled" });
        assert.deepEqual(short(await analyze([policy], [fixture(APP, "web")])), []);
    });

    const refuses = (config: unknown, says: RegExp) => async () => {
        const policy = onStack(() => assert.fail("it ran"));
        await assert.rejects(analyze([policy], [], { config: config as PolicyPackConfig }), (error: unknown) => {
            assert.ok(error instanceof TestingError);
            assert.match(error.message, says);
            return true;
        });
    };

    it("refuses a list", refuses([], /^The configuration is a list: give an object/));
    it("refuses null", refuses({ whole: null }, /^The configuration of whole is null: give a level or an object\.$/));
    it("refuses a list for a policy", refuses({ whole: [] }, /configuration of whole is a list/));
    it("refuses a number", refuses({ whole: 3 }, /configuration of whole is a number/));
    it(
        "refuses a level that is none",
        refuses(
            { whole: "fatal" },
            /level of whole is "fatal": it is one of advisory, mandatory, remediate, disabled\.$/,
        ),
    );
    it("refuses a level that is no text", refuses({ whole: { enforcementLevel: 1 } }, /level of whole is a number/));
});

describe("the harness's schemas of configurations", () => {
    type Property = PolicyConfigSchema["properties"][string];

    /** What is refused of a value of the property `it`. */
    async function faultOf(property: Property, value: unknown): Promise<string> {
        const policy = onStack(() => {}, { configSchema: { properties: { p: property } } });
        try {
            await analyze([policy], [], { config: { whole: { p: value } } });
        } catch (error) {
            assert.ok(error instanceof TestingError, String(error));
            const text = error.message;
            assert.ok(text.startsWith("The configuration of whole is refused: ") && text.endsWith("."), text);
            return text.slice("The configuration of whole is refused: ".length, -1);
        }
        return "";
    }

    const CASES: readonly (readonly [Property, good: unknown, bad: unknown, fault: string])[] = [
        [{ type: "string" }, "a", 1, "p has to be of type string"],
        [{ type: "integer" }, 1, 1.5, "p has to be of type integer"],
        [{ type: "number" }, 1.5, "1", "p has to be of type number"],
        [{ type: "boolean" }, false, 0, "p has to be of type boolean"],
        [{ type: "array" }, [], {}, "p has to be of type array"],
        [{ type: "object" }, {}, [], "p has to be of type object"],
        [{ type: "null" }, null, 0, "p has to be of type null"],
        [{ type: "object" }, {}, null, "p has to be of type object"],
        [{ type: ["string", "null"] }, null, 1, "p has to be of type string or null"],
        [{ enum: ["a", { b: 1 }] }, { b: 1 }, "b", 'p has to be one of "a", {"b":1}'],
        [{ const: [1] }, [1], [2], "p has to be [1]"],
        [{ minimum: 1 }, 1, 0, "p has to be 1 or more"],
        [{ exclusiveMinimum: 1 }, 2, 1, "p has to be more than 1"],
        [{ maximum: 1 }, 1, 2, "p has to be 1 or less"],
        [{ exclusiveMaximum: 1 }, 0, 1, "p has to be less than 1"],
        [{ multipleOf: 3 }, 6, 7, "p has to be a multiple of 3"],
        [{ minLength: 2 }, "ab", "😀", "p has to have 2 characters or more"],
        [{ maxLength: 1 }, "😀", "ab", "p has to have 1 characters or less"],
        [{ pattern: "^a" }, "ab", "ba", "p has to match ^a"],
        [{ minItems: 1 }, [1], [], "p has to have 1 items or more"],
        [{ maxItems: 1 }, [1], [1, 2], "p has to have 1 items or less"],
        [{ uniqueItems: true }, [1, 2], [{ a: 1 }, { a: 1 }], "p has to have each item once"],
        [{ contains: { const: 1 } }, [2, 1], [2], "p has none of the items that it has to have"],
        [{ items: { type: "string" } }, ["a"], ["a", 1], "p[1] has to be of type string"],
        [{ items: [{ type: "string" }], additionalItems: false }, ["a"], ["a", 1], "p[1] is not allowed"],
        [{ items: [{ type: "string" }] }, ["a", 1], [1], "p[0] has to be of type string"],
        [{ required: ["a"] }, { a: 1 }, {}, "p.a is required"],
        [{ minProperties: 1 }, { a: 1 }, {}, "p needs 1 properties or more"],
        [{ maxProperties: 0 }, {}, { a: 1 }, "p takes 0 properties or less"],
        [{ properties: { a: { type: "string" } } }, { a: "a" }, { a: 1 }, "p.a has to be of type string"],
        [{ properties: { a: {} }, additionalProperties: false }, { a: 1 }, { b: 1 }, "p.b is not allowed"],
        [
            { patternProperties: { "^x": { type: "string" } }, additionalProperties: false },
            { xa: "" },
            { xa: 1 },
            "p.xa has to be of type string",
        ],
        [{ propertyNames: { maxLength: 1 } }, { a: 1 }, { ab: 1 }, "the name p.ab has to have 1 characters or less"],
        [{ dependencies: { a: ["b"] } }, { b: 1 }, { a: 1 }, "p.b is required beside p.a"],
        [{ dependencies: { a: { required: ["c"] } } }, { b: 1 }, { a: 1 }, "p.c is required"],
    ];

    for (const [property, good, bad, fault] of CASES) {
        it(`holds ${JSON.stringify(property)}`, async () => {
            assert.equal(await faultOf(property, good), "");
            assert.equal(await faultOf(property, bad), fault);
        });
    }

    it("tells of all that is required, and of no value", async () => {
        const configSchema: PolicyConfigSchema = { properties: { a: { type: "string" } }, required: ["a", "b"] };
        const policy = onStack(() => {}, { configSchema });
        await assert.rejects(analyze([policy], []), /refused: a is required; b is required\.$/);
        await assert.rejects(
            analyze([policy], [], { config: { whole: { a: 31337, b: 1 } } }),
            (error: Error) => /a has to be of type string/.test(error.message) && !error.message.includes("31337"),
        );
    });

    it("holds this package's rules to theirs", async () => {
        const { toPolicies } = await import("../../../../policy-pack/policies.js");
        const config = { "container-app-needs-affinity": { assume: "perhaps" } };
        await assert.rejects(
            analyze(toPolicies(), [], { config }),
            /container-app-needs-affinity is refused: assume has to be one of "stateful", "stateless"\.$/,
        );
    });
});

describe("the harness's packs", () => {
    const refused: readonly (readonly [string, unknown, RegExp])[] = [
        ["nothing", undefined, /^The pack is nothing without policies: give a list/],
        ["an object", {}, /^The pack is an object without policies/],
        ["a bad name", { name: "a b", policies: [] }, /^Invalid policy pack name "a b"\./],
        ["a policy called all", [onStack(() => {}, { name: "all" })], /"all" is a reserved name/],
        [
            "a level in a schema",
            [onStack(() => {}, { configSchema: { properties: { enforcementLevel: { type: "string" } } } })],
            /^enforcementLevel cannot be explicitly specified/,
        ],
        [
            "a required level",
            [onStack(() => {}, { configSchema: { properties: {}, required: ["enforcementLevel"] } })],
            /"enforcementLevel" cannot be specified in required/,
        ],
    ];
    for (const [what, pack, says] of refused) {
        it(`are refused with ${what}`, async () => {
            await assert.rejects(analyze(pack as TestedPack, []), (error: Error) => {
                assert.ok(error instanceof TestingError);
                return says.test(error.message);
            });
        });
    }

    it("come with a stack that is one", async () => {
        await assert.rejects(analyze([], "x" as never), /^TestingError: The stack is a string: give fixtures, or/);
        await assert.rejects(analyze([], {} as never), /The stack is an object/);
        await assert.rejects(analyze([], null as never), /The stack is null/);
    });
});
