import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    GatewayForContainers,
    type GatewayForContainersArgs,
    StickyRoutePolicy,
} from "../../../../components/gateway-for-containers";
import { HttpRoute } from "../../../../components/kubernetes/custom-resources/http-route";
import { refusesFaults } from "../../support/faults";
import { DELEGATED_SUBNET_ID } from "../../support/furniture";
import { known, type Recorded, reference, run, runToFailure, runToThrow, UNKNOWN, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:GatewayForContainers";
const CONTROLLER = "azure-native:servicenetworking:TrafficControllerInterface";
const FRONTEND = "azure-native:servicenetworking:FrontendsInterface";
const ASSOCIATION = "azure-native:servicenetworking:AssociationsInterface";
const SUBNET = "azure-native:network:Subnet";
const ROLE = "azure-native:authorization:RoleAssignment";
const GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const LOAD_BALANCER = "kubernetes:alb.networking.azure.io/v1:ApplicationLoadBalancer";
const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const POLICY = "kubernetes:alb.networking.azure.io/v1:RoutePolicy";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const GROUP_ID = `${SUBSCRIPTION}/resourceGroups/rg`;
const role = (guid: string) => `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
const MANAGER = role("fbc52c3f-28ad-4303-a892-8a056630b8f1");
const CONTRIBUTOR = role("4d97b98b-1d4f-4787-a291-c67834d212e7");
const PRINCIPAL = "22222222-3333-4444-5555-66666666abcd";
const URN = urnOf(COMPONENT, "edge");
const TRAFFIC_CONTROLLERS = "Microsoft.ServiceNetworking/trafficControllers";
const azureId = (name: string) => `${GROUP_ID}/providers/${TRAFFIC_CONTROLLERS}/${name}`;

const listeners = [{ name: "http" }];
const HTTP = { name: "http", protocol: "HTTP", port: 80 };
const own = (): GatewayForContainersArgs => ({
    bringYourOwn: { resourceGroupName: "rg", subnet: { id: DELEGATED_SUBNET_ID } },
    listeners,
});
const managed = (): GatewayForContainersArgs => ({ managed: { subnet: { id: DELEGATED_SUBNET_ID } }, listeners });
const named = (): GatewayForContainersArgs => ({
    ...own(),
    bringYourOwn: {
        resourceGroupName: "rg",
        subnet: { id: DELEGATED_SUBNET_ID },
        controller: { principalId: PRINCIPAL },
        trafficControllerName: "alb",
        frontendName: "public",
        location: "northeurope",
        tags: { team: "shop" },
    },
    namespace: "shop",
    gatewayName: "edge",
});
const create = { resourceGroupName: "rg", virtualNetworkName: "net", addressPrefix: "10.0.8.0/24" };

const make = (args: GatewayForContainersArgs) => () => new GatewayForContainers("edge", args);
const gatewayOf = (recorded: Recorded) => inputsOf(recorded, GATEWAY) as { metadata: object; spec: object };
const rolesOf = (recorded: Recorded) =>
    ["edge-configuration-manager", "edge-network-contributor"].map((name) => inputsOf(recorded, ROLE, name));

/** A value that only an update tells. */
const soon = (preview: boolean, value: unknown) => (preview ? UNKNOWN : value);

describe("GatewayForContainers", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("creates the gateway in Azure and in the cluster, from the fewest arguments", async () => {
                const recorded = await run(make(own()), { preview });
                assert.deepEqual(childrenOf(recorded, URN), [
                    "AssociationsInterface edge",
                    "FrontendsInterface edge",
                    "Gateway edge",
                    "TrafficControllerInterface edge",
                ]);
                assert.equal(recorded.resources.length, 5);
                const { name, fqdn, id } = azure(recorded);
                assert.deepEqual(inputsOf(recorded, CONTROLLER), { resourceGroupName: "rg" });
                assert.deepEqual(inputsOf(recorded, FRONTEND), {
                    resourceGroupName: "rg",
                    trafficControllerName: soon(preview, name),
                });
                assert.deepEqual(inputsOf(recorded, ASSOCIATION), {
                    resourceGroupName: "rg",
                    trafficControllerName: soon(preview, name),
                    associationType: "subnets",
                    subnet: { id: DELEGATED_SUBNET_ID },
                });
                assert.deepEqual(gatewayOf(recorded), {
                    apiVersion: "gateway.networking.k8s.io/v1",
                    kind: "Gateway",
                    metadata: { annotations: { "alb.networking.azure.io/alb-id": soon(preview, id) } },
                    spec: {
                        gatewayClassName: "azure-alb-external",
                        listeners: [HTTP],
                        addresses: [
                            {
                                type: "alb.networking.azure.io/alb-frontend",
                                value: soon(preview, azure(recorded, FRONTEND).name),
                            },
                        ],
                    },
                });
                const outputs = recorded.outputs.get(URN) ?? {};
                assert.equal(outputs["trafficControllerId"], soon(preview, id));
                assert.equal(outputs["fqdn"], soon(preview, fqdn));
            });

            it("hands every argument on, and gives the controller its roles", async () => {
                const recorded = await run(make(named()), { preview });
                assert.deepEqual(childrenOf(recorded, URN), [
                    "AssociationsInterface edge",
                    "FrontendsInterface edge",
                    "Gateway edge",
                    "RoleAssignment edge-configuration-manager",
                    "RoleAssignment edge-network-contributor",
                    "TrafficControllerInterface edge",
                ]);
                const place = { resourceGroupName: "rg", location: "northeurope", tags: { team: "shop" } };
                const below = { ...place, trafficControllerName: soon(preview, "alb") };
                assert.deepEqual(inputsOf(recorded, CONTROLLER), { ...place, trafficControllerName: "alb" });
                assert.deepEqual(inputsOf(recorded, FRONTEND), { ...below, frontendName: "public" });
                assert.deepEqual(inputsOf(recorded, ASSOCIATION), {
                    ...below,
                    associationType: "subnets",
                    subnet: { id: DELEGATED_SUBNET_ID },
                });
                const grant = { principalId: PRINCIPAL, principalType: "ServicePrincipal" };
                assert.deepEqual(rolesOf(recorded), [
                    {
                        ...grant,
                        scope: soon(preview, GROUP_ID),
                        roleDefinitionId: soon(preview, MANAGER),
                    },
                    { ...grant, scope: DELEGATED_SUBNET_ID, roleDefinitionId: CONTRIBUTOR },
                ]);
                assert.deepEqual(gatewayOf(recorded).metadata, {
                    name: "edge",
                    namespace: "shop",
                    annotations: { "alb.networking.azure.io/alb-id": soon(preview, azureId("alb")) },
                });
            });

            it("creates and delegates a subnet where asked", async () => {
                const recorded = await run(
                    make({ bringYourOwn: { resourceGroupName: "rg", subnet: { create } }, listeners }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, SUBNET), {
                    ...create,
                    delegations: [{ name: "gateway-for-containers", serviceName: TRAFFIC_CONTROLLERS }],
                    // azure-native's own defaults.
                    privateEndpointNetworkPolicies: "Disabled",
                    privateLinkServiceNetworkPolicies: "Enabled",
                });
                assert.equal(recorded.resources.find(({ type }) => type === SUBNET)?.parent, URN);
                assert.deepEqual(inputsOf(recorded, ASSOCIATION)["subnet"], {
                    id: soon(preview, azure(recorded, SUBNET).id),
                });
            });

            it("leaves the Azure resources to the controller where asked", async () => {
                const recorded = await run(make(managed()), { preview });
                assert.deepEqual(childrenOf(recorded, URN), ["ApplicationLoadBalancer edge", "Gateway edge"]);
                assert.equal(recorded.resources.length, 3);
                assert.deepEqual(inputsOf(recorded, LOAD_BALANCER), {
                    apiVersion: "alb.networking.azure.io/v1",
                    kind: "ApplicationLoadBalancer",
                    metadata: {},
                    spec: { associations: [DELEGATED_SUBNET_ID] },
                });
                const { metadata, spec } = gatewayOf(recorded);
                const annotations = (metadata as { annotations: Record<string, string> }).annotations;
                assert.deepEqual(Object.keys(annotations).sort(), [
                    "alb.networking.azure.io/alb-name",
                    "alb.networking.azure.io/alb-namespace",
                ]);
                assert.match(annotations["alb.networking.azure.io/alb-name"] ?? "", /^edge-[0-9a-f]{8}$/);
                assert.equal(annotations["alb.networking.azure.io/alb-namespace"], "default");
                assert.deepEqual(spec, { gatewayClassName: "azure-alb-external", listeners: [HTTP] });
                const outputs = recorded.outputs.get(URN) ?? {};
                assert.deepEqual([outputs["trafficControllerId"], outputs["fqdn"]], [undefined, undefined]);
            });

            it("gives the controller its roles on the node resource group, and names its load balancer", async () => {
                const args: GatewayForContainersArgs = {
                    managed: {
                        subnet: { create: { ...create, subnetName: "alb" } },
                        controller: { principalId: PRINCIPAL, nodeResourceGroupId: GROUP_ID },
                        namespace: "shop",
                        loadBalancerName: "alb",
                    },
                    listeners,
                    namespace: "kube-system",
                };
                const recorded = await run(make(args), { preview });
                assert.equal(inputsOf(recorded, SUBNET)["subnetName"], "alb");
                const subnetId = `${GROUP_ID}/providers/Microsoft.Network/virtualNetworks/net/subnets/alb`;
                const grant = { principalId: PRINCIPAL, principalType: "ServicePrincipal" };
                assert.deepEqual(rolesOf(recorded), [
                    { ...grant, scope: GROUP_ID, roleDefinitionId: MANAGER },
                    { ...grant, scope: soon(preview, subnetId), roleDefinitionId: soon(preview, CONTRIBUTOR) },
                ]);
                const { metadata } = inputsOf(recorded, LOAD_BALANCER);
                assert.deepEqual(metadata, { name: "alb", namespace: "shop" });
                assert.deepEqual(gatewayOf(recorded).metadata, {
                    namespace: "kube-system",
                    annotations: {
                        "alb.networking.azure.io/alb-namespace": "shop",
                        "alb.networking.azure.io/alb-name": "alb",
                    },
                });
            });

            it("listens with certificates, on hosts and ports, for routes of all namespaces", async () => {
                const value = <T>(plain: T) => pulumi.output(Promise.resolve(plain));
                const tls = (name: string) => ({
                    mode: "Terminate",
                    certificateRefs: [{ group: "", kind: "Secret", name }],
                });
                const args: GatewayForContainersArgs = {
                    ...managed(),
                    listeners: [
                        { name: "https", tlsSecretName: "shop-tls" },
                        {
                            name: value("other"),
                            tlsSecretName: value("other-tls"),
                            port: value(8443),
                            hostname: value("*.example.com"),
                            routesFrom: value("All" as const),
                        },
                        { name: "plain", port: 8080, hostname: "shop.example.com", routesFrom: "Same" },
                    ],
                };
                const recorded = await run(make(args), { preview });
                assert.deepEqual((gatewayOf(recorded).spec as { listeners: unknown }).listeners, [
                    { name: "https", protocol: "HTTPS", port: 443, tls: tls("shop-tls") },
                    {
                        name: "other",
                        protocol: "HTTPS",
                        port: 8443,
                        tls: tls("other-tls"),
                        hostname: "*.example.com",
                        allowedRoutes: { namespaces: { from: "All" } },
                    },
                    {
                        name: "plain",
                        protocol: "HTTP",
                        port: 8080,
                        hostname: "shop.example.com",
                        allowedRoutes: { namespaces: { from: "Same" } },
                    },
                ]);
            });

            it("carries a route, and the route its policy", async () => {
                const recorded = await run(
                    () => {
                        const { parentRef } = new GatewayForContainers("edge", named());
                        const spec = { parentRefs: [parentRef], rules: [{ backendRefs: [{ name: "web", port: 80 }] }] };
                        const route = new HttpRoute("orders", {
                            metadata: { name: "orders", namespace: "shop" },
                            spec,
                        });
                        return new StickyRoutePolicy("orders", { route });
                    },
                    { preview },
                );
                const { parentRefs } = inputsOf(recorded, ROUTE)["spec"] as { parentRefs: unknown };
                const group = "gateway.networking.k8s.io";
                assert.deepEqual(parentRefs, [{ group, kind: "Gateway", name: "edge", namespace: "shop" }]);
                const { targetRef } = inputsOf(recorded, POLICY)["spec"] as { targetRef: unknown };
                assert.deepEqual(targetRef, { group, kind: "HTTPRoute", name: "orders", namespace: "shop" });
            });
        });
    }

    it("puts the load balancer beside the Gateway where nothing else is asked", async () => {
        const recorded = await run(make({ ...managed(), namespace: "shop" }));
        assert.deepEqual(inputsOf(recorded, LOAD_BALANCER)["metadata"], { namespace: "shop" });
    });

    it("has everything there before the Gateway, and the roles before the load balancer", async () => {
        const roles = ["edge-configuration-manager", "edge-network-contributor"];
        const byOwn = await run(make(named()));
        assert.deepEqual(waitsFor(byOwn, GATEWAY), ["edge", ...roles].sort());
        assert.ok(needs(byOwn, GATEWAY).some(isOf(ASSOCIATION)));
        const controller = { principalId: PRINCIPAL, nodeResourceGroupId: GROUP_ID };
        const byController = await run(
            make({ ...managed(), managed: { subnet: { id: DELEGATED_SUBNET_ID }, controller } }),
        );
        assert.deepEqual(waitsFor(byController, LOAD_BALANCER), roles);
        assert.ok(needs(byController, GATEWAY).some(isOf(LOAD_BALANCER)));
    });

    it("tells what people need next", async () => {
        const recorded = await run(make(named()));
        const { result, outputs } = recorded;
        const { id, fqdn } = azure(recorded);
        assert.match(String(fqdn), /^[0-9a-f]{16}\.fz\d\d\.alb\.azure\.com$/);
        const parentRef = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "edge", namespace: "shop" };
        const next = { name: "edge", resourceId: "shop/edge", parentRef, trafficControllerId: id, fqdn };
        assert.deepEqual(outputs.get(URN), {
            ...next,
            gateway: reference(urnOf(GATEWAY, "edge", COMPONENT)),
            trafficController: reference(urnOf(CONTROLLER, "edge", COMPONENT)),
        });
        const { name, resourceId, trafficControllerId } = result;
        const told = [name, resourceId, result.parentRef, trafficControllerId, result.fqdn].map((output) =>
            known(output as pulumi.Output<unknown>),
        );
        assert.deepEqual(await Promise.all(told), Object.values(next));
        assert.ok(result.trafficController);
        assert.equal((await run(make(managed()))).result.trafficController, undefined);
    });

    it("asks for one subnet that is there, delegated and large enough", async () => {
        const other = `${DELEGATED_SUBNET_ID}-2`;
        const { errors } = await runToFailure(
            make({ bringYourOwn: { resourceGroupName: "rg", subnet: { id: other } }, listeners }),
        );
        assert.match(String(errors[0]), new RegExp(`The subnet '${other}' does not exist`));
    });

    const byo = (more: object) => ({ bringYourOwn: { ...own().bringYourOwn, ...more } });
    const byController = (more: object) => ({
        bringYourOwn: undefined,
        managed: {
            ...managed().managed,
            controller: { principalId: PRINCIPAL, nodeResourceGroupId: GROUP_ID, ...more },
        },
    });
    const listening = (...more: object[]) => ({ listeners: [{ name: "http" }, ...more] });
    const subnet = (more: object) => byo({ subnet: { create: { ...create, ...more } } });
    refusesFaults<GatewayForContainersArgs>(
        {
            component: "GatewayForContainers",
            good: own,
            make: (name, args) => new GatewayForContainers(name, args),
            children: [CONTROLLER, FRONTEND, ASSOCIATION, SUBNET, ROLE, GATEWAY, LOAD_BALANCER],
            without: (path) => {
                if (/^bringYourOwn\.resourceGroupName$/.test(path)) return [];
                if (/^(listeners|namespace|gatewayName)/.test(path)) {
                    return [CONTROLLER, FRONTEND, ASSOCIATION, SUBNET, ROLE];
                }
                if (/^bringYourOwn\.(subnet|controller)/.test(path))
                    return [CONTROLLER, FRONTEND, ROLE, ASSOCIATION, SUBNET];
                return [ROLE];
            },
        },
        [
            {
                title: "neither way",
                args: { bringYourOwn: undefined },
                path: "bringYourOwn",
                says: ["or args.managed is missing", "exactly one"],
                plainOnly: true,
            },
            {
                title: "both ways",
                args: managed(),
                path: "managed",
                says: ["cannot stand beside args.bringYourOwn", "exactly one"],
                plainOnly: true,
            },
            {
                title: "no resource group",
                args: byo({ resourceGroupName: undefined }),
                path: "bringYourOwn.resourceGroupName",
                says: ["missing", "name of the resource group"],
            },
            {
                title: "no subnet",
                args: byo({ subnet: undefined }),
                path: "bringYourOwn.subnet",
                says: ["missing", "gateway's subnet"],
                plainOnly: true,
            },
            {
                title: "an empty subnet",
                args: byo({ subnet: {} }),
                path: "bringYourOwn.subnet.id",
                says: ["or args.bringYourOwn.subnet.create is missing"],
                plainOnly: true,
            },
            {
                title: "a subnet that is and is to be",
                args: byo({ subnet: { id: DELEGATED_SUBNET_ID, create } }),
                path: "bringYourOwn.subnet.create",
                says: ["cannot stand beside args.bringYourOwn.subnet.id"],
                plainOnly: true,
            },
            ...["gateway", DELEGATED_SUBNET_ID.replace("/subnets/gateway", ""), `${DELEGATED_SUBNET_ID}/x`].map(
                (id) => ({
                    title: `the subnet ${id.slice(-20)}`,
                    args: byo({ subnet: { id } }),
                    path: "bringYourOwn.subnet.id",
                    says: [`"${id.slice(0, 50)}`, "resource id of a subnet"],
                }),
            ),
            {
                title: "a new subnet without a resource group",
                args: subnet({ resourceGroupName: undefined }),
                path: "bringYourOwn.subnet.create.resourceGroupName",
                says: ["missing", "resource group of the virtual network"],
            },
            {
                title: "a new subnet without a network",
                args: subnet({ virtualNetworkName: undefined }),
                path: "bringYourOwn.subnet.create.virtualNetworkName",
                says: ["missing", "virtual network's name"],
            },
            {
                title: "a new subnet without addresses",
                args: subnet({ addressPrefix: undefined }),
                path: "bringYourOwn.subnet.create.addressPrefix",
                says: ["missing", '"10.0.4.0/24"'],
            },
            ...["10.0.4.0", "10.0.4.256/24", "256.0.4.0/24", "10.0.4/24", "fd00::/64", "10.0.4.0/24 "].map(
                (prefix) => ({
                    title: `the addresses ${prefix}`,
                    args: subnet({ addressPrefix: prefix }),
                    path: "bringYourOwn.subnet.create.addressPrefix",
                    says: [`"${prefix}"`, "range of IPv4 addresses"],
                }),
            ),
            ...["10.0.4.0/25", "10.0.4.0/32"].map((prefix) => ({
                title: `the addresses ${prefix}`,
                args: subnet({ addressPrefix: prefix }),
                path: "bringYourOwn.subnet.create.addressPrefix",
                says: [`"${prefix}"`, "fewer than 256", "/24 or more"],
            })),
            {
                title: "a controller without an identity",
                args: byo({ controller: {} }),
                path: "bringYourOwn.controller.principalId",
                says: ["missing", "object id (principal id)"],
            },
            {
                title: "a controller's resource id",
                args: byo({ controller: { principalId: GROUP_ID } }),
                path: "bringYourOwn.controller.principalId",
                says: [`"${GROUP_ID.slice(0, 50)}`, "a GUID"],
            },
            {
                title: "a controller without its node resource group",
                args: byController({ nodeResourceGroupId: undefined }),
                path: "managed.controller.nodeResourceGroupId",
                says: ["missing", "node resource group"],
                plainOnly: true,
            },
            ...["rg", DELEGATED_SUBNET_ID].map((nodeResourceGroupId) => ({
                title: `the node resource group ${nodeResourceGroupId.slice(-20)}`,
                args: byController({ nodeResourceGroupId }),
                path: "managed.controller.nodeResourceGroupId",
                says: [`"${nodeResourceGroupId.slice(0, 50)}`, "resource id of a resource group"],
                plainOnly: true,
            })),
            {
                title: "a managed controller without an identity",
                args: byController({ principalId: undefined }),
                path: "managed.controller.principalId",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a load balancer's namespace with a dot",
                args: { bringYourOwn: undefined, managed: { ...managed().managed, namespace: "my.shop" } },
                path: "managed.namespace",
                says: ['"my.shop"', "at most 63"],
            },
            {
                title: "a load balancer's name with capitals",
                args: { bringYourOwn: undefined, managed: { ...managed().managed, loadBalancerName: "ALB" } },
                path: "managed.loadBalancerName",
                says: ['"ALB"', "at most 253"],
            },
            {
                title: "no listeners",
                args: { listeners: undefined },
                path: "listeners",
                says: ["missing", "place to listen at"],
                plainOnly: true,
            },
            ...[[], Array.from({ length: 65 }, (_, i) => ({ name: `l${i}` })), {}].map((given) => ({
                title: `${Array.isArray(given) ? given.length : "an object for"} listeners`,
                args: { listeners: given },
                path: "listeners",
                says: [Array.isArray(given) ? `a list of ${given.length}` : "is {}", "a list of 1 to 64 listeners"],
                plainOnly: true,
            })),
            {
                title: "a listener without a name",
                args: listening({}),
                path: "listeners[1].name",
                says: ["missing", "listener's name"],
            },
            {
                title: "a listener's name with capitals",
                args: listening({ name: "HTTPS" }),
                path: "listeners[1].name",
                says: ['"HTTPS"', "at most 253"],
            },
            {
                title: "two listeners of a name",
                args: listening({ name: "https" }, { name: "http" }),
                path: "listeners[2].name",
                says: ['is "http":', "args.listeners[0].name is the same"],
            },
            ...["", "Shop TLS"].map((tlsSecretName) => ({
                title: `the secret "${tlsSecretName}"`,
                args: listening({ name: "https", tlsSecretName }),
                path: "listeners[1].tlsSecretName",
                says: [`is "${tlsSecretName}":`, "at most 253"],
            })),
            ...[0, 65536, 80.5].map((port) => ({
                title: `the port ${port}`,
                args: listening({ name: "https", port }),
                path: "listeners[1].port",
                says: [`is ${port}:`, "whole number from 1 to 65535"],
            })),
            ...["Shop.example.com", "*", "a.*.com", "shop_example", `${"a".repeat(254)}`].map((hostname) => ({
                title: `the host ${hostname.slice(0, 20)}`,
                args: listening({ name: "https", hostname }),
                path: "listeners[1].hostname",
                says: [`"${hostname.slice(0, 50)}`, "a host name"],
            })),
            {
                title: "routes from a selector",
                args: listening({ name: "https", routesFrom: "Selector" }),
                path: "listeners[1].routesFrom",
                says: ['"Selector"', '"Same", "All"'],
            },
            {
                title: "a namespace with a dot",
                args: { namespace: "my.shop" },
                path: "namespace",
                says: ['"my.shop"', "at most 63"],
            },
            {
                title: "a Gateway's name with capitals",
                args: { gatewayName: "Edge" },
                path: "gatewayName",
                says: ['"Edge"', "at most 253"],
            },
            {
                title: "a component's name with capitals",
                args: {},
                name: "Edge",
                path: "name",
                says: ['its name is "Edge"', "at most 244"],
            },
        ],
    );

    it("takes subnets at and above their limit", async () => {
        for (const addressPrefix of ["10.0.0.0/24", "10.0.0.0/16", "255.255.255.255/1"]) {
            const args = {
                bringYourOwn: { resourceGroupName: "rg", subnet: { create: { ...create, addressPrefix } } },
            };
            const { thrown, errors } = await runToThrow(make({ ...args, listeners }), { preview: true });
            assert.deepEqual([thrown, errors], [undefined, []]);
        }
    });
});

const isOf = (type: string) => (urn: string) => urn.split("::")[2]?.endsWith(type) === true;

/** URNs of what has to be there before the component's resource of a type. */
const needs = ({ dependencies }: Recorded, type: string) => dependencies.get(`${type}::edge`) ?? [];

/** Names of what has to be there first, each once, in the order of the alphabet. */
function waitsFor(recorded: Recorded, type: string): string[] {
    return [...new Set(needs(recorded, type).map((urn) => urn.split("::").at(-1) ?? ""))].sort();
}

/** What the cloud made of the one resource of a type, and the frontend's host. */
function azure(
    { cloud }: Recorded,
    type: typeof CONTROLLER | typeof FRONTEND | typeof SUBNET = CONTROLLER,
): { id: unknown; name: unknown; fqdn: unknown } {
    const ids = {
        [CONTROLLER]: /\/trafficControllers\/[^/]+$/,
        [FRONTEND]: /\/frontends\/[^/]+$/,
        [SUBNET]: /\/net\/subnets\/[^/]+$/,
    };
    const find = (pattern: RegExp) => cloud.list().find(({ id }) => pattern.test(id));
    const found = find(ids[type]);
    return { id: found?.id, name: found?.outputs["name"], fqdn: find(ids[FRONTEND])?.outputs["fqdn"] };
}
