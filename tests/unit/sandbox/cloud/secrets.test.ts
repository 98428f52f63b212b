import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Cloud, HIDDEN, isSecret, plain, secret, type Properties } from "../../../../sandbox/cloud";
import { CONTAINER_APP, furnished, inRg, text } from "./support";

const SECRET = "kubernetes:core/v1:Secret";

describe("cloud: secrets", () => {
    let folder: string;
    beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloud-"))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    const inputs: Properties = {
        metadata: { name: "key" },
        stringData: { user: "me", password: secret("open-sesame") },
    };

    it("come back as secrets, and never reach the file", async () => {
        const file = path.join(folder, "cloud.json");
        const cloud = Cloud.open(file);
        const { id, outputs } = cloud.create(SECRET, inputs);
        await cloud.saved();
        assert.deepEqual((outputs["stringData"] as Properties)["password"], secret("open-sesame"));
        const text = fs.readFileSync(file, "utf8");
        assert.ok(!text.includes("open-sesame"));
        assert.ok(text.includes(HIDDEN) && text.includes('"me"'));

        const read = Cloud.open(file).read(SECRET, id, { inputs, outputs });
        assert.deepEqual(read, { inputs, outputs });
    });

    it("are placeholders to who does not hold them", () => {
        const cloud = Cloud.inMemory();
        const { id } = cloud.create(SECRET, inputs);
        assert.deepEqual((cloud.read(SECRET, id)?.inputs["stringData"] as Properties)["password"], secret(HIDDEN));
        assert.ok(!JSON.stringify(cloud.list()).includes("open-sesame"));
    });

    it("are read through: a secret object is checked and answered like any other", () => {
        const { cloud, environmentId } = furnished();
        const { outputs } = cloud.create(
            CONTAINER_APP,
            inRg({
                containerAppName: "shop",
                managedEnvironmentId: environmentId,
                configuration: secret({ ingress: { external: true, stickySessions: { affinity: "sticky" } } }),
            }),
        );
        assert.ok(isSecret(outputs["configuration"]));
        const { ingress } = plain(outputs["configuration"] ?? null) as { ingress: Properties };
        assert.match(text(ingress["fqdn"]), /^shop\./);
    });

    it("do not change a diff: only another value does", () => {
        const cloud = Cloud.inMemory();
        const same = { ...inputs, stringData: { user: "me", password: "open-sesame" } };
        assert.deepEqual(cloud.diff(SECRET, inputs, same).changed, []);
        const other = { ...inputs, stringData: { user: "me", password: secret("another") } };
        assert.deepEqual(cloud.diff(SECRET, inputs, other).changed, [{ path: "stringData.password", kind: "update" }]);
    });

    it("hold what is secret by nature: passwords and keys", () => {
        const { outputs } = Cloud.inMemory().create("random:index/randomPassword:RandomPassword", { length: 16 });
        assert.ok(isSecret(outputs["result"]));
        assert.equal(text(plain(outputs["result"] ?? null)).length, 16);
        const { cloud } = furnished();
        const sku = { name: "Basic", family: "C", capacity: 0 };
        const redis = cloud.create("azure-native:redis:Redis", inRg({ name: "cache", sku }));
        assert.ok(isSecret(redis.outputs["accessKeys"]));
        const { primaryKey } = cloud.invoke("azure-native:redis:listRedisKeys", inRg({ name: "cache" }));
        assert.ok(isSecret(primaryKey));
    });
});
