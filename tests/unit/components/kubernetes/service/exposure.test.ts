import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type StickyServiceArgs } from "../../../../../components/kubernetes";
import { refusesFaults } from "../../../support/faults";
import { known, run } from "../../../support/program";
import { inputsOf } from "../../../support/registered";
import { allBut, CHILDREN, made, make, minimal, outputsOf, podSpec, SERVICE, specOf } from "./support";

const INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal";
const SUBNET = `${INTERNAL}-subnet`;

describe("StickyService is reached", () => {
    const cases: [
        about: string,
        args: StickyServiceArgs,
        expected: [type: string, outside: boolean, facing: boolean],
    ][] = [
        ["inside the cluster", {}, ["ClusterIP", false, false]],
        ["inside the cluster, by name of the type", { type: "ClusterIP" }, ["ClusterIP", false, false]],
        ["at a port of each node", { type: "NodePort" }, ["NodePort", false, true]],
        ["at a load balancer", { type: "LoadBalancer" }, ["LoadBalancer", true, true]],
        ["at a load balancer that is described", { loadBalancer: {} }, ["LoadBalancer", true, true]],
        ["at one, said twice", { type: "LoadBalancer", loadBalancer: {} }, ["LoadBalancer", true, true]],
    ];
    for (const [about, args, expected] of cases) {
        it(about, async () => {
            const recorded = await made({ ...args, serviceName: "orders", namespace: "shop" });
            const { hop, reachableFromOutside, host } = outputsOf(recorded) as {
                hop: { clientFacing: boolean };
                reachableFromOutside: boolean;
                host: string;
            };
            assert.deepEqual([specOf(recorded, SERVICE)["type"], reachableFromOutside, hop.clientFacing], expected);
            assert.equal(host === "orders.shop.svc", !reachableFromOutside);
            assert.equal("externalTrafficPolicy" in specOf(recorded, SERVICE), false);
        });
    }

    for (const type of ["NodePort", "LoadBalancer"] as const) {
        for (const policy of ["Cluster", "Local"] as const) {
            it(`with the traffic policy ${policy}, ${type}`, async () => {
                const externalTrafficPolicy = pulumi.output(policy);
                const recorded = await made({ type, externalTrafficPolicy });
                assert.equal(specOf(recorded, SERVICE)["externalTrafficPolicy"], policy);
            });
        }
    }

    for (const preview of [false, true]) {
        it(`in a subnet of the virtual network${preview ? ", in a preview" : ""}`, async () => {
            const args: StickyServiceArgs = {
                loadBalancer: { internal: true, subnet: pulumi.output("apps_1") },
                annotations: { "example.com/owner": pulumi.output("shop") },
                stateless: { reason: "Reads from the cache that all pods share." },
            };
            const recorded = await made(args, preview);
            const { annotations } = inputsOf(recorded, SERVICE)["metadata"] as Record<string, unknown>;
            assert.deepEqual(annotations, {
                "session-affinity-stateless": "Reads from the cache that all pods share.",
                [INTERNAL]: "true",
                [SUBNET]: "apps_1",
                "example.com/owner": "shop",
            });
        });
    }

    it("with the user's annotations alone", async () => {
        const recorded = await made({ annotations: pulumi.output({ "example.com/owner": "shop" }) });
        const { annotations } = inputsOf(recorded, SERVICE)["metadata"] as Record<string, unknown>;
        assert.deepEqual(annotations, { "example.com/owner": "shop" });
    });

    const plain = (title: string, args: object, path: string, ...says: string[]) => ({
        title,
        args,
        path,
        says,
        plainOnly: true,
    });
    refusesFaults<StickyServiceArgs & { clusterIP?: string }>(
        { component: "StickyService", good: minimal, make, children: CHILDREN, without: () => allBut(SERVICE) },
        [
            plain("headless", { clusterIP: "None" }, "clusterIP", 'is "None":', "chooses no pod", "Leave it out"),
            plain("as an ExternalName", { type: "ExternalName" }, "type", "chooses no pod", '"ClusterIP", "NodePort"'),
            plain(
                "as another type",
                { type: "Loadbalancer" },
                "type",
                'is "Loadbalancer":',
                '"NodePort", "LoadBalancer"',
            ),
            plain("as a type known later", { type: pulumi.output("NodePort") }, "type", "known only later"),
            ...["ClusterIP", "NodePort"].map((type) =>
                plain(
                    `at a load balancer of type ${type}`,
                    { type, loadBalancer: {} },
                    "loadBalancer",
                    "cannot stand beside args.type",
                    `of type ${type} has no load balancer`,
                ),
            ),
            ...["Cluster", "Local"].map((externalTrafficPolicy) => ({
                title: `with the traffic policy ${externalTrafficPolicy} in the cluster`,
                args: { externalTrafficPolicy },
                path: "externalTrafficPolicy",
                says: [`is "${externalTrafficPolicy}":`, 'type "NodePort" or "LoadBalancer" only'],
            })),
            {
                title: "with another traffic policy",
                args: { type: "NodePort", externalTrafficPolicy: "local" },
                path: "externalTrafficPolicy",
                says: ['is "local":', '"Cluster", "Local"'],
            },
            ...["/subscriptions/x/subnets/apps", "", "-apps", "apps-", "a".repeat(81)].map((subnet) => ({
                title: `in the subnet "${subnet}"`,
                args: { loadBalancer: { internal: true, subnet } },
                path: "loadBalancer.subnet",
                says: [`is "${subnet.slice(0, 40)}`, "not its id"],
            })),
            ...[{}, { internal: false }].map((loadBalancer) => ({
                title: `in a subnet without being internal ${JSON.stringify(loadBalancer)}`,
                args: { loadBalancer: { ...loadBalancer, subnet: "apps" } },
                path: "loadBalancer.subnet",
                says: ['is "apps":', "loadBalancer.internal: true"],
            })),
            ...[INTERNAL, SUBNET, "session-affinity-stateless", "session-affinity-stateless-until"].map((key) => ({
                title: `with the component's own annotation ${key}`,
                args: { annotations: { [key]: "x" } },
                path: "annotations",
                says: [`has "${key}", which the component sets`],
            })),
        ],
    );
});

describe("StickyService's ports", () => {
    const severalPorts = (ports: StickyServiceArgs["ports"], args: StickyServiceArgs = {}): StickyServiceArgs => ({
        podSpec,
        ...(ports === undefined ? {} : { ports }),
        ...args,
    });

    for (const preview of [false, true]) {
        it(`may be several${preview ? ", in a preview" : ""}`, async () => {
            const ports: StickyServiceArgs["ports"] = [
                { name: "http", port: pulumi.output(80), targetPort: "http" },
                { name: "dns", port: 53, protocol: "UDP" },
                { name: "dns-tcp", port: 53, targetPort: 5353, protocol: "TCP" },
            ];
            const recorded = await run(() => make("web", severalPorts(ports)), { preview });
            assert.deepEqual(specOf(recorded, SERVICE)["ports"], [
                { name: "http", port: 80, targetPort: "http" },
                { name: "dns", port: 53, protocol: "UDP" },
                { name: "dns-tcp", port: 53, targetPort: 5353, protocol: "TCP" },
            ]);
            assert.match((outputsOf(recorded)["url"] as string) ?? "", /^http:\/\/web-.*\.svc:80$/);
        });
    }

    it("may be one without a name", async () => {
        const recorded = await run(() => make("web", severalPorts([{ port: 8080 }])));
        assert.deepEqual(specOf(recorded, SERVICE)["ports"], [{ port: 8080 }]);
        assert.match((await known(recorded.result.url)) ?? "", /:8080$/);
    });

    it("name ports of the containers", async () => {
        const recorded = await made({ targetPort: "http-8080" });
        assert.deepEqual(specOf(recorded, SERVICE)["ports"], [{ port: 80, targetPort: "http-8080" }]);
    });

    const two = (first: object, second: object) => ({ port: undefined, ports: [first, second] });
    const label = "at most 63 small letters, digits and hyphens";
    refusesFaults<StickyServiceArgs>(
        {
            component: "StickyService",
            good: minimal,
            make,
            children: CHILDREN,
            without: () => allBut(SERVICE),
        },
        [
            {
                title: "port beside ports",
                args: { ports: [{ port: 80 }] },
                path: "port",
                says: ["cannot stand beside args.ports"],
                plainOnly: true,
            },
            {
                title: "targetPort beside ports",
                args: { port: undefined, targetPort: 80, ports: [{ port: 80 }] },
                path: "targetPort",
                says: ["cannot stand beside args.ports"],
                plainOnly: true,
            },
            ...[[], pulumi.output([{ port: 80 }])].map((ports, index) => ({
                title: ["none", "known later"][index] as string,
                args: { port: undefined, ports },
                path: "ports",
                says: ["list of one port or more"],
                plainOnly: true,
            })),
            {
                title: "no port in ports",
                args: { port: undefined, ports: [{}] },
                path: "ports[0].port",
                says: ["missing"],
            },
            {
                title: "port 0 in ports",
                args: { port: undefined, ports: [{ port: 0 }] },
                path: "ports[0].port",
                says: ["is 0:", "1 to 65535"],
            },
            {
                title: "pods' port 0 in ports",
                args: two({ name: "a", port: 1 }, { name: "b", port: 2, targetPort: 0 }),
                path: "ports[1].targetPort",
                says: ["is 0:", "1 to 65535"],
            },
            {
                title: "several without a name",
                args: two({ name: "a", port: 1 }, { port: 2 }),
                path: "ports[1].name",
                says: ["missing", "needs a name"],
            },
            ...["Http", "a_b", "-a", "a-", "a".repeat(64)].map((name) => ({
                title: `the name ${name}`,
                args: { port: undefined, ports: [{ name, port: 80 }] },
                path: "ports[0].name",
                says: [label],
            })),
            {
                title: "a protocol in small letters",
                args: { port: undefined, ports: [{ port: 80, protocol: "tcp" }] },
                path: "ports[0].protocol",
                says: ['is "tcp":', '"TCP", "UDP", "SCTP"'],
            },
            {
                title: "one name twice",
                args: two({ name: "a", port: 1 }, { name: "a", port: 2 }),
                path: "ports[1].name",
                says: ["is the same as args.ports[0].name"],
            },
            {
                title: "one port twice",
                args: two({ name: "a", port: 1 }, { name: "b", port: 1, protocol: "TCP" }),
                path: "ports[1].port",
                says: ["is the same as args.ports[0].port"],
            },
        ],
    );
});
