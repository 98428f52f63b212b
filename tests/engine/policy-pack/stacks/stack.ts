/** A finding that the pack is expected to report: rule, level, name of the resource, property. */
export type Expected = readonly [rule: string, level: "mandatory" | "advisory", resource: string, path: string];

/** A program as people write them without this package, and all that the pack says of it. */
export interface ForeignStack {
    /** What it is, for the test's title. */
    readonly title: string;
    /** Registers its resources. */
    readonly program: () => void;
    /** In the order of rules and URNs. */
    readonly findings: readonly Expected[];
}
