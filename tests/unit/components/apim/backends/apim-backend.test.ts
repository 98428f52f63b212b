import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApimBackend, type ApimBackendArgs } from "../../../../../components/apim";
import { FunctionApp } from "../../../../../components/app-service";
import { StickyContainerApp } from "../../../../../components/container-apps";
import { StickyService } from "../../../../../components/kubernetes";
import { refusesFaults } from "../../../support/faults";
import {
    backendId,
    environmentDomain,
    ENVIRONMENT_ID,
    PLAN_ID,
    STORAGE_ID,
    webAppId,
} from "../../../support/furniture";
import { inTheClear, known, type Recorded, reference, run, secret, UNKNOWN, urnOf } from "../../../support/program";

const COMPONENT = "session-affinity:index:ApimBackend";
const BACKEND = "azure-native:apimanagement:Backend";

const inService = { resourceGroupName: "rg", serviceName: "gw" };
const minimal = (): ApimBackendArgs => ({ ...inService, url: "https://shop.example.com" });

/** Inputs of the backend of a target. */
const single = (target: { url: string; resourceId?: string }) => ({
    ...inService,
    type: "Single",
    protocol: "http",
    tls: { validateCertificateChain: true, validateCertificateName: true },
    ...target,
});

const functionApp = () =>
    new FunctionApp("orders", {
        resourceGroupName: "rg",
        serverFarmId: PLAN_ID,
        storageAccountId: STORAGE_ID,
        flex: { deploymentContainerUrl: "https://store.blob.core.windows.net/packages" },
        runtime: { name: "node", version: "20" },
        functionAppName: "shop-orders",
    });
const containerApp = () =>
    new StickyContainerApp("carts", {
        resourceGroupName: "rg",
        managedEnvironmentId: ENVIRONMENT_ID,
        containerAppName: "carts",
        image: "nginx",
        targetPort: 80,
        external: true,
    });
const service = (loadBalancer?: object) =>
    new StickyService("partners", {
        podSpec: { containers: [{ name: "api", image: "nginx" }] },
        port: 8080,
        serviceName: "partners",
        ...(loadBalancer ? { loadBalancer } : {}),
    });

/** Asserts that the program made one ApimBackend with one backend below it, and returns the backend's inputs. */
function onlyBackend({ resources }: Recorded): Record<string, unknown> {
    const parent = urnOf(COMPONENT, "web");
    assert.deepEqual(
        resources.filter(({ type, parent }) => type === COMPONENT || parent.includes(COMPONENT)).map(shape),
        [
            { type: COMPONENT, name: "web", parent: "", custom: false },
            { type: BACKEND, name: "web", parent, custom: true },
        ],
    );
    const [backend, second] = resources.filter(({ type }) => type === BACKEND);
    assert.equal(second, undefined);
    return backend?.inputs ?? {};
}

function shape({ type, name, parent, custom }: Recorded["resources"][number]) {
    return { type, name, parent, custom };
}

describe("ApimBackend", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one backend of an address, and checks its certificates", async () => {
                const recorded = await run(() => new ApimBackend("web", minimal()), { preview });
                assert.equal(recorded.resources.length, 2);
                assert.deepEqual(onlyBackend(recorded), single({ url: "https://shop.example.com" }));
            });

            it("hands every argument on", async () => {
                const args = {
                    ...minimal(),
                    url: pulumi.output("http://shop.example.com:8080/api"),
                    backendId: "shop",
                    title: "Shop",
                    description: "The shop.",
                };
                const recorded = await run(() => new ApimBackend("web", args), { preview });
                assert.deepEqual(onlyBackend(recorded), {
                    ...single({ url: "http://shop.example.com:8080/api" }),
                    backendId: "shop",
                    title: "Shop",
                    description: "The shop.",
                });
            });

            it("leaves certificates unchecked where asked, and keeps a proxy's password secret", async () => {
                const args: ApimBackendArgs = {
                    ...minimal(),
                    validateCertificateChain: false,
                    validateCertificateName: pulumi.output(false),
                    proxy: { url: "http://proxy.example.com:3128", username: "shop", password: "canary" },
                };
                const recorded = await run(() => new ApimBackend("web", args), { preview });
                const inputs = onlyBackend(recorded);
                assert.deepEqual(inputs, {
                    ...single({ url: "https://shop.example.com" }),
                    tls: { validateCertificateChain: false, validateCertificateName: false },
                    proxy: { url: "http://proxy.example.com:3128", username: "shop", password: secret("canary") },
                });
                const component = recorded.resources.find(({ type }) => type === COMPONENT)?.inputs;
                const all = [inputs, component, [...recorded.outputs.values()]];
                assert.ok(!inTheClear(all).includes("canary"));
            });

            it("takes a proxy without a user", async () => {
                const args = { ...minimal(), proxy: { url: "https://proxy.example.com" } };
                const recorded = await run(() => new ApimBackend("web", args), { preview });
                assert.deepEqual(onlyBackend(recorded)["proxy"], { url: "https://proxy.example.com" });
            });

            it("hands on nothing that it has no argument for", async () => {
                const args = { ...minimal(), credentials: { header: { a: ["b"] } }, type: "Pool", pool: {}, tls: {} };
                const recorded = await run(() => new ApimBackend("web", args), { preview });
                assert.deepEqual(onlyBackend(recorded), single({ url: "https://shop.example.com" }));
            });

            it("takes a Function App's address below /api and its resource id", async () => {
                const recorded = await run(() => new ApimBackend("web", { ...inService, functionApp: functionApp() }), {
                    preview,
                });
                assert.deepEqual(
                    onlyBackend(recorded),
                    preview
                        ? single({ url: UNKNOWN, resourceId: UNKNOWN })
                        : single({
                              url: "https://shop-orders.azurewebsites.net/api",
                              resourceId: `https://management.azure.com${webAppId("shop-orders")}`,
                          }),
                );
            });

            it("takes a Container App's address", async () => {
                const recorded = await run(
                    () => new ApimBackend("web", { ...inService, containerApp: containerApp() }),
                    { preview },
                );
                const url = preview ? UNKNOWN : `https://carts.${environmentDomain(recorded.cloud)}`;
                assert.deepEqual(onlyBackend(recorded), single({ url }));
            });

            it("takes the load balancer's address of a Service", async () => {
                const recorded = await run(
                    () => new ApimBackend("web", { ...inService, service: service({ internal: true }) }),
                    { preview },
                );
                const { url, ...rest } = onlyBackend(recorded);
                assert.deepEqual({ ...rest, url: "" }, single({ url: "" }));
                if (preview) assert.equal(url, UNKNOWN);
                else assert.match(String(url), /^http:\/\/10\.240\.0\.\d+:8080$/);
            });
        });
    }

    it("answers with the backend's name, id and address", async () => {
        const { result, outputs } = await run(() => new ApimBackend("web", { ...minimal(), backendId: "shop" }));
        const expected = { name: "shop", resourceId: backendId("shop"), url: "https://shop.example.com" };
        const { name, resourceId, url } = result;
        assert.deepEqual(await known(pulumi.output({ name, resourceId, url })), expected);
        assert.equal(result.hasCircuitBreaker, false);
        assert.deepEqual(outputs.get(urnOf(COMPONENT, "web")), {
            ...expected,
            hasCircuitBreaker: false,
            requiredRoles: [],
            backend: reference(urnOf(BACKEND, "web", COMPONENT)),
        });
    });

    it("takes a component's name of 72 characters, and any where the backend's id is given", async () => {
        const { resources } = await run(() => [
            new ApimBackend("a".repeat(72), minimal()),
            new ApimBackend("a".repeat(100), { ...minimal(), backendId: "b".repeat(80) }),
        ]);
        assert.deepEqual(
            resources.filter(({ type }) => type === BACKEND).map(({ inputs }) => inputs["backendId"]),
            [undefined, "b".repeat(80)],
        );
    });

    const address = "address with http:// or https://, at most 2000 characters, without a slash at its end";
    refusesFaults<ApimBackendArgs>(
        {
            component: "ApimBackend",
            good: minimal,
            make: (name, args) => new ApimBackend(name, args),
            children: [BACKEND],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            {
                title: "no service",
                args: { serviceName: "" },
                path: "serviceName",
                says: ["missing", "API Management"],
            },
            {
                title: "no target",
                args: { url: undefined },
                path: "functionApp",
                says: [
                    "args.functionApp or args.webApp or args.containerApp or args.service or args.ingress or args.logicApp or " +
                        "args.workflow or args.url is missing",
                    "exactly one of them",
                ],
                plainOnly: true,
            },
            {
                title: "two targets",
                args: { containerApp: { url: "https://carts.example.com" } },
                path: "url",
                says: [
                    "cannot stand beside args.containerApp",
                    "functionApp, webApp, containerApp, service, ingress, logicApp, workflow, url",
                ],
                plainOnly: true,
            },
            {
                title: "a Service without a load balancer",
                args: { url: undefined, service: { reachableFromOutside: false } },
                path: "service.loadBalancer",
                says: ["missing", "cannot resolve names inside a cluster", "args.url"],
                plainOnly: true,
            },
            { title: "an empty address", args: { url: "" }, path: "url", says: ["missing", "give an address"] },
            ...[
                "https://shop.example.com/",
                "ftp://shop.example.com",
                "shop.example.com",
                "https://",
                `https://shop.example.com/${"a".repeat(2000)}`,
                5,
            ].map((url) => ({
                title: `the address ${String(url).slice(0, 30)}`,
                args: { url },
                path: "url",
                says: [JSON.stringify(url).slice(0, 40), address],
            })),
            {
                title: "no address of a proxy",
                args: { proxy: {} },
                path: "proxy.url",
                says: ["missing", "address of the proxy"],
            },
            {
                title: "a proxy's address without a scheme",
                args: { proxy: { url: "proxy.example.com" } },
                path: "proxy.url",
                says: ['"proxy.example.com"', address],
            },
            {
                title: "a proxy's password of nobody",
                args: { proxy: { url: "http://proxy.example.com", password: "canary" } },
                path: "proxy.username",
                says: ["missing", "proxy.password"],
                plainOnly: true,
            },
            ...["", "b".repeat(81)].map((backendId) => ({
                title: `an id of ${backendId.length} characters`,
                args: { backendId },
                path: "backendId",
                says: [`"${backendId.slice(0, 50)}`, "1 to 80 characters"],
            })),
            {
                title: "a component's name that leaves no room for eight more characters",
                args: {},
                name: "a".repeat(73),
                path: "backendId",
                says: ["missing", "73 characters", "may have 72"],
            },
            ...["", "t".repeat(301)].map((title) => ({
                title: `a title of ${title.length} characters`,
                args: { title },
                path: "title",
                says: [`"${title.slice(0, 50)}`, "1 to 300 characters"],
            })),
            ...["", "d".repeat(2001)].map((description) => ({
                title: `a description of ${description.length} characters`,
                args: { description },
                path: "description",
                says: [`"${description.slice(0, 50)}`, "1 to 2000 characters"],
            })),
        ],
    );

    it("refuses a Service that this program made without a load balancer", async () => {
        await assert.rejects(
            run(() => new ApimBackend("web", { ...inService, service: service() })),
            /ApimBackend web: args\.service\.loadBalancer is missing/,
        );
    });
});
