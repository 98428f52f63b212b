import { noAffinity, type Replicas } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type HopReader } from "../hop";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { type Fact, fact, lookupList, lookupNumber, lookupText, notYet } from "../values";

import { planOf, siteSort } from "./sites";

const MAXIMUM_PATH = "functionAppConfig.scaleAndConcurrency.maximumInstanceCount";
const ALWAYS_READY_PATH = "functionAppConfig.scaleAndConcurrency.alwaysReady";
const SCALE_LIMIT_PATH = "siteConfig.functionAppScaleLimit";
/** https://learn.microsoft.com/azure/azure-functions/event-driven-scaling */
const CONSUMPTION_INSTANCES = 200;
const ELASTIC_INSTANCES = 100;

/** Azure Functions: a hop chooses among an app's instances, and keeps no client. */
export const functions: HopReader = {
    platform: "functions",
    read(resource, stack) {
        if (siteSort(resource) !== "function-app") return undefined;
        const { properties } = resource;
        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "functions",
            replicas: readInstances(resource, stack),
            affinity: fact(noAffinity("Functions keep no client")),
            affinityPath: "clientAffinityEnabled",
            clientFacing: true,
            ...readDeclarations(properties, "tags"),
        };
    },
};

function readInstances(resource: ParsedResource, stack: ResourceIndex): Fact<Replicas> {
    const { properties } = resource;
    for (const path of [MAXIMUM_PATH, SCALE_LIMIT_PATH]) {
        const limit = lookupNumber(properties, path);
        if (limit.state === "unknown") return notYet(limit.path);
        // A limit of 0 means none. https://learn.microsoft.com/azure/azure-functions/event-driven-scaling
        if (limit.state === "known" && limit.value > 0) {
            return fact({ min: alwaysReady(properties), max: limit.value, source: `${path} = ${limit.value}` });
        }
    }
    return planInstances(planOf(resource, stack));
}

function alwaysReady(properties: unknown): number {
    const ready = lookupList(properties, ALWAYS_READY_PATH);
    if (ready.state !== "known") return 0;
    const counts = ready.value.map((group) => lookupNumber(group, "instanceCount"));
    return counts.reduce((most, count) => (count.state === "known" ? Math.max(most, count.value) : most), 0);
}

/** Instances by the plan's size. https://learn.microsoft.com/azure/azure-functions/event-driven-scaling */
function planInstances(plan: ParsedResource | undefined): Fact<Replicas> {
    const unbounded = { min: 0, max: Infinity, source: `neither ${MAXIMUM_PATH} nor ${SCALE_LIMIT_PATH} is set` };
    if (!plan) return fact(unbounded);
    const size = lookupText(plan.properties, "sku.name");
    if (size.state === "unknown") return notYet(`${size.path} of plan ${plan.name}`);
    const sku = size.state === "known" ? size.value.toUpperCase() : "";
    if (sku === "Y1")
        return fact({ min: 0, max: CONSUMPTION_INSTANCES, source: `plan ${plan.name} is Consumption (Y1)` });
    if (sku.startsWith("EP")) return elasticInstances(plan, sku);
    if (sku === "" || sku === "FC1") return fact(unbounded);
    const capacity = lookupNumber(plan.properties, "sku.capacity");
    if (capacity.state !== "known") return notYet(`sku.capacity of plan ${plan.name}`);
    return fact({
        min: capacity.value,
        max: capacity.value,
        source: `sku.capacity of plan ${plan.name} = ${capacity.value}`,
    });
}

function elasticInstances(plan: ParsedResource, sku: string): Fact<Replicas> {
    const workers = lookupNumber(plan.properties, "maximumElasticWorkerCount");
    if (workers.state === "unknown") return notYet(`${workers.path} of plan ${plan.name}`);
    const max = workers.state === "known" ? workers.value : ELASTIC_INSTANCES;
    return fact({ min: 0, max, source: `plan ${plan.name} is Elastic Premium (${sku}), up to ${max}` });
}
