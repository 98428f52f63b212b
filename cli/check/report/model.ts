import { type Level } from "../../../policy-pack/evaluate";
import { type Severity } from "../../../policy-pack/rules/rule";
import { type InputKind } from "../input/stack";

/** Something that a rule found, as reports tell of it. */
export interface CheckFinding {
    readonly rule: string;
    /** `mandatory`: it would stop a deployment. */
    readonly level: Level;
    /** `undecided`: a value that decides it is not known yet. */
    readonly kind: "violation" | "undecided";
    readonly severity: Severity;
    readonly urn: string;
    /** Pulumi's type token of the resource, also for objects that kubectl told of. */
    readonly type: string;
    readonly name: string;
    /** Property at fault, or the one that is not known yet. */
    readonly path: string;
    readonly message: string;
    /** What to do about it; empty where nothing can be done yet. */
    readonly fix: string;
    /** The rule's page in this package. */
    readonly page: string;
}

/** What a check comes to: the exit code says the same. */
export type CheckVerdict = "passed" | "failed" | "undecided";

/** What a check found, for all formats. */
export interface CheckReport {
    /** Version of this package. */
    readonly version: string;
    readonly file: string;
    readonly kind: InputKind;
    readonly resources: number;
    /** Places that choose among several targets. */
    readonly hops: number;
    /** Names of the rules that ran. */
    readonly rules: readonly string[];
    readonly failOn: Level;
    readonly verdict: CheckVerdict;
    /** In the order of resources, and of each by rules. */
    readonly findings: readonly CheckFinding[];
    /** Why what was found may not be all. */
    readonly gaps: readonly string[];
}

/** True for a finding that counts: at the level that fails a check, or above. */
export function counts({ level }: Pick<CheckFinding, "level">, failOn: Level): boolean {
    return failOn === "advisory" || level === "mandatory";
}
