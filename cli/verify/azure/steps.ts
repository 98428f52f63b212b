import { type Step } from "../../azure/missing";
import { groupSteps } from "../../enable/places";
import { type AzureId } from "./ids";
import { azureKind } from "./kinds";

/** The way to a resource, to say what is missing. */
export function stepsTo({ subscription, group, type, names }: AzureId): Step[] {
    const [namespace = "", ...segments] = type.split("/");
    const groupPath = `/subscriptions/${subscription}/resourceGroups/${group}`;
    return [
        ...groupSteps(subscription, group),
        ...segments.map((segment, index): Step => {
            const above = segments.slice(0, index).flatMap((one, level) => [one, names[level] ?? ""]);
            const what = [namespace, ...segments.slice(0, index + 1)].join("/");
            return {
                what,
                name: names[index] ?? "",
                list: [groupPath, "providers", namespace, ...above, segment].join("/"),
                apiVersion: azureKind(what)?.apiVersions[0] ?? "",
            };
        }),
    ];
}
