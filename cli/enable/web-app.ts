import { at, type JsonObject, textAt } from "../azure/json";
import { groupSteps, resourceId } from "./places";
import { type Plan, type Target, type Wanted } from "./target";

/** A web app, or a slot of it, as the command line names it. */
export interface WebAppPlace {
    readonly subscription: string;
    readonly resourceGroup: string;
    readonly name: string;
    readonly slot: string | undefined;
}

/** Generally available in every cloud. Only the setting itself is sent, so a newer one could not save more. */
const API_VERSION = "2023-12-01";
const PROPERTY = "clientAffinityEnabled";

/** Client affinity of a web app. Written by a PATCH of the setting alone: https://learn.microsoft.com/rest/api/appservice/web-apps/update */
export function webApp(place: WebAppPlace, wanted: Wanted): Target {
    const { subscription, resourceGroup, name, slot } = place;
    const sites = resourceId(subscription, resourceGroup, "Microsoft.Web", "sites");
    const site = `${sites}/${encodeURIComponent(name)}`;
    const step = { apiVersion: API_VERSION };
    return {
        label: slot === undefined ? `web app ${name}` : `slot ${slot} of web app ${name}`,
        id: slot === undefined ? site : `${site}/slots/${encodeURIComponent(slot)}`,
        property: PROPERTY,
        apiVersions: [API_VERSION],
        type: slot === undefined ? "Microsoft.Web/sites" : "Microsoft.Web/sites/slots",
        role: "Website Contributor",
        keep:
            slot === undefined
                ? { component: "StickyWebApp", token: "azure-native:web:WebApp", name }
                : { component: "StickyWebApp", token: "azure-native:web:WebAppSlot", name: `${name}-${slot}` },
        steps: [
            ...groupSteps(subscription, resourceGroup),
            { what: "web app", name, list: sites, ...step },
            ...(slot === undefined ? [] : [{ what: "slot", name: slot, list: `${site}/slots`, ...step }]),
        ],
        plan: (document) => planOf(document, !wanted.disable),
    };
}

function planOf(document: JsonObject, after: boolean): Plan {
    const before = at(document, `properties.${PROPERTY}`) ?? null;
    const notes = after && isFunctionApp(document) ? [FUNCTIONS] : [];
    if ((before === true) === after) return { state: "already", now: before, notes };
    return { state: "change", before, after, body: { properties: { [PROPERTY]: after } }, notes };
}

/** https://github.com/Azure/app-service-announcements/issues/74 */
const FUNCTIONS =
    "it is a function app: Microsoft advises against affinity there, since it ties clients to instances that others were added to relieve.";

function isFunctionApp(document: JsonObject): boolean {
    return textAt(document, "kind")?.toLowerCase().split(",").includes("functionapp") === true;
}
