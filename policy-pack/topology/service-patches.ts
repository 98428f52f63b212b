import { patchesOver } from "./patches";
import { type ParsedResource, type ResourceIndex } from "./resource";
import { isRecord, lookup, UNKNOWN_TEXT } from "./values";

/** Annotations and labels of a Service that routes' controllers read. */
export const READ_BY_ROUTES =
    /^(traefik\.ingress\.kubernetes\.io\/service\.|haproxy\.(org|com)\/|istio\.io\/persistent-session)/;

/**
 * A Service with what ServicePatches of the stack lay over it, as far as routes read it. What a patch lays over a Service
 * that may be another is not known yet.
 */
export function patchedService(service: ParsedResource, stack: ResourceIndex): ParsedResource {
    const { certain, possible } = patchesOver(service, stack);
    if (certain.length + possible.length === 0) return service;
    const metadata = lookup(service.properties, "metadata");
    const own = metadata.state === "known" && isRecord(metadata.value) ? metadata.value : {};
    const laid = Object.fromEntries(
        ["annotations", "labels"].map((part) => [part, overlay(own[part], part, certain, possible)]),
    );
    return { ...service, properties: { ...service.properties, metadata: { ...own, ...laid } } };
}

/** Of several patches of one key the last by URN wins; which does in the cluster is not told by the program. */
function overlay(
    own: unknown,
    part: string,
    certain: readonly ParsedResource[],
    possible: readonly ParsedResource[],
): unknown {
    const laid: Record<string, unknown> = {};
    for (const patch of [...possible, ...certain]) {
        const found = lookup(patch.properties, ["metadata", part]);
        if (found.state === "unknown") return UNKNOWN_TEXT;
        if (found.state === "absent" || !isRecord(found.value)) continue;
        for (const [key, value] of Object.entries(found.value)) {
            if (READ_BY_ROUTES.test(key)) laid[key] = certain.includes(patch) ? value : UNKNOWN_TEXT;
        }
    }
    return own === undefined || isRecord(own) ? { ...(own as object | undefined), ...laid } : own;
}
