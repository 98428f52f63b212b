import { referredTo } from "../references";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { isKind, kindKey } from "../type-token";
import { lookup, lookupText } from "../values";

/** What runs in a site of App Service; `unknown` where its `kind` is not known yet, `other` where none of these. */
export type SiteSort = "function-app" | "logic-app" | "web-app" | "unknown" | "other";

/** The kinds of resources that are sites. */
export const SITE_KINDS: readonly string[] = ["azure-native:web:WebApp", "azure-native:web:WebAppSlot"];

/** Tells what runs in a site or in one of its slots; undefined for what is neither. */
export function siteSort({ token, properties }: ParsedResource): SiteSort | undefined {
    if (!SITE_KINDS.includes(kindKey(token))) return undefined;
    const kind = lookupText(properties, "kind");
    if (kind.state === "unknown") return "unknown";
    const words = kind.state === "known" ? kind.value.toLowerCase() : "";
    if (words.includes("workflowapp")) return "logic-app";
    if (words.includes("functionapp")) return "function-app";
    // On a Container Apps environment there is no plan, and affinity is the environment's.
    return lookup(properties, "managedEnvironmentId").state === "absent" ? "web-app" : "other";
}

/** The plan that a site runs on, where it is in the same stack. */
export function planOf(site: ParsedResource, stack: ResourceIndex): ParsedResource | undefined {
    return referredTo(site, "serverFarmId", stack).find(({ token }) =>
        isKind(token, "azure-native", "web", "AppServicePlan"),
    );
}
