import { type Properties } from "../cloud";
import { type Answer } from "./answer";
import { ArmError } from "./errors";

/** One page of a list, and the address of the next, as Resource Manager spells it. */
export function page(all: readonly Properties[], url: URL, size: number): Answer {
    const token = url.searchParams.get("$skiptoken");
    const place = token === null ? "0" : Buffer.from(token, "base64url").toString();
    if (!/^\d+$/.test(place)) {
        throw new ArmError(400, "InvalidSkipToken", "The $skiptoken of the request is not one of this list.");
    }
    const from = Number(place);
    const value = all.slice(from, from + size);
    if (from + size >= all.length) return { status: 200, body: { value } };
    const next = new URL(url);
    next.searchParams.set("$skiptoken", Buffer.from(String(from + size)).toString("base64url"));
    return { status: 200, body: { value, nextLink: next.href } };
}
