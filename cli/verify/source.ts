import { type StackResource } from "../../policy-pack/topology";

/** What was read from one place. */
export interface Source {
    /** "resource group shop-rg", "context prod" */
    readonly label: string;
    /** What was asked for, and what it cannot be judged without. */
    readonly resources: readonly StackResource[];
    /** URNs of what was asked for. */
    readonly asked: ReadonlySet<string>;
    /** What was not looked at, and why. */
    readonly gaps: readonly string[];
}
