import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { type PulumiFn } from "@pulumi/pulumi/automation";

import { rules } from "../../../policy-pack/rules";
import { analyze, fromExport, fromProgram, type TestedStack } from "../../../policy-pack/testing";
import { cloudMocks } from "../../../sandbox/cloud";
import { packageRoot } from "../../../sandbox/package-root";
import { ourPack } from "../support/agreement";
import { engineFor, TestStack } from "../support/engine";
import { PolicyEvents, type Told, toldBy } from "../support/policy-events";
import { foreignPolicies, initialConfig } from "./foreign/policies";
import { foreignProgram } from "./foreign/program";

const PLACE = { project: "sandbox", stack: "test" };
const DELETES_FIRST = '"deleteBeforeReplace":true,';
const CONFIG = { "azure-native:location": "westeurope" };

/** A folder with what the engine loads as a policy pack, and a file with its configuration. */
class PackFolder {
    readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "foreign-pack-"));

    constructor() {
        const write = (file: string, text: string) => fs.writeFileSync(path.join(this.path, file), text);
        write("PulumiPolicy.yaml", "runtime: nodejs\ndescription: Policies as anybody writes them.\n");
        write("package.json", JSON.stringify({ name: "foreign", version: "2.3.4", private: true, main: "index.js" }));
        write("index.js", `require(${JSON.stringify(path.join(__dirname, "foreign", "pack.js"))});`);
    }

    configFile(config: object): string {
        const file = path.join(this.path, "config.json");
        fs.writeFileSync(file, JSON.stringify(config));
        return file;
    }

    remove(): void {
        fs.rmSync(this.path, { recursive: true });
    }
}

/** The examples of all rules, failing and passing: programs that run as they are loaded. */
const EXAMPLES_FOLDER = path.resolve(__dirname, "../../unit/policy-pack/examples");
const EXAMPLES = rules.flatMap(({ name }) =>
    ["fails", "passes"].map((example) => path.join(EXAMPLES_FOLDER, name, `${example}.js`)),
);

function runExamples(files: readonly string[]): void {
    for (const file of files) {
        delete require.cache[file];
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- the examples are programs: loading one runs it
        require(file);
    }
}

/** The examples in as few stacks as hold them without two resources of one name. */
async function stacksOfExamples(): Promise<string[][]> {
    const stacks: { readonly files: string[]; readonly urns: Set<string> }[] = [];
    for (const file of EXAMPLES) {
        const { resources } = await fromProgram(() => runExamples([file]), PLACE);
        const own = resources
            .map(({ urn }) => urn)
            .filter((urn) => !/::pulumi:(pulumi:Stack|providers:\w.*)::/.test(urn));
        let stack = stacks.find(({ urns }) => !own.some((urn) => urns.has(urn)));
        if (!stack) stacks.push((stack = { files: [], urns: new Set() }));
        stack.files.push(file);
        for (const urn of own) stack.urns.add(urn);
    }
    return stacks.map(({ files }) => files);
}

describe("the harness for policies, beside the engine", () => {
    const pack = { name: "foreign", version: "2.3.4", policies: foreignPolicies, initialConfig };
    let folder: PackFolder;
    let test: TestStack | undefined;

    before(() => (folder = new PackFolder()));
    after(() => folder.remove());
    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    async function create(context: Mocha.Context, program: PulumiFn) {
        test = await TestStack.create(await engineFor(context), program);
        return test;
    }

    const withMocks = (preview: boolean): Promise<TestedStack> =>
        fromProgram(foreignProgram, { ...PLACE, preview, config: CONFIG, mocks: cloudMocks() });

    it("says of a pack of typed policies what a preview says, word for word", async function () {
        const { stack } = await create(this, () => Promise.resolve(foreignProgram()));
        const events = new PolicyEvents();
        await assert.rejects(
            stack.preview({
                onEvent: events.take,
                policyPacks: [folder.path],
                policyPackConfigs: [folder.configFile({})],
            }),
        );
        const analysis = await analyze(pack, await withMocks(true));
        const { violations, remediations } = toldBy(analysis);
        assert.deepEqual(violations, events.violations);
        assert.deepEqual(remediations, events.remediations);
        assert.equal(analysis.rejected, true);
    });

    it("says so of an update too, under mocks and of the export, with a configuration", async function () {
        const { stack } = await create(this, () => Promise.resolve(foreignProgram()));
        const config = {
            all: "advisory",
            "app-has-few-replicas": { enforcementLevel: "advisory", most: 1 },
            "has-levels": "disabled",
            "is-disabled": "disabled",
            "tells-outputs": "advisory",
            "is-silenced": "disabled",
            "app-is-kept": "remediate",
            "app-has-two-replicas": "remediate",
            "tells-arguments": { text: "given" },
        } as const;
        const events = new PolicyEvents();
        await stack.up({
            onEvent: events.take,
            policyPacks: [folder.path],
            policyPackConfigs: [folder.configFile(config)],
        });
        const exported = await analyze(pack, fromExport(await stack.exportStack()), { config });
        // A state does not say whether a replacement deletes first: `pulumi policy analyze` has no way to tell either.
        const stored = events.violations.map((told) => told.map((text) => text.replace(DELETES_FIRST, "")));
        assert.deepEqual(toldBy(exported).violations, stored);
        assert.equal(exported.rejected, false);

        // The cloud makes up names, and fills in what policies on outputs then see.
        const made = ["apps-have-latest-revision", "tells-outputs"];
        const mocked = await analyze(pack, await withMocks(false), { config });
        const known = (rows: readonly Told[]) => rows.filter(([policy]) => !made.includes(policy));
        assert.deepEqual(known(toldBy(mocked).violations), known(events.violations));
        assert.deepEqual(toldBy(mocked).remediations, events.remediations);
    });

    it("says what a preview says of the examples of every rule, word for word", async function () {
        const found = new Set<string>();
        const pack = path.join(packageRoot(), "policy-pack");
        let files: readonly string[] = [];
        // A preview leaves nothing behind: one stack does for all.
        const { stack } = await create(this, () => Promise.resolve(runExamples(files)));
        for (files of await stacksOfExamples()) {
            const events = new PolicyEvents();
            await stack.preview({ onEvent: events.take, policyPacks: [pack] }).catch((error: unknown) => {
                if (events.violations.length === 0) throw error;
            });
            const mocked = await fromProgram(() => runExamples(files), {
                ...PLACE,
                config: CONFIG,
                mocks: cloudMocks(),
            });
            assert.deepEqual(toldBy(await analyze(ourPack(), mocked)).violations, events.violations, files.join("\n"));
            for (const [policy] of events.violations) found.add(policy);
        }
        for (const { name } of rules) assert.ok(found.has(name), name);
    });
});
