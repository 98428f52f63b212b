import * as assert from "node:assert/strict";
import { Cloud, type Properties } from "../../../../sandbox/cloud";
import { GROUP, GROUP_ID, furnished, inRg, refused, text } from "./support";

describe("cloud: types that it does not know", () => {
    const token = "azure-native:quantum:Workspace";

    it("are stored as given, with one warning a type", () => {
        const { cloud } = furnished();
        const inputs = inRg({ workspaceName: "q", size: 3 });
        const warning = `the sandbox does not know ${token}: it is stored as given, nothing is checked`;
        assert.equal(cloud.check(token, "q", inputs).warning, warning);
        cloud.check(token, "q2", inputs);
        assert.deepEqual(cloud.warnings, [warning]);
        const { id, outputs } = cloud.create(token, inputs);
        assert.equal(id, `${GROUP_ID}/providers/quantum/Workspace/q`);
        assert.deepEqual(outputs, inputs);
        cloud.delete(GROUP, GROUP_ID);
        assert.deepEqual(cloud.list(), []);
    });

    it("include kinds that come with Kubernetes and are not modelled", () => {
        assert.match(
            Cloud.inMemory().check("kubernetes:batch/v1:CronJob", "a", {}).warning ?? "",
            /does not know kubernetes:batch\/v1:CronJob/,
        );
    });
});

describe("cloud: functions", () => {
    it("read what is there", () => {
        const { cloud } = furnished();
        const found = cloud.invoke("azure-native:app:getManagedEnvironment", inRg({ environmentName: "env" }));
        assert.match(text(found["defaultDomain"]), /azurecontainerapps\.io$/);
        assert.equal(found["id"], `${GROUP_ID}/providers/Microsoft.App/managedEnvironments/env`);
        refused(
            () => cloud.invoke("azure-native:app:getManagedEnvironment", inRg({ environmentName: "none" })),
            /Code="ResourceNotFound"/,
        );
    });

    it("know who asks", () => {
        const { subscriptionId } = Cloud.inMemory().invoke("azure-native:authorization:getClientConfig", {});
        assert.equal(subscriptionId, "00000000-0000-0000-0000-000000000000");
    });

    describe("read YAML", () => {
        const decode = (text: string) => Cloud.inMemory().invoke("kubernetes:yaml:decode", { text });

        it("as the objects of its documents, lists left as they are", () => {
            const list = { kind: "List", items: [{ kind: "Pod" }] };
            const text = `# nothing\n---\nkind: Service\nspec: { ports: [{ port: 80 }] }\n---\n${JSON.stringify(list)}\n---\n`;
            assert.deepEqual(decode(text), { result: [{ kind: "Service", spec: { ports: [{ port: 80 }] } }, list] });
            assert.deepEqual(decode(""), { result: [] });
        });

        it("and refuse what is none, or no object", () => {
            refused(() => decode("kind: [Service"), /the YAML cannot be read: /);
            refused(() => decode("kind: Pod\n---\njust words"), /a document of the YAML is no object: "just words"/);
        });
    });

    it("are refused by name where they are not known", () => {
        refused(
            () => Cloud.inMemory().invoke("kubernetes:helm:template", {}),
            /does not know the function kubernetes:helm:template/,
        );
    });
});

describe("cloud: random", () => {
    const create = (kind: string, inputs: Properties) =>
        Cloud.inMemory().create(`random:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`, inputs);

    it("gives ids and results of the shape that was asked for", () => {
        assert.match(text(create("RandomId", { byteLength: 4, prefix: "p-" }).outputs["hex"]), /^p-[0-9a-f]{8}$/);
        const made = create("RandomString", { length: 12, special: false, upper: false, numeric: false });
        assert.match(text(made.outputs["result"]), /^[a-z]{12}$/);
        assert.equal(made.id, made.outputs["result"]);
        assert.match(create("RandomPet", { length: 3, prefix: "my" }).id, /^my-[a-z]+-[a-z]+-[a-z]+$/);
        assert.match(create("RandomUuid", {}).id, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
        for (let i = 0; i < 50; i++) {
            const result = Number(create("RandomInteger", { min: 3, max: 5 }).outputs["result"]);
            assert.ok(result >= 3 && result <= 5);
        }
    });

    it("has the characters that a password must have", () => {
        const { outputs } = create("RandomString", {
            length: 4,
            minLower: 1,
            minUpper: 1,
            minNumeric: 1,
            minSpecial: 1,
        });
        const result = text(outputs["result"]);
        for (const pattern of [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]) assert.match(result, pattern);
    });

    it("is replaced by any change, and keeps its result otherwise", () => {
        const cloud = Cloud.inMemory();
        const token = "random:index/randomString:RandomString";
        assert.deepEqual(cloud.diff(token, { length: 4 }, { length: 5 }).replaces, ["length"]);
        assert.deepEqual(cloud.diff(token, { length: 4 }, { length: 4, keepers: { a: "b" } }).replaces, ["keepers"]);
        const held = { inputs: { length: 4 }, outputs: { length: 4, result: "abcd" } };
        assert.deepEqual(cloud.read(token, "abcd", held), held);
        assert.deepEqual(cloud.list(), []);
    });
});
