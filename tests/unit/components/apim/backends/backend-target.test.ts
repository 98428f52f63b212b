import assert from "node:assert/strict";
import { ContainerApp } from "@pulumi/azure-native/app";
import { Workflow } from "@pulumi/azure-native/logic";
import { WebApp } from "@pulumi/azure-native/web";
import { core, networking, type types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ApimBackend, type ApimBackendArgs } from "../../../../../components/apim";
import { StickyService } from "../../../../../components/kubernetes";
import { assertFault } from "../../../support/faults";
import { environmentDomain, ENVIRONMENT_ID, WEB_PLAN_ID, webAppId } from "../../../support/furniture";
import {
    inTheClear,
    type Recorded,
    reference,
    run,
    type RunOptions,
    runToFailure,
    runToThrow,
    secret,
    UNKNOWN,
    urnOf,
} from "../../../support/program";

const COMPONENT = "session-affinity:index:ApimBackend";
const BACKEND = "azure-native:apimanagement:Backend";
const NAMED_VALUE = "azure-native:apimanagement:NamedValue";
const CALLBACK = "azure-native:logic:listWorkflowTriggerCallbackUrl";
const inService = { resourceGroupName: "rg", serviceName: "gw" };

const site = () => new WebApp("site", { resourceGroupName: "rg", name: "shop-site", serverFarmId: WEB_PLAN_ID });
const containerApp = (configuration?: object) =>
    new ContainerApp("carts", {
        resourceGroupName: "rg",
        containerAppName: "carts",
        managedEnvironmentId: ENVIRONMENT_ID,
        ...(configuration ? { configuration } : {}),
        template: { containers: [{ name: "main", image: "nginx" }] },
    });
const service = (spec: types.input.core.v1.ServiceSpec) =>
    new core.v1.Service("partners", { metadata: { name: "partners" }, spec });
const ingress = (spec?: types.input.networking.v1.IngressSpec) =>
    new networking.v1.Ingress("shop", { metadata: { name: "shop" }, ...(spec ? { spec } : {}) });
const rule = (host?: string) => ({
    ...(host === undefined ? {} : { host }),
    http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } }] },
});

/** Runs a program with one ApimBackend, and returns what its backend was given beside what every backend is. */
async function targetOf(make: () => Partial<ApimBackendArgs>, options: RunOptions = {}) {
    const recorded = await run(() => new ApimBackend("web", { ...inService, ...make() }), options);
    const backends = recorded.resources.filter(({ type }) => type === BACKEND);
    assert.equal(backends.length, 1);
    const { url, resourceId, credentials, ...rest } = backends[0]?.inputs ?? {};
    assert.deepEqual(rest, {
        ...inService,
        type: "Single",
        protocol: "http",
        tls: { validateCertificateChain: true, validateCertificateName: true },
    });
    return { recorded, target: { url, resourceId, credentials } };
}

const target = (url: unknown, resourceId?: unknown, credentials?: unknown) => ({ url, resourceId, credentials });
const resource = (id: string) => `https://management.azure.com${id}`;
const childrenOf = ({ resources }: Recorded) => resources.filter(({ parent }) => parent.includes(COMPONENT));

const INGRESS = "containerApp.configuration.ingress";
const BASE = "https://prod-00.westeurope.logic.azure.com/workflows/abc/triggers/manual/paths/invoke";
const CANARY = "canary-signature";
const CONSUMPTION = {
    query: {
        "api-version": ["2016-10-01"],
        sp: ["/triggers/manual/run"],
        sv: ["1.0"],
        sig: ["{{web-sig}}"],
    },
};

const workflow = () => new Workflow("flow", { resourceGroupName: "rg", workflowName: "order-flow" });

/** A cloud that knows Logic Apps. */
const answers = (asked: unknown[]): RunOptions => ({
    answer: (type, state) => (type === "azure-native:logic:Workflow" ? { ...state, name: "order-flow" } : state),
    functions: {
        [CALLBACK]: (inputs) => {
            asked.push(inputs);
            const queries = { apiVersion: "2016-10-01", sp: "/triggers/manual/run", sv: "1.0", sig: CANARY };
            return { basePath: BASE, queries, value: `${BASE}?sig=${CANARY}`, method: "POST", relativePath: "" };
        },
    },
});

/** Puts something in place of a property of each resource of a kind. */
function without(kind: string, property: string, value: unknown): NonNullable<RunOptions["answer"]> {
    return (type, state) => (type.endsWith(`:${kind}`) ? { ...state, [property]: value } : state);
}

describe("targets of ApimBackend", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const later = <T>(value: T) => (preview ? UNKNOWN : value);

            it("are azure-native's app as a Function App, below /api", async () => {
                const { target: found, recorded } = await targetOf(() => ({ functionApp: site() }), { preview });
                assert.deepEqual(
                    found,
                    target(later("https://shop-site.azurewebsites.net/api"), later(resource(webAppId("shop-site")))),
                );
                assert.equal(childrenOf(recorded).length, 1);
            });

            it("are an App Service app at its root", async () => {
                const { target: found } = await targetOf(() => ({ webApp: site() }), { preview });
                assert.deepEqual(
                    found,
                    target(later("https://shop-site.azurewebsites.net"), later(resource(webAppId("shop-site")))),
                );
            });

            it("are azure-native's Container App with an ingress, its host name in the clear", async () => {
                const secrets = [{ name: "key", value: pulumi.secret("canary") }];
                const { target: found, recorded } = await targetOf(
                    () => ({ containerApp: containerApp({ secrets, ingress: { targetPort: 80, external: true } }) }),
                    { preview },
                );
                assert.deepEqual(found, target(later(`https://carts.${environmentDomain(recorded.cloud)}`)));
            });

            for (const [scheme, port] of [
                ["http", 80],
                ["http", 8443],
                ["https", 443],
            ] as const) {
                it(`are a Service with a load balancer, ${scheme} at port ${port}`, async () => {
                    const { target: found } = await targetOf(
                        () => ({ service: service({ type: "LoadBalancer", ports: [{ port }] }) }),
                        { preview },
                    );
                    if (preview) assert.deepEqual(found, target(UNKNOWN));
                    else assert.match(String(found.url), new RegExp(`^${scheme}://203\\.0\\.113\\.\\d+:${port}$`));
                    assert.equal(found.resourceId, undefined);
                });
            }

            it("are an Ingress of one host without TLS", async () => {
                const { target: found } = await targetOf(
                    () => ({ ingress: ingress({ rules: [rule("shop.example.com"), rule("shop.example.com")] }) }),
                    { preview },
                );
                assert.deepEqual(found, target("http://shop.example.com"));
            });

            it("are a workflow of a Logic App (Standard), by its trigger", async () => {
                const { target: found, recorded } = await targetOf(
                    () => ({ logicApp: { app: site(), workflow: "order", trigger: pulumi.output("manual") } }),
                    { preview },
                );
                assert.deepEqual(
                    found,
                    target(
                        later("https://shop-site.azurewebsites.net/api/order/triggers/manual/invoke"),
                        later(resource(webAppId("shop-site"))),
                        { query: { "api-version": ["2022-05-01"], sp: ["/triggers/manual/run"], sv: ["1.0"] } },
                    ),
                );
                assert.equal(childrenOf(recorded).length, 1);
            });

            it("are a Logic App (Consumption), its signature kept as a named value", async () => {
                const asked: unknown[] = [];
                const { target: found, recorded } = await targetOf(
                    () => ({ workflow: { workflow: workflow(), resourceGroupName: "flows", trigger: "manual" } }),
                    { preview, ...answers(asked) },
                );
                if (preview) {
                    const unknown = [UNKNOWN];
                    const query = { "api-version": unknown, sp: unknown, sv: unknown, sig: unknown };
                    assert.deepEqual(found, target(UNKNOWN, UNKNOWN, { query }));
                    assert.deepEqual(asked, []);
                    return;
                }
                const id = recorded.cloud.list().find((each) => each.id.endsWith("/order-flow"))?.id ?? "";
                assert.deepEqual(found, target(BASE, resource(id), CONSUMPTION));
                assert.deepEqual(asked, [
                    { resourceGroupName: "flows", workflowName: "order-flow", triggerName: "manual" },
                ]);
                const parent = urnOf("session-affinity:index:ApimNamedValue", "web-sig", COMPONENT);
                assert.deepEqual(
                    childrenOf(recorded).map(({ type, name, parent }) => ({ type, name, parent })),
                    [
                        {
                            type: "session-affinity:index:ApimNamedValue",
                            name: "web-sig",
                            parent: urnOf(COMPONENT, "web"),
                        },
                        { type: NAMED_VALUE, name: "web-sig", parent },
                        { type: BACKEND, name: "web", parent: urnOf(COMPONENT, "web") },
                    ],
                );
                const kept = recorded.resources.find(({ type }) => type === NAMED_VALUE)?.inputs;
                assert.deepEqual(kept, { ...inService, displayName: "web-sig", secret: true, value: secret(CANARY) });
                const all = [recorded.resources.map(({ inputs }) => inputs), [...recorded.outputs.values()]];
                assert.ok(!inTheClear(all).includes(CANARY));
                assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web"))?.["url"], BASE);
                assert.deepEqual(
                    recorded.outputs.get(urnOf(COMPONENT, "web"))?.["backend"],
                    reference(urnOf(BACKEND, "web", COMPONENT)),
                );
            });
        });
    }

    it("show no address in a preview in which the load balancer has none yet", async () => {
        const { target: found } = await targetOf(
            () => ({ service: service({ type: "LoadBalancer", ports: [{ port: 80 }] }) }),
            { preview: true, answer: without("Service", "status", { loadBalancer: {} }) },
        );
        assert.deepEqual(found, target(UNKNOWN));
    });

    it("take a load balancer's host name where it has no address", async () => {
        const loadBalancer = { ingress: [{ hostname: "lb.example.com" }] };
        const { target: found } = await targetOf(
            () => ({ service: service({ type: "LoadBalancer", ports: [{ port: 80 }] }) }),
            { answer: without("Service", "status", { loadBalancer }) },
        );
        assert.deepEqual(found, target("http://lb.example.com:80"));
    });

    it("take a StickyService at port 443 by https", async () => {
        const { target: found } = await targetOf(() => ({
            service: new StickyService("api", {
                podSpec: { containers: [{ name: "api", image: "nginx" }] },
                port: 443,
                loadBalancer: {},
            }),
        }));
        assert.match(String(found.url), /^https:\/\/203\.0\.113\.\d+:443$/);
    });

    for (const [title, tls, scheme] of [
        ["its host", [{ hosts: ["shop.example.com"], secretName: "cert" }], "https"],
        ["a wildcard over it", [{ hosts: ["other.example.com"] }, { hosts: ["*.example.com"] }], "https"],
        ["all hosts", [{ secretName: "cert" }], "https"],
        ["all hosts by an empty list", [{ hosts: [] }], "https"],
        ["another host", [{ hosts: ["other.example.com"] }], "http"],
        ["a wildcard two labels up", [{ hosts: ["*.com"] }], "http"],
    ] as const) {
        it(`take an Ingress with TLS for ${title} by ${scheme}`, async () => {
            const spec = { rules: [rule("shop.example.com")], tls: tls.map((entry) => ({ ...entry })) };
            const { target: found } = await targetOf(() => ({
                ingress: ingress(spec as types.input.networking.v1.IngressSpec),
            }));
            assert.deepEqual(found, target(`${scheme}://shop.example.com`));
        });
    }

    const port = { ports: [{ port: 80 }] };
    const late: [string, () => Partial<ApimBackendArgs>, string, string[], RunOptions?][] = [
        ["a Container App without a configuration", () => ({ containerApp: containerApp() }), INGRESS, ["missing"], {}],
        ["a Container App without an ingress", () => ({ containerApp: containerApp({}) }), INGRESS, ["no address"]],
        ...["ClusterIP", "NodePort", "ExternalName"].map((type): (typeof late)[number] => [
            `a Service of type ${type}`,
            () => ({
                service: service({ type, ...port, ...(type === "ExternalName" ? { externalName: "a.b" } : {}) }),
            }),
            "service.spec.type",
            [`"${type}"`, "cannot resolve names inside a cluster", "args.url"],
        ]),
        [
            "a Service without a type",
            () => ({ service: service(port) }),
            "service.spec.type",
            ['"ClusterIP"', "LoadBalancer only"],
        ],
        [
            "a Service with two ports",
            () => ({
                service: service({
                    type: "LoadBalancer",
                    ports: [
                        { name: "a", port: 80 },
                        { name: "b", port: 443 },
                    ],
                }),
            }),
            "service.spec.ports",
            ["has several ports", "args.url"],
        ],
        [
            "a load balancer without a port",
            () => ({ service: service({ type: "LoadBalancer" }) }),
            "service.spec.ports",
            ["has no port"],
        ],
        [
            "a load balancer without an address",
            () => ({ service: service({ type: "LoadBalancer", ...port }) }),
            "service.status.loadBalancer.ingress",
            ["no address yet", "args.url"],
            { answer: without("Service", "status", { loadBalancer: {} }) },
        ],
        [
            "an Ingress of two hosts",
            () => ({ ingress: ingress({ rules: [rule("a.example.com"), rule("b.example.com")] }) }),
            "ingress.spec.rules",
            ["has 2 hosts", "args.url"],
        ],
        ...[{ rules: [rule()] }, { rules: [rule("*.example.com")] }, { rules: [] }, undefined].map(
            (spec, index): (typeof late)[number] => [
                `an Ingress without a host of its own (${index})`,
                () => ({ ingress: ingress(spec) }),
                "ingress.spec.rules[0].host",
                ["missing", "args.url"],
                // The cluster may add what is left out, so a preview cannot tell.
                spec === undefined ? {} : undefined,
            ],
        ),
        [
            "a workflow whose trigger Azure tells no signature of",
            () => ({ workflow: { workflow: workflow(), resourceGroupName: "flows", trigger: "recurrence" } }),
            "workflow.trigger",
            ["no signed address", "request trigger"],
            { functions: { [CALLBACK]: () => ({ basePath: BASE, queries: { sp: "a", sv: "b", apiVersion: "c" } }) } },
        ],
    ];
    for (const [title, make, path, says, options] of late) {
        // What is wrong with what is in the program already is seen in a preview; what Azure or the cluster adds is not.
        for (const preview of options ? [false] : [false, true]) {
            it(`are not ${title}${preview ? ", in a preview" : ""}`, async () => {
                const { errors, resources } = await runToFailure(
                    () => new ApimBackend("web", { ...inService, ...make() }),
                    { ...options, preview },
                );
                assertFault(
                    errors.find((error) => pulumi.InputPropertyError.isInstance(error)),
                    "ApimBackend",
                    "web",
                    {
                        path,
                        says,
                    },
                );
                assert.ok(!resources.some(({ type }) => type === BACKEND));
            });
        }
    }

    it("are not an app without an address", async () => {
        const { errors } = await runToFailure(
            () => new ApimBackend("web", { ...inService, containerApp: containerApp({ ingress: { targetPort: 80 } }) }),
            { answer: without("ContainerApp", "configuration", { ingress: { external: true } }) },
        );
        assertFault(
            errors.find((error) => pulumi.InputPropertyError.isInstance(error)),
            "ApimBackend",
            "web",
            {
                path: "containerApp.configuration.ingress.fqdn",
                says: ["no address", "args.url"],
            },
        );
    });

    for (const [title, args, path] of [
        ["a Logic App without a workflow's name", { logicApp: { trigger: "t" } }, "logicApp.workflow"],
        [
            "a Logic App's path for a workflow's name",
            { logicApp: { workflow: "a/b", trigger: "t" } },
            "logicApp.workflow",
        ],
        ["a Logic App without a trigger's name", { logicApp: { workflow: "w", trigger: "" } }, "logicApp.trigger"],
        ["a trigger's name with a space", { logicApp: { workflow: "w", trigger: "a b" } }, "logicApp.trigger"],
        ["a workflow without a trigger's name", { workflow: { resourceGroupName: "rg" } }, "workflow.trigger"],
        ["a workflow without a resource group", { workflow: { trigger: "t" } }, "workflow.resourceGroupName"],
    ] as const) {
        it(`are not ${title}`, async () => {
            const { thrown, resources } = await runToThrow(
                () => new ApimBackend("web", { ...inService, ...(args as unknown as ApimBackendArgs) }),
            );
            assertFault(thrown, "ApimBackend", "web", { path, says: [] });
            assert.deepEqual(resources, []);
        });
    }
});
