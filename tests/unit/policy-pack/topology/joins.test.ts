import assert from "node:assert/strict";
import fc from "fast-check";

import { rules } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { podsBehind } from "../../../../policy-pack/topology/readers/kubernetes-workloads";
import { type ParsedResource, ResourceIndex } from "../../../../policy-pack/topology/resource";
import { shuffled } from "../arbitraries";
import { onlyHop, resource, scaler, service, TODAY, UNKNOWN, urnOf, workload } from "../stacks";
import { edgesOf, isWorkload, planOf, routesOf, scalerOf, workloadsBehind } from "./every-pair";

/** Few values of everything, so that resources meet often, and more than one at a time. */
const name = fc.constantFrom("web", "web", "api", UNKNOWN, undefined);
const namespace = fc.constantFrom(undefined, undefined, "default", "shop", UNKNOWN);
const pairs = fc.dictionary(fc.constantFrom("app", "tier"), fc.constantFrom("web", "api", UNKNOWN), {
    minKeys: 1,
    maxKeys: 2,
});
const labels = fc.oneof({ weight: 7, arbitrary: pairs }, { weight: 1, arbitrary: fc.constantFrom(UNKNOWN, undefined) });
const metadata = fc.record({ name, namespace });
const HOSTS = ["web.example.com", "Api.example.com"];
const IDS = ["/apps/web", "/Apps/api", "/backends/a", "/plans/p"];
const reference = fc.constantFrom(...IDS, "/APPS/WEB", "/other", UNKNOWN);
const url = fc.constantFrom(undefined, UNKNOWN, "garbage", ...HOSTS.map((host) => `https://${host}/api`));
const CLUSTERS = ["default", "default_4_34_2", "east", "west"];
const PROVIDER_TYPE = "pulumi:providers:kubernetes";

const kubernetesObject = (types: readonly string[], spec: fc.Arbitrary<unknown>) =>
    fc.record({ type: fc.constantFrom(...types), properties: fc.record({ metadata, spec }) });
const azure = (type: string, properties: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ type: fc.constant(type), properties: fc.record(properties) });

const drawn = fc.oneof(
    {
        weight: 4,
        arbitrary: kubernetesObject(
            ["kubernetes:core/v1:Service"],
            fc.record({ selector: labels, sessionAffinity: fc.constantFrom(undefined, undefined, "ClientIP") }),
        ),
    },
    {
        weight: 5,
        arbitrary: kubernetesObject(
            ["apps/v1:Deployment", "apps/v1:Deployment", "apps/v1:StatefulSet", "apps/v1:DeploymentPatch"]
                .concat("apps/v1:DaemonSet", "core/v1:ReplicationController")
                .map((type) => `kubernetes:${type}`),
            fc.record({
                replicas: fc.constantFrom(undefined, 1, 3, UNKNOWN),
                template: fc.record({ metadata: fc.record({ labels }) }),
            }),
        ),
    },
    {
        weight: 4,
        arbitrary: kubernetesObject(
            ["HorizontalPodAutoscaler", "HorizontalPodAutoscaler", "HorizontalPodAutoscalerPatch"].map(
                (kind) => `kubernetes:autoscaling/v2:${kind}`,
            ),
            fc.record({
                scaleTargetRef: fc.record({
                    kind: fc.constantFrom("Deployment", "Deployment", "StatefulSet", UNKNOWN, undefined),
                    name,
                    path: reference,
                }),
                maxReplicas: fc.constantFrom(1, 4, UNKNOWN),
            }),
        ),
    },
    {
        weight: 2,
        arbitrary: kubernetesObject(
            ["kubernetes:networking.k8s.io/v1:Ingress"],
            fc.record({ defaultBackend: fc.record({ service: fc.record({ name }) }), path: reference }),
        ),
    },
    {
        weight: 2,
        arbitrary: kubernetesObject(
            ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"],
            fc.record({
                rules: fc.array(
                    fc.record({ backendRefs: fc.array(fc.record({ name, namespace }), { maxLength: 2 }) }),
                    { maxLength: 2 },
                ),
            }),
        ),
    },
    {
        weight: 2,
        arbitrary: azure("azure-native:app:ContainerApp", {
            configuration: fc.record({
                ingress: fc.record({ external: fc.constant(true), fqdn: fc.constantFrom(UNKNOWN, ...HOSTS) }),
            }),
        }),
    },
    {
        weight: 2,
        arbitrary: azure("azure-native:web:WebApp", {
            kind: fc.constant("functionapp"),
            defaultHostName: fc.constantFrom(UNKNOWN, ...HOSTS),
            serverFarmId: reference,
        }),
    },
    { weight: 3, arbitrary: azure("azure-native:web:AppServicePlan", { sku: fc.constant({ name: "EP1" }) }) },
    {
        weight: 3,
        arbitrary: azure("azure-native:apimanagement:Backend", {
            url,
            resourceId: fc.oneof(
                reference,
                reference.map((id) => `https://Management.azure.com${id}`),
            ),
        }),
    },
    {
        weight: 2,
        arbitrary: azure("azure-native_apimanagement_v20241001preview:apimanagement:Backend", {
            pool: fc.record({ services: fc.array(fc.record({ id: reference }), { maxLength: 3 }) }),
        }),
    },
    { weight: 1, arbitrary: kubernetesObject(["kubernetes:core/v1:Namespace"], fc.constant({})) },
);

/** Stacks in which much refers to much: by name, by label, by host, by id and by what a value was made from. */
const joined: fc.Arbitrary<StackResource[]> = fc
    .tuple(
        fc.array(
            fc.record({
                drawn,
                provider: fc.option(fc.constantFrom(...CLUSTERS), { nil: undefined }),
                id: fc.option(fc.constantFrom(...IDS), { nil: undefined }),
                madeFrom: fc.dictionary(
                    fc.constantFrom("spec", "pool", "url", "metadata", "serverFarmId", "resourceId"),
                    fc.array(fc.nat({ max: 23 }), { maxLength: 2 }),
                    { maxKeys: 2 },
                ),
            }),
            { minLength: 12, maxLength: 24, size: "max" },
        ),
        fc.tuple(namespace, namespace),
        // Policies are given no ids, and one cluster is the usual number.
        fc.boolean(),
        fc.boolean(),
    )
    .map(([given, namespaces, ids, clusters]) => {
        const urns = given.map(({ drawn: { type } }, at) => urnOf(type, `r${at}`));
        const providers = ["east", "west"].map((cluster, at) =>
            resource(PROVIDER_TYPE, cluster, { namespace: namespaces[at] }),
        );
        return given
            .map(({ drawn: { type, properties }, provider, id, madeFrom }, at) =>
                resource(type, `r${at}`, properties, {
                    ...(clusters && provider !== undefined ? { provider: urnOf(PROVIDER_TYPE, provider) } : {}),
                    ...(ids && id !== undefined ? { id } : {}),
                    propertyDependencies: Object.fromEntries(
                        Object.entries(madeFrom).map(([key, others]) => [
                            key,
                            others.flatMap((one) => urns[one] ?? []),
                        ]),
                    ),
                }),
            )
            .concat(providers);
    });

/** Runs a check over many stacks, and makes sure that they had enough of what it is about. */
function overStacks(atLeast: number, check: (stack: ResourceIndex, resources: StackResource[]) => number): void {
    let met = 0;
    fc.assert(
        fc.property(joined, (resources) => {
            met += check(new ResourceIndex(resources), resources);
        }),
        { numRuns: 1000 },
    );
    assert.ok(met >= atLeast, `the stacks had ${met}, too few to say anything`);
}

const urns = (resources: readonly { readonly urn: string }[]) => resources.map(({ urn }) => urn);
const ofKind = (stack: ResourceIndex, kind: string) => [...stack.all()].filter(({ token }) => token.kind === kind);

describe("joins of a stack by index are those of every pair", () => {
    it("of Services and workloads, in the order of kinds and URNs", () => {
        overStacks(600, (stack) => {
            let met = 0;
            for (const service of ofKind(stack, "Service")) {
                const found = podsBehind(service, stack);
                const wanted = workloadsBehind(service, stack);
                assert.deepEqual(
                    urns(found?.workloads ?? []),
                    wanted.map(([urn]) => urn),
                );
                met += wanted.length;
            }
            return met;
        });
    });

    it("of workloads and autoscalers", () => {
        overStacks(200, (stack) => {
            let met = 0;
            const labels = { probed: "yes" };
            for (const workload of [...stack.all()].filter((one) => isWorkload(one) && !one.token.patch)) {
                const wanted = scalerOf(workload, stack);
                const service: StackResource = {
                    ...workload,
                    ...resource("kubernetes:core/v1:Service", "probe", {
                        metadata: workload.properties["metadata"],
                        spec: { selector: labels },
                    }),
                };
                // Behind a Service of its own; the other workloads tell only what an autoscaler was made from.
                const podsWith = (kept: (scaler: ParsedResource) => boolean) => {
                    const probed = new ResourceIndex(
                        [...stack.all()]
                            .flatMap((one): StackResource[] => {
                                const scales = one.token.kind === "HorizontalPodAutoscaler" && !one.token.patch;
                                // It scales nothing, and still tells its namespace to what was made from it.
                                if (scales && !kept(one)) return [{ ...one, type: "kubernetes:core/v1:ConfigMap" }];
                                if (!isWorkload(one)) return [one];
                                const spec = {
                                    ...(one.properties["spec"] as object),
                                    template: { metadata: { labels } },
                                };
                                return [{ ...one, properties: one === workload ? { ...one.properties, spec } : {} }];
                            })
                            .concat(service),
                    );
                    const parsed = probed.get(service.urn);
                    return parsed && podsBehind(parsed, probed)?.replicas;
                };
                assert.deepEqual(
                    podsWith(() => true),
                    podsWith((one) => one === wanted),
                );
                if (wanted) met++;
            }
            return met;
        });
    });

    it("of the autoscaler that waits, behind others that scale nothing here", () => {
        const unnamed = { scaleTargetRef: { kind: "Deployment", name: UNKNOWN } };
        const patch = "kubernetes:autoscaling/v2:HorizontalPodAutoscalerPatch";
        const other = workload("Deployment", {}, { name: "other", labels: { app: "other" } });
        const { replicas } = onlyHop(
            service(),
            workload("Deployment"),
            other,
            scaler(unnamed, { name: "a", dependencies: { spec: [other.urn] } }),
            scaler(unnamed, { name: "waits" }),
            { ...scaler(unnamed, { name: "b", type: patch }), urn: urnOf("kubernetes:autoscaling/v2:A", "b") },
        );
        const path = "spec.scaleTargetRef.name of HorizontalPodAutoscaler waits";
        assert.deepEqual(replicas, { known: false, path });
    });

    it("of pools, members and targets", () => {
        overStacks(60, (_, resources) => {
            const { hops, edges } = readTopology(resources);
            assert.deepEqual(edges, edgesOf(urns(hops), new ResourceIndex(resources)));
            return edges.length;
        });
    });

    it("of Services and routes", () => {
        overStacks(200, (stack, resources) => {
            const topology = readTopology(resources);
            let met = 0;
            for (const hop of topology.hops.filter(({ platform }) => platform === "kubernetes")) {
                const service = stack.get(hop.urn);
                assert.ok(service);
                const wanted = routesOf(service, stack);
                assert.deepEqual(urns(topology.routesTo(hop)), wanted);
                met += wanted.length;
            }
            return met;
        });
    });

    it("of apps and plans", () => {
        overStacks(50, (stack, resources) => {
            let met = 0;
            for (const hop of readTopology(resources).hops.filter(({ platform }) => platform === "functions")) {
                const app = stack.get(hop.urn);
                assert.ok(app);
                const plan = planOf(app, stack);
                const [wanted] = readTopology(plan ? [app, plan] : [app]).hops;
                assert.deepEqual(hop, wanted);
                if (plan) met++;
            }
            return met;
        });
    });

    it("and so are the findings, in whatever order the resources come", () => {
        let findings = 0;
        const evaluate = (resources: readonly StackResource[]) => {
            const topology = readTopology(resources);
            return rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY));
        };
        fc.assert(
            fc.property(
                joined.chain((stack) => fc.tuple(fc.constant(stack), shuffled(stack))),
                ([stack, other]) => {
                    const found = evaluate(stack);
                    assert.deepEqual(evaluate(other), found);
                    findings += found.length;
                },
            ),
            { numRuns: 500 },
        );
        assert.ok(findings > 200, `the stacks had ${findings} findings, too few to say anything`);
    });
});
