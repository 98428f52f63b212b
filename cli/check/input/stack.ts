import { type StackResource } from "../../../policy-pack/topology";

/** What a file turned out to be. */
export type InputKind = "stack export" | "preview" | "Kubernetes objects" | "deployed resources";

/** The resources that a file holds. */
export interface InputStack {
    readonly kind: InputKind;
    /** With outputs as properties, and inputs where a program asked for them. */
    readonly resources: readonly StackResource[];
    /** Why what is found may not be all that there is to find. Empty: it is all. */
    readonly gaps: readonly string[];
    /** The lines on which resources begin, by URN. */
    linesOf(): ReadonlyMap<string, number>;
}
