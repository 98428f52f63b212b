import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { Checks } from "../../../../components/affinity/checks";
import { known, runToFailure } from "../../support/program";

const check = new Checks("Shop", "web");
const RULE = "it has to be even.";
const odd = (value: unknown) => (typeof value === "number" && value % 2 === 0 ? undefined : RULE);

/** The ways in which the same value can arrive. */
const ways: Record<string, (value: unknown) => pulumi.Input<unknown>> = {
    plain: (value) => value,
    output: (value) => pulumi.output(value),
    promise: (value) => Promise.resolve(value),
    secret: (value) => pulumi.secret(value),
};

/** What a check makes of a value: its error, or the value that it let through. */
async function outcome(checked: () => pulumi.Input<unknown>): Promise<{ passed: unknown } | { error: unknown }> {
    let result: { passed: unknown } | { error: unknown } | undefined;
    await runToFailure(async () => {
        try {
            result = { passed: await known(pulumi.output(checked())) };
        } catch (error) {
            result = { error };
        }
    });
    assert.ok(result);
    return result;
}

describe("checks of arguments", () => {
    describe("let no faulty value through", () => {
        for (const [way, give] of Object.entries(ways)) {
            it(`as ${way}`, async () => {
                // JSON values alone: an Output gives others back changed.
                const values = fc.jsonValue().filter((value) => value !== null);
                await fc.assert(
                    fc.asyncProperty(values, async (value) => {
                        const result = await outcome(() => check.value("size", give(value), odd) ?? "nothing");
                        if (odd(value) === undefined) return assert.deepEqual(result, { passed: value });
                        assert.ok("error" in result, `let ${JSON.stringify(value)} through`);
                        assert.ok(pulumi.InputPropertyError.isInstance(result.error));
                        assert.equal(result.error.propertyPath, "size");
                        assert.ok(result.error.reason.startsWith("Shop web: args.size is "), result.error.reason);
                        assert.ok(result.error.reason.endsWith(RULE));
                    }),
                    { numRuns: 100, examples: [[0], [2], [1], ["2"], [[]], [{}], [""], [false], [1.5]] },
                );
            });

            it(`whole numbers and their bounds, as ${way}`, async () => {
                const bounds = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(9));
                const numbers = fc.oneof(
                    fc.integer({ min: -20, max: 20 }),
                    fc.double(),
                    fc.constantFrom<unknown>("5", true, [5]),
                );
                await fc.assert(
                    fc.asyncProperty(bounds, numbers, async ([min, span], value) => {
                        const max = min + span;
                        const given = give(value) as pulumi.Input<number>;
                        const result = await outcome(() => check.integer("n", given, { min, max }) ?? "nothing");
                        const fits = typeof value === "number" && value % 1 === 0 && value >= min && value <= max;
                        assert.equal("passed" in result, fits, JSON.stringify(value));
                    }),
                    {
                        numRuns: 100,
                        examples: [
                            [[1, 4], 1],
                            [[1, 4], 5],
                            [[1, 4], 0],
                            [[1, 4], 6],
                            [[1, 4], NaN],
                        ],
                    },
                );
            });

            it(`texts and their lengths, as ${way}`, async () => {
                const texts = fc.oneof(
                    fc.string({ maxLength: 12, unit: "grapheme" }),
                    fc.constantFrom<unknown>(5, ["a"]),
                );
                await fc.assert(
                    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), texts, async (max, value) => {
                        const given = give(value) as pulumi.Input<string>;
                        const result = await outcome(() => check.length("t", given, max) ?? "nothing");
                        const fits = typeof value === "string" && value.length > 0 && value.length <= max;
                        assert.equal("passed" in result, fits, JSON.stringify(value));
                    }),
                    {
                        numRuns: 100,
                        examples: [
                            [3, ""],
                            [3, "abc"],
                            [3, "abcd"],
                            [3, "a\nb"],
                        ],
                    },
                );
            });

            it(`required values, as ${way}`, async () => {
                for (const value of [undefined, null, ""]) {
                    const result = await outcome(() => check.required("id", give(value), "give an id."));
                    assert.ok("error" in result, `let ${String(value)} through`);
                    assert.ok(pulumi.InputPropertyError.isInstance(result.error));
                    assert.equal(result.error.propertyPath, "id");
                    assert.equal(result.error.reason, "Shop web: args.id is missing: give an id.");
                }
                for (const value of [0, false, " ", "id"]) {
                    const result = await outcome(() => check.required("id", give(value), "give an id."));
                    assert.deepEqual(result, { passed: value });
                }
            });

            it(`values held against each other, as ${way}`, async () => {
                for (const [low, fine] of [
                    [1, true],
                    [3, false],
                ] as const) {
                    const result = await outcome(() =>
                        check.together<{ low: number; high: number }>(
                            { low: give(low) as pulumi.Input<number>, high: 2 },
                            (bounds) => {
                                if (bounds.low > bounds.high) check.fail("low", bounds.low, "it is more than high.");
                            },
                        ),
                    );
                    assert.equal("passed" in result, fine);
                }
            });
        }

        it("inside an object that is known only in part", async () => {
            const held = (value: { size: unknown }) => odd(value.size);
            const result = await outcome(() => check.value("box", { size: pulumi.output(3) }, held) ?? "nothing");
            assert.ok("error" in result);
            assert.ok(pulumi.InputPropertyError.isInstance(result.error));
            const good = await outcome(() => check.value("box", { size: pulumi.output(4) }, held) ?? "nothing");
            assert.deepEqual(good, { passed: { size: 4 } });
        });
    });

    it("throw at once for a plain value, and not for a later one", async () => {
        const isInstance = (error: unknown) => pulumi.InputPropertyError.isInstance(error);
        assert.throws(() => check.value("size", 3, odd), isInstance);
        assert.throws(() => check.required("size", "", RULE), isInstance);
        const later = [check.value("size", pulumi.output(3), odd), check.required("size", pulumi.output(""), RULE)];
        for (const checked of later) await assert.rejects(known(pulumi.output(checked)), isInstance);
    });

    it("take what is left out for left out, and hold no rule against it", async () => {
        for (const value of [undefined, null]) {
            assert.equal(check.value("size", value as undefined, odd), undefined);
            assert.deepEqual(await outcome(() => check.value("size", pulumi.output(value as undefined), odd) ?? 0), {
                passed: undefined,
            });
        }
    });

    it("show no more of a long value than sixty characters", () => {
        assert.throws(
            () => check.value("size", "x".repeat(100), odd),
            new RegExp(`^Error: Shop web: args\\.size is "x{59}…: ${RULE}$`),
        );
    });

    it("show nothing of a secret", async () => {
        const result = await outcome(() => check.value("key", pulumi.secret("canary"), odd) ?? "nothing");
        assert.ok("error" in result && pulumi.InputPropertyError.isInstance(result.error));
        assert.equal(result.error.reason, `Shop web: args.key is a secret: ${RULE}`);
    });

    it("keep a secret that is fine secret", async () => {
        assert.equal(await pulumi.isSecret(pulumi.output(check.value("size", pulumi.secret(2), odd))), true);
        assert.equal(await pulumi.isSecret(pulumi.output(check.required("size", pulumi.secret(2), RULE))), true);
    });

    it("name the first of several alternatives where none is given, and the second where two are", () => {
        const names = ["one", "two", "three"] as const;
        const fault = (given: object) => {
            try {
                return check.exactlyOne("box.", given, names);
            } catch (error) {
                assert.ok(pulumi.InputPropertyError.isInstance(error));
                return [error.propertyPath, error.reason];
            }
        };
        assert.deepEqual(fault({}), [
            "box.one",
            "Shop web: args.box.one or args.box.two or args.box.three is missing: give exactly one of them.",
        ]);
        assert.deepEqual(fault({ two: 1, three: 1 }), [
            "box.three",
            "Shop web: args.box.three cannot stand beside args.box.two: give exactly one of box.one, box.two, box.three.",
        ]);
        assert.equal(fault({ two: 0 }), "two");
    });
});
