import assert from "node:assert/strict";
import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";
import { type EngineEvent } from "@pulumi/pulumi/automation";
import { ApimBackend, StickyBackendPool, type StickyBackendPoolArgs } from "../../../components/apim";
import { Cloud } from "../../../sandbox/cloud";
import { type Engine } from "../../../sandbox/engine";
import { Observation } from "../../../sandbox/run/observation";
import { apimService } from "../support/apim";
import { engineFor, TestStack } from "../support/engine";

const SERVICE =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ApiManagement/service/gw";
const backendId = (name: string) => `${SERVICE}/backends/${name}`;
const ADOPTED: StickyBackendPoolArgs = {
    resourceGroupName: "rg",
    serviceName: "gw",
    title: "Orders",
    members: [{ id: backendId("west") }, { id: backendId("north") }],
};

/** Creates, beside the stack, a service with two backends and a pool of them that keeps nobody. */
async function createPool(stack: TestStack): Promise<void> {
    await stack.whileStopped(async () => {
        const cloud = Cloud.open(stack.cloudFile);
        const inService = { resourceGroupName: "rg", serviceName: "gw" };
        cloud.create("azure-native:resources:ResourceGroup", { resourceGroupName: "rg", location: "westeurope" });
        cloud.create("azure-native:apimanagement:ApiManagementService", {
            ...inService,
            publisherEmail: "a@example.com",
            publisherName: "a",
            sku: { name: "BasicV2", capacity: 1 },
        });
        const backend = (name: string, properties: object) =>
            cloud.create("azure-native:apimanagement:Backend", { ...inService, backendId: name, ...properties });
        for (const name of ["west", "north"]) backend(name, { url: `https://${name}.example.com`, protocol: "http" });
        const services = ["west", "north"].map((name) => ({ id: backendId(name) }));
        backend("old-orders", { type: "Pool", title: "Old", pool: { services } });
        await cloud.saved();
    });
}

/** The pools that the cloud has, and the names of the cookies that they keep clients by. */
function storedPools(stack: TestStack): Record<string, { title: unknown; cookie: unknown }> {
    const pools = Cloud.open(stack.cloudFile)
        .list()
        .filter(({ outputs }) => outputs["pool"] !== undefined);
    return Object.fromEntries(
        pools.map(({ id, outputs }) => {
            const { sessionAffinity } = outputs["pool"] as { sessionAffinity?: { sessionId: { name: string } } };
            const cookie = sessionAffinity?.sessionId.name;
            return [id.split("/").at(-1) ?? "", { title: outputs["title"], cookie }];
        }),
    );
}

class Shop extends pulumi.ComponentResource {
    constructor(name: string) {
        super("test:index:Shop", name);
    }
}

describe("pools on the real engine", () => {
    let engine: Engine;
    let test: TestStack | undefined;
    let program: () => void = () => undefined;

    before(async function () {
        engine = await engineFor(this);
    });
    beforeEach(async () => {
        test = await TestStack.create(engine, () => Promise.resolve(program()).then(() => undefined));
    });
    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    it("are updated in place where they were azure-native's own, and warn at themselves", async () => {
        const stack = test as TestStack;
        const parts = () => {
            const apim = apimService();
            const members = ["one", "two"].map((name, index) => ({
                backend: new ApimBackend(name, { ...apim, url: `https://${name}.example.com` }),
                priority: index,
            }));
            return { apim, members };
        };
        program = () => {
            const { apim, members } = parts();
            const pool = { services: members.map(({ backend }) => ({ id: backend.resourceId })) };
            new apimanagement.Backend("orders", { ...apim, type: "Pool", pool });
            const parent = new Shop("shop");
            new apimanagement.Backend("carts", { ...apim, backendId: "carts", type: "Pool", pool }, { parent });
        };
        await stack.stack.up();
        const before = Object.keys(storedPools(stack));
        const urn = "urn:pulumi:test::sandbox::test:index:Shop$azure-native:apimanagement:Backend::carts";
        program = () => {
            const { apim, members } = parts();
            new StickyBackendPool("orders", { ...apim, members, formerBackend: "orders" });
            new StickyBackendPool("carts", { ...apim, members, backendId: "carts", formerBackend: urn });
        };
        const warned: (string | undefined)[] = [];
        const onEvent = ({ diagnosticEvent: event }: EngineEvent) => {
            if (event?.severity === "warning") warned.push(event.urn?.split("::").slice(2).join("::"));
        };
        const { summary } = await stack.stack.up({ onEvent });
        // Created are both components and the provider for the preview API; deleted is what was the parent of one.
        assert.deepEqual(summary.resourceChanges, { create: 3, delete: 1, same: 7, update: 2 });
        const after = storedPools(stack);
        assert.deepEqual(Object.keys(after).sort(), before.sort());
        assert.deepEqual(
            Object.values(after)
                .map(({ cookie }) => cookie)
                .sort(),
            ["carts-affinity", "orders-affinity"],
        );
        assert.deepEqual(warned.sort(), [
            "session-affinity:index:StickyBackendPool::carts",
            "session-affinity:index:StickyBackendPool::orders",
        ]);
    });

    it("are adopted and changed in one update, after which the argument can stay or go", async () => {
        const stack = test as TestStack;
        await createPool(stack);
        program = () => new StickyBackendPool("orders", { ...ADOPTED, adopt: backendId("old-orders") });
        const { summary } = await stack.stack.up();
        // Created are the stack, the component and the provider.
        assert.deepEqual(summary.resourceChanges, { create: 3, import: 1, update: 1 });
        const adopted = { "old-orders": { title: "Orders", cookie: "orders-affinity" } };
        assert.deepEqual(storedPools(stack), adopted);
        assert.equal((await stack.stack.preview()).changeSummary.same, 4);
        program = () => new StickyBackendPool("orders", ADOPTED);
        const again = await stack.stack.up();
        // The component's own arguments changed, and nothing else.
        assert.deepEqual(again.summary.resourceChanges, { same: 3, update: 1 });
        assert.deepEqual(storedPools(stack), adopted);
    });

    it("fail where the service drops their affinity without a word", async () => {
        await test?.close();
        program = () => {
            const apim = apimService();
            const backend = new ApimBackend("one", { ...apim, url: "https://one.example.com" });
            new StickyBackendPool("orders", { ...apim, members: [{ backend }] });
        };
        const run = () => Promise.resolve(program()).then(() => undefined);
        test = await TestStack.create(engine, run, "sandbox", ["pool.sessionAffinity"]);
        const observation = new Observation();
        await assert.rejects(test.stack.up({ onEvent: observation.take }));
        assert.match(
            observation.errors.join("\n"),
            /StickyBackendPool orders: API Management was asked at 2024-10-01-preview .* stored no session affinity.*The pool exists and does not keep clients/s,
        );
    });
});
