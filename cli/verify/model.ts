import { type StackResource } from "../../policy-pack/topology";
import { type CheckFinding, type CheckReport } from "../check/report/model";
import { type ReportedHop } from "../hops/report";

/** By what a file is told from others. */
export const VERIFY_KIND = "session-affinity verify";

/** What is deployed, as `--json` writes it; `check` and `map` read it. */
export interface VerifyReport extends Pick<CheckReport, "version" | "failOn" | "verdict" | "rules" | "gaps"> {
    readonly kind: typeof VERIFY_KIND;
    /** Where it was read: "resource group shop-rg", "context prod". */
    readonly sources: readonly string[];
    readonly hops: readonly ReportedHop[];
    readonly findings: readonly CheckFinding[];
    /** What was read, reduced to what the rules look at. */
    readonly resources: readonly Omit<StackResource, "inputs">[];
}
