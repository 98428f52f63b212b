import { createHash } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";

import { type ChosenRule, type Level } from "../../../policy-pack/evaluate";

import { type CheckFinding, type CheckReport } from "./model";
import { helpOf } from "./rule-help";

/** Name of the fingerprint, with the version of how it is made. */
const FINGERPRINT = "sessionAffinity/v1";

/** How SARIF calls the levels. What is undecided and does not stop a deployment is a note. */
const SARIF_LEVELS = { mandatory: "error", advisory: "warning" } as const;

/**
 * The report as SARIF 2.1.0, for code scanning.
 *
 * @param lines on which resources begin in the file, by URN.
 */
export async function renderSarif(
    report: CheckReport,
    chosen: readonly ChosenRule[],
    lines: ReadonlyMap<string, number>,
): Promise<string> {
    const run = new SarifRunBuilder().initSimple({
        toolDriverName: "session-affinity",
        toolDriverVersion: report.version,
    });
    for (const { rule, level } of chosen) {
        run.addRule(
            new SarifRuleBuilder({
                id: rule.name,
                name: rule.name,
                shortDescription: { text: rule.displayName },
                fullDescription: { text: rule.description },
                help: { text: `${rule.description}\n${rule.remediation}`, markdown: await helpOf(rule) },
                defaultConfiguration: { level: SARIF_LEVELS[level] },
                properties: { tags: [...rule.tags], severity: rule.severity },
            }),
        );
    }
    const uri = uriOf(report.file);
    const seen = new Map<string, number>();
    for (const finding of report.findings) {
        const line = lines.get(finding.urn);
        run.addResult(
            new SarifResultBuilder({
                ruleId: finding.rule,
                level: levelOf(finding),
                message: { text: textOf(finding) },
                locations: [
                    {
                        physicalLocation: {
                            artifactLocation: { uri },
                            ...(line === undefined ? {} : { region: { startLine: line } }),
                        },
                        logicalLocations: [{ fullyQualifiedName: finding.urn, name: finding.name, kind: "resource" }],
                    },
                ],
                partialFingerprints: { [FINGERPRINT]: fingerprintOf(finding, seen) },
            }),
        );
    }
    run.run.invocations = [
        {
            executionSuccessful: true,
            toolExecutionNotifications: report.gaps.map((text) => ({ level: "warning", message: { text } })),
        },
    ];
    const sarif = new SarifBuilder();
    sarif.addRun(run);
    return `${JSON.stringify(sarif.buildSarifOutput(), undefined, 2)}\n`;
}

function levelOf({ level, kind }: CheckFinding): "error" | "warning" | "note" {
    return kind === "undecided" && level === "advisory" ? "note" : SARIF_LEVELS[level satisfies Level];
}

function textOf({ name, path: property, message, fix, page }: CheckFinding): string {
    return [`${name}, ${property}: ${message}`, fix, page].filter((line) => line !== "").join("\n");
}

/** The same from run to run for the same fault of the same resource, whatever else changes in the stack. */
function fingerprintOf({ rule, urn, path: property }: CheckFinding, seen: Map<string, number>): string {
    const key = [rule, urn, property].join("\n");
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return createHash("sha256").update(`${key}\n${before}`).digest("hex");
}

/** The file as a URI: relative to where the command was called, as code scanning wants it, where it lies below that. */
function uriOf(file: string): string {
    const relative = path.relative(process.cwd(), path.resolve(file));
    if (relative.startsWith("..") || path.isAbsolute(relative)) return pathToFileURL(file).href;
    return relative.split(path.sep).map(encodeURIComponent).join("/");
}
