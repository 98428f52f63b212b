import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";

import { stackIn } from "../../../../cli/check/input/read";
import { isRecord } from "../../../../policy-pack/topology/values";
import { stacks } from "../../policy-pack/arbitraries";
import { app } from "../../policy-pack/stacks";

import { CART, Folder, listOf, object, sessionAffinity, stackExport } from "./files";

const SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const CANARY = "c4n4ry";

/** How exports write a secret: encrypted, or with --show-secrets; and how a preview hides one. */
const spelled = (value: unknown, way: number): unknown =>
    [
        { ...SIGNATURE, ciphertext: `v1:${CANARY}:abc` },
        { ...SIGNATURE, plaintext: JSON.stringify(typeof value === "string" ? `${CANARY}${value}` : CANARY) },
        "[secret]",
    ][way % 3];

/** The value with some of what is in it made secret. */
function withSecrets(value: unknown, choose: () => number): unknown {
    const chosen = choose();
    if (chosen < 3) return spelled(value, chosen);
    if (Array.isArray(value)) return value.map((item) => withSecrets(item, choose));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSecrets(item, choose)]));
}

describe("secrets of a stack", () => {
    let folder: Folder;
    beforeEach(() => (folder = new Folder()));
    afterEach(() => folder.remove());

    /** Everything that a check says and writes, in every format. */
    async function allOf(content: unknown): Promise<{ said: string; code: number }> {
        const file = folder.write("stack.json", content);
        const files = ["--sarif", folder.at("s"), "--junit", folder.at("j")];
        const text = await sessionAffinity("check", file, ...files);
        const json = await sessionAffinity("check", file, "--json");
        const written =
            text.code === 3 ? "" : readFileSync(folder.at("s"), "utf8") + readFileSync(folder.at("j"), "utf8");
        return { code: text.code, said: [text.stdout, text.stderr, json.stdout, json.stderr, written].join("\n") };
    }

    it("never reach a report, wherever they are", async function () {
        this.timeout(60_000);
        const seeds = fc.array(fc.nat({ max: 9 }), { minLength: 5, maxLength: 40 });
        await fc.assert(
            fc.asyncProperty(stacks, seeds, async (resources, numbers) => {
                let at = 0;
                const secret = resources.map((one) => ({
                    ...one,
                    properties: Object.fromEntries(
                        Object.entries(one.properties).map(([key, value]) => [
                            key,
                            withSecrets(value, () => numbers[at++ % numbers.length] ?? 9),
                        ]),
                    ),
                }));
                const { said, code } = await allOf(stackExport(...secret));
                assert.notEqual(code, 3, said);
                assert.doesNotMatch(said, /c4n4ry|\[secret\]/);
            }),
            { numRuns: 40 },
        );
    });

    it("are values that are not known: what they decide is undecided", async () => {
        for (const way of [0, 1, 2]) {
            const hidden = app({ stickySessions: { affinity: spelled("sticky", way) } });
            assert.doesNotMatch(JSON.stringify(stackIn(JSON.stringify(stackExport(hidden)), "f").resources), /c4n4ry/);
            const { said } = await allOf(stackExport(hidden));
            assert.match(said, /cannot decide: configuration\.ingress\.stickySessions\.affinity is not known yet/);
        }
    });

    it("are hidden in a file that is cut short or wrong, too", async () => {
        const whole = JSON.stringify(stackExport(app({ tags: spelled("x", 1) })), undefined, 2);
        for (const content of [
            whole.slice(0, whole.indexOf(CANARY) + 4),
            whole.replace(CANARY, `${CANARY}" ${CANARY}`),
        ]) {
            const { said, code } = await allOf(content);
            assert.equal(code, 3);
            assert.doesNotMatch(said, /c4n/);
        }
    });

    it("of a cluster are not read", async () => {
        const secret = {
            ...object("v1", "Secret", "s", undefined, { annotations: { "session-affinity-stateless": CANARY } }),
            data: { a: CANARY },
            stringData: { b: CANARY },
        };
        const { said, code } = await allOf(listOf(secret, CART.service, CART.deployment));
        assert.equal(code, 1);
        assert.doesNotMatch(said, /c4n4ry|shop\/s\b/);
    });
});
