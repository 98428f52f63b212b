import assert from "node:assert/strict";

import { stackIn } from "../../../cli/check/input/read";
import { chooseRules } from "../../../cli/check/settings";
import { evaluateStack } from "../../../policy-pack/evaluate";
import { formatMessage, parseMessage } from "../../../policy-pack/rules/message";
import { type Engine, findEngine } from "../../../sandbox/engine";
import { quiet } from "../../../sandbox/progress";
import { startProviders } from "../../../sandbox/providers";
import { type Observation } from "../../../sandbox/run/observation";
import { readProgram, readSettings } from "../../../sandbox/run/program";
import { openStack } from "../../../sandbox/run/session";
import { foldersOf, sandboxFolder } from "../../../sandbox/run/workspace";
import { ofPreview } from "./agreement";

/** A sample program and its settings. */
interface Program {
    readonly program: string;
    readonly set: readonly string[];
    /** Folder of its state. Omitted: the sandbox's own. */
    readonly root?: string;
}

/** A sample program, and what the engine reported of it. */
interface Sample extends Program {
    readonly observation: Observation;
}

/** Holds what `session-affinity check` finds in the stack's export against what the engine reported of the update. */
export async function checkAgreesOnExport(sample: Sample): Promise<void> {
    const exported = await openSample(sample, (stack) => stack.exportStack());
    agree(JSON.stringify(exported), sample.observation);
}

/**
 * Holds what `session-affinity check` and the harness find in `pulumi preview --json` against what the engine reported of
 * the preview.
 */
export async function checkAgreesOnPreview(sample: Sample): Promise<void> {
    const { stdout } = await openSample(sample, (stack) => stack.preview());
    agree(stdout, sample.observation);
    assert.deepEqual(sorted(await ofPreview(stdout)), sorted(sample.observation.findings));
}

/** What `session-affinity check` finds in `pulumi preview --json`. */
export async function checkedInPreview(program: Program) {
    const { stdout } = await openSample(program, (stack) => stack.preview());
    return checked(stdout);
}

async function openSample<T>(
    { program, set, root = sandboxFolder() }: Program,
    use: (stack: Awaited<ReturnType<typeof openStack>>) => Promise<T>,
): Promise<T> {
    const folders = foldersOf(program, root);
    const providers = await startProviders({ stateFile: folders.cloud });
    try {
        const read = readProgram(program);
        const settings = readSettings(read, set);
        const engine = previewingAsJson(await findEngine({ progress: quiet }));
        return await use(await openStack({ program: read, settings }, folders, engine, providers.environment));
    } finally {
        await providers.stop();
    }
}

/** What the Automation API calls, though its types do not tell. */
interface Runner {
    run(args: readonly string[], ...rest: unknown[]): Promise<unknown>;
}

/** The same engine, which writes previews as JSON: the Automation API has no option for that. */
function previewingAsJson(engine: Engine): Engine {
    const runner = engine.command as unknown as Runner;
    const run: Runner["run"] = (args, ...rest) =>
        runner.run(args[0] === "preview" ? [...args, "--json", "--show-sames"] : args, ...rest);
    return { ...engine, command: Object.assign(Object.create(engine.command) as Engine["command"], { run }) };
}

function agree(text: string, { findings }: Observation): void {
    assert.deepEqual(sorted(checked(text)), sorted(findings));
}

function checked(text: string) {
    const { resources, gaps } = stackIn(text, "the stack");
    assert.deepEqual(gaps, []);
    assert.ok(resources.length > 0);
    return evaluateStack(resources, chooseRules(undefined).chosen).findings.map(
        ({ rule, level, urn, path, message, fix }) => ({
            rule,
            level,
            urn,
            ...parseMessage(formatMessage({ rule, path, message, fix }), rule),
        }),
    );
}

function sorted(findings: readonly object[]): string[] {
    return [...new Set(findings.map((finding) => JSON.stringify(finding, undefined, 1)))].sort();
}
