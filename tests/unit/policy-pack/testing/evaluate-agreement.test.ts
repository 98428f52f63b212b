import assert from "node:assert/strict";
import fc from "fast-check";

import { chooseRules } from "../../../../cli/check/settings";
import { evaluateStack } from "../../../../policy-pack/evaluate";
import { toPolicies } from "../../../../policy-pack/policies";
import { rules } from "../../../../policy-pack/rules";
import { formatMessage } from "../../../../policy-pack/rules/message";
import {
    analyze,
    fixture,
    fixtures,
    fromProgram,
    type TestedResource,
    type TestedStack,
} from "../../../../policy-pack/testing";
import { type StackResource } from "../../../../policy-pack/topology";
import { jsonWithUnknowns, stacks } from "../arbitraries";
import { loadExample } from "../run-example";
import { REASON } from "../stacks";

type Properties = Record<string, unknown>;
type Config = Record<string, Record<string, unknown> | "disabled">;

/** Data as it comes over the wire: no number that JSON lacks, and no key that the engine keeps to itself. */
function overTheWire(value: unknown): unknown {
    if (typeof value === "number") return Number.isFinite(value) ? value : null;
    if (Array.isArray(value)) return value.map(overTheWire);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([key]) => !key.startsWith("__"));
    return Object.fromEntries(kept.map(([key, inner]) => [key, overTheWire(inner)]));
}

const PLACE = { project: "shop", stack: "test" };

/** The stack for the harness: what has no inputs is only read, and resource policies are not asked about it. */
function tested(stack: readonly StackResource[]): TestedStack {
    const own = new Set(stack.map(({ urn }) => urn));
    const named = stack.flatMap(({ provider }) => (provider !== undefined && !own.has(provider) ? [provider] : []));
    const providers = [...new Set(named)].map((urn) =>
        fixture("pulumi:providers:kubernetes", urn.split("::").at(-1) ?? "", {}, PLACE),
    );
    const resources = stack.map(({ type, name, inputs, properties, provider, propertyDependencies, ignoreChanges }) =>
        fixture(type, name, overTheWire(inputs ?? properties) as Properties, {
            ...PLACE,
            outputs: overTheWire(properties) as Properties,
            propertyDependencies,
            read: inputs === undefined,
            ignoreChanges: [...(ignoreChanges ?? [])],
            ...(provider === undefined ? {} : { provider }),
        }),
    );
    return fixtures(...providers, ...resources);
}

/** The same stack for the direct way. */
function direct(resources: readonly TestedResource[]): StackResource[] {
    return resources.map(({ urn, type, name, inputs, outputs, read, parent, provider, options, ...rest }) => ({
        urn,
        type,
        name,
        properties: outputs,
        propertyDependencies: rest.propertyDependencies,
        ...(read ? {} : { inputs }),
        ...(parent === undefined ? {} : { parent }),
        ...(provider === undefined ? {} : { provider }),
        ...(options.ignoreChanges.length > 0 ? { ignoreChanges: options.ignoreChanges } : {}),
    }));
}

/** Holds the harness against the direct evaluation, and tells how many findings both have. */
async function agree({ resources }: Pick<TestedStack, "resources">, config: Config = {}): Promise<number> {
    const { findings } = evaluateStack(direct(resources), chooseRules(config).chosen);
    const pack = { name: "session-affinity", enforcementLevel: "mandatory" as const, policies: toPolicies() };
    const { violations, rejected } = await analyze(pack, resources, { config });
    const expected = findings.map((finding) => [finding.rule, finding.urn, finding.level, formatMessage(finding)]);
    const told = violations.map(({ policy, urn, level, message }) => [policy, urn, level, message]);
    assert.deepEqual(sorted(told), sorted(expected));
    assert.equal(
        rejected,
        findings.some(({ level }) => level === "mandatory"),
    );
    return findings.length;
}

function sorted(rows: readonly (readonly string[])[]): string[] {
    return rows.map((row) => row.join("\n")).sort();
}

const settings = fc.record(
    {
        enforcementLevel: fc.constantFrom("advisory", "mandatory"),
        onUnknown: fc.constantFrom("advisory", "mandatory", "disabled"),
        assume: fc.constantFrom("stateful", "stateless"),
        minimumStrength: fc.constantFrom("soft", "strong"),
        allowExemptions: fc.boolean(),
        exempt: fc.array(
            fc.record(
                {
                    resource: fc.constantFrom("r0", "r1", "nothing"),
                    reason: fc.constant(REASON),
                    expiresOn: fc.constantFrom("2020-01-01", "2099-12-31"),
                },
                { requiredKeys: ["resource", "reason"] },
            ),
            { maxLength: 2 },
        ),
    },
    { requiredKeys: [] },
);

/** One rule of a single resource always runs: it is by these that the others know inputs. */
const configs: fc.Arbitrary<Config> = fc
    .record(
        Object.fromEntries(
            rules.map(({ name, scope }) => [
                name,
                scope === "resource" ? settings : fc.oneof({ weight: 9, arbitrary: settings }, fc.constant("disabled")),
            ]),
        ),
        { requiredKeys: [] },
    )
    .map((config) => config as Config);

describe("the harness for policies, beside the direct evaluation of rules", () => {
    it("finds the same in the examples of every rule", async () => {
        for (const { name } of rules) {
            for (const example of ["fails", "passes"] as const) {
                const found = await agree(await fromProgram(() => loadExample(name, example)));
                assert.ok(found > 0 || example === "passes", name);
            }
        }
    });

    it("finds the same in any stack, under any configuration", async () => {
        let found = 0;
        await fc.assert(
            fc.asyncProperty(stacks, configs, async (stack, config) => {
                found += await agree(tested(stack), config);
            }),
            { numRuns: 300 },
        );
        assert.ok(found > 300, `${found} findings in 300 stacks`);
    });

    it("finds the same where outputs are anything", async () => {
        const torn = fc.tuple(stacks, fc.array(jsonWithUnknowns, { minLength: 12, maxLength: 12 }));
        await fc.assert(
            fc.asyncProperty(torn, async ([stack, outputs]) => {
                const replaced = stack.map((one, index) => ({
                    ...one,
                    inputs: one.properties,
                    properties: isObject(outputs[index]) ? outputs[index] : {},
                }));
                await agree(tested(replaced));
            }),
            { numRuns: 100 },
        );
    });
});

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
