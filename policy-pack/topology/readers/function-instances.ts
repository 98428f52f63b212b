import { type Replicas } from "../../../components/affinity/vocabulary";
import { inOwnWords } from "../classic";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { type Fact, fact, type Lookup, lookupList, lookupNumber, lookupText, notYet } from "../values";

import { planInstancesOf } from "./plan-instances";
import { planOf } from "./sites";

const MAXIMUM_PATH = "functionAppConfig.scaleAndConcurrency.maximumInstanceCount";
const ALWAYS_READY_PATH = "functionAppConfig.scaleAndConcurrency.alwaysReady";
const SCALE_LIMIT_PATH = "siteConfig.functionAppScaleLimit";
const MINIMUM_PATH = "siteConfig.minimumElasticInstanceCount";
const WORKERS_PATH = "maximumElasticWorkerCount";
/** https://learn.microsoft.com/azure/azure-functions/event-driven-scaling */
const CONSUMPTION_INSTANCES = 200;
const ELASTIC_INSTANCES = 100;
/** Plans that scale by themselves, up to a number of their own. */
const ELASTIC_PLANS = [
    { size: /^EP/i, called: "Elastic Premium" },
    { size: /^WS/i, called: "Workflow Standard" },
] as const;

/** Instances of an app on the Functions host: what it sets itself, or what its plan gives it. */
export function readFunctionInstances(app: ParsedResource, stack: ResourceIndex): Fact<Replicas> {
    const flex = lookupNumber(app.properties, MAXIMUM_PATH);
    if (flex.state === "unknown") return notYet(flex.path);
    if (flex.state === "known" && flex.value > 0) {
        const min = Math.min(alwaysReady(app.properties), flex.value);
        return fact({ min, max: flex.value, source: `${MAXIMUM_PATH} = ${flex.value}` });
    }
    const plan = planOf(app, stack);
    const size = plan ? lookupText(plan.properties, "sku.name") : ({ state: "absent" } as const);
    const limit = ownLimit(app);
    if (plan && size.state === "known") return planned(app, plan, size.value.toUpperCase(), limit, stack);
    if (limit.state === "unknown") return notYet(limit.path);
    if (limit.state === "known") return fact(limited(app, limit.value));
    if (plan && size.state === "unknown") return notYet(`${inOwnWords(plan.type, size.path)} of plan ${plan.name}`);
    return fact(unbounded());
}

/** A limit of 0 means none. https://learn.microsoft.com/azure/azure-functions/event-driven-scaling */
function ownLimit({ properties }: ParsedResource): Lookup<number> {
    const limit = lookupNumber(properties, SCALE_LIMIT_PATH);
    return limit.state === "known" && limit.value <= 0 ? { state: "absent" } : limit;
}

function planned(
    app: ParsedResource,
    plan: ParsedResource,
    size: string,
    limit: Lookup<number>,
    stack: ResourceIndex,
): Fact<Replicas> {
    const elastic = ELASTIC_PLANS.find((one) => one.size.test(size));
    if (elastic) return elasticInstances(app, plan, `${elastic.called} (${size})`, limit);
    // The app's limit is for plans that scale by events. https://learn.microsoft.com/azure/templates/microsoft.web/sites
    if (size !== "Y1" && size !== "FC1") return planInstancesOf(app, stack);
    if (limit.state === "unknown") return notYet(limit.path);
    if (limit.state === "known") return fact(limited(app, limit.value));
    if (size === "FC1") return fact(unbounded());
    return fact({ min: 0, max: CONSUMPTION_INSTANCES, source: `plan ${plan.name} is Consumption (Y1)` });
}

/** The app's own limit and its plan's: the smaller counts, and one that allows a single instance is enough. */
function elasticInstances(
    app: ParsedResource,
    plan: ParsedResource,
    called: string,
    limit: Lookup<number>,
): Fact<Replicas> {
    const workers = lookupNumber(plan.properties, WORKERS_PATH);
    const most = workers.state === "known" ? workers.value : ELASTIC_INSTANCES;
    if (limit.state === "known" && (workers.state !== "known" || limit.value <= most)) {
        return fact(limited(app, limit.value));
    }
    const single = workers.state === "known" && most <= 1;
    if (limit.state === "unknown" && !single) return notYet(limit.path);
    if (workers.state === "unknown") return notYet(`${inOwnWords(plan.type, workers.path)} of plan ${plan.name}`);
    return fact({ min: fewest(app, most), max: most, source: `plan ${plan.name} is ${called}, up to ${most}` });
}

function limited(app: ParsedResource, limit: number): Replicas {
    return { min: fewest(app, limit), max: limit, source: `${SCALE_LIMIT_PATH} = ${limit}` };
}

function fewest({ properties }: ParsedResource, most: number): number {
    const minimum = lookupNumber(properties, MINIMUM_PATH);
    return minimum.state === "known" ? Math.min(minimum.value, most) : 0;
}

function unbounded(): Replicas {
    return { min: 0, max: Infinity, source: `neither ${MAXIMUM_PATH} nor ${SCALE_LIMIT_PATH} is set` };
}

function alwaysReady(properties: unknown): number {
    const ready = lookupList(properties, ALWAYS_READY_PATH);
    if (ready.state !== "known") return 0;
    const counts = ready.value.map((group) => lookupNumber(group, "instanceCount"));
    return counts.reduce((most, count) => (count.state === "known" ? Math.max(most, count.value) : most), 0);
}
