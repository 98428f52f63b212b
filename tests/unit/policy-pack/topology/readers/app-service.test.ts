import assert from "node:assert/strict";

import { readTopology, type StackResource } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import { onlyHop, REASON, resource, site, SITE_TYPES, sitePlan, UNKNOWN, UNKNOWN_MARKS, urnOf } from "../../stacks";

const { boolean: BOOLEAN, number: NUMBER } = UNKNOWN_MARKS;
const PLAN_TYPE = "azure-native:web:AppServicePlan";
const SCALER_TYPE = "azure-native:monitor:AutoscaleSetting";

const instances = (min: number, max: number, source: string) => fact({ min, max, source });

/** An autoscale setting of the plan. */
function autoscale(properties: Record<string, unknown>): StackResource {
    return resource(SCALER_TYPE, "scaler", { enabled: true, targetResourceUri: "/plans/P", ...properties });
}

const profile = (minimum: unknown, maximum: unknown) => ({ name: "p", capacity: { minimum, maximum, default: "1" } });

for (const type of SITE_TYPES) {
    describe(`App Service, ${type}`, () => {
        const webApp = (properties: Record<string, unknown> = {}) => site(properties, type);
        const replicas = (properties: Record<string, unknown>, ...others: StackResource[]) =>
            onlyHop(webApp(properties), ...others).replicas;

        it("is a hop that keeps clients by its cookie", () => {
            const tags = { "session-affinity-stateless": REASON };
            const app = webApp({ clientAffinityEnabled: true, tags });
            assert.deepEqual(onlyHop(app, sitePlan({ sku: { name: "P1v3", capacity: 3 } })), {
                urn: app.urn,
                type,
                name: "web",
                platform: "app-service",
                replicas: instances(3, 3, "sku.capacity of plan plan = 3"),
                affinity: fact({
                    kind: "cookie",
                    strength: "strong",
                    key: "ARRAffinity",
                    source: "clientAffinityEnabled = true",
                }),
                affinityPath: "clientAffinityEnabled",
                clientFacing: true,
                stateless: fact({ reason: REASON }),
            });
        });

        const affinities: [about: string, given: unknown, expected: unknown][] = [
            ["off", false, "clientAffinityEnabled = false"],
            ["left out", undefined, "clientAffinityEnabled is not set, and azure-native sends false"],
            ["of the wrong type", "true", 'clientAffinityEnabled = "true"'],
        ];
        for (const [about, clientAffinityEnabled, source] of affinities) {
            it(`keeps nobody where affinity is ${about}`, () => {
                assert.deepEqual(
                    onlyHop(webApp({ clientAffinityEnabled })).affinity,
                    fact({ kind: "none", strength: "none", source }),
                );
            });
        }

        it("waits for what is not known yet", () => {
            assert.deepEqual(
                onlyHop(webApp({ clientAffinityEnabled: BOOLEAN })).affinity,
                notYet("clientAffinityEnabled"),
            );
            assert.deepEqual(replicas({}), notYet("sku.capacity of the plan that serverFarmId names"));
            assert.deepEqual(
                replicas({ kind: UNKNOWN }, sitePlan({ sku: { name: "P1v3", capacity: 3 } })),
                notYet("kind"),
            );
        });

        it("is told from Functions, Logic Apps and apps on a Container Apps environment", () => {
            const platforms = (properties: Record<string, unknown>) =>
                readTopology([webApp(properties)]).hops.map(({ platform }) => platform);
            assert.deepEqual(platforms({ kind: undefined }), ["app-service"]);
            assert.deepEqual(platforms({ kind: "app,linux,container" }), ["app-service"]);
            assert.deepEqual(platforms({ kind: "FunctionApp,linux" }), ["functions"]);
            assert.deepEqual(platforms({ kind: "functionapp,workflowapp" }), ["functions"]);
            assert.deepEqual(platforms({ managedEnvironmentId: "/environments/e" }), []);
            assert.deepEqual(platforms({ managedEnvironmentId: UNKNOWN }), []);
        });

        const plans: [about: string, plan: Record<string, unknown>, expected: unknown][] = [
            ["no capacity", { sku: { name: "P1v3" } }, notYet("sku.capacity of plan plan")],
            ["an unknown capacity", { sku: { name: "P1v3", capacity: NUMBER } }, notYet("sku.capacity of plan plan")],
            [
                "one instance of an unknown tier",
                { sku: { name: UNKNOWN, capacity: 1 } },
                notYet("sku.name of plan plan"),
            ],
            [
                "several instances of an unknown tier",
                { sku: { name: UNKNOWN, capacity: 2 } },
                instances(2, 2, "sku.capacity of plan plan = 2"),
            ],
            [
                "a shared tier",
                { sku: { name: "F1", capacity: 0 } },
                instances(1, 1, "plan plan is of a shared tier (F1)"),
            ],
            ["another shared tier", { sku: { name: "d1" } }, instances(1, 1, "plan plan is of a shared tier (d1)")],
            [
                "zones",
                { sku: { name: "P1v3", capacity: 1 }, zoneRedundant: true },
                instances(2, 2, "zoneRedundant of plan plan"),
            ],
            [
                "zones and more instances",
                { sku: { name: "P1v3", capacity: 6 }, zoneRedundant: true },
                instances(6, 6, "sku.capacity of plan plan = 6"),
            ],
            [
                "zones and an unknown capacity",
                { sku: { name: "P1v3", capacity: NUMBER }, zoneRedundant: true },
                instances(2, Infinity, "zoneRedundant of plan plan"),
            ],
            [
                "zones that are not known, with one instance",
                { sku: { name: "P1v3", capacity: 1 }, zoneRedundant: BOOLEAN },
                notYet("zoneRedundant of plan plan"),
            ],
            [
                "zones that are not known, with several instances",
                { sku: { name: "P1v3", capacity: 3 }, zoneRedundant: BOOLEAN },
                instances(3, 3, "sku.capacity of plan plan = 3"),
            ],
            [
                "scaling by itself",
                { sku: { name: "P1v3", capacity: 1 }, elasticScaleEnabled: true, maximumElasticWorkerCount: 8 },
                instances(1, 8, "maximumElasticWorkerCount of plan plan, which scales by itself, = 8"),
            ],
            [
                "an elastic tier",
                { sku: { name: "EP1", capacity: 1 }, maximumElasticWorkerCount: 20 },
                instances(1, 20, "maximumElasticWorkerCount of plan plan, which scales by itself, = 20"),
            ],
            [
                "scaling by itself to an unsaid maximum",
                { sku: { name: "P1v3", capacity: 1 }, elasticScaleEnabled: true },
                notYet("maximumElasticWorkerCount of plan plan"),
            ],
            [
                "scaling by itself that is not known, with one instance",
                { sku: { name: "P1v3", capacity: 1 }, elasticScaleEnabled: BOOLEAN },
                notYet("elasticScaleEnabled of plan plan"),
            ],
            [
                "scaling by itself that is not known, with several instances",
                { sku: { name: "P1v3", capacity: 2 }, elasticScaleEnabled: BOOLEAN },
                instances(2, 2, "sku.capacity of plan plan = 2"),
            ],
        ];
        for (const [about, properties, expected] of plans) {
            it(`has its plan's instances: ${about}`, () => {
                assert.deepEqual(replicas({}, sitePlan(properties)), expected);
            });
        }

        const ordinary = { sku: { name: "P1v3", capacity: 1 } };
        const scaled = (min: number, max: number) =>
            instances(
                min,
                max,
                `profiles.capacity.maximum of AutoscaleSetting scaler, which scales plan plan, = ${max}`,
            );
        const alone = instances(1, 1, "sku.capacity of plan plan = 1");
        const settings: [about: string, setting: Record<string, unknown>, expected: unknown][] = [
            ["its highest maximum", { profiles: [profile("1", "3"), profile("2", "9")] }, scaled(1, 9)],
            ["numbers", { profiles: [profile(2, 4)] }, scaled(2, 4)],
            ["one of two maxima known", { profiles: [profile("1", "2"), profile("1", UNKNOWN)] }, scaled(1, 2)],
            [
                "no maximum known above 1",
                { profiles: [profile("1", "1"), profile("1", UNKNOWN)] },
                notYet("profiles.capacity.maximum of AutoscaleSetting scaler"),
            ],
            ["unknown profiles", { profiles: UNKNOWN_MARKS.array }, notYet("profiles of AutoscaleSetting scaler")],
            ["no profiles", { profiles: [] }, alone],
            ["one that is off", { enabled: false, profiles: [profile("1", "9")] }, alone],
            ["one that is not said to be on", { enabled: undefined, profiles: [profile("1", "9")] }, alone],
            [
                "one of which it is not known",
                { enabled: BOOLEAN, profiles: [profile("1", "9")] },
                notYet("enabled of AutoscaleSetting scaler"),
            ],
            ["one of another plan", { targetResourceUri: "/plans/other", profiles: [profile("1", "9")] }, alone],
        ];
        for (const [about, setting, expected] of settings) {
            it(`is scaled by an autoscale setting: ${about}`, () => {
                assert.deepEqual(replicas({}, sitePlan(ordinary), autoscale(setting)), expected);
            });
        }

        const three = { sku: { name: "P1v3", capacity: 3 } };
        const plain = instances(3, 3, "sku.capacity of plan plan = 3");
        const workers = (numberOfWorkers: unknown) => ({ siteConfig: { numberOfWorkers } });
        const limits: [about: string, app: object, plan: Record<string, unknown>, expected: unknown][] = [
            [
                "its own number, where the plan scales app by app",
                workers(1),
                { ...three, perSiteScaling: true },
                instances(1, 1, "siteConfig.numberOfWorkers = 1, which counts by perSiteScaling of plan plan"),
            ],
            ["its own number, where the plan does not", workers(1), three, plain],
            ["no limit of 0", workers(0), { ...three, perSiteScaling: true }, plain],
            ["a limit above the plan's number", workers(5), { ...three, perSiteScaling: true }, plain],
            [
                "a limit that is not known",
                workers(NUMBER),
                { ...three, perSiteScaling: true },
                notYet("siteConfig.numberOfWorkers"),
            ],
            [
                "a limit of 1 that may count",
                workers(1),
                { ...three, perSiteScaling: BOOLEAN },
                notYet("perSiteScaling of plan plan"),
            ],
            ["a limit of 2 that may count", workers(2), { ...three, perSiteScaling: BOOLEAN }, plain],
            ["an unknown limit that may count", workers(NUMBER), { ...three, perSiteScaling: BOOLEAN }, plain],
            [
                "its own limit of a plan that scales by itself",
                { siteConfig: { elasticWebAppScaleLimit: 2 } },
                { sku: { name: "P1v3" }, elasticScaleEnabled: true, maximumElasticWorkerCount: 8 },
                instances(
                    1,
                    2,
                    "siteConfig.elasticWebAppScaleLimit = 2, which counts by elasticScaleEnabled of plan plan",
                ),
            ],
        ];
        for (const [about, app, plan, expected] of limits) {
            it(`has ${about}`, () => {
                assert.deepEqual(replicas(app as Record<string, unknown>, sitePlan(plan)), expected);
            });
        }
    });
}

describe("a slot without a plan of its own", () => {
    const [, SLOT_TYPE] = SITE_TYPES;
    const plan = sitePlan({ sku: { name: "P1v3", capacity: 3 } });
    const app = resource(SITE_TYPES[0], "app", { name: "Shop", kind: "app", serverFarmId: "/plans/p" });
    const slot = (properties: Record<string, unknown>) =>
        resource(SLOT_TYPE, "staging", { kind: "app", slot: "staging", ...properties });
    const replicasOf = (...stack: StackResource[]) =>
        readTopology(stack).hops.find(({ name }) => name === "staging")?.replicas;
    const expected = instances(3, 3, "sku.capacity of plan plan = 3");
    const nowhere = notYet("sku.capacity of the plan that serverFarmId names");

    it("has the instances of its app's plan, found by name or by dependency", () => {
        assert.deepEqual(replicasOf(slot({ name: "shop" }), app, plan), expected);
        const dependent = { ...slot({ name: UNKNOWN }), propertyDependencies: { name: [urnOf(SITE_TYPES[0], "app")] } };
        assert.deepEqual(replicasOf(dependent, app, plan), expected);
    });

    it("has nobody else's", () => {
        assert.deepEqual(replicasOf(slot({ name: "other" }), app, plan), nowhere);
        assert.deepEqual(replicasOf(slot({ name: UNKNOWN }), app, plan), nowhere);
        assert.deepEqual(replicasOf(slot({ name: "shop", serverFarmId: UNKNOWN }), app, plan), nowhere);
        const byPlan = { ...slot({ name: UNKNOWN }), propertyDependencies: { name: [urnOf(PLAN_TYPE, "plan")] } };
        assert.deepEqual(replicasOf(byPlan, app, plan), nowhere);
    });
});
