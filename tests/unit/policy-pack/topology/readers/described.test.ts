import assert from "node:assert/strict";

import { ApimBackend, StickyBackendPool } from "../../../../../components/apim";
import { FunctionApp, LogicApp, StickyWebApp, WebApp } from "../../../../../components/app-service";
import { StickyContainerApp } from "../../../../../components/container-apps";
import {
    StickyApplicationGateway,
    StickyLoadBalancer,
    StickyOriginGroup,
} from "../../../../../components/load-balancers";
import { rules } from "../../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../../policy-pack/rules/config";
import { readTopology } from "../../../../../policy-pack/topology";
import { PUBLIC_IP_ID, STORAGE_ID, SUBNET_ID, VIRTUAL_NETWORK_ID, WEB_PLAN_ID } from "../../../support/furniture";
import { type Recorded, run, urnOf } from "../../../support/program";
import { resource, TODAY } from "../../stacks";

const group = { resourceGroupName: "rg" };
const apim = { ...group, serviceName: "gw" };
const stateless = { reason: "Reads from the cache that all replicas share." };

interface Described {
    readonly platform: string;
    readonly affinity: { readonly kind: string; readonly strength: string; readonly key?: string };
    readonly stateless?: object;
}

/**
 * What the program left in the cloud, without what was there before. The names that were given join its parts here; the
 * engine tells stack policies by which properties they were made from each other instead.
 */
async function inTheCloud({ cloud }: Recorded) {
    const before = new Set((await run(() => undefined)).cloud.list().map(({ id }) => id));
    return cloud
        .list()
        .filter(({ id }) => !before.has(id))
        .map(({ type, id, inputs, outputs }) => resource(type, id, { ...inputs, ...outputs }, { id }));
}

const members = () =>
    ["west", "north"].map((name) => ({
        backend: new ApimBackend(`to-${name}`, { ...apim, url: `https://${name}.example.com` }),
    }));
const image = { ...group, managedEnvironmentId: "/environments/e", image: "shop:1", targetPort: 80 };
const backends = [{ name: "app", fqdns: ["a.example.com", "b.example.com"] }];
const gateway = { ...group, subnetId: SUBNET_ID, publicIpAddressId: PUBLIC_IP_ID, backends };
const origins = ["west", "north"].map((name) => ({ name, hostName: `${name}.example.com` }));
const originGroup = { ...group, profileName: "fd", origins, routes: [{ name: "all", endpointName: "www" }] };
const balancer = {
    ...group,
    publicIpAddressId: PUBLIC_IP_ID,
    virtualNetworkId: VIRTUAL_NETWORK_ID,
    memberIpAddresses: ["10.0.1.4", "10.0.1.5"],
    rules: [{ name: "https", frontendPort: 443 }],
};

/** Each component, keeping clients and declared stateless. */
const CASES: [component: string, sticky: () => unknown, off: () => unknown][] = [
    [
        "StickyContainerApp",
        () => new StickyContainerApp("web", image),
        () => new StickyContainerApp("web", { ...image, stateless }),
    ],
    [
        "StickyBackendPool",
        () => new StickyBackendPool("web", { ...apim, members: members(), cookieName: "shop" }),
        () => new StickyBackendPool("web", { ...apim, members: members(), stateless }),
    ],
    [
        "StickyWebApp",
        () => new StickyWebApp("web", { ...group, serverFarmId: WEB_PLAN_ID }),
        () => new StickyWebApp("web", { ...group, serverFarmId: WEB_PLAN_ID, stateless }),
    ],
    [
        "StickyApplicationGateway",
        () => new StickyApplicationGateway("web", gateway),
        () => new StickyApplicationGateway("web", { ...gateway, stateless }),
    ],
    [
        "StickyOriginGroup",
        () => new StickyOriginGroup("web", originGroup),
        () => new StickyOriginGroup("web", { ...originGroup, stateless }),
    ],
    [
        "StickyLoadBalancer",
        () => new StickyLoadBalancer("web", balancer),
        () => new StickyLoadBalancer("web", { ...balancer, stateless }),
    ],
];

for (const [component, sticky, off] of CASES) {
    describe(`a ${component}`, () => {
        for (const [about, program, keeps] of [
            ["that keeps clients", sticky, true],
            ["declared stateless", off, false],
        ] as const) {
            it(`is read as it describes itself, ${about}`, async () => {
                const recorded = await run(program);
                const urn = urnOf(`session-affinity:index:${component}`, "web");
                const described = recorded.outputs.get(urn)?.["hop"] as Described;
                const topology = readTopology(await inTheCloud(recorded));
                const { hops } = topology;
                const [hop] = hops;
                assert.equal(hops.length, 1);
                assert.ok(hop?.affinity.known);
                const of = ({ kind, strength, key }: Described["affinity"]) => ({ kind, strength, key });
                assert.equal(hop.platform, described.platform);
                assert.deepEqual(of(hop.affinity.value), of(described.affinity));
                assert.equal(described.affinity.kind !== "none", keeps);
                const findings = rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY));
                // A profile, whose tags declare its groups, is not the component's own.
                if (keeps || component !== "StickyOriginGroup") assert.deepEqual(findings, []);
            });
        }
    });
}

/** Recorded values without the marks of secrets. */
function opened(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
        typeof inner === "object" && inner !== null && "(secret)" in inner ? inner["(secret)"] : inner,
    );
}

const packageUrl = "https://store.blob.core.windows.net/packages/a.zip";
const functionApp = { ...group, storageAccountId: STORAGE_ID, runtime: { name: "node", version: "20" } } as const;
const contentShare = { connectionString: "0", shareName: "flows" };
/** Components that keep nobody, whose instances are the component's to set. */
const SCALED: [about: string, component: string, program: () => unknown][] = [
    [
        "on Flex Consumption",
        "FunctionApp",
        () =>
            new FunctionApp("web", {
                ...functionApp,
                flex: {
                    deploymentContainerUrl: "https://store.blob.core.windows.net/packages",
                    maximumInstanceCount: 60,
                    alwaysReadyInstances: 2,
                },
            }),
    ],
    ["on Consumption", "FunctionApp", () => new FunctionApp("web", { ...functionApp, consumption: { packageUrl } })],
    [
        "on Consumption with a limit",
        "FunctionApp",
        () => new FunctionApp("web", { ...functionApp, consumption: { packageUrl, functionAppScaleLimit: 1 } }),
    ],
    [
        "on Elastic Premium",
        "FunctionApp",
        () =>
            new FunctionApp("web", { ...functionApp, elasticPremium: { packageUrl, minimumElasticInstanceCount: 2 } }),
    ],
    [
        "on Elastic Premium with limits",
        "FunctionApp",
        () =>
            new FunctionApp("web", {
                ...functionApp,
                elasticPremium: { packageUrl, functionAppScaleLimit: 3, maximumElasticWorkerCount: 7 },
            }),
    ],
    ["by itself", "LogicApp", () => new LogicApp("web", { ...group, contentShare })],
    [
        "with limits",
        "LogicApp",
        () => new LogicApp("web", { ...group, contentShare, functionAppScaleLimit: 5, minimumElasticInstanceCount: 1 }),
    ],
];
for (const [about, component, program] of SCALED) {
    it(`a ${component} ${about} is read with the instances that it describes`, async () => {
        const recorded = await run(program);
        const described = recorded.outputs.get(urnOf(`session-affinity:index:${component}`, "web"))?.["hop"] as {
            platform: string;
            replicas: { min: number; max: number };
        };
        // The cloud does not keep a secret configuration, which policies are given in the clear.
        const given = new Map(recorded.resources.map(({ type, inputs }) => [type, opened(inputs)]));
        const stack = (await inTheCloud(recorded)).map((one) => {
            const { siteConfig } = (given.get(one.type) ?? {}) as { siteConfig?: unknown };
            return siteConfig === undefined ? one : { ...one, properties: { ...one.properties, siteConfig } };
        });
        const { hops } = readTopology(stack);
        assert.equal(hops.length, 1);
        assert.equal(hops[0]?.platform, described.platform);
        assert.ok(hops[0].replicas.known && hops[0].affinity.known);
        const { min, max } = hops[0].replicas.value;
        assert.deepEqual({ min, max }, { min: described.replicas.min, max: described.replicas.max });
        assert.equal(hops[0].affinity.value.kind, "none");
    });
}

it("a WebApp is read as one that keeps nobody, declared stateless or not", async () => {
    for (const args of [{}, { stateless }]) {
        const recorded = await run(() => new WebApp("web", { ...group, serverFarmId: WEB_PLAN_ID, ...args }));
        const { hops } = readTopology(await inTheCloud(recorded));
        assert.equal(hops.length, 1);
        assert.equal(hops[0]?.platform, "app-service");
        assert.ok(hops[0].affinity.known && hops[0].affinity.value.kind === "none");
        assert.equal(hops[0].stateless?.known ?? false, "stateless" in args);
    }
});
