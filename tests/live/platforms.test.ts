import assert from "node:assert/strict";
import path from "node:path";

import * as cdn from "@pulumi/azure-native/cdn";
import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { StickyWebApp } from "../../components/app-service";
import {
    GatewayForContainers,
    StickyIngressExtension,
    StickyRoutePolicy,
} from "../../components/gateway-for-containers";
import { HttpRoute, StickyRoute, StickyService } from "../../components/kubernetes";
import { StickyApplicationGateway, StickyLoadBalancer, StickyOriginGroup } from "../../components/load-balancers";
import { type Engine } from "../../sandbox/engine";
import { packageRoot } from "../../sandbox/package-root";
import { Observation } from "../../sandbox/run/observation";
import { engineFor, TestStack } from "../engine/support/engine";

const podSpec = { containers: [{ name: "web", image: "shop:1", ports: [{ containerPort: 80 }] }] };
const ADDRESSES = ["10.0.1.4", "10.0.1.5"];
const CONTROLLER = "44444444-4444-4444-4444-444444444444";

/** A component of every balancer and route. */
function everything(): void {
    const group = new resources.ResourceGroup("shop");
    const inGroup = { resourceGroupName: group.name };
    onAzure(inGroup);
    onKubernetes(inGroup);
}

type Properties = Record<string, unknown>;
const each = (list: readonly Properties[], more: Properties) => list.map((item) => ({ ...item, ...more }));

/** What turns affinity off in the resources that components make, behind the components' back. */
const OFF: Readonly<Record<string, (properties: Properties) => Properties>> = {
    "azure-native:web:WebApp": () => ({ clientAffinityEnabled: false }),
    "azure-native:web:WebAppSlot": () => ({ clientAffinityEnabled: false }),
    "azure-native:network:ApplicationGateway": ({ backendHttpSettingsCollection: settings }) => ({
        backendHttpSettingsCollection: pulumi
            .output(settings as Properties[])
            .apply((known) => each(known, { cookieBasedAffinity: "Disabled" })),
    }),
    "azure-native:network:LoadBalancer": ({ loadBalancingRules: rules }) => ({
        loadBalancingRules: pulumi
            .output(rules as Properties[])
            .apply((known) => each(known, { loadDistribution: "Default" })),
    }),
    "azure-native:cdn:AFDOriginGroup": () => ({ sessionAffinityState: "Disabled" }),
    "kubernetes:core/v1:Service": ({ spec }) => ({
        spec: pulumi.output(spec as Properties).apply((known) => ({
            ...known,
            sessionAffinity: "None",
            sessionAffinityConfig: undefined,
        })),
    }),
};

function everythingOff(): void {
    pulumi.runtime.registerStackTransformation(({ type, props, opts }) => ({
        props: { ...props, ...OFF[type]?.(props) },
        opts,
    }));
    everything();
}

type InGroup = { resourceGroupName: resources.ResourceGroup["name"] };

function onAzure(inGroup: InGroup): void {
    const plan = new web.AppServicePlan("plan", { ...inGroup, sku: { name: "P1v3", capacity: 3 } });
    new StickyWebApp("legacy", {
        ...inGroup,
        serverFarmId: plan.id,
        slots: { staging: {} },
        proxied: true,
    });

    const { vnet, address } = networkOf(inGroup);
    const edge = new network.Subnet("edge", {
        ...inGroup,
        virtualNetworkName: vnet.name,
        addressPrefix: "10.0.0.0/24",
    });
    new StickyApplicationGateway("front", {
        ...inGroup,
        subnetId: edge.id,
        publicIpAddressId: address("front").id,
        backends: [{ name: "shop", ipAddresses: ADDRESSES }],
    });
    new StickyLoadBalancer("tcp", {
        ...inGroup,
        publicIpAddressId: address("tcp").id,
        virtualNetworkId: vnet.id,
        memberIpAddresses: ADDRESSES,
        rules: [{ name: "tls", frontendPort: 443 }],
    });
    const profile = new cdn.Profile("fd", { ...inGroup, location: "Global", sku: { name: "Standard_AzureFrontDoor" } });
    const frontDoor = { ...inGroup, profileName: profile.name };
    const endpoint = new cdn.AFDEndpoint("www", { ...frontDoor, location: "Global" });
    new StickyOriginGroup("regions", {
        ...frontDoor,
        origins: ["west", "north"].map((name) => ({ name, hostName: `${name}.example.com` })),
        routes: [{ name: "all", endpointName: endpoint.name }],
    });
}

function networkOf(inGroup: InGroup) {
    const vnet = new network.VirtualNetwork("net", { ...inGroup, addressSpace: { addressPrefixes: ["10.0.0.0/16"] } });
    const address = (name: string) =>
        new network.PublicIPAddress(name, {
            ...inGroup,
            sku: { name: "Standard" },
            publicIPAllocationMethod: "Static",
        });
    return { vnet, address };
}

function onKubernetes(inGroup: InGroup): void {
    new StickyService("cart", {
        podSpec,
        port: 80,
        readiness: {},
        autoscale: { minReplicas: 2, maxReplicas: 5 },
        drainSeconds: 10,
    });
    const shop = new StickyService("shop", { podSpec, port: 80, readiness: {}, workload: "StatefulSet", replicas: 2 });
    const affinity = { cookie: { name: "shop", ttlSeconds: 3600 } };
    const route = { service: shop, hosts: ["shop.example.com"], affinity };
    const ingressClassName = "shop";
    new StickyRoute("by-traefik", { ...route, controller: { traefik: { ingress: { ingressClassName } } } });
    new StickyRoute("by-nginx", { ...route, controller: { ingressNginx: { ingressClassName } } });
    new StickyRoute("by-istio", { ...route, controller: { istio: { gateway: { name: "mesh" }, consistentHash: {} } } });

    const vnet = new network.VirtualNetwork("alb", { ...inGroup, addressSpace: { addressPrefixes: ["10.4.0.0/16"] } });
    const create = { ...inGroup, virtualNetworkName: vnet.name, addressPrefix: "10.4.0.0/24" };
    const containers = new GatewayForContainers("containers", {
        bringYourOwn: { ...inGroup, subnet: { create }, controller: { principalId: CONTROLLER } },
        listeners: [{ name: "http" }],
    });
    const orders = new HttpRoute("orders", {
        spec: { parentRefs: [containers.parentRef], rules: [{ backendRefs: [{ name: "orders", port: 80 }] }] },
    });
    new StickyRoutePolicy("orders", {
        route: orders,
        affinity: { applicationCookie: { name: "orders", durationSeconds: 3600 } },
        routeTimeoutSeconds: 0,
    });
    new StickyIngressExtension("web", { backendSettings: [{ service: "web" }] });
}

describe("balancers, routes and web apps on the real engine", () => {
    const pack = path.join(packageRoot(), "policy-pack");
    let engine: Engine;
    let test: TestStack | undefined;

    before(async function () {
        engine = await engineFor(this);
    });
    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    const create = async (program: () => void) =>
        (test = await TestStack.create(engine, () => Promise.resolve(program())));

    it("come up under the policy pack, stay as they are, and go", async () => {
        const { stack } = await create(everything);
        const observation = new Observation(() => {});
        const options = { onEvent: observation.take, policyPacks: [pack] };
        const preview = await stack.preview(options);
        const up = await stack.up(options);
        assert.deepEqual(up.summary.resourceChanges, preview.changeSummary);
        assert.deepEqual(
            observation.findings.map(({ rule, urn, message }) => [rule, urn.split("::").at(-1), message]),
            [],
        );
        const again = await stack.up(options);
        assert.deepEqual(again.summary.resourceChanges, { same: up.summary.resourceChanges?.create });
        const refreshed = await stack.refresh();
        assert.deepEqual(refreshed.summary.resourceChanges, again.summary.resourceChanges);
        assert.deepEqual(test?.warnings(), []);
        await stack.destroy();
        assert.deepEqual((await stack.exportStack()).deployment.resources ?? [], []);
    });

    it("are rejected in the preview with affinity off, each by its rule", async () => {
        const { stack } = await create(everythingOff);
        const observation = new Observation(() => {});
        await assert.rejects(stack.preview({ onEvent: observation.take, policyPacks: [pack] }));
        assert.deepEqual(observation.mandatory.map(({ rule, urn }) => `${rule}: ${urn.split("::").at(-1)}`).sort(), [
            "application-gateway-needs-affinity: front",
            "front-door-needs-affinity: regions",
            "kubernetes-service-needs-affinity: cart",
            "load-balancer-needs-affinity: tcp",
            "web-app-needs-affinity: legacy",
            "web-app-needs-affinity: legacy-staging",
        ]);
    });
});
