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

        it("have limits that go before the plan's", () => {
            const app = functionApp({ siteConfig: { functionAppScaleLimit: 4 } });
            assert.deepEqual(
                onlyHop(app, plan({ sku: { name: "Y1" } })).replicas,
                fact({ min: 0, max: 4, source: `${LIMIT} = 4` }),
            );
        });

        it("are told from web apps and Logic Apps by their kind", () => {
            for (const kind of ["app", "app,linux", "functionapp,workflowapp", undefined, UNKNOWN]) {
                const platforms = readTopology([functionApp({ kind })]).hops.map(({ platform }) => platform);
                assert.ok(!platforms.includes("functions"), kind);
            }
        });
    });
}
