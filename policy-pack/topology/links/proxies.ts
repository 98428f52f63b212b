import { type ParsedResource, type ResourceIndex } from "../resource";

import { isDoor } from "./doors";
import { type Link } from "./link";

/** A resource that sends to a hop by its address. */
export interface Proxy {
    readonly resource: ParsedResource;
    /** The resource that says so: a member of a pool, an origin, or the proxy itself. */
    readonly via: ParsedResource;
}

/** What sends to a resource by its address, in the order of URNs. Routes, which name a Service instead, are not among it. */
export function proxiesOf(urn: string, linksTo: (urn: string) => readonly Link[], stack: ResourceIndex): Proxy[] {
    const found = new Map<string, Proxy>();
    const passed = new Set([urn]);
    const waiting = [urn];
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
        for (const link of linksTo(at)) {
            const [resource, via] = [stack.get(link.from), stack.get(link.via)];
            if (!resource || !via || passed.has(resource.urn)) continue;
            passed.add(resource.urn);
            if (isDoor(resource)) waiting.push(resource.urn);
            else if (resource.token.family !== "kubernetes") found.set(resource.urn, { resource, via });
        }
    }
    return [...found.values()].sort((one, other) => (one.resource.urn < other.resource.urn ? -1 : 1));
}
