import { type Replicas } from "../../affinity/vocabulary";

/** Most instances of the largest plan, Isolated. https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#app-service-limits */
const PLAN_LIMIT = 100;

/** Instances of an app on an App Service plan. A number that the engine can store: its state has none for "unbounded". */
export const PLAN_REPLICAS: Replicas = {
    min: 1,
    max: PLAN_LIMIT,
    source: "the plan's: the component does not create it",
};
