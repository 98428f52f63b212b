import { type Exchange } from "../http/client";

import { leavesOf } from "./json-path";
import { namesReplica } from "./names";
import { type IdentitySource, optionOf, readIdentity } from "./source";

/** A place in the answers that may name the replica, with what it said in each answer of the sample. */
export interface Candidate {
    readonly source: IdentitySource;
    readonly values: readonly (string | undefined)[];
    /** Its name says that it is a replica. */
    readonly named: boolean;
}

/** Headers that name a product, or say what the client was sent. */
const PRODUCT_HEADERS = new Set(["server", "host", "set-cookie", "content-location", "location"]);
/** A line as `whoami` services write them. */
const LINE = /^([A-Za-z][\w-]{0,40}):[ \t]*(\S{1,200})[ \t]*$/gm;
/** A whole body that may be a host name. */
const HOST_NAME_BODY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/;

/** All places that could name the replica, of the answers of clients without cookies, in the order that they were given. */
export function candidatesOf(exchanges: readonly Exchange[]): Candidate[] {
    const sources = new Map<string, { source: IdentitySource; named: boolean }>();
    const add = (source: IdentitySource, named: boolean) => sources.set(optionOf(source), { source, named });
    for (const { response } of exchanges) {
        for (const name of Object.keys(response.headers)) {
            if (!PRODUCT_HEADERS.has(name)) add({ kind: "header", name }, namesReplica([name]));
        }
        const leaves = leavesOf(response.body);
        for (const { path, names } of leaves) add({ kind: "json", path }, namesReplica(names));
        if (leaves.length > 0) continue;
        for (const [, name = ""] of response.body.matchAll(LINE)) {
            add({ kind: "regex", pattern: `^${name}:\\s*(\\S+)` }, namesReplica([name]));
        }
        if (HOST_NAME_BODY.test(response.body.trim())) add({ kind: "body" }, true);
    }
    return [...sources.values()].map(({ source, named }) => ({
        source,
        named,
        values: exchanges.map((exchange) => readIdentity(source, exchange)),
    }));
}
