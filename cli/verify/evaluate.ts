import { currentDay, evaluateStack, type Level } from "../../policy-pack/evaluate";
import { ConfigError } from "../../policy-pack/rules/config";
import { type Edge, type StackResource } from "../../policy-pack/topology";
import { buildReport } from "../check/report/build";
import { type CheckReport, type CheckVerdict } from "../check/report/model";
import { type Choice } from "../check/settings";
import { UsageError } from "../errors";
import { type ReportedHop, reportHops } from "../hops/report";
import { type Source } from "./source";

/** What comes of what was read. */
export interface Verified {
    readonly resources: readonly StackResource[];
    readonly hops: readonly ReportedHop[];
    readonly edges: readonly Edge[];
    readonly report: CheckReport;
}

/** How it is judged. */
export interface Judging {
    readonly choice: Choice;
    readonly failOn: Level;
    /** Version of this package, for the report. */
    readonly version: string;
    /** The day on which declarations have to hold, YYYY-MM-DD. Omitted: today. */
    readonly today?: string;
}

const NOTHING_FOUND =
    "nothing that chooses among replicas was found. Look for a slip in the name of the place, or give another one.";

/**
 * Judges all sources as one topology, since requests go from one to the other. Only what was asked for is told of.
 *
 * @throws {UsageError} where a rule's settings are wrong.
 */
export function verified(
    sources: readonly Source[],
    { choice, failOn, version, today = currentDay() }: Judging,
): Verified {
    const resources = [...new Map(sources.flatMap((one) => one.resources.map((each) => [each.urn, each]))).values()];
    const asked = new Set(sources.flatMap((one) => [...one.asked]));
    const evaluation = judged(resources, choice, today);
    const findings = evaluation.findings.filter(({ urn }) => asked.has(urn));
    const hops = reportHops(evaluation.topology, evaluation.findings, today).filter(({ urn }) => asked.has(urn));
    const gaps = [...sources.flatMap((one) => one.gaps), ...(hops.length === 0 ? [NOTHING_FOUND] : [])];
    const stack = { kind: "deployed resources" as const, resources, gaps, linesOf: () => new Map<string, number>() };
    const file = sources.map(({ label }) => label).join(", ");
    const { chosen } = choice;
    const report = buildReport({ version, file, failOn, stack, chosen, evaluation: { ...evaluation, findings } });
    return {
        resources,
        hops,
        edges: evaluation.topology.edges,
        report: { ...report, hops: hops.length, verdict: verdictOf(report.verdict, hops) },
    };
}

function judged(resources: readonly StackResource[], { chosen }: Choice, today: string) {
    try {
        return evaluateStack(resources, chosen, today);
    } catch (error) {
        if (error instanceof ConfigError) throw new UsageError(`--config: ${error.message}`);
        throw error;
    }
}

/** What is deployed is all there: a hop of which something is not known was not looked at well enough. */
function verdictOf(verdict: CheckVerdict, hops: readonly ReportedHop[]): CheckVerdict {
    return verdict === "passed" && hops.some((hop) => hop.verdict === "not known yet") ? "undecided" : verdict;
}
