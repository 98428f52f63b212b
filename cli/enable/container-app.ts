import { at, isObject, type JsonObject, textAt } from "../azure/json";
import { groupSteps, resourceId } from "./places";
import { type Plan, type Target, type Wanted } from "./target";

/** A Container App as the command line names it. */
export interface ContainerAppPlace {
    readonly subscription: string;
    readonly resourceGroup: string;
    readonly name: string;
}

/** Generally available, and has all that is looked at. Only the setting itself is sent, so a newer one could not save more. */
const API_VERSIONS = ["2024-03-01"];
const PROPERTY = "configuration.ingress.stickySessions.affinity";

/**
 * Sticky sessions of a Container App. Written by a PATCH of the setting alone, which is a JSON merge patch: a PUT needs the values of
 * all secrets, which no GET shows. https://learn.microsoft.com/rest/api/containerapps/container-apps/update
 */
export function containerApp(place: ContainerAppPlace, wanted: Wanted): Target {
    const { subscription, resourceGroup, name } = place;
    return {
        label: `Container App ${name}`,
        id: resourceId(subscription, resourceGroup, "Microsoft.App", "containerApps", name),
        property: PROPERTY,
        apiVersions: API_VERSIONS,
        type: "Microsoft.App/containerApps",
        role: "Container Apps Contributor",
        keep: { component: "StickyContainerApp", token: "azure-native:app:ContainerApp", name },
        steps: [
            ...groupSteps(subscription, resourceGroup),
            {
                what: "Container App",
                name,
                list: resourceId(subscription, resourceGroup, "Microsoft.App", "containerApps"),
                apiVersion: API_VERSIONS[0] ?? "",
            },
        ],
        plan: (document) => planOf(document, wanted.disable),
    };
}

function planOf(document: JsonObject, disable: boolean): Plan {
    const now = textAt(document, `properties.${PROPERTY}`) ?? null;
    const on = now?.toLowerCase() === "sticky";
    const after = disable ? "none" : "sticky";
    const body = { properties: { configuration: { ingress: { stickySessions: { affinity: after } } } } };
    if (disable) return on ? { state: "change", before: now, after, body, notes: [] } : already(now, []);
    const hindrance = hindranceOf(document);
    if (hindrance !== undefined) return { state: "refused", why: hindrance };
    const notes = notesOf(document);
    return on ? already(now, notes) : { state: "change", before: now, after, body, notes };
}

function already(now: string | null, notes: readonly string[]): Plan {
    return { state: "already", now, notes };
}

/** Sticky sessions need HTTP ingress and single revision mode: https://learn.microsoft.com/azure/container-apps/sticky-sessions */
function hindranceOf(document: JsonObject): string | undefined {
    const configuration = at(document, "properties.configuration");
    const mode = textAt(configuration, "activeRevisionsMode") ?? "Single";
    if (!isObject(at(configuration, "ingress"))) {
        return "it has no ingress, so no request reaches it that could be kept on a replica.";
    }
    if (textAt(configuration, "ingress.transport")?.toLowerCase() === "tcp") {
        return "its ingress is TCP: sticky sessions are a cookie, and need HTTP.";
    }
    if (mode.toLowerCase() === "single") return undefined;
    return `its revision mode is "${mode}": sticky sessions work in single revision mode only. Set activeRevisionsMode to "Single" first.`;
}

function notesOf(document: JsonObject): string[] {
    const ports = at(document, "properties.configuration.ingress.additionalPortMappings");
    return [
        ...(at(document, "properties.template.scale.maxReplicas") === 1
            ? ["the app has one replica at most: affinity changes nothing until template.scale.maxReplicas is higher."]
            : []),
        ...(Array.isArray(ports) && ports.length > 0 ? ["additional ports stay without affinity."] : []),
        ...(textAt(document, "properties.configuration.ingress.transport")?.toLowerCase() === "http2"
            ? ["clients of gRPC rarely keep cookies, and then are not kept on a replica."]
            : []),
    ];
}
