import assert from "node:assert/strict";

import {
    analyze,
    fromExport,
    fromPreview,
    type TestedStack,
    TestingError,
    unknown,
} from "../../../../policy-pack/testing";
import { APP, GROUP, onResource, onStack, short } from "./support";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const urn = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const ROOT = urn("pulumi:pulumi:Stack", "shop-prod");
const PROVIDER = urn("pulumi:providers:azure-native", "default_3_28_0");

const WEB = {
    urn: urn(APP, "web"),
    type: APP,
    custom: true,
    id: "/web",
    parent: ROOT,
    provider: `${PROVIDER}::0f-1`,
    inputs: { a: 1 },
    outputs: { a: 1, b: 2 },
    dependencies: [PROVIDER],
    propertyDependencies: { a: [PROVIDER], b: null },
    protect: true,
    ignoreChanges: ["a"],
    aliases: ["urn:old"],
    additionalSecretOutputs: ["b"],
    customTimeouts: { create: 60, delete: 1.5 },
};
const BASE = [
    { urn: ROOT, type: "pulumi:pulumi:Stack", custom: false, outputs: { url: "u" } },
    { urn: PROVIDER, type: "pulumi:providers:azure-native", custom: true, inputs: { version: "3.28.0" } },
];
const exported = (...resources: unknown[]) => ({ version: 3, deployment: { manifest: {}, resources } });
const previewed = (...steps: unknown[]) => ({ config: {}, steps, changeSummary: { create: steps.length } });
const creates = (newState: unknown) => ({ op: "create", urn: "x", newState });

function refuses(read: (document: unknown) => TestedStack, document: unknown, says: RegExp): void {
    assert.throws(
        () => read(document),
        (error: unknown) => {
            assert.ok(error instanceof TestingError, String(error));
            assert.match(error.message, says);
            assert.ok(!error.message.includes("hunter2"), error.message);
            return true;
        },
    );
}

/** What policies see of the resource `web`: inputs by a resource policy, outputs by a stack policy. */
async function seen(stack: TestedStack): Promise<{ inputs: unknown; outputs: unknown }> {
    let [inputs, outputs]: unknown[] = [];
    const policies = [
        onResource(
            ({ name, props }) => void (name === "web" && (inputs = JSON.parse(JSON.stringify(props)) as unknown)),
        ),
        onStack(({ resources }) => {
            const web = resources.find(({ name }) => name === "web");
            outputs = web && (JSON.parse(JSON.stringify(web.props)) as unknown);
        }),
    ];
    assert.deepEqual(short(await analyze(policies, stack)), []);
    return { inputs, outputs };
}

describe("the harness on a stack export", () => {
    it("reads resources with their options, as text, parsed, and in the versions that there are", () => {
        const document = exported(...BASE, WEB);
        for (const given of [document, JSON.stringify(document), { ...document, version: 4 }]) {
            const { resources, deployed, project, stack } = fromExport(given);
            assert.deepEqual([deployed, project, stack], [true, "shop", "prod"]);
            assert.deepEqual(
                resources.map(({ name }) => name),
                ["shop-prod", "default_3_28_0", "web"],
            );
            assert.deepEqual(resources[2], {
                urn: WEB.urn,
                type: APP,
                name: "web",
                custom: true,
                read: false,
                inputs: { a: 1 },
                outputs: { a: 1, b: 2 },
                parent: ROOT,
                provider: PROVIDER,
                dependencies: [PROVIDER],
                propertyDependencies: { a: [PROVIDER], b: [] },
                options: {
                    protect: true,
                    ignoreChanges: ["a"],
                    aliases: ["urn:old"],
                    additionalSecretOutputs: ["b"],
                    customTimeouts: { createSeconds: 60, updateSeconds: 0, deleteSeconds: 1.5 },
                },
            });
            assert.deepEqual(resources[0]?.outputs, { url: "u" });
            assert.equal(resources[0]?.custom, false);
            assert.deepEqual(resources[0]?.options.customTimeouts, {
                createSeconds: 0,
                updateSeconds: 0,
                deleteSeconds: 0,
            });
        }
    });

    it("leaves out what is on its way out, and shows resource policies what is only read", async () => {
        const read = { ...WEB, urn: urn(GROUP, "group"), type: GROUP, external: true };
        const stack = fromExport(exported(...BASE, { ...WEB, delete: true }, read));
        const names: string[] = [];
        await analyze([onResource(({ name }) => void names.push(name))], stack);
        assert.deepEqual(names, ["shop-prod", "default_3_28_0", "group"]);
    });

    it("tells of remediations, and changes nothing", async () => {
        const inputs: unknown[] = [];
        const policy = {
            ...onResource(({ name, props }) => void (name === "web" && inputs.push({ ...props })), {
                enforcementLevel: "remediate",
            }),
            remediateResource: ({ name, props }: { name: string; props: object }) =>
                name === "web" ? { ...props, a: 2 } : undefined,
        };
        const outputs: unknown[] = [];
        const whole = onStack(({ resources }) => void outputs.push({ ...resources[2]?.props }));
        const { remediations } = await analyze([policy, whole], fromExport(exported(...BASE, WEB)));
        assert.deepEqual(
            remediations.map(({ after }) => after),
            [{ a: 2 }],
        );
        assert.deepEqual(inputs, [{ a: 1 }]);
        assert.deepEqual(outputs, [{ a: 1, b: 2 }]);
    });

    it("shows secrets that are in the clear, takes encrypted ones for not known, and references for ids", async () => {
        const plaintext = { [SIGNATURE]: SECRET, plaintext: '{"c":"hunter2"}' };
        const reference = { [SIGNATURE]: RESOURCE, urn: WEB.urn, id: "/web" };
        const component = { [SIGNATURE]: RESOURCE, urn: ROOT };
        const clear = { ...WEB, inputs: { plaintext }, outputs: { reference, component } };
        assert.deepEqual(await seen(fromExport(exported(...BASE, clear))), {
            inputs: { plaintext: { c: "hunter2" } },
            outputs: { reference: "/web", component: ROOT },
        });
        const encrypted = { ...WEB, inputs: { list: [{ [SIGNATURE]: SECRET, ciphertext: "v1:hunter2" }] } };
        const stack = fromExport(exported(...BASE, encrypted));
        const { violations } = await analyze([onResource(({ props }) => void JSON.stringify(props))], stack);
        assert.deepEqual(
            violations.map(({ name, kind, message }) => [
                name,
                kind,
                /value at \.list\.0 can't be known/.test(message),
            ]),
            [["web", "undecided", true]],
        );
        const unknownId = { ...WEB, outputs: { a: { ...reference, id: "" } } };
        const waits = await analyze(
            [onStack(({ resources }) => void resources[2]?.props["a"])],
            fromExport(exported(...BASE, unknownId)),
        );
        assert.equal(waits.violations[0]?.kind, "undecided");
    });

    it("reads numbers that JSON cannot write, as states do", () => {
        const float = (value: string) => ({ [SIGNATURE]: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c", value });
        const inputs = { most: [float("7ff0000000000000")], least: float("fff0000000000000"), bad: float("x") };
        const [web] = fromExport(exported({ ...WEB, inputs })).resources;
        assert.deepEqual(web?.inputs, { most: [Infinity], least: -Infinity, bad: float("x") });
    });

    it("reads an empty stack", async () => {
        for (const deployment of [{}, { resources: null }, { resources: [] }]) {
            const stack = fromExport({ version: 3, deployment });
            assert.deepEqual(stack.resources, []);
            const { violations } = await analyze([onStack((_, report) => report("x"))], stack);
            assert.equal(violations[0]?.name, "project-stack");
        }
    });

    const refused: readonly (readonly [string, unknown, RegExp])[] = [
        ["text that is no JSON", "hunter2", /^The text is no JSON: give what `pulumi stack export` writes\.$/],
        ["a list", [], /^The document is a list: give what/],
        ["nothing", undefined, /^The document is nothing/],
        ["a number as text", "1", /^The document is a number/],
        ["something else", { hunter: 2 }, /^This is no stack export: it has no "deployment", but "hunter"\. Give/],
        ["an empty object", {}, /it has no "deployment", but nothing\./],
        ["a preview", previewed(), /^This is a preview .* give it to fromPreview\(\)\.$/],
        ["another version", { ...exported(), version: 2 }, /has the version 2; 3 and 4 can be read/],
        ["no version", { deployment: {} }, /has the version nothing/],
        [
            "resources that are no list",
            { version: 3, deployment: { resources: {} } },
            /^deployment\.resources is an object/,
        ],
        ["an entry that is none", exported("hunter2"), /^deployment\.resources\[0\] is a string, and no resource/],
        ["an entry without URN", exported(...BASE, { type: APP }), /^deployment\.resources\[2\]\.urn is no URN/],
        ["an entry with a bad URN", exported({ ...WEB, urn: "web" }), /^deployment\.resources\[0\]\.urn is no URN/],
        ["an entry without type", exported({ urn: WEB.urn }), /^deployment\.resources\[0\]\.type is missing/],
        [
            "a parent that is no text",
            exported({ ...WEB, parent: {} }),
            /resources\[0\]\.parent is an object, and no text/,
        ],
    ];
    for (const [what, document, says] of refused) it(`refuses ${what}`, () => refuses(fromExport, document, says));
});

describe("the harness on a preview", () => {
    it("reads what will be, with inputs in the place of outputs that it does not tell, and default providers", async () => {
        const web: Partial<typeof WEB> = { ...WEB };
        delete web.outputs;
        const stack = fromPreview(previewed(creates(web)));
        assert.deepEqual(
            stack.resources.map((one) => one.urn),
            [ROOT, PROVIDER, WEB.urn],
        );
        assert.equal(stack.deployed, false);
        assert.deepEqual(await seen(stack), { inputs: { a: 1 }, outputs: { a: 1 } });
        assert.deepEqual(await seen(fromPreview(JSON.stringify(previewed(creates(WEB))))), {
            inputs: { a: 1 },
            outputs: { a: 1, b: 2 },
        });
    });

    it("shows resource policies nothing of what is only read", async () => {
        const stack = fromPreview(previewed(...BASE.map(creates), creates({ ...WEB, external: true })));
        assert.deepEqual(await seen(stack), { inputs: undefined, outputs: { a: 1, b: 2 } });
    });

    it("leaves a component without outputs as it is, and takes the root that is there", () => {
        const shop = { urn: urn("my:index:Shop", "shop"), type: "my:index:Shop", custom: false, inputs: { a: 1 } };
        const { resources } = fromPreview(previewed(...BASE.map(creates), creates(shop)));
        assert.equal(resources.length, 3);
        assert.deepEqual(resources[2]?.outputs, {});
        assert.deepEqual(resources[0]?.outputs, { url: "u" });
    });

    it("takes the last of a resource's steps, and leaves out what goes", () => {
        const steps = [
            { op: "create-replacement", newState: { ...WEB, inputs: { a: 1 } } },
            { op: "replace", newState: { ...WEB, inputs: { a: 2 } } },
            { op: "delete", oldState: WEB, newState: { ...WEB, urn: urn(APP, "old") } },
            { op: "delete-replaced", newState: WEB },
            { op: "remove", newState: null },
        ];
        const { resources } = fromPreview(previewed(...steps));
        assert.deepEqual(resources.at(-1)?.inputs, { a: 2 });
        assert.equal(resources.length, 3);
    });

    it("takes hidden secrets for not known", () => {
        const stack = fromPreview(previewed(creates({ ...WEB, inputs: { a: [{ b: "[secret]" }], c: "[secrets]" } })));
        assert.deepEqual(stack.resources[2]?.inputs, { a: [{ b: unknown() }], c: "[secrets]" });
    });

    it("refuses one that leaves out what stays", () => {
        const whole = {
            steps: [{ op: "same", newState: WEB }, creates(BASE[0])],
            changeSummary: { same: 1, create: 1 },
        };
        assert.equal(fromPreview(whole).resources.length, 3);
        refuses(
            fromPreview,
            { ...whole, changeSummary: { same: 3 } },
            /^The preview leaves out 2 resources that stay as they are, .* `pulumi preview --json --show-sames`/,
        );
    });

    const refused: readonly (readonly [string, unknown, RegExp])[] = [
        ["text that is no JSON", "{", /^The text is no JSON: give what `pulumi preview --json --show-sames` writes\.$/],
        ["something else", { hunter: 2 }, /^This is no preview: it has no list "steps"\. Give/],
        ["a stack export", exported(), /^This is a stack export, and no preview: give it to fromExport\(\)\.$/],
        ["a step that is none", previewed(1), /^steps\[0\] is no step/],
        [
            "a resource that is none",
            previewed(creates("hunter2")),
            /^steps\[0\]\.newState is a string, and no resource/,
        ],
    ];
    for (const [what, document, says] of refused) it(`refuses ${what}`, () => refuses(fromPreview, document, says));
});
