import { type Hop } from "../topology/hop";

import { type Finding } from "./rule";

/** The finding that something waits for a property that is not known yet. */
export function undecided(rule: string, { urn }: Hop, path: string): Finding {
    return { rule, kind: "undecided", urn, path, message: `cannot decide: ${path} is not known yet`, fix: "" };
}
