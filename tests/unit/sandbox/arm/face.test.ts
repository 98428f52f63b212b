import assert from "node:assert/strict";

import { ArmServer, type FaceOptions } from "../../../../sandbox/arm";
import { type Cloud, type Properties } from "../../../../sandbox/cloud";
import { SUBSCRIPTION } from "../../../../sandbox/cloud/azure/arm";
import { furnished } from "../cloud/support";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const BACKENDS = `${GROUP}/providers/Microsoft.ApiManagement/service/gw/backends`;
const NEW = "2024-10-01-preview";
const OLD = "2024-05-01";

interface Asked {
    readonly method?: string;
    readonly version?: string | null;
    readonly body?: unknown;
    readonly headers?: Record<string, string>;
    readonly token?: string | null;
}

describe("sandbox: the cloud behind Resource Manager's protocol", () => {
    let cloud: Cloud;
    let server: ArmServer;

    async function start(options: FaceOptions = {}) {
        await server?.stop();
        server = await ArmServer.start(cloud, options);
    }
    beforeEach(async () => {
        ({ cloud } = furnished());
        for (const backendId of ["a", "b", "c"]) {
            const single = {
                resourceGroupName: "rg",
                serviceName: "gw",
                backendId,
                url: "https://x",
                protocol: "http",
            };
            cloud.create("azure-native:apimanagement:Backend", single);
        }
        await start();
    });
    afterEach(() => server.stop());

    async function ask(path: string, { method = "GET", version = NEW, body, headers, token = "t" }: Asked = {}) {
        const query = version === null ? "" : `${path.includes("?") ? "&" : "?"}api-version=${version}`;
        const response = await fetch(path.startsWith("http") ? path : `${server.endpoint}${path}${query}`, {
            method,
            headers: {
                ...(token === null ? {} : { authorization: `Bearer ${token}` }),
                ...(body === undefined ? {} : { "content-type": "application/json" }),
                ...headers,
            },
            ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        });
        const text = await response.text();
        const parsed = (text === "" ? {} : JSON.parse(text)) as Properties & {
            error?: { code: string; message: string };
        };
        return { status: response.status, headers: response.headers, body: parsed, code: parsed.error?.code };
    }
    const pool = (more: Properties = {}): Properties => ({
        properties: {
            type: "Pool",
            title: "t",
            pool: {
                services: [{ id: `${BACKENDS}/a` }],
                sessionAffinity: { sessionId: { source: "cookie", name: "n" } },
            },
            ...more,
        },
    });
    const putPool = () => ask(`${BACKENDS}/p`, { method: "PUT", body: pool() });

    it("creates, shows, changes and deletes a backend", async () => {
        const created = await putPool();
        assert.equal(created.status, 201);
        assert.deepEqual(created.body, {
            id: `${BACKENDS}/p`,
            name: "p",
            type: "Microsoft.ApiManagement/service/backends",
            ...pool(),
        });
        const again = await ask(`${BACKENDS}/p`, { method: "PUT", body: pool({ title: "u" }) });
        assert.equal(again.status, 200);
        const shown = await ask(`${BACKENDS}/P`.replace("resourceGroups", "RESOURCEGROUPS"));
        assert.deepEqual(shown.body, { ...created.body, ...pool({ title: "u" }) });
        assert.equal((await ask(`${BACKENDS}/p`, { method: "DELETE" })).status, 200);
        assert.equal((await ask(`${BACKENDS}/p`, { method: "DELETE" })).status, 204);
        assert.equal((await ask(`${BACKENDS}/p`)).code, "ResourceNotFound");
    });

    it("shows and takes a setting only at API versions that have it", async () => {
        await putPool();
        const at = async (version: string) => {
            const { properties } = (await ask(`${BACKENDS}/p`, { version })).body as { properties: Properties };
            return Object.keys((properties["pool"] ?? {}) as object);
        };
        assert.deepEqual(await at(NEW), ["services", "sessionAffinity"]);
        assert.deepEqual(await at("2025-03-01-preview"), ["services", "sessionAffinity"]);
        assert.deepEqual(await at(OLD), ["services"]);
        assert.deepEqual(await at("2022-08-01"), []);
        await ask(`${BACKENDS}/p`, { method: "PUT", body: pool(), version: OLD });
        assert.deepEqual(await at(NEW), ["services"]);
    });

    it("takes a preview for earlier than the version of its date", async () => {
        const member = { id: `${BACKENDS}/a`, azureRegion: "x" };
        const body = { properties: { type: "Pool", pool: { services: [member] } } };
        const shown = async (version: string) =>
            JSON.stringify((await ask(`${BACKENDS}/q`, { version })).body).includes("azureRegion");
        await ask(`${BACKENDS}/q`, { method: "PUT", body, version: "2025-03-01-preview" });
        assert.equal(await shown("2025-03-01"), true);
        assert.equal(await shown("2025-03-01-preview"), true);
        assert.equal(await shown("2025-02-01"), false);
    });

    it("wants an API version, spelled as one, that there is", async () => {
        assert.equal((await ask(`${BACKENDS}/a`, { version: null })).code, "MissingApiVersionParameter");
        assert.equal((await ask(`${BACKENDS}/a`, { version: "latest" })).code, "InvalidApiVersionParameter");
        await start({ apiVersions: { "Microsoft.ApiManagement/service/backends": [OLD] } });
        const refused = await ask(`${BACKENDS}/a`);
        assert.equal(refused.code, "NoRegisteredProviderFound");
        assert.match(refused.body.error?.message ?? "", /The supported api-versions are '2024-05-01'/);
        assert.equal((await ask(`${BACKENDS}/a`, { version: OLD })).status, 200);
    });

    it("tells versions of API Management's resources, and holds conditions against them", async () => {
        const etag = (await putPool()).headers.get("etag") ?? "";
        assert.match(etag, /^"[\w+/]+="$/);
        assert.equal((await ask(`${BACKENDS}/p`)).headers.get("etag"), etag);
        const put = (ifMatch: string, method = "PUT", id = "p") =>
            ask(`${BACKENDS}/${id}`, { method, body: pool({ title: ifMatch }), headers: { "if-match": ifMatch } });
        assert.equal((await put('"other"')).status, 412);
        assert.equal((await put('"other"', "DELETE")).status, 412);
        assert.equal((await put(etag)).status, 200);
        assert.equal((await put(etag)).status, 412);
        assert.equal((await put("*")).status, 200);
        assert.equal((await put("*", "PUT", "new")).status, 412);
        assert.equal((await ask(`${BACKENDS}/p`, { method: "PATCH", body: {} })).code, "MissingOrIncorrectIfMatch");
    });

    it("lays a PATCH over what is there, or puts it in its place", async () => {
        await putPool();
        const patch = async () => {
            const body = { properties: { title: null, pool: { services: [{ id: `${BACKENDS}/b` }] } } };
            await ask(`${BACKENDS}/p`, { method: "PATCH", body, headers: { "if-match": "*" } });
            return (await ask(`${BACKENDS}/p`)).body["properties"] as Properties;
        };
        const services = [{ id: `${BACKENDS}/b` }];
        const sessionAffinity = { sessionId: { source: "cookie", name: "n" } };
        assert.deepEqual(await patch(), { type: "Pool", pool: { services, sessionAffinity } });
        await start({ patch: "replace" });
        assert.deepEqual(await patch(), { type: "Pool", pool: { services } });
    });

    it("says what the cloud model refuses in ARM's own form", async () => {
        const { status, body } = await ask(`${BACKENDS}/p`, { method: "PUT", body: { properties: { type: "Pool" } } });
        assert.equal(status, 400);
        assert.equal(body.error?.code, "ValidationError");
        assert.match(body.error?.message ?? "", /pool\.services: a pool needs at least one backend/);
    });

    it("says what is not there", async () => {
        const code = async (path: string) => {
            const answer = await ask(path);
            assert.equal(answer.status, 404);
            return answer.code;
        };
        assert.equal(await code(`${BACKENDS}/x`), "ResourceNotFound");
        assert.equal(await code(`${BACKENDS.replace("/gw/", "/x/")}/a`), "ParentResourceNotFound");
        assert.equal(await code(BACKENDS.replace("/gw/", "/x/")), "ParentResourceNotFound");
        assert.equal(await code(BACKENDS.replace("/rg/", "/x/")), "ResourceGroupNotFound");
        assert.equal(await code(`${GROUP}x`), "ResourceGroupNotFound");
        assert.equal(await code("/subscriptions/x/resourceGroups"), "SubscriptionNotFound");
        for (const path of [
            "/",
            "/providers",
            `${GROUP}/other`,
            `/subscriptions/${SUBSCRIPTION}/other`,
            `${GROUP}//x`,
        ]) {
            assert.equal(await code(path), "NotFound");
        }
    });

    it("wants a token, and a role", async () => {
        const anonymous = await ask(`${BACKENDS}/a`, { token: null });
        assert.equal(anonymous.status, 401);
        assert.equal(anonymous.code, "AuthenticationFailed");
        assert.match(anonymous.headers.get("www-authenticate") ?? "", /^Bearer /);
        const actions: string[] = [];
        await start({ allows: (action) => (actions.push(action), action.endsWith("/read")) });
        for (const path of [
            "/subscriptions",
            `/subscriptions/${SUBSCRIPTION}/resourceGroups`,
            GROUP,
            `${GROUP}/resources`,
            BACKENDS,
        ]) {
            assert.equal((await ask(path)).status, 200, path);
        }
        const refused = await ask(`${BACKENDS}/a`, { method: "DELETE" });
        assert.equal(refused.code, "AuthorizationFailed");
        assert.match(
            refused.body.error?.message ?? "",
            /perform action 'Microsoft\.ApiManagement\/service\/backends\/delete' over scope/,
        );
        assert.deepEqual(actions.slice(0, 5), [
            "Microsoft.Resources/subscriptions/read",
            "Microsoft.Resources/subscriptions/resourceGroups/read",
            "Microsoft.Resources/subscriptions/resourceGroups/read",
            "Microsoft.Resources/subscriptions/resources/read",
            "Microsoft.ApiManagement/service/backends/read",
        ]);
    });

    it("lists over pages", async () => {
        await start({ pageSize: 2 });
        const names: unknown[] = [];
        let next: string | undefined = `${server.endpoint}${BACKENDS}?api-version=${NEW}`;
        let pages = 0;
        while (next !== undefined) {
            const { body } = await ask(next, { version: null });
            names.push(...(body["value"] as Properties[]).map(({ name }) => name));
            next = body["nextLink"] as string | undefined;
            pages++;
        }
        assert.deepEqual(names, ["a", "b", "c"]);
        assert.equal(pages, 2);
        assert.equal((await ask(`${BACKENDS}?$skiptoken=x`)).code, "InvalidSkipToken");
    });

    it("lists subscriptions, groups, and a group's resources without their properties", async () => {
        const list = async (path: string) => (await ask(path)).body["value"] as Properties[];
        assert.deepEqual(
            (await list("/subscriptions")).map(({ subscriptionId }) => subscriptionId),
            [SUBSCRIPTION],
        );
        assert.equal((await ask(`/subscriptions/${SUBSCRIPTION}`)).body["displayName"], "sandbox");
        const [group] = await list(`/subscriptions/${SUBSCRIPTION}/resourceGroups`);
        assert.deepEqual(group, (await ask(GROUP)).body);
        assert.deepEqual(group, {
            id: GROUP,
            name: "rg",
            type: "Microsoft.Resources/resourceGroups",
            location: "westeurope",
            properties: { provisioningState: "Succeeded" },
        });
        const resources = await list(`${GROUP}/resources`);
        assert.deepEqual(
            resources.map(({ type, properties }) => [type, properties]),
            [
                ["Microsoft.App/managedEnvironments", undefined],
                ["Microsoft.ApiManagement/service", undefined],
            ],
        );
    });

    it("wants JSON objects as such", async () => {
        const put = (body: string, headers = {}) => ask(`${BACKENDS}/p`, { method: "PUT", body, headers });
        assert.equal((await put("{}", { "content-type": "text/plain" })).status, 415);
        assert.equal((await put("{")).code, "InvalidRequestContent");
        assert.equal((await put("[]")).code, "InvalidRequestContent");
        assert.equal(
            (await put(JSON.stringify(pool()), { "content-type": "application/json; charset=utf-8" })).status,
            201,
        );
        assert.equal((await ask(BACKENDS, { method: "PUT", body: {} })).status, 405);
        assert.equal((await ask(`${BACKENDS}/a`, { method: "POST", body: {} })).status, 405);
        const environment = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
        assert.equal((await ask(environment, { method: "PUT", body: {} })).status, 405);
    });

    describe("Container Apps", () => {
        const APP = `${GROUP}/providers/Microsoft.App/containerApps/shop`;
        const app = (): Properties => ({
            location: "westeurope",
            tags: { a: "b" },
            properties: {
                managedEnvironmentId: `${GROUP}/providers/Microsoft.App/managedEnvironments/env`,
                configuration: {
                    ingress: { external: true, targetPort: 80, stickySessions: { affinity: "sticky" } },
                    secrets: [{ name: "key", value: "hush" }],
                },
            },
        });
        const put = (body: unknown, version = "2024-03-01") => ask(APP, { method: "PUT", body, version });

        it("shows no secret's value, and wants all of them in a PUT", async () => {
            const { status, body } = await put(app());
            assert.equal(status, 201);
            assert.equal(body["location"], "westeurope");
            assert.deepEqual(body["tags"], { a: "b" });
            const properties = body["properties"] as { configuration: Properties };
            assert.deepEqual(properties.configuration["secrets"], [{ name: "key" }]);
            const back = await put(body);
            assert.equal(back.code, "ContainerAppSecretInvalid");
            assert.match(back.body.error?.message ?? "", /'key'/);
            assert.equal(body["etag"], undefined);
        });

        it("has sticky sessions since 2022-11-01-preview", async () => {
            await put(app());
            const shown = async (version: string) =>
                JSON.stringify((await ask(APP, { version })).body).includes("sticky");
            assert.deepEqual([await shown("2022-10-01"), await shown("2022-11-01-preview")], [false, true]);
        });

        it("works on a PATCH in the background", async () => {
            await put(app());
            await start({ polls: 2 });
            const body = { properties: { configuration: { ingress: { stickySessions: { affinity: "none" } } } } };
            const begun = await ask(APP, { method: "PATCH", body });
            assert.equal(begun.status, 202);
            const states = begun.headers.get("azure-asyncoperation") ?? "";
            const seen: unknown[] = [];
            for (let poll = 0; poll < 3; poll++) seen.push((await ask(states, { version: null })).body["status"]);
            assert.deepEqual(seen, ["InProgress", "InProgress", "Succeeded"]);
            const result = await ask(begun.headers.get("location") ?? "", { version: null });
            assert.equal(result.status, 200);
            assert.deepEqual(result.body, (await ask(APP)).body);
            assert.match(JSON.stringify(result.body), /"affinity":"none"/);
            const { secrets } = cloud.list().find(({ id }) => id === APP)?.inputs["configuration"] as Properties;
            assert.deepEqual(secrets, [{ name: "key", value: "hush" }]);
            const second = (await ask(APP, { method: "PATCH", body })).headers.get("location") ?? "";
            assert.equal((await ask(second, { version: null })).status, 202);
            assert.equal(
                (await ask(second.replace(/[^/]+(?=\?)/, "other"), { version: null })).code,
                "OperationNotFound",
            );
        });

        it("can come to nothing", async () => {
            await put(app());
            const before = (await ask(APP)).body;
            server.inject({ method: "PATCH", operationFails: true });
            const begun = await ask(APP, { method: "PATCH", body: { tags: { a: "c" } } });
            const states = begun.headers.get("azure-asyncoperation") ?? "";
            await ask(states, { version: null });
            const { body } = await ask(states, { version: null });
            assert.deepEqual([body["status"], body.error?.code], ["Failed", "OperationFailed"]);
            assert.deepEqual((await ask(APP)).body, before);
        });
    });

    describe("other kinds", () => {
        const network = `${GROUP}/providers/Microsoft.Network`;

        it("gives the parts of network resources properties of their own", async () => {
            cloud.create("azure-native:network:LoadBalancer", {
                resourceGroupName: "rg",
                loadBalancerName: "lb",
                sku: { name: "Standard" },
                frontendIPConfigurations: [{ name: "front", publicIPAddress: { id: "/subscriptions/x/y" } }],
                backendAddressPools: [{ name: "pool" }],
                loadBalancingRules: [
                    {
                        name: "http",
                        protocol: "Tcp",
                        frontendPort: 80,
                        backendPort: 80,
                        loadDistribution: "SourceIP",
                        frontendIPConfiguration: { id: "$self/frontendIPConfigurations/front" },
                        backendAddressPool: { id: "$self/backendAddressPools/pool" },
                    },
                ],
            });
            const { body, headers } = await ask(`${network}/loadBalancers/lb`);
            assert.equal(body["type"], "Microsoft.Network/loadBalancers");
            assert.deepEqual(body["sku"], { name: "Standard" });
            const rules = (body["properties"] as Properties)["loadBalancingRules"] as Properties[];
            assert.deepEqual(rules[0], {
                id: `${network}/loadBalancers/lb/loadBalancingRules/http`,
                name: "http",
                properties: {
                    protocol: "Tcp",
                    frontendPort: 80,
                    backendPort: 80,
                    loadDistribution: "SourceIP",
                    frontendIPConfiguration: { id: `${network}/loadBalancers/lb/frontendIPConfigurations/front` },
                    backendAddressPool: { id: `${network}/loadBalancers/lb/backendAddressPools/pool` },
                },
            });
            assert.match(headers.get("etag") ?? "", /^"/);
        });

        it("keeps the SKU of some inside of their properties", async () => {
            cloud.create("azure-native:network:ApplicationGateway", {
                resourceGroupName: "rg",
                applicationGatewayName: "agw",
                sku: { name: "Standard_v2", tier: "Standard_v2", capacity: 1 },
            });
            const gateway = (await ask(`${network}/applicationGateways/agw`)).body;
            assert.equal(gateway["sku"], undefined);
            assert.equal(((gateway["properties"] as Properties)["sku"] as Properties)["name"], "Standard_v2");
            cloud.create("azure-native:cdn:Profile", {
                resourceGroupName: "rg",
                profileName: "fd",
                sku: { name: "Standard_AzureFrontDoor" },
            });
            cloud.create("azure-native:cdn:AFDOriginGroup", {
                resourceGroupName: "rg",
                profileName: "fd",
                originGroupName: "og",
                sessionAffinityState: "Enabled",
            });
            const profile = `${GROUP}/providers/Microsoft.Cdn/profiles/fd`;
            assert.deepEqual((await ask(profile)).body["sku"], { name: "Standard_AzureFrontDoor" });
            const groups = (await ask(`${profile}/originGroups`)).body["value"] as { properties: Properties }[];
            assert.deepEqual(
                groups.map(({ properties }) => properties["sessionAffinityState"]),
                ["Enabled"],
            );
        });

        it("writes web apps, their slots and plans", async () => {
            const web = `${GROUP}/providers/Microsoft.Web`;
            const put = (path: string, body: Properties) => ask(`${web}/${path}`, { method: "PUT", body });
            const plan = await put("serverfarms/plan", { location: "westeurope", sku: { name: "P1v3", capacity: 2 } });
            assert.equal(plan.status, 201, JSON.stringify(plan.body));
            const properties = { serverFarmId: `${web}/serverfarms/plan`, clientAffinityEnabled: true };
            assert.equal((await put("sites/portal", { location: "westeurope", kind: "app", properties })).status, 201);
            const slot = await put("sites/portal/slots/stage", { location: "westeurope", properties });
            assert.deepEqual(
                [slot.status, slot.body["name"], slot.body["type"]],
                [201, "stage", "Microsoft.Web/sites/slots"],
            );
            const patched = await ask(`${web}/sites/portal`, {
                method: "PATCH",
                body: { properties: { clientAffinityEnabled: false } },
            });
            assert.equal(patched.status, 200);
            assert.equal((patched.body["properties"] as Properties)["clientAffinityEnabled"], false);
            assert.equal((patched.body["properties"] as Properties)["serverFarmId"], `${web}/serverfarms/plan`);
        });
    });

    describe("faults", () => {
        it("hit the requests that match, as often as told", async () => {
            server.inject({
                method: "GET",
                path: /\/b\?/,
                skip: 1,
                times: 2,
                answer: { status: 429, headers: { "retry-after": "7" } },
            });
            const statuses: number[] = [];
            for (let i = 0; i < 4; i++) statuses.push((await ask(`${BACKENDS}/b`)).status);
            assert.deepEqual(statuses, [200, 429, 429, 200]);
            assert.equal((await ask(`${BACKENDS}/a`)).status, 200);
        });

        it("cut connections before, after and within", async () => {
            const remove = (id: string) => ask(`${BACKENDS}/${id}`, { method: "DELETE" });
            server.inject({ cut: "before" });
            await assert.rejects(remove("a"));
            assert.equal((await ask(`${BACKENDS}/a`)).status, 200);
            server.inject({ cut: "after" });
            await assert.rejects(remove("a"));
            assert.equal((await ask(`${BACKENDS}/a`)).status, 404);
            server.inject({ cut: "within the answer" });
            await assert.rejects(ask(`${BACKENDS}/b`));
        });
    });
});
