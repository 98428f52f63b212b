import { STATELESS_KEY, STATELESS_UNTIL_KEY } from "../../components/affinity/stateless";
import { type StatelessDeclaration } from "../../components/affinity/vocabulary";

import { type Fact, fact, lookupText, notYet } from "./values";

/**
 * The declaration of statelessness among tags, labels or annotations.
 *
 * @param properties the resource's properties.
 * @param path where the tags or annotations stand.
 * @returns undefined where there is none.
 */
export function readDeclaration(properties: unknown, path: string): Fact<StatelessDeclaration> | undefined {
    const keys = path.split(".");
    const reason = lookupText(properties, [...keys, STATELESS_KEY]);
    if (reason.state === "absent") return undefined;
    if (reason.state === "unknown") return notYet(reason.path);
    const until = lookupText(properties, [...keys, STATELESS_UNTIL_KEY]);
    if (until.state === "unknown") return notYet(until.path);
    return fact({ reason: reason.value, ...(until.state === "known" ? { expiresOn: until.value } : {}) });
}

/** The declaration in a text of `key: value` lines, for resources that have no tags. */
export function readDeclarationText(properties: unknown, path: string): Fact<StatelessDeclaration> | undefined {
    const text = lookupText(properties, path);
    if (text.state === "absent") return undefined;
    if (text.state === "unknown") return notYet(text.path);
    const labels = Object.fromEntries(
        text.value.split("\n").flatMap((line) => {
            const [, key, value] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
            return key !== undefined && value !== undefined ? [[key, value]] : [];
        }),
    ) as Record<string, string>;
    return readDeclaration({ labels }, "labels");
}
