import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { Cloud, type Properties } from "../../../../sandbox/cloud";
import { CONTAINER_APP, DEPLOYMENT, GROUP, SERVICE, deployment, furnished, inRg, text } from "./support";

describe("cloud: its file", () => {
    let folder: string;
    let file: string;
    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloud-"));
        file = path.join(folder, "deep", "cloud.json");
    });
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    const put = (text: string) => {
        fs.mkdirSync(path.dirname(file));
        fs.writeFileSync(file, text);
    };

    it("is empty before there is one", () => {
        assert.deepEqual(Cloud.open(file).list(), []);
        assert.ok(!fs.existsSync(file));
    });

    it("holds everything for the next one who opens it, and nothing lies beside it", async () => {
        const cloud = Cloud.open(file);
        cloud.create(GROUP, { resourceGroupName: "rg" });
        cloud.create(DEPLOYMENT, deployment("cart"));
        await cloud.saved();
        assert.deepEqual(Cloud.open(file).list(), cloud.list());
        assert.deepEqual(fs.readdirSync(path.dirname(file)), ["cloud.json"]);
    });

    for (const [what, text, message] of [
        ["cut short", '{"format":"pulumi-session-affinity sandbox cloud","resou', /is no JSON: it was cut short/],
        ["empty", "", /is no JSON/],
        ["foreign", '{"name":"package"}', /is not a cloud of this sandbox/],
        ["a list", "[]", /is not a cloud of this sandbox/],
        ["of another version", '{"format":"pulumi-session-affinity sandbox cloud","version":9}', /another version.*9/],
        [
            "incomplete",
            '{"format":"pulumi-session-affinity sandbox cloud","version":1,"resources":[{"id":1}]}',
            /not complete/,
        ],
    ] as const) {
        it(`that is ${what} is named, with what to do`, () => {
            put(text);
            assert.throws(
                () => Cloud.open(file),
                (error: Error) => {
                    assert.match(error.message, message);
                    assert.ok(error.message.includes(file));
                    assert.match(error.message, /Move it away or delete it/);
                    return true;
                },
            );
            assert.equal(fs.readFileSync(file, "utf8"), text);
        });
    }

    it("that cannot be written is named to whoever waits for it", async () => {
        const cloud = Cloud.open(file);
        fs.mkdirSync(path.join(file, "folder"), { recursive: true });
        cloud.create(GROUP, { resourceGroupName: "rg" });
        await assert.rejects(cloud.saved(), /cannot be written to .*cloud\.json: /);
    });

    it("gives back any properties as they were", async () => {
        await fc.assert(
            fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (given) => {
                const target = path.join(folder, "round-trip.json");
                fs.rmSync(target, { force: true });
                const cloud = Cloud.open(target);
                const properties = JSON.parse(JSON.stringify(given)) as Properties;
                const { id } = cloud.create("azure-native:quantum:Thing", properties);
                await cloud.saved();
                assert.deepEqual(Cloud.open(target).read("azure-native:quantum:Thing", id)?.inputs, properties);
            }),
            { numRuns: 50 },
        );
    });
});

describe("cloud: changes behind the program's back", () => {
    it("change what can be set, and what follows from it", () => {
        const { cloud } = furnished();
        const { id } = cloud.create(CONTAINER_APP, inRg({ containerAppName: "shop", configuration: { ingress: {} } }));
        cloud.edit(id, (inputs) => ({ ...inputs, configuration: { ingress: { external: true } } }));
        const { ingress } = cloud.read(CONTAINER_APP, id)?.outputs["configuration"] as { ingress: Properties };
        assert.ok(!text(ingress["fqdn"]).includes(".internal."));
    });

    it("need to know which resource is meant", () => {
        const cloud = Cloud.inMemory();
        cloud.create(DEPLOYMENT, deployment("cart"));
        cloud.create(SERVICE, { metadata: { name: "cart" }, spec: {} });
        assert.throws(
            () => cloud.edit("none", (inputs) => inputs),
            /no resource of the sandbox's cloud has the id none/,
        );
        assert.throws(
            () => cloud.edit("default/cart", (inputs) => inputs),
            /2 resources have the id default\/cart: give the type/,
        );
        cloud.edit({ type: SERVICE, id: "default/cart" }, (inputs) => inputs);
    });

    it("can be forgotten: all that a state does not know of", () => {
        const cloud = Cloud.inMemory();
        cloud.create(DEPLOYMENT, deployment("cart"));
        cloud.create(SERVICE, { metadata: { name: "cart" }, spec: {} });
        cloud.create(SERVICE, { metadata: { name: "left" }, spec: {} });
        assert.deepEqual(
            cloud.retain(["default/cart"]).map(({ id }) => id),
            ["default/left"],
        );
        const kept = [{ type: "kubernetes:apps/v1:Deployment", id: "default/cart" }];
        assert.deepEqual(
            cloud.retain(kept).map(({ kind }) => kind),
            ["kubernetes:core:Service"],
        );
        assert.equal(cloud.list().length, 1);
    });
});
