import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { analyze, fromProgram, type TestedStack, unknown } from "../../../../policy-pack/testing";
import { onResource, onStack } from "./support";

class Thing extends pulumi.CustomResource {
    declare readonly size: pulumi.Output<number>;
    declare readonly made: pulumi.Output<string>;
    constructor(name: string, props: pulumi.Inputs = {}, opts?: pulumi.CustomResourceOptions) {
        super("test:index:Thing", name, { made: undefined, ...props }, opts);
    }
}

class Group extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("test:index:Group", name, {}, opts);
    }
}

class Provider extends pulumi.ProviderResource {
    constructor(name: string, props: pulumi.Inputs) {
        super("test", name, props);
    }
}

const named = ({ resources }: TestedStack, name: string) => {
    const found = resources.find((resource) => resource.name === name);
    assert.ok(found, name);
    return found;
};

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("the harness on a program", () => {
    it("records resources with the engine's URNs, parents, dependencies and default providers", async () => {
        const stack = await fromProgram(
            () => {
                const group = new Group("group");
                const one = new Thing("one", { size: 1 }, { parent: group, version: "1.2.3" });
                new Thing("two", { from: one.size, list: [pulumi.secret("s")] }, { parent: one, dependsOn: group });
                return { url: one.size };
            },
            { project: "shop", stack: "prod", preview: false },
        );
        const root = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod";
        const group = "urn:pulumi:prod::shop::test:index:Group::group";
        const one = "urn:pulumi:prod::shop::test:index:Group$test:index:Thing::one";
        const two = "urn:pulumi:prod::shop::test:index:Group$test:index:Thing$test:index:Thing::two";
        assert.deepEqual(
            stack.resources.map(({ urn }) => urn).sort(),
            [
                root,
                group,
                one,
                two,
                "urn:pulumi:prod::shop::pulumi:providers:test::default",
                "urn:pulumi:prod::shop::pulumi:providers:test::default_1_2_3",
            ].sort(),
        );
        assert.equal(stack.resources[0]?.urn, root);
        assert.deepEqual([stack.project, stack.stack, stack.deployed], ["shop", "prod", false]);
        assert.deepEqual(named(stack, "default_1_2_3").inputs, { version: "1.2.3" });
        assert.equal(named(stack, "one").provider, named(stack, "default_1_2_3").urn);
        assert.equal(named(stack, "two").provider, named(stack, "default").urn);
        assert.deepEqual([named(stack, "group").custom, named(stack, "group").provider], [false, undefined]);
        assert.equal(named(stack, "group").parent, root);
        assert.equal(named(stack, "two").parent, one);
        assert.deepEqual(named(stack, "two").propertyDependencies["from"], [one]);
        assert.ok(named(stack, "two").dependencies.includes(one));
        assert.deepEqual(named(stack, "two").inputs, { from: 1, list: [{ ...SECRET, value: "s" }] });
        assert.deepEqual(named(stack, "shop-prod").outputs, { url: 1 });
    });

    it("leaves in a preview what nobody answers unknown, and in an update takes the mocks' answer", async () => {
        const program = () => {
            const one = new Thing("one", { size: 1 });
            new Thing("two", { of: one.id, made: one.made, size: one.size });
        };
        assert.deepEqual(named(await fromProgram(program), "two").inputs, { of: unknown(), made: unknown(), size: 1 });
        const mocks: pulumi.runtime.Mocks = {
            newResource: ({ name, inputs }) => ({ id: `/${name}`, state: { ...inputs, made: "by mocks" } }),
            call: () => ({}),
        };
        const up = await fromProgram(program, { preview: false, mocks });
        assert.deepEqual(named(up, "two").inputs, { of: "/one", made: "by mocks", size: 1 });
        assert.deepEqual(named(up, "one").outputs, { made: "by mocks", size: 1 });
        const plain = await fromProgram(program, { preview: false });
        assert.equal(named(plain, "two").inputs["of"], "one-id");
    });

    it("knows no output of what a provider makes that waits for something, in a preview", async () => {
        const program = () => {
            const cluster = new Thing("cluster");
            const provider = new Provider("p", { config: cluster.made });
            const inside = new Thing("inside", { size: 1 }, { provider });
            new Thing("behind", { size: inside.size });
        };
        const preview = await fromProgram(program);
        assert.deepEqual(named(preview, "inside").outputs, {});
        assert.deepEqual(named(preview, "inside").inputs, { size: 1 });
        assert.deepEqual(named(preview, "behind").inputs, { size: unknown() });
        assert.equal(named(preview, "inside").provider, named(preview, "p").urn);
        const known = await fromProgram(() => {
            new Thing("inside", { size: 1 }, { provider: new Provider("p", { config: "c" }) });
        });
        assert.deepEqual(named(known, "inside").outputs, { size: 1 });
        const up = await fromProgram(program, { preview: false });
        assert.deepEqual(named(up, "inside").outputs, { size: 1 });
    });

    it("records options", async () => {
        const stack = await fromProgram(() => {
            new Thing(
                "one",
                {},
                {
                    protect: true,
                    ignoreChanges: ["a"],
                    deleteBeforeReplace: false,
                    additionalSecretOutputs: ["b"],
                    customTimeouts: { create: "1h2m3s", update: "1500ms", delete: "0.5m" },
                },
            );
            new Thing("two");
        });
        assert.deepEqual(named(stack, "one").options, {
            protect: true,
            ignoreChanges: ["a"],
            deleteBeforeReplace: false,
            aliases: [],
            additionalSecretOutputs: ["b"],
            customTimeouts: { createSeconds: 3723, updateSeconds: 1.5, deleteSeconds: 30 },
        });
        assert.ok(!("deleteBeforeReplace" in named(stack, "two").options));
    });

    it("records what is read, for stack policies alone", async () => {
        const stack = await fromProgram(() => void new Thing("read", { size: 1 }, { id: "/there" }), {
            preview: false,
        });
        const read = named(stack, "read");
        assert.deepEqual([read.read, read.custom, read.outputs["size"]], [true, true, 1]);
        assert.equal(read.provider, named(stack, "default").urn);
    });

    it("takes configuration, also for default providers, with its secrets marked", async () => {
        let found: unknown;
        const stack = await fromProgram(
            () => {
                found = [new pulumi.Config("shop").require("replicas"), pulumi.getOrganization()];
                new Thing("one");
            },
            {
                config: { "shop:replicas": "3", "test:region": "west", "test:key": "k", "tester:a": "b" },
                secretKeys: ["test:key"],
                organization: "acme",
            },
        );
        assert.deepEqual(found, ["3", "acme"]);
        assert.deepEqual(named(stack, "default").inputs, { region: "west", key: { ...SECRET, value: "k" } });
    });

    it("runs transforms: a resource's, its parents', the stack's", async () => {
        const adds =
            (key: string): pulumi.ResourceTransform =>
            ({ type, props, opts }) =>
                type === "test:index:Thing"
                    ? { props: { ...props, by: [...((props["by"] as string[]) ?? []), key] }, opts }
                    : undefined;
        const stack = await fromProgram(() => {
            pulumi.runtime.registerResourceTransform(adds("stack"));
            const group = new Group("group", { transforms: [adds("parent")] });
            new Thing(
                "one",
                { a: 1 },
                { parent: group, transforms: [adds("own")], ignoreChanges: ["x"], deleteBeforeReplace: true },
            );
            new Thing(
                "two",
                {},
                {
                    transforms: [
                        ({ props, opts }) => ({ props, opts: { ...opts, protect: true, ignoreChanges: ["y"] } }),
                    ],
                },
            );
        });
        assert.deepEqual(named(stack, "one").inputs, { a: 1, by: ["own", "parent", "stack"] });
        assert.deepEqual(named(stack, "one").outputs, { a: 1, by: ["own", "parent", "stack"] });
        assert.deepEqual(named(stack, "one").options.ignoreChanges, ["x"]);
        assert.equal(named(stack, "one").options.deleteBeforeReplace, true);
        assert.deepEqual(named(stack, "two").inputs, { by: ["stack"] });
        assert.deepEqual(
            [named(stack, "two").options.protect, named(stack, "two").options.ignoreChanges],
            [true, ["y"]],
        );
    });

    it("lets a transform choose the provider", async () => {
        const stack = await fromProgram(() => {
            const provider = new Provider("own", {});
            new Thing("one", {}, { transforms: [({ props, opts }) => ({ props, opts: { ...opts, provider } })] });
        });
        assert.equal(named(stack, "one").provider, named(stack, "own").urn);
    });

    it("makes a default provider for each version, however that is written", async () => {
        const stack = await fromProgram(() => {
            new Thing("one", {}, { version: "v1.2.3" });
            new Thing("two", {}, { version: "1.2.3" });
        });
        const { urn, inputs } = named(stack, "default_1_2_3");
        assert.deepEqual([named(stack, "one").provider, named(stack, "two").provider], [urn, urn]);
        assert.deepEqual(inputs, { version: "1.2.3" });
    });

    it("throws the program's error, wherever it comes from, and the next program hears nothing of it", async () => {
        const boom = () => {
            throw new Error("boom");
        };
        await assert.rejects(fromProgram(boom), /^Error: boom$/);
        await assert.rejects(
            fromProgram(() => Promise.reject(new Error("later"))),
            /later/,
        );
        await assert.rejects(
            fromProgram(() => void pulumi.output(1).apply(boom)),
            /boom/,
        );
        const refuses: pulumi.runtime.Mocks = {
            newResource: () => Promise.reject(new Error("refused")),
            call: () => ({}),
        };
        await assert.rejects(
            fromProgram(() => void new Thing("one"), { mocks: refuses }),
            /refused/,
        );
        await assert.rejects(
            fromProgram(() => void new Thing("one", {}, { transforms: [boom] })),
            /boom/,
        );
        const stack = await fromProgram(() => void new Thing("one"));
        assert.equal(stack.resources.length, 3);
    });

    it("puts listeners of others back, and the stack of others", async () => {
        const listener = () => {};
        process.on("unhandledRejection", listener);
        const before = process.listeners("unhandledRejection");
        const shared = globalThis as { stackResource?: unknown };
        const others = shared.stackResource;
        const root = {};
        shared.stackResource = root;
        try {
            await fromProgram(() => void new Thing("one"));
            assert.deepEqual(process.listeners("unhandledRejection"), before);
            assert.equal(shared.stackResource, root);
        } finally {
            shared.stackResource = others;
            process.off("unhandledRejection", listener);
        }
    });

    it("leaves mocks and the runtime of others alone", async () => {
        const seen: string[] = [];
        const mine: pulumi.runtime.Mocks = {
            newResource: ({ name }) => {
                seen.push(name);
                return { id: "i", state: {} };
            },
            call: () => ({}),
        };
        await pulumi.runtime.setMocks(mine, "mine", "dev", false);
        const listeners = process.listeners("unhandledRejection");
        await fromProgram(() => void new Thing("theirs"), { project: "theirs" });
        assert.deepEqual(process.listeners("unhandledRejection"), listeners);
        assert.deepEqual([pulumi.getProject(), pulumi.getStack(), pulumi.runtime.isDryRun()], ["mine", "dev", false]);
        new Thing("mine");
        await pulumi.runtime.disconnect();
        assert.deepEqual(seen, ["mine"]);
    });

    it("answers functions with their arguments", async () => {
        let found: unknown;
        await fromProgram(async () => (found = await pulumi.runtime.invoke("test:index:get", { a: 1 })));
        assert.deepEqual(found, { a: 1 });
    });

    it("gives policies what they get of a stack of the engine", async () => {
        const policies = [
            onResource(({ name, props }, report) => void (name === "two" && report(String(props["size"])))),
            onStack(({ resources }, report) => report(String(resources.length))),
        ];
        const stack = await fromProgram(() => void new Thing("two", { size: new Thing("one", { size: 4 }).size }));
        const { violations } = await analyze(policies, stack);
        assert.deepEqual(
            violations.map(({ message }) => message),
            ["Each.\n4", "All.\n4"],
        );
    });
});

describe("the harness's module", () => {
    it("loads neither provider SDKs nor a test framework", () => {
        const entry = path.resolve(__dirname, "../../../../policy-pack/testing/index.js");
        const script = `require(${JSON.stringify(entry)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
        const loaded = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })) as string[];
        assert.ok(loaded.includes(entry));
        const heavy = loaded.filter((file) =>
            /node_modules.(@pulumi.(azure-native|kubernetes|random)|mocha|jest|vitest)/.test(file),
        );
        assert.deepEqual(heavy, []);
    });
});
