import assert from "node:assert/strict";

import { readTopology, type StackResource } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import { onlyHop, REASON, resource, SITE_TYPES, sitePlan as plan, UNKNOWN, UNKNOWN_MARKS, urnOf } from "../../stacks";

const NUMBER = UNKNOWN_MARKS.number;
const MAXIMUM = "functionAppConfig.scaleAndConcurrency.maximumInstanceCount";
const LIMIT = "siteConfig.functionAppScaleLimit";
const PLAN_TYPE = "azure-native:web:AppServicePlan";
const UNBOUNDED = fact({ min: 0, max: Infinity, source: `neither ${MAXIMUM} nor ${LIMIT} is set` });

for (const type of SITE_TYPES) {
    describe(`Functions, ${type}`, () => {
        const functionApp = (properties: Record<string, unknown>) =>
            resource(type, "orders", { kind: "functionapp,linux", serverFarmId: "/plans/P", ...properties });
        const flex = (scaleAndConcurrency: unknown) => functionApp({ functionAppConfig: { scaleAndConcurrency } });

        it("are hops that keep no client", () => {
            const tags = { "session-affinity-stateless": REASON };
            const stack = functionApp({ siteConfig: { functionAppScaleLimit: 5 }, tags });
            assert.deepEqual(onlyHop(stack), {
                urn: stack.urn,
                type,
                name: "orders",
                platform: "functions",
                replicas: fact({ min: 0, max: 5, source: `${LIMIT} = 5` }),
                affinity: fact({ kind: "none", strength: "none", source: "Functions keep no client" }),
                affinityPath: "clientAffinityEnabled",
                clientFacing: true,
                stateless: fact({ reason: REASON }),
            });
        });

        const limits: [about: string, app: StackResource, expected: unknown][] = [
            [
                "a Flex maximum",
                flex({ maximumInstanceCount: 40 }),
                fact({ min: 0, max: 40, source: `${MAXIMUM} = 40` }),
            ],
            [
                "a Flex maximum with instances always ready",
                flex({
                    maximumInstanceCount: 40,
                    alwaysReady: [{ name: "http", instanceCount: 2 }, { name: "blob", instanceCount: 3 }, UNKNOWN],
                }),
                fact({ min: 3, max: 40, source: `${MAXIMUM} = 40` }),
            ],
            ["an unknown Flex maximum", flex({ maximumInstanceCount: NUMBER }), notYet(MAXIMUM)],
            [
                "an unknown Flex configuration",
                flex(UNKNOWN_MARKS.object),
                notYet("functionAppConfig.scaleAndConcurrency"),
            ],
            [
                "a limit of 1",
                functionApp({ siteConfig: { functionAppScaleLimit: 1 } }),
                fact({ min: 0, max: 1, source: `${LIMIT} = 1` }),
            ],
            ["a limit of 0, which is none", functionApp({ siteConfig: { functionAppScaleLimit: 0 } }), UNBOUNDED],
            ["an unknown limit", functionApp({ siteConfig: { functionAppScaleLimit: NUMBER } }), notYet(LIMIT)],
            [
                "a limit with a minimum",
                functionApp({ siteConfig: { functionAppScaleLimit: 6, minimumElasticInstanceCount: 2 } }),
                fact({ min: 2, max: 6, source: `${LIMIT} = 6` }),
            ],
            [
                "a limit below the minimum",
                functionApp({ siteConfig: { functionAppScaleLimit: 1, minimumElasticInstanceCount: 2 } }),
                fact({ min: 1, max: 1, source: `${LIMIT} = 1` }),
            ],
            [
                "more always ready than at most",
                flex({ maximumInstanceCount: 2, alwaysReady: [{ name: "http", instanceCount: 5 }] }),
                fact({ min: 2, max: 2, source: `${MAXIMUM} = 2` }),
            ],
            ["a Flex maximum of 0, which is none", flex({ maximumInstanceCount: 0 }), UNBOUNDED],
            ["nothing", functionApp({}), UNBOUNDED],
        ];
        for (const [about, app, expected] of limits) {
            it(`scale by ${about}`, () => assert.deepEqual(onlyHop(app).replicas, expected));
        }

        const consumption = fact({ min: 0, max: 200, source: "plan plan is Consumption (Y1)" });
        const elastic = (max: number) =>
            fact({ min: 0, max, source: `plan plan is Elastic Premium (EP1), up to ${max}` });
        const plans: [about: string, plan: Record<string, unknown>, expected: unknown][] = [
            ["Y1", { sku: { name: "Y1" } }, consumption],
            ["y1 in small letters", { sku: { name: "y1" } }, consumption],
            ["EP1", { sku: { name: "EP1" } }, elastic(100)],
            ["EP1 with a maximum", { sku: { name: "EP1" }, maximumElasticWorkerCount: 7 }, elastic(7)],
            [
                "EP1 with an unknown maximum",
                { sku: { name: "EP1" }, maximumElasticWorkerCount: NUMBER },
                notYet("maximumElasticWorkerCount of plan plan"),
            ],
            ["FC1", { sku: { name: "FC1" } }, UNBOUNDED],
            [
                "a dedicated plan",
                { sku: { name: "P1v3", capacity: 3 } },
                fact({ min: 3, max: 3, source: "sku.capacity of plan plan = 3" }),
            ],
            ["a dedicated plan of unsaid capacity", { sku: { name: "P1v3" } }, notYet("sku.capacity of plan plan")],
            [
                "a dedicated plan of unknown capacity",
                { sku: { name: "B1", capacity: NUMBER } },
                notYet("sku.capacity of plan plan"),
            ],
            ["a plan of unknown size", { sku: { name: UNKNOWN } }, notYet("sku.name of plan plan")],
            ["a plan without a size", {}, UNBOUNDED],
        ];
        for (const [about, properties, expected] of plans) {
            it(`scale as their plan: ${about}`, () => {
                assert.deepEqual(onlyHop(functionApp({}), plan(properties)).replicas, expected);
                const byVersion = plan(properties, "azure-native:web/v20220301:AppServicePlan");
                assert.deepEqual(onlyHop(functionApp({}), byVersion).replicas, expected);
            });
        }

        it("find their plan by dependency", () => {
            const app = functionApp({ serverFarmId: UNKNOWN });
            const dependent = { ...app, propertyDependencies: { serverFarmId: [urnOf(PLAN_TYPE, "plan")] } };
            assert.deepEqual(onlyHop(dependent, plan({ sku: { name: "Y1" } })).replicas, consumption);
            assert.deepEqual(onlyHop(app, plan({ sku: { name: "Y1" } })).replicas, UNBOUNDED);
        });

        const limitOf = (max: number, min = 0) => fact({ min, max, source: `${LIMIT} = ${max}` });
        const both: [about: string, site: Record<string, unknown>, plan: Record<string, unknown>, expected: unknown][] =
            [
                ["4 on Y1", { functionAppScaleLimit: 4 }, { sku: { name: "Y1" } }, limitOf(4)],
                ["an unknown one on Y1", { functionAppScaleLimit: NUMBER }, { sku: { name: "Y1" } }, notYet(LIMIT)],
                ["4 on FC1", { functionAppScaleLimit: 4 }, { sku: { name: "FC1" } }, limitOf(4)],
                ["4 on EP1", { functionAppScaleLimit: 4 }, { sku: { name: "EP1" } }, limitOf(4)],
                [
                    "4 on EP1 with 7, 2 of them always there",
                    { functionAppScaleLimit: 4, minimumElasticInstanceCount: 2 },
                    { sku: { name: "EP1" }, maximumElasticWorkerCount: 7 },
                    limitOf(4, 2),
                ],
                [
                    "7 on EP1 with 7",
                    { functionAppScaleLimit: 7 },
                    { sku: { name: "EP1" }, maximumElasticWorkerCount: 7 },
                    limitOf(7),
                ],
                [
                    "8 on EP1 with 7",
                    { functionAppScaleLimit: 8, minimumElasticInstanceCount: 3 },
                    { sku: { name: "ep1" }, maximumElasticWorkerCount: 7 },
                    fact({ min: 3, max: 7, source: "plan plan is Elastic Premium (EP1), up to 7" }),
                ],
                [
                    "4 on EP1 with an unknown number",
                    { functionAppScaleLimit: 4 },
                    { sku: { name: "EP1" }, maximumElasticWorkerCount: NUMBER },
                    limitOf(4),
                ],
                [
                    "an unknown one on EP1 with 7",
                    { functionAppScaleLimit: NUMBER },
                    { sku: { name: "EP1" }, maximumElasticWorkerCount: 7 },
                    notYet(LIMIT),
                ],
                [
                    "an unknown one on EP1 with 1",
                    { functionAppScaleLimit: NUMBER },
                    { sku: { name: "EP1" }, maximumElasticWorkerCount: 1 },
                    fact({ min: 0, max: 1, source: "plan plan is Elastic Premium (EP1), up to 1" }),
                ],
                [
                    "none on WS2 with 5",
                    { functionAppScaleLimit: 0, minimumElasticInstanceCount: 9 },
                    { sku: { name: "WS2" }, maximumElasticWorkerCount: 5 },
                    fact({ min: 5, max: 5, source: "plan plan is Workflow Standard (WS2), up to 5" }),
                ],
                [
                    "1 on a dedicated plan, where it does not count",
                    { functionAppScaleLimit: 1 },
                    { sku: { name: "P1v3", capacity: 3 } },
                    fact({ min: 3, max: 3, source: "sku.capacity of plan plan = 3" }),
                ],
                [
                    "1 worker on a dedicated plan that scales each app by itself",
                    { numberOfWorkers: 1 },
                    { sku: { name: "P1v3", capacity: 3 }, perSiteScaling: true },
                    fact({
                        min: 1,
                        max: 1,
                        source: "siteConfig.numberOfWorkers = 1, which counts by perSiteScaling of plan plan",
                    }),
                ],
                ["4 on a plan of unknown size", { functionAppScaleLimit: 4 }, { sku: { name: UNKNOWN } }, limitOf(4)],
            ];
        for (const [about, siteConfig, properties, expected] of both) {
            it(`have a limit beside their plan's: ${about}`, () => {
                assert.deepEqual(onlyHop(functionApp({ siteConfig }), plan(properties)).replicas, expected);
            });
        }

        it("count a Logic App (Standard) among them, which scales alike", () => {
            const app = functionApp({ kind: "functionapp,workflowapp", siteConfig: { functionAppScaleLimit: 3 } });
            const { platform, replicas, affinity } = onlyHop(app, plan({ sku: { name: "WS1" } }));
            assert.equal(platform, "functions");
            assert.deepEqual(replicas, limitOf(3));
            const source = "Logic Apps are not known to keep clients";
            assert.deepEqual(affinity, fact({ kind: "none", strength: "none", source }));
        });

        it("are told from web apps by their kind", () => {
            for (const kind of ["app", "app,linux", undefined, UNKNOWN]) {
                const platforms = readTopology([functionApp({ kind })]).hops.map(({ platform }) => platform);
                assert.ok(!platforms.includes("functions"), kind);
            }
        });
    });
}
