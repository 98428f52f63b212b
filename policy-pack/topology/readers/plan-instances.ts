import { type Replicas } from "../../../components/affinity/vocabulary";
import { inOwnWords } from "../classic";
import { referredTo, referrersByUrn } from "../references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";
import { isKind } from "../type-token";
import { type Fact, fact, type Lookup, lookup, lookupList, lookupNumber, lookupText, notYet } from "../values";

import { planOf } from "./sites";

/** A zone-redundant plan has two instances or more. https://learn.microsoft.com/azure/reliability/reliability-app-service */
const ZONE_REDUNDANT_INSTANCES = 2;

/** What limits an app's own instances, and the switch of its plan that makes it count. */
const OWN_LIMITS = [
    // https://learn.microsoft.com/azure/app-service/manage-scale-per-app
    { limit: "siteConfig.numberOfWorkers", counts: "perSiteScaling" },
    // https://learn.microsoft.com/azure/app-service/manage-automatic-scaling
    { limit: "siteConfig.elasticWebAppScaleLimit", counts: "elasticScaleEnabled" },
] as const;

/** Instances of an app on an App Service plan: the plan's, or fewer where the app has a limit of its own. */
export function planInstancesOf(site: ParsedResource, stack: ResourceIndex): Fact<Replicas> {
    const plan = planOf(site, stack) ?? planOfApp(site, stack);
    if (!plan) return notYet("sku.capacity of the plan that serverFarmId names");
    return OWN_LIMITS.reduce(
        (instances, { limit, counts }) => limited(instances, lookupNumber(site.properties, limit), limit, plan, counts),
        planInstances(plan, stack),
    );
}

function limited(
    instances: Fact<Replicas>,
    limit: Lookup<number>,
    path: string,
    plan: ParsedResource,
    counts: string,
): Fact<Replicas> {
    const counting = lookupSwitch(plan, counts);
    if (isSingle(instances) || counting.state === "off" || limit.state === "absent") return instances;
    if (limit.state === "unknown") return counting.state === "on" ? notYet(limit.path) : instances;
    // A limit of 0 is none.
    if (limit.value <= 0 || (instances.known && instances.value.max <= limit.value)) return instances;
    if (counting.state === "unknown") return limit.value > 1 ? instances : notYet(at(counting.path, plan));
    return fact({
        min: instances.known ? Math.min(instances.value.min, limit.value) : 1,
        max: limit.value,
        source: `${path} = ${limit.value}, which counts by ${at(counts, plan)}`,
    });
}

/** A slot that names no plan runs on its app's. */
function planOfApp(site: ParsedResource, stack: ResourceIndex): ParsedResource | undefined {
    if (!isKind(site.token, "azure-native", "web", "WebAppSlot")) return undefined;
    if (lookup(site.properties, "serverFarmId").state !== "absent") return undefined;
    const name = lookupText(site.properties, "name");
    const [app] = [
        ...referredTo(site, "name", stack).filter(({ token }) => isKind(token, "azure-native", "web", "WebApp")),
        ...(name.state === "known" ? (appsByName(stack).get(name.value.toLowerCase()) ?? []) : []),
    ];
    return app && planOf(app, stack);
}

/** Apps by their names in lower case: a name is unique in Azure, whatever its case. */
const appsByName = oncePerStack((stack) => {
    const found = new Map<string, ParsedResource[]>();
    for (const app of stack.ofKind("azure-native", "web", "WebApp")) {
        const name = lookupText(app.properties, "name");
        if (name.state === "known") getOrAdd(found, name.value.toLowerCase(), () => []).push(app);
    }
    return found;
});

/** Instances of a whole plan. Zone redundancy sets a lower bound, whatever else is set or not known yet. */
function planInstances(plan: ParsedResource, stack: ResourceIndex): Fact<Replicas> {
    const scaled = autoscaled(plan, stack) ?? elastic(plan) ?? fixed(plan);
    if (scaled.known && scaled.value.min >= ZONE_REDUNDANT_INSTANCES) return scaled;
    const zones = lookupSwitch(plan, "zoneRedundant");
    if (zones.state === "unknown") return isSingle(scaled) ? notYet(at(zones.path, plan)) : scaled;
    if (zones.state === "off") return scaled;
    const known = scaled.known ? scaled.value : undefined;
    if (known && known.max >= ZONE_REDUNDANT_INSTANCES) return fact({ ...known, min: ZONE_REDUNDANT_INSTANCES });
    return fact({
        min: ZONE_REDUNDANT_INSTANCES,
        max: known ? ZONE_REDUNDANT_INSTANCES : Infinity,
        source: at("zoneRedundant", plan),
    });
}

/** Instances by the plan's autoscale setting, which goes before its capacity; undefined where there is none. */
function autoscaled(plan: ParsedResource, stack: ResourceIndex): Fact<Replicas> | undefined {
    const setting = autoscalersOf(stack)
        .get(plan.urn)
        ?.find((candidate) => lookupSwitch(candidate, "enabled").state !== "off");
    if (!setting) return undefined;
    const waitsFor = (path: string): Fact<never> => notYet(`${path} of AutoscaleSetting ${setting.name}`);
    const enabled = lookupSwitch(setting, "enabled");
    if (enabled.state === "unknown") return waitsFor(enabled.path);
    const profiles = lookupList(setting.properties, "profiles");
    if (profiles.state === "unknown") return waitsFor(profiles.path);
    const entries = profiles.state === "known" ? profiles.value : [];
    const minima = entries.map((profile) => lookupNumber({ profile }, "profile.capacity.minimum"));
    const min = Math.max(1, Math.min(...minima.map((one) => (one.state === "known" ? one.value : 1))));
    const maxima = entries.map((profile) => lookupNumber({ profile }, "profile.capacity.maximum"));
    const known = maxima.flatMap((one) => (one.state === "known" ? [one.value] : []));
    const max = Math.max(...known);
    // One profile that lets it have several is enough.
    if (known.length < maxima.length && !(max > 1)) return waitsFor("profiles.capacity.maximum");
    if (known.length === 0) return undefined;
    return fact({
        min: Math.min(min, max),
        max,
        source: `profiles.capacity.maximum of AutoscaleSetting ${setting.name}, which scales plan ${plan.name}, = ${max}`,
    });
}

const autoscalersOf = oncePerStack((stack) =>
    referrersByUrn(
        // Modules of azure-native that have it: of version 3, and of version 2.
        ["monitor", "insights"].flatMap((module) => stack.ofKind("azure-native", module, "AutoscaleSetting")),
        "targetResourceUri",
        stack,
    ),
);

/** Instances of a plan that scales by itself; undefined for one that does not. https://learn.microsoft.com/azure/app-service/manage-automatic-scaling */
function elastic(plan: ParsedResource): Fact<Replicas> | undefined {
    const enabled = lookupSwitch(plan, "elasticScaleEnabled");
    const sku = lookupText(plan.properties, "sku.name");
    const premium = sku.state === "known" && /^EP/i.test(sku.value);
    if (!premium && enabled.state === "unknown") {
        const capacity = fixed(plan);
        return capacity.known && !isSingle(capacity) ? capacity : notYet(at(enabled.path, plan));
    }
    if (!premium && enabled.state === "off") return undefined;
    const max = lookupNumber(plan.properties, "maximumElasticWorkerCount");
    if (max.state !== "known") return notYet(at("maximumElasticWorkerCount", plan));
    return fact({
        min: 1,
        max: max.value,
        source: `${at("maximumElasticWorkerCount", plan)}, which scales by itself, = ${max.value}`,
    });
}

/** Instances of a plan that does not scale. What a plan without a capacity gets is not documented. */
function fixed(plan: ParsedResource): Fact<Replicas> {
    const sku = lookupText(plan.properties, "sku.name");
    // They share their machine with others, and do not scale out. https://learn.microsoft.com/azure/app-service/overview-hosting-plans
    if (sku.state === "known" && /^[FD]1$/i.test(sku.value)) {
        return fact({ min: 1, max: 1, source: `plan ${plan.name} is of a shared tier (${sku.value})` });
    }
    const capacity = lookupNumber(plan.properties, "sku.capacity");
    if (capacity.state === "unknown") return notYet(at(capacity.path, plan));
    if (capacity.state === "absent") return notYet(at("sku.capacity", plan));
    // It may turn out to be of a tier that scales by itself.
    if (sku.state === "unknown" && capacity.value <= 1) return notYet(at(sku.path, plan));
    const source = `${at("sku.capacity", plan)} = ${capacity.value}`;
    return fact({ min: capacity.value, max: capacity.value, source });
}

type Switch = { readonly state: "on" | "off" } | { readonly state: "unknown"; readonly path: string };

/** Looks a switch up that is off unless it is true: the defaults of plans, and of what the SDK sends for autoscale settings. */
function lookupSwitch({ properties }: ParsedResource, path: string): Switch {
    const found = lookup(properties, path);
    if (found.state === "unknown") return found;
    return { state: found.state === "known" && found.value === true ? "on" : "off" };
}

function isSingle(instances: Fact<Replicas>): boolean {
    return instances.known && instances.value.max <= 1;
}

function at(path: string, plan: ParsedResource): string {
    return `${inOwnWords(plan.type, path)} of plan ${plan.name}`;
}
