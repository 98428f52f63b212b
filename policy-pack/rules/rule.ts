import { type StackResource, type Topology } from "../topology";

import { type Parameters, type RuleConfig } from "./config";

/** How bad a finding is, in Pulumi's own words. */
export type Severity = "low" | "medium" | "high" | "critical";

/** Something that a rule reports about one resource. */
export interface Finding {
    /** Name of the rule. */
    readonly rule: string;
    /** `violation`: it is so. `undecided`: a value that decides it is not known yet. */
    readonly kind: "violation" | "undecided";
    /** URN of the resource at fault. */
    readonly urn: string;
    /** Property at fault, or the one that is not known yet. */
    readonly path: string;
    /** What is wrong, with the evidence: where the number of targets comes from, and where affinity was looked for. */
    readonly message: string;
    /** What to do about it; empty where nothing can be done before the deployment. */
    readonly fix: string;
}

/** A change of one resource that gives a rule what it asks for. */
export interface Remediation {
    /** Property to set. */
    readonly path: readonly string[];
    readonly value: unknown;
}

/** A rule of the pack: a pure function from a stack's hops to findings, and what is said about it. */
export interface Rule {
    /** States the requirement, in kebab case. */
    readonly name: string;
    readonly displayName: string;
    readonly description: string;
    readonly severity: Severity;
    /** `resource`: decided by one hop alone, before it is created: of what is no hop it finds nothing. `stack`: needs several. */
    readonly scope: "resource" | "stack";
    readonly remediation: string;
    /** Level where the configuration says nothing. Omitted: the pack's, which is mandatory. */
    readonly enforcementLevel?: "advisory";
    /** Settings of its own. Omitted: none. */
    readonly parameters?: Parameters;
    readonly tags: readonly string[];
    /**
     * @param topology the hops of the stack, or of one resource for a rule of that scope.
     * @param config the rule's configuration.
     * @param today the day on which declarations have to hold, `YYYY-MM-DD`.
     */
    evaluate(topology: Topology, config: RuleConfig, today: string): Finding[];
    /**
     * What to change of a resource, where the level "remediate" asks for it. Omitted: nothing can be changed.
     *
     * @param resource with the inputs of the program.
     * @returns undefined where the resource stays as it is: it has what it needs, it is declared stateless, affinity would
     *     have no effect, or something that decides is not known yet.
     */
    readonly remediate?: (resource: StackResource, config: RuleConfig, today: string) => Remediation | undefined;
}
