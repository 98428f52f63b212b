import { type Hop } from "../topology/hop";

import { type RuleConfig } from "./config";
import { judgeDeclarations, strongest } from "./judge";
import { type Finding } from "./rule";

/**
 * A violation about a resource, unless a declaration of it or of the configuration holds; undecided where that is not
 * known yet. Why a declaration that is there does not count stands behind the message.
 */
export function unlessDeclared(
    finding: Omit<Finding, "kind">,
    subject: Pick<Hop, "urn" | "name" | "stateless">,
    config: RuleConfig,
    today: string,
): Finding | undefined {
    const declared = strongest(judgeDeclarations(subject, config, today));
    switch (declared?.verdict) {
        case "stateless":
            return undefined;
        case "undecided":
            return undecided(finding, declared.path);
        case "refused":
            return { ...finding, kind: "violation", message: `${finding.message} And ${declared.why}.` };
        case undefined:
            return { ...finding, kind: "violation" };
    }
}

/** What is said where a value that decides is not known yet. */
export function undecided({ rule, urn }: Pick<Finding, "rule" | "urn">, path: string, more = ""): Finding {
    return { rule, kind: "undecided", urn, path, message: `cannot decide: ${path} is not known yet${more}`, fix: "" };
}
