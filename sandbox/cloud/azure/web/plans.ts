import { type Kind, type Surroundings } from "../../kind";
import { View } from "../../view";
import { arm } from "../arm";
import { within } from "../parts";
import { identity } from "../resources";

export const PLAN = "azure-native:web:AppServicePlan";
const APP = "azure-native:web:WebApp";

/** https://learn.microsoft.com/azure/azure-functions/functions-premium-plan */
const ELASTIC_WORKERS = 100;

export const PLANS: readonly Kind[] = arm({
    modules: ["web"],
    kind: "AppServicePlan",
    path: "Microsoft.Web/serverfarms/{name}",
    apiVersion: "2025-05-01",
    name: { maximum: 60 },
    validate: (inputs) => {
        if (/^EP/i.test(inputs.text("sku.name") ?? "")) within(inputs, "maximumElasticWorkerCount", 1, ELASTIC_WORKERS);
    },
    computed: (inputs, { id, cloud }) => ({
        ...identity(inputs, id),
        kind: inputs.text("kind") ?? "app",
        numberOfSites: cloud.all(APP).filter((app) => new View(app.inputs).text("serverFarmId") === id).length,
        provisioningState: "Succeeded",
        resourceGroup: inputs.text("resourceGroupName") ?? "",
        status: "Ready",
    }),
});

/** Families of plans, as far as sites are treated differently on them. */
export type PlanFamily = "flex" | "consumption" | "elastic" | "workflow" | "dedicated";

const FAMILIES: readonly [family: PlanFamily, size: RegExp][] = [
    ["flex", /^FC/i],
    ["consumption", /^Y/i],
    ["elastic", /^EP/i],
    ["workflow", /^WS/i],
];

/** The family of the plan with the id; undefined where the plan or its size is not known. */
export function familyOf(id: string | undefined, cloud: Surroundings): PlanFamily | undefined {
    const plan = id === undefined ? undefined : cloud.find(PLAN, id);
    const size = plan && new View(plan.inputs).text("sku.name");
    if (size === undefined) return undefined;
    return FAMILIES.find(([, pattern]) => pattern.test(size))?.[0] ?? "dedicated";
}
