import { type Step } from "../azure/missing";

const SUBSCRIPTIONS = "2022-12-01";
const GROUPS = "2024-03-01";

/** A resource's id, or its collection's where the last name is left out. Names are spelled so that each stays one part of the path. */
export function resourceId(subscription: string, group: string, namespace: string, ...parts: string[]): string {
    const spelled = parts.map(encodeURIComponent).join("/");
    return `/subscriptions/${subscription}/resourceGroups/${encodeURIComponent(group)}/providers/${namespace}/${spelled}`;
}

/** The first steps on the way to whatever lies in a group. */
export function groupSteps(subscription: string, group: string): Step[] {
    return [
        {
            what: "subscription",
            name: subscription,
            list: "/subscriptions",
            apiVersion: SUBSCRIPTIONS,
            nameAt: "subscriptionId",
        },
        {
            what: "resource group",
            name: group,
            list: `/subscriptions/${subscription}/resourceGroups`,
            apiVersion: GROUPS,
        },
    ];
}
