import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
import { Cloud, plain, secret, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import {
    APPLICATION_LOAD_BALANCER_SPEC,
    BACKEND_SETTINGS,
    ROUTE_POLICY_SPEC,
} from "../../../../sandbox/cloud/kubernetes/gateway-for-containers";
import { packageRoot } from "../../../../sandbox/package-root";
import { furnished, GROUP_ID, inRg, refused, text } from "./support";

const CONTROLLER = "azure-native:servicenetworking:TrafficControllerInterface";
const FRONTEND = "azure-native:servicenetworking:FrontendsInterface";
const ASSOCIATION = "azure-native:servicenetworking:AssociationsInterface";
const NETWORK = "azure-native:network:VirtualNetwork";
const SUBNET = "azure-native:network:Subnet";
const DELEGATIONS = [{ name: "alb", serviceName: "Microsoft.ServiceNetworking/trafficControllers" }];
const CONTROLLER_ID = `${GROUP_ID}/providers/Microsoft.ServiceNetworking/trafficControllers/alb`;
const NETWORK_ID = `${GROUP_ID}/providers/Microsoft.Network/virtualNetworks/net`;

const inController = (more: Properties): Properties => inRg({ trafficControllerName: "alb", ...more });
const association = (subnetId: string, more: Properties = {}): Properties =>
    inController({ associationName: "a", associationType: "subnets", subnet: { id: subnetId }, ...more });

/** A cloud with a traffic controller, and a network with a subnet that will do. */
function withController(): Cloud {
    const { cloud } = furnished();
    cloud.create(CONTROLLER, inController({ location: "westeurope" }));
    cloud.create(
        NETWORK,
        inRg({
            virtualNetworkName: "net",
            subnets: [{ name: "good", addressPrefix: "10.0.0.0/24", delegations: DELEGATIONS }],
        }),
    );
    return cloud;
}

describe("cloud: Application Gateway for Containers in Azure", () => {
    it("has ids of ARM's, a location, and hosts below alb.azure.com", () => {
        const cloud = withController();
        const controller = cloud.list().find(({ id }) => id === CONTROLLER_ID);
        assert.equal(controller?.outputs["location"], "westeurope");
        assert.equal(controller?.outputs["type"], "Microsoft.ServiceNetworking/trafficControllers");
        assert.equal(controller?.outputs["azureApiVersion"], "2025-01-01");
        const { inputs } = cloud.check(FRONTEND, "public", inController({}));
        assert.equal(inputs["location"], "westeurope");
        assert.match(text(inputs["frontendName"]), /^public[0-9a-f]{8}$/);
        const made = ["a", "b"].map((frontendName) => cloud.create(FRONTEND, inController({ frontendName })));
        assert.equal(made[0]?.id, `${CONTROLLER_ID}/frontends/a`);
        const hosts = made.map(({ outputs }) => text(outputs["fqdn"]));
        for (const host of hosts) assert.match(host, /^[0-9a-f]{16}\.fz\d\d\.alb\.azure\.com$/);
        assert.notEqual(hosts[0], hosts[1]);
    });

    it("needs the gateway for a frontend, and takes it with the gateway", () => {
        const cloud = withController();
        refused(
            () => cloud.create(FRONTEND, inController({ trafficControllerName: "other", frontendName: "a" })),
            /Code="ParentResourceNotFound".*trafficControllers\/other/,
        );
        cloud.create(FRONTEND, inController({ frontendName: "a" }));
        cloud.delete(CONTROLLER, CONTROLLER_ID);
        assert.deepEqual(
            cloud.list().filter(({ id }) => id.includes("trafficControllers")),
            [],
        );
    });

    it("wants the type of an association, before anything is sent", () => {
        const { failures } = withController().check(ASSOCIATION, "a", inController({}));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["associationType"],
        );
    });

    it("associates one delegated subnet, written with its network or by itself", () => {
        for (const delegated of [DELEGATIONS, [{ name: "x", serviceName: "other" }, ...DELEGATIONS]]) {
            const cloud = withController();
            const { id } = cloud.create(
                SUBNET,
                inRg({
                    virtualNetworkName: "net",
                    subnetName: "own",
                    addressPrefixes: ["10.0.0.0/24"],
                    delegations: delegated,
                }),
            );
            assert.equal(cloud.create(ASSOCIATION, association(id)).id, `${CONTROLLER_ID}/associations/a`);
        }
        const cloud = withController();
        const good = `${NETWORK_ID}/subnets/Good`;
        const { id } = cloud.create(ASSOCIATION, association(good));
        cloud.update(ASSOCIATION, id, association(good, { tags: { team: "shop" } }));
        refused(
            () => cloud.create(ASSOCIATION, association(good, { associationName: "b" })),
            /^Status=409 Code="AssociationLimitExceeded" Message=".* has one association, and '.*\/associations\/a' is there\."$/,
        );
        cloud.create(CONTROLLER, inRg({ trafficControllerName: "alb2" }));
        cloud.create(ASSOCIATION, association(good, { trafficControllerName: "alb2" }));
    });

    it("refuses a subnet that is not there, not delegated, or too small", () => {
        const cloud = withController();
        const subnet = (subnetName: string, more: Properties) =>
            cloud.create(SUBNET, inRg({ virtualNetworkName: "net", subnetName, ...more })).id;
        const cases: [string, RegExp][] = [
            [`${NETWORK_ID}/subnets/none`, /^Status=404 Code="SubnetNotFound"/],
            [`${NETWORK_ID}2/subnets/good`, /^Status=404 Code="SubnetNotFound"/],
            [subnet("plain", { addressPrefix: "10.0.1.0/24" }), /^Status=400 Code="SubnetNotDelegated"/],
            [
                subnet("other", { addressPrefix: "10.0.1.0/24", delegations: [{ name: "a", serviceName: "b" }] }),
                /^Status=400 Code="SubnetNotDelegated" Message=".* not delegated to 'Microsoft\.ServiceNetworking/,
            ],
            [
                subnet("small", { addressPrefix: "10.0.1.0/25", delegations: DELEGATIONS }),
                /^Status=400 Code="SubnetTooSmall" Message=".* is a \/25, and has to be a \/24 or larger\."$/,
            ],
            [
                subnet("list", { addressPrefixes: ["10.0.1.0/26"], delegations: DELEGATIONS }),
                /^Status=400 Code="SubnetTooSmall"/,
            ],
        ];
        for (const [id, message] of cases) refused(() => cloud.create(ASSOCIATION, association(id)), message);
    });

    it("takes a subnet out of its sight for good", () => {
        const id = NETWORK_ID.replace("00000000-", "99999999-");
        assert.ok(withController().create(ASSOCIATION, association(`${id}/subnets/far`)).id);
    });
});

describe("cloud: Application Gateway for Containers in Kubernetes", () => {
    const POLICY = "kubernetes:alb.networking.azure.io/v1:RoutePolicy";
    const EXTENSION = "kubernetes:alb.networking.azure.io/v1:IngressExtension";
    const LOAD_BALANCER = "kubernetes:alb.networking.azure.io/v1:ApplicationLoadBalancer";
    const targetRef = { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "orders", namespace: "shop" };
    const affinity = { affinityType: "application-cookie", cookieName: "cart", cookieDuration: "3600s" };
    const policy = (spec: Properties): Properties => ({ metadata: { name: "web" }, spec });
    const sticky = (more: Properties): Properties =>
        policy({ targetRef, default: { sessionAffinity: { ...affinity, ...more } } });
    const extension = (settings: Properties): Properties => policy({ backendSettings: [settings] });

    it("takes what fits, secret and unknown values too", () => {
        const cloud = Cloud.inMemory();
        assert.equal(cloud.check(POLICY, "web", sticky({})).warning, undefined);
        assert.equal(cloud.create(POLICY, sticky({})).id, "default/web");
        cloud.create(EXTENSION, extension({ service: "echo", ports: [{ port: 80, protocol: "HTTP" }] }));
        cloud.create(LOAD_BALANCER, policy({ associations: ["/subscriptions/x"] }));
        const { outputs } = Cloud.inMemory().create(POLICY, sticky({ cookieName: secret("cart") }));
        assert.deepEqual(plain(outputs["spec"] ?? null), policy(sticky({})["spec"] as Properties)["spec"]);
        assert.ok(Cloud.inMemory().preview(POLICY, sticky({ cookieDuration: UNKNOWN })));
        assert.ok(Cloud.inMemory().preview(POLICY, policy({ targetRef: UNKNOWN, default: UNKNOWN })));
    });

    const text80 = "a".repeat(80);
    const refusals: [string, string, Properties, string][] = [
        [
            "a duration in seconds",
            POLICY,
            sticky({ cookieDuration: 3600 }),
            'spec.default.sessionAffinity.cookieDuration: Invalid value: "integer": ' +
                'spec.default.sessionAffinity.cookieDuration in body must be of type string: "integer"',
        ],
        [
            "an affinity that it does not have",
            POLICY,
            sticky({ affinityType: "client-ip" }),
            'spec.default.sessionAffinity.affinityType: Unsupported value: "client-ip": supported values: "application-cookie", "managed-cookie"',
        ],
        [
            "a missing type of affinity",
            POLICY,
            policy({ targetRef, override: { sessionAffinity: { cookieName: "cart" } } }),
            "spec.override.sessionAffinity.affinityType: Required value",
        ],
        ["a missing target", POLICY, policy({ default: {} }), "spec.targetRef: Required value"],
        [
            "a target without a group",
            POLICY,
            policy({ targetRef: { kind: "HTTPRoute", name: "orders" } }),
            "spec.targetRef.group: Required value",
        ],
        [
            "a group that is no domain",
            POLICY,
            policy({ targetRef: { ...targetRef, group: "Gateway" } }),
            'spec.targetRef.group: Invalid value: "Gateway": spec.targetRef.group in body should match \'^$|',
        ],
        [
            "an empty kind",
            POLICY,
            policy({ targetRef: { ...targetRef, kind: "" } }),
            'spec.targetRef.kind: Invalid value: "": spec.targetRef.kind in body should be at least 1 chars long',
        ],
        [
            "a long namespace",
            POLICY,
            policy({ targetRef: { ...targetRef, namespace: text80 } }),
            "spec.targetRef.namespace: Too long: may not be more than 63 bytes",
        ],
        [
            "sections that are no list",
            POLICY,
            policy({ targetRef: { ...targetRef, sectionNames: { a: "b" } } }),
            'spec.targetRef.sectionNames: Invalid value: "object": spec.targetRef.sectionNames in body must be of type array: "object"',
        ],
        [
            "a route's timeout in seconds",
            POLICY,
            policy({ targetRef, default: { timeouts: { routeTimeout: 0.5 } } }),
            'spec.default.timeouts.routeTimeout: Invalid value: "number"',
        ],
        [
            "a setting of no Service",
            EXTENSION,
            extension({ sessionAffinity: affinity }),
            "spec.backendSettings[0].service: Required value",
        ],
        [
            "a setting's duration in seconds",
            EXTENSION,
            extension({ service: "echo", sessionAffinity: { ...affinity, cookieDuration: 3600 } }),
            'spec.backendSettings[0].sessionAffinity.cookieDuration: Invalid value: "integer"',
        ],
        [
            "a port by its name as a number",
            EXTENSION,
            extension({ service: "echo", ports: [{ protocol: "HTTP", port: "80" }] }),
            'spec.backendSettings[0].ports[0].port: Invalid value: "string"',
        ],
        [
            "a port without a protocol",
            EXTENSION,
            extension({ service: "echo", ports: [{ port: 80 }] }),
            "spec.backendSettings[0].ports[0].protocol: Required value",
        ],
        [
            "settings that are no list",
            EXTENSION,
            policy({ backendSettings: { service: "echo" } }),
            'spec.backendSettings: Invalid value: "object"',
        ],
        [
            "a subnet that is no text",
            LOAD_BALANCER,
            policy({ associations: ["/subscriptions/x", true] }),
            'spec.associations[1]: Invalid value: "boolean"',
        ],
        ["a specification that is a text", LOAD_BALANCER, { metadata: { name: "web" }, spec: "x" }, "spec: Invalid"],
    ];
    for (const [title, token, inputs, message] of refusals) {
        it(`refuses ${title}, in a preview too`, () => {
            const kind = token.split(":").at(-1) ?? "";
            const whole = new RegExp(
                `^${kind}\\.alb\\.networking\\.azure\\.io "web" is invalid: ${message.replace(/[\^$\\.*+?()[\]{}|]/g, "\\$&")}`,
            );
            refused(() => Cloud.inMemory().create(token, inputs), whole);
            refused(() => Cloud.inMemory().preview(token, inputs), whole);
        });
    }

    it("has the schemas of the controller's own definitions", () => {
        const file = path.join(packageRoot(), "tests/live/fixtures/kubernetes/agc-crds.yaml");
        const specs = parseAllDocuments(fs.readFileSync(file, "utf8")).map((document) => {
            const definition = document.toJS() as {
                spec: { versions: { schema: { openAPIV3Schema: { properties: { spec: object } } } }[] };
            };
            return definition.spec.versions[0]?.schema.openAPIV3Schema.properties.spec;
        });
        const [policySpec, extensionSpec, loadBalancerSpec] = specs;
        assert.deepEqual(policySpec, ROUTE_POLICY_SPEC);
        assert.deepEqual(loadBalancerSpec, APPLICATION_LOAD_BALANCER_SPEC);
        const { items } = (extensionSpec as { properties: { backendSettings: { items: { properties: Properties } } } })
            .properties.backendSettings;
        const { loadBalancingPolicySpec, ...written } = items.properties;
        assert.ok(loadBalancingPolicySpec);
        assert.deepEqual({ ...items, properties: written }, BACKEND_SETTINGS);
    });
});
