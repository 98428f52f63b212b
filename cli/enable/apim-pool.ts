import { COOKIE_NAME } from "../../components/affinity/cookie-name";
import { type ArmClient } from "../azure/client";
import { at, isObject, type Json, type JsonObject, textAt } from "../azure/json";
import { UsageError } from "../errors";
import { groupSteps, resourceId } from "./places";
import { type Plan, type Target, type Wanted } from "./target";

/** A pool as the command line names it. */
export interface PoolPlace {
    readonly subscription: string;
    readonly resourceGroup: string;
    readonly service: string;
    readonly backend: string;
}

/**
 * API versions that have `pool.sessionAffinity`; no generally available one has. The newest is asked first: a version that does not
 * know a newer setting of a member would neither show it nor send it back. https://github.com/Azure/bicep-types-az
 */
const API_VERSIONS = ["2025-09-01-preview", "2025-03-01-preview", "2024-10-01-preview"];
const TYPE = "Microsoft.ApiManagement/service/backends";
/** Generally available, for lists. */
const LIST_VERSION = "2024-05-01";
/** What `StickyBackendPool` registers, and the package that has it. */
const TOKEN = "azure-native_apimanagement_v20241001preview:apimanagement:Backend";
const ADD_PACKAGE = "pulumi package add azure-native apimanagement 2024-10-01-preview";

/**
 * Session affinity of a backend pool of API Management. What is written is a PATCH of the pool alone, with the condition that nobody
 * wrote since: a PUT would have to send every other setting back, credentials among them, and whatever a GET leaves out would be lost.
 * The pool is sent as a whole, since no document says whether a PATCH lays `pool` over the one that is there or puts it in its place.
 *
 * @throws UsageError for a cookie's name that is none.
 */
export function apimPool(place: PoolPlace, wanted: Wanted & { readonly cookieName: string | undefined }): Target {
    const { resourceGroup, service, backend } = place;
    const cookieName = wanted.cookieName ?? `${backend}-affinity`;
    if (!wanted.disable && !COOKIE_NAME.test(cookieName)) {
        throw new UsageError(
            `--cookie-name is "${cookieName}": a cookie's name has letters, digits and !#$%&'*+-.^_\`|~ only.`,
        );
    }
    const serviceId = resourceId(place.subscription, resourceGroup, "Microsoft.ApiManagement", "service", service);
    const list = `${serviceId}/backends`;
    return {
        label: `backend pool ${backend} of ${service}`,
        id: `${list}/${encodeURIComponent(backend)}`,
        property: "pool.sessionAffinity",
        apiVersions: API_VERSIONS,
        type: TYPE,
        role: "API Management Service Contributor",
        keep: { component: "StickyBackendPool", token: TOKEN, name: backend, before: ADD_PACKAGE },
        steps: [
            ...groupSteps(place.subscription, resourceGroup),
            {
                what: "API Management service",
                name: service,
                list: resourceId(place.subscription, resourceGroup, "Microsoft.ApiManagement", "service"),
                apiVersion: LIST_VERSION,
            },
            { what: "backend pool", name: backend, list, apiVersion: LIST_VERSION, offers: isPool },
        ],
        plan: (document) => planOf(document, wanted.disable ? undefined : { cookieName, given: wanted.cookieName }),
        untouched: withoutAffinity,
        offer: (client, apiVersion) => otherPools(client, list, apiVersion),
    };
}

function planOf(document: JsonObject, wanted: { cookieName: string; given: string | undefined } | undefined): Plan {
    const pool = at(document, "properties.pool");
    if (!isPool(document) || !isObject(pool)) {
        return { state: "refused", why: "it is a single backend, no pool: there is nothing to choose among." };
    }
    const before = at(pool, "sessionAffinity") ?? null;
    const notes = notesOf(pool);
    if (wanted === undefined) {
        return before === null ? { state: "already", now: null, notes: [] } : change(document, pool, before, null, []);
    }
    if (isOn(before, wanted.given)) return { state: "already", now: before, notes };
    const sessionId = at(before, "sessionId");
    const after = {
        ...(isObject(before) ? before : {}),
        sessionId: { ...(isObject(sessionId) ? sessionId : {}), source: "cookie", name: wanted.cookieName },
    };
    return change(document, pool, before, after, notes);
}

/** The type goes along unchanged, so that nothing can take the document for one of a single backend. */
function change(document: JsonObject, pool: JsonObject, before: Json, after: Json, notes: readonly string[]): Plan {
    const type = textAt(document, "properties.type") ?? "Pool";
    const body = { properties: { type, pool: { ...pool, sessionAffinity: after } } };
    return { state: "change", before, after, body, notes };
}

/** Microsoft's own samples spell the source "Cookie". */
function isOn(affinity: Json, name: string | undefined): boolean {
    const held = textAt(affinity, "sessionId.name");
    if (textAt(affinity, "sessionId.source")?.toLowerCase() !== "cookie" || !held) return false;
    return name === undefined || held === name;
}

function notesOf(pool: JsonObject): string[] {
    const members = at(pool, "services");
    if (Array.isArray(members) && members.length > 1) return [];
    return ["the pool has one backend: affinity changes nothing until it has another."];
}

function isPool(document: JsonObject): boolean {
    return textAt(document, "properties.type")?.toLowerCase() === "pool";
}

function withoutAffinity(document: JsonObject): Json {
    const { properties, ...rest } = document;
    const pool = at(properties, "pool");
    if (!isObject(properties) || !isObject(pool)) return document;
    const kept = Object.entries(pool).filter(([name]) => name !== "sessionAffinity");
    return { ...rest, properties: { ...properties, pool: Object.fromEntries(kept) } };
}

async function otherPools(client: ArmClient, list: string, apiVersion: string): Promise<string> {
    const backends = await client.list(list, apiVersion, "listing the backends");
    const pools = backends.filter(isPool).map((backend) => textAt(backend, "name") ?? "");
    return pools.length === 0 ? "This service has no pool." : `Pools of this service: ${pools.sort().join(", ")}.`;
}
