import { type Address } from "./address";

/** What a role has to allow, as Resource Manager spells it. */
export function actionOf(method: string, address: Address): string {
    const verb = method === "GET" ? "read" : method === "DELETE" ? "delete" : "write";
    switch (address.scope) {
        case "resource":
        case "collection":
            return `${address.type}/${verb}`;
        case "subscriptions":
        case "subscription":
        case "operation":
            return `Microsoft.Resources/subscriptions/${verb}`;
        case "groups":
        case "group":
            return `Microsoft.Resources/subscriptions/resourceGroups/${verb}`;
        case "group resources":
            return `Microsoft.Resources/subscriptions/resources/${verb}`;
    }
}
