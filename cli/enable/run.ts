import { type ArmClient } from "../azure/client";
import { CliError, CouldNotRunError, UsageError } from "../errors";
import { type ExitCode } from "../exit-codes";
import { type Io } from "../io";
import { printable } from "../printable";
import { Redaction } from "../redaction";
import { applyChange, type Applied, type Change, type Reading, readTarget } from "./apply";
import { differences } from "./diff";
import { explained } from "./explain";
import { type EnableReport, exitCodeOf, type Outcome } from "./report";
import { renderChange, renderOutcome } from "./render";
import { secretsOf } from "./secrets";
import { type Target } from "./target";

/** What the command's options say of how it goes. */
export interface EnableSettings {
    readonly dryRun: boolean;
    readonly yes: boolean;
    readonly json: boolean;
    readonly disable: boolean;
}

/** Reads the target, shows the change, asks, writes, reads back. Returns the exit code; throws CliError where it could not run. */
export async function runEnable(
    client: ArmClient,
    target: Target,
    settings: EnableSettings,
    io: Io,
): Promise<ExitCode> {
    const secrets: string[] = [];
    try {
        return await new Enabling(client, target, settings, io, secrets).run();
    } catch (error) {
        // A stop in mid-write is told by what the write returns, so this one came ahead of it.
        if (io.signal.aborted) throw new CouldNotRunError("stopped: nothing was written.");
        const shown = await explained(error, target, client);
        if (!(shown instanceof CliError)) throw shown;
        throw new CouldNotRunError(new Redaction([...secrets, client.secret]).text(shown.message));
    }
}

/** One run of the command. */
class Enabling {
    constructor(
        private readonly client: ArmClient,
        private readonly target: Target,
        private readonly settings: EnableSettings,
        private readonly io: Io,
        private readonly secrets: string[],
    ) {}

    async run(): Promise<ExitCode> {
        const read = await readTarget(this.client, this.target);
        this.secrets.push(...secretsOf(read.document));
        const plan = this.target.plan(read.document);
        if (plan.state === "refused") return this.end(read, "refused", { reason: await this.refusal(plan.why, read) });
        if (plan.state === "already") {
            return this.end(read, "already", { before: plan.now, after: plan.now, notes: plan.notes });
        }
        const { before, after, notes } = plan;
        const planned = this.report(read, "planned", { before, after, notes });
        const asks = !this.settings.yes && !this.settings.dryRun;
        if (!this.settings.json || asks) this.show(renderChange(planned, this.color));
        if (this.settings.dryRun) return this.finish(planned);
        if (!(await this.agreed())) return this.end(read, "declined", { before, after, notes });
        return this.write(read, plan);
    }

    private async write(read: Reading, plan: Change): Promise<ExitCode> {
        const notice = (text: string) => this.io.err(`  ${printable(this.redaction.text(text))}\n`);
        const applied = await applyChange(this.client, this.target, plan, read, this.io.signal, notice);
        const { before, after, notes } = plan;
        const { outcome, reason } = this.judged(applied, read);
        return this.end(read, outcome, { before, after, notes, reason });
    }

    private judged(applied: Applied, read: Reading): { outcome: Outcome; reason: string | null } {
        switch (applied.state) {
            case "unknown":
                return { outcome: "unknown", reason: applied.why };
            case "overtaken":
                return {
                    outcome: "refused",
                    reason: "somebody else changed this very setting meanwhile. Nothing was written: look again.",
                };
            case "not kept":
                return {
                    outcome: "refused",
                    reason: `Azure took the change, and yet ${this.target.property} is not as it was asked for when read back at API version ${read.apiVersion}: this service does not have the feature yet. Nothing is in effect.`,
                };
            case "written": {
                const lost = this.changedElsewhere(applied);
                if (lost.length === 0) return { outcome: "written", reason: null };
                return {
                    outcome: "refused",
                    reason: `it was written, but this is not as it was before: ${lost.join(", ")}. If nobody else changed it meanwhile, set it again.`,
                };
            }
        }
    }

    private changedElsewhere({ over, after }: Extract<Applied, { state: "written" }>): string[] {
        const { untouched } = this.target;
        return untouched === undefined ? [] : differences(untouched(over.document), untouched(after.document));
    }

    private async refusal(why: string, { apiVersion }: Reading): Promise<string> {
        const offer = await this.target.offer?.(this.client, apiVersion).catch(() => undefined);
        return offer === undefined ? why : `${why} ${offer}`;
    }

    /** @throws UsageError where nobody can be asked. */
    private async agreed(): Promise<boolean> {
        if (this.settings.yes) return true;
        if (this.io.confirm === undefined) {
            throw new UsageError(
                "nothing was written: there is no terminal to ask on. Give --yes to write, or --dry-run to look.",
            );
        }
        const agreed = await this.io.confirm("  Apply?");
        this.io.signal.throwIfAborted();
        return agreed;
    }

    private end(read: Reading, outcome: Outcome, parts: Partial<EnableReport>): ExitCode {
        return this.finish(this.report(read, outcome, parts));
    }

    private finish(report: EnableReport): ExitCode {
        if (this.settings.json) this.io.out(`${JSON.stringify(report, undefined, 2)}\n`);
        else this.show(renderOutcome(report, this.color));
        return exitCodeOf(report.outcome);
    }

    private report(read: Reading, outcome: Outcome, parts: Partial<EnableReport>): EnableReport {
        const { target, settings } = this;
        const id = typeof read.document["id"] === "string" ? read.document["id"] : target.id;
        const { component, token, name, before } = target.keep;
        const commands = [...(before === undefined ? [] : [before]), `pulumi import ${token} ${name} ${id}`];
        const kept = !settings.disable && (outcome === "written" || outcome === "already");
        const { reason } = parts;
        return {
            command: "enable" as const,
            outcome,
            target: target.label,
            resourceId: id,
            property: target.property,
            apiVersion: read.apiVersion,
            etag: read.etag ?? null,
            before: null,
            after: null,
            notes: [],
            keep: kept ? { component, commands } : null,
            ...parts,
            // What Azure says may quote what is secret; the rest of the report holds no value but the setting's.
            reason: reason ? this.redaction.text(reason) : null,
        };
    }

    private get redaction(): Redaction {
        return new Redaction([...this.secrets, this.client.secret]);
    }

    private get color(): boolean {
        return this.io.color && !this.settings.json;
    }

    /** With --json the change is for the person who is asked; results alone are on stdout. */
    private show(text: string): void {
        if (this.settings.json) this.io.err(printable(text));
        else this.io.out(printable(text));
    }
}
