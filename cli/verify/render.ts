import picocolors from "picocolors";

import { renderText } from "../check/report/text";
import { treeLines } from "../hops/tree";
import { printable } from "../printable";
import { type Verified } from "./evaluate";
import { VERIFY_KIND, type VerifyReport } from "./model";

/** For people: the tree of hops, then what the rules found, then what was not looked at. */
export function renderVerified({ hops, edges, report }: Verified, color: boolean): string {
    const tree = hops.length === 0 ? [] : [...treeLines(hops, edges, picocolors.createColors(color)), ""];
    const lines = tree.map((line) => (line === "" ? "\n" : `  ${printable(line)}\n`));
    return `${lines.join("")}${renderText(report, color)}`;
}

/** For programs, `check` and `map`. */
export function reportOf({ resources, hops, report }: Verified, sources: readonly string[]): VerifyReport {
    const { version, failOn, verdict, rules, findings, gaps } = report;
    return {
        kind: VERIFY_KIND,
        version,
        sources,
        failOn,
        verdict,
        rules,
        hops,
        findings,
        gaps,
        // Inputs are the same as what is deployed: nothing of it waits for a deployment.
        resources: resources.map(({ inputs: _, ...resource }) => resource),
    };
}
