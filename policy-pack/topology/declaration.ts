import { STATELESS_KEY, STATELESS_UNTIL_KEY } from "../../components/affinity/stateless";
import { type StatelessDeclaration } from "../../components/affinity/vocabulary";

import { type ParsedResource } from "./resource";
import { type Fact, fact, lookup, lookupText, notYet } from "./values";

/**
 * The declaration of statelessness among tags, labels or annotations.
 *
 * @param properties the resource's properties.
 * @param path where the tags or annotations stand.
 * @returns undefined where there is none.
 */
export function readDeclaration(properties: unknown, path: string): Fact<StatelessDeclaration> | undefined {
    const place = lookup(properties, path);
    if (place.state === "absent") return undefined;
    const keys = path.split(".");
    const reason = lookupText(properties, [...keys, STATELESS_KEY]);
    if (reason.state === "absent") return undefined;
    if (reason.state === "unknown") return notYet(reason.path);
    const until = lookupText(properties, [...keys, STATELESS_UNTIL_KEY]);
    if (until.state === "unknown") return notYet(until.path);
    return fact({ reason: reason.value, ...(until.state === "known" ? { expiresOn: until.value } : {}) });
}

/** The Azure tag or Kubernetes annotation that declares a workload stateful, where others are assumed not to be. */
export const STATEFUL_KEY = "session-affinity-stateful";

/** What the owner of a workload says of it. */
export interface Declarations {
    readonly stateless?: Fact<StatelessDeclaration>;
    readonly stateful?: Fact<true>;
}

/** The declarations among tags, labels or annotations. */
export function readDeclarations(properties: unknown, path: string): Declarations {
    return declarations(readDeclaration(properties, path), readStateful(properties, path));
}

/** The declarations in a text of `key: value` lines, for resources that have no tags. */
export function readDeclarationsText(properties: unknown, path: string): Declarations {
    const text = lookupText(properties, path);
    if (text.state === "absent") return {};
    if (text.state === "unknown") return { stateless: notYet(text.path), stateful: notYet(text.path) };
    return readDeclarations({ labels: labelsIn(text.value) }, "labels");
}

/** Where a resource says that it is stateless, and what it says there; undefined for one that has no such place. */
export function declarationOf({
    token,
    properties,
}: ParsedResource): { path: string; found: Fact<StatelessDeclaration> | undefined } | undefined {
    if (token.family === "kubernetes") {
        return { path: "metadata.annotations", found: readDeclaration(properties, "metadata.annotations") };
    }
    if (token.family !== "azure-native") return undefined;
    return token.module === "apimanagement"
        ? { path: "description", found: readDeclarationsText(properties, "description").stateless }
        : { path: "tags", found: readDeclaration(properties, "tags") };
}

/** Both declarations, without those that there are not. */
export function declarations(
    stateless: Fact<StatelessDeclaration> | undefined,
    stateful: Fact<true> | undefined,
): Declarations {
    return { ...(stateless ? { stateless } : {}), ...(stateful ? { stateful } : {}) };
}

/** The declaration of statefulness: any text but "false". */
export function readStateful(properties: unknown, path: string): Fact<true> | undefined {
    if (lookup(properties, path).state === "absent") return undefined;
    const said = lookupText(properties, [...path.split("."), STATEFUL_KEY]);
    if (said.state === "unknown") return notYet(said.path);
    return said.state === "known" && said.value !== "false" ? fact(true) : undefined;
}

function labelsIn(text: string): Record<string, string> {
    return Object.fromEntries(
        text.split("\n").flatMap((line) => {
            const [, key, value] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
            return key !== undefined && value !== undefined ? [[key, value]] : [];
        }),
    );
}
