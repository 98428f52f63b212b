import { type Level } from "../../policy-pack/evaluate";
import { readConfigFile } from "../check/config-file";
import { type CheckVerdict } from "../check/report/model";
import { chooseRules } from "../check/settings";
import { CliError, CouldNotRunError, UsageError } from "../errors";
import { type Io } from "../io";
import { printable } from "../printable";
import { type Progress, progressOn } from "../progress";
import { packageVersion } from "../version";
import { azureSources } from "./azure/sources";
import { verified } from "./evaluate";
import { clusterSources } from "./kubernetes/sources";
import { renderVerified, reportOf } from "./render";
import { type Source } from "./source";
import { type VerifySurroundings } from "./surroundings";

/** The options, as commander reads them. */
export interface VerifyFlags {
    readonly resourceGroup?: readonly string[];
    readonly resource?: readonly string[];
    readonly subscription?: string;
    readonly endpoint?: string;
    readonly context?: readonly string[];
    readonly namespace?: string;
    readonly kubeconfig?: string;
    readonly config?: string;
    readonly failOn: Level;
    readonly json?: true;
}

/**
 * Reads what is deployed, judges it and says so. Writes nothing but its report.
 *
 * @throws {CliError} where it could not be read.
 */
export async function runVerify(flags: VerifyFlags, io: Io, surroundings: VerifySurroundings): Promise<CheckVerdict> {
    checkFlags(flags);
    const choice = chooseRules(flags.config === undefined ? undefined : await readConfigFile(flags.config));
    for (const name of choice.unknown) io.err(`note: --config names ${name}, which is no rule of this pack.\n`);
    const progress = progressOn(io);
    const sources = await readSources(flags, io, surroundings, progress).finally(() => progress.end());
    const done = verified(sources, { choice, failOn: flags.failOn, version: packageVersion() });
    const labels = sources.map(({ label }) => label);
    const { json } = flags;
    io.out(json ? `${JSON.stringify(reportOf(done, labels), undefined, 2)}\n` : renderVerified(done, io.color));
    return done.report.verdict;
}

function checkFlags({ resourceGroup, resource, context, subscription, endpoint, namespace, kubeconfig }: VerifyFlags) {
    const azure = resourceGroup !== undefined || resource !== undefined;
    if (!azure && context === undefined) {
        throw new UsageError(
            "say what to look at: --resource-group, --resource or --context; several of them are read as one chain.",
        );
    }
    const idle = Object.entries({
        ...(resourceGroup === undefined ? { subscription } : {}),
        ...(azure ? {} : { endpoint }),
        ...(context === undefined ? { namespace, kubeconfig } : {}),
    }).find(([, value]) => value !== undefined);
    if (idle === undefined) return;
    const needed =
        { subscription: "--resource-group", endpoint: "--resource-group or --resource" }[idle[0]] ?? "--context";
    throw new UsageError(`--${idle[0]} has nothing to be used for: give ${needed} too, or leave it out.`);
}

async function readSources(
    flags: VerifyFlags,
    io: Io,
    surroundings: VerifySurroundings,
    progress: Progress,
): Promise<Source[]> {
    const notice = (text: string) => io.err(`  ${printable(text)}\n`);
    const reading = { signal: io.signal, notice, progress: (text: string) => progress.show(text) };
    try {
        return [
            ...(await azureSources(flags, surroundings, reading)),
            ...(await clusterSources(flags, surroundings, reading)),
        ];
    } catch (error) {
        if (io.signal.aborted && !(error instanceof CliError)) throw new CouldNotRunError("stopped.");
        throw error;
    }
}
