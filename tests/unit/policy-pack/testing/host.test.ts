import assert from "node:assert/strict";

import { type PolicyResource, type ResourceValidationArgs, type StackValidationArgs } from "@pulumi/policy";
import { asset as assets } from "@pulumi/pulumi";

import { analyze, archive, asset, fixture, PolicyFailedError, secret, unknown } from "../../../../policy-pack/testing";
import { APP, GROUP, onResource, onStack, short } from "./support";

/** The arguments that a resource policy gets for the resource. */
async function argsFor(name: string, ...resources: ReturnType<typeof fixture>[]): Promise<ResourceValidationArgs> {
    let found: ResourceValidationArgs | undefined;
    await analyze([onResource((args) => void (args.name === name && (found = args)))], resources);
    assert.ok(found);
    return found;
}

/** The arguments that a stack policy gets. */
async function stackArgs(...resources: ReturnType<typeof fixture>[]): Promise<StackValidationArgs> {
    let found: StackValidationArgs | undefined;
    await analyze([onStack((args) => void (found = args))], resources);
    assert.ok(found);
    return found;
}

const byName = ({ resources }: StackValidationArgs, name: string): PolicyResource => {
    const found = resources.find((resource) => resource.name === name);
    assert.ok(found, name);
    return found;
};

describe("the harness's arguments", () => {
    it("shows resource policies the inputs, and stack policies the outputs", async () => {
        const web = fixture(APP, "web", { a: 1 }, { outputs: { a: 1, id: "/web" } });
        assert.deepEqual({ ...(await argsFor("web", web)).props }, { a: 1 });
        assert.deepEqual({ ...byName(await stackArgs(web), "web").props }, { a: 1, id: "/web" });
        const bare = fixture(APP, "web", { a: 1 });
        assert.deepEqual({ ...byName(await stackArgs(bare), "web").props }, { a: 1 });
    });

    it("leaves the engine's own properties out, and brings the others in the order in which they come over the wire", async () => {
        const web = fixture(APP, "web", { z: { y: 1, __defaults: [], x: 2 }, __defaults: ["a"], a: [{ __own: 1 }] });
        const { props } = await argsFor("web", web);
        assert.equal(JSON.stringify(props), '{"a":[{}],"z":{"x":2,"y":1}}');
    });

    it("has name, URN, type and options, with what Pulumi takes where they are omitted", async () => {
        const web = fixture(APP, "web");
        const args = await argsFor("web", web);
        assert.equal(args.urn, `urn:pulumi:stack::project::${APP}::web`);
        assert.equal(args.type, APP);
        assert.deepEqual(args.opts, {
            protect: false,
            ignoreChanges: [],
            aliases: [],
            customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
            additionalSecretOutputs: [],
            parent: "urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack",
        });
        const options = {
            protect: true,
            ignoreChanges: ["spec"],
            aliases: ["urn:pulumi:stack::project::a:b:C::old"],
            customTimeouts: { createSeconds: 1, updateSeconds: 2, deleteSeconds: 3 },
            additionalSecretOutputs: ["key"],
            deleteBeforeReplace: false,
        };
        const shop = fixture("my:index:Shop", "shop", {}, { component: true });
        const all = await argsFor("web", shop, fixture(APP, "web", {}, { ...options, parent: shop }));
        assert.deepEqual(all.opts, { ...options, parent: shop.urn });
        assert.equal(all.urn, `urn:pulumi:stack::project::my:index:Shop$${APP}::web`);
    });

    it("has the provider, its own or the package's default one, and none for components and the root", async () => {
        const provider = fixture("pulumi:providers:azure-native", "west", { location: "westeurope", a: unknown() });
        const web = fixture(APP, "web", {}, { provider });
        const shop = fixture("my:index:Shop", "shop", {}, { component: true });
        const given = await argsFor("web", provider, web, shop);
        assert.deepEqual([given.provider?.name, given.provider?.type], ["west", "pulumi:providers:azure-native"]);
        assert.equal(given.provider?.urn, provider.urn);
        assert.equal(given.provider?.props["location"], "westeurope");
        assert.throws(() => given.provider?.props["a"], /string value at .a can't be known during preview/);

        const byDefault = await argsFor("web", fixture(APP, "web"));
        assert.deepEqual(byDefault.provider && { ...byDefault.provider, props: { ...byDefault.provider.props } }, {
            type: "pulumi:providers:azure-native",
            name: "default",
            urn: "urn:pulumi:stack::project::pulumi:providers:azure-native::default",
            props: {},
        });
        for (const name of ["shop", "west", "project-stack"]) {
            assert.ok(!("provider" in (await argsFor(name, provider, web, shop))), name);
        }
        const args = await stackArgs(provider, web, shop);
        assert.equal(byName(args, "web").provider?.props["location"], "westeurope");
        assert.ok(!("provider" in byName(args, "shop")));
    });

    it("joins parents, dependencies and property dependencies to the resources themselves", async () => {
        const group = fixture(GROUP, "group");
        const shop = fixture("my:index:Shop", "shop", {}, { component: true });
        const plan = fixture(APP, "plan");
        const web = fixture(
            APP,
            "web",
            {},
            {
                parent: shop,
                dependsOn: [plan],
                propertyDependencies: { groupName: [group], other: [], alsoPlan: [plan] },
            },
        );
        const args = await stackArgs(group, shop, plan, web);
        const found = byName(args, "web");
        assert.equal(found.parent, byName(args, "shop"));
        assert.equal(found.parent?.parent, byName(args, "project-stack"));
        assert.deepEqual(
            found.dependencies.map(({ name }) => name),
            ["plan", "group"],
        );
        assert.equal(found.dependencies[0], byName(args, "plan"));
        assert.deepEqual(Object.keys(found.propertyDependencies), ["alsoPlan", "groupName"]);
        assert.equal(found.propertyDependencies["groupName"]?.[0], byName(args, "group"));
        assert.equal(byName(args, "project-stack").parent, undefined);
        assert.equal(args.resources.length, 6);
    });

    it("gives each policy a copy of its own", async () => {
        const seen: number[] = [];
        const spoils = (name: string) =>
            onResource(({ type, props }) => void (type === APP && seen.push((props["list"] as unknown[]).push(1))), {
                name,
            });
        const alsoStack = onStack(({ resources }) => {
            for (const { type, props } of resources) if (type === APP) seen.push((props["list"] as unknown[]).push(1));
        });
        const web = fixture(APP, "web", { list: [] });
        await analyze([spoils("a"), spoils("b"), alsoStack, { ...alsoStack, name: "other" }], [web]);
        assert.deepEqual(seen, [1, 1, 1, 1]);
        assert.deepEqual(web.inputs, { list: [] });
    });

    it("shows secrets unwrapped, assets as objects, and nulls as they are", async () => {
        const { props } = await argsFor(
            "web",
            fixture(APP, "web", {
                password: secret({ inner: "hunter2" }),
                file: asset({ path: "./a.txt" }),
                zip: archive({ assets: { a: asset({ text: "text" }), b: archive({ path: "./b" }) } }),
                remote: [asset({ uri: "https://a" }), archive({ uri: "https://b" })],
                none: null,
                left: undefined,
            }),
        );
        assert.deepEqual({ ...(props["password"] as object) }, { inner: "hunter2" });
        assert.ok(assets.FileAsset.isInstance(props["file"]));
        assert.ok(assets.Archive.isInstance(props["zip"]));
        const [remote, zipped] = props["remote"] as unknown[];
        assert.ok(assets.RemoteAsset.isInstance(remote));
        assert.ok(assets.RemoteArchive.isInstance(zipped));
        assert.equal(props["none"], null);
        assert.ok(!("left" in props));
    });

    it("tells types apart, also by a class that tells of none", async () => {
        const ours = { __pulumiType: APP } as never;
        const byHand = { isInstance: ({ __pulumiType }: { __pulumiType: string }) => __pulumiType === GROUP } as never;
        const args = await argsFor("web", fixture(APP, "web", { a: 1 }), fixture(GROUP, "group"));
        assert.equal(args.isType(ours), true);
        assert.equal(args.isType(byHand), false);
        assert.deepEqual({ ...(args.asType(ours) as unknown as object) }, { a: 1 });
        assert.equal(args.asType(byHand), undefined);
        assert.equal((await argsFor("group", fixture(GROUP, "group"))).isType(byHand), true);
    });

    it("hands over the stack's tags, and no way to change them", async () => {
        const seen: unknown[] = [];
        const policies = [
            onResource(({ stackTags, name }) => void (name === "web" && seen.push([...stackTags]))),
            onStack(({ stackTags }) => {
                seen.push(stackTags.get("team"), "set" in stackTags);
                assert.ok(Object.isFrozen(stackTags));
            }),
        ];
        await analyze(policies, [fixture(APP, "web")], { stackTags: { team: "shop" } });
        assert.deepEqual(seen, [[["team", "shop"]], "shop", false]);
        seen.length = 0;
        await analyze(policies, [fixture(APP, "web")]);
        assert.deepEqual(seen, [[], undefined, false]);
    });
});

describe("the harness on what is not known yet", () => {
    const kinds = ["boolean", "number", "string", "array", "asset", "archive", "object"] as const;
    const called = { array: "Array", object: "Object" } as Record<string, string>;

    for (const kind of kinds) {
        it(`stops a policy that touches a value of kind ${kind}, and says so as advice, and runs the others`, async () => {
            const touches = onResource(({ props }, report) => {
                report("before");
                void (props["spec"] as { size: unknown } | undefined)?.size;
                report("after");
            });
            const analysis = await analyze(
                {
                    name: "mine",
                    version: "1.2.3",
                    enforcementLevel: "mandatory",
                    policies: [touches, { ...touches, name: "two" }],
                },
                [fixture(APP, "web", { spec: { size: unknown(kind) } })],
            );
            const found = analysis.violations.filter(({ name }) => name === "web");
            const message = (policy: string) =>
                `can't run policy '${policy}' from policy pack 'mine@v1.2.3' during preview: ` +
                `${called[kind] ?? kind} value at .spec.size can't be known during preview`;
            assert.deepEqual(
                found.map(({ policy, level, kind: of, message: text }) => [policy, level, of, text]),
                [
                    ["one", "mandatory", "violation", "Each.\nbefore"],
                    ["one", "advisory", "undecided", message("one")],
                    ["two", "mandatory", "violation", "Each.\nbefore"],
                    ["two", "advisory", "undecided", message("two")],
                ],
            );
        });
    }

    it("stops a stack policy as a whole, and tells of it at the stack", async () => {
        const policy = onStack(({ resources }) => resources.forEach(({ props }) => void props["size"]));
        const { violations, rejected } = await analyze([policy], [fixture(APP, "web", { size: unknown() })]);
        assert.deepEqual(violations, [
            {
                policy: "whole",
                urn: "urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack",
                name: "project-stack",
                level: "advisory",
                message:
                    "can't run policy 'whole' from policy pack 'policies@v0.0.0' during preview: string value at .size can't be known during preview",
                kind: "undecided",
            },
        ]);
        assert.equal(rejected, false);
    });

    it("lets a policy pass that does not touch it", async () => {
        const policy = onResource(({ props }) => void props["other"]);
        const { violations } = await analyze([policy], [fixture(APP, "web", { size: unknown("number"), other: 1 })]);
        assert.deepEqual(violations, []);
    });
});

describe("the harness's reports", () => {
    type Full = (report: Record<string, unknown>) => void;

    it("puts the description before a text, and takes a report with fields as the host does", async () => {
        const policy = onResource(({ name }, report) => {
            if (name !== "web") return;
            report("text");
            report("");
            (report as unknown as Full)({ message: "m", name: "other", enforcementLevel: "advisory" });
            (report as unknown as Full)({ description: "d" });
            (report as unknown as Full)({ enforcementLevel: "remediate" });
        });
        const analysis = await analyze({ enforcementLevel: "mandatory", policies: [policy] }, [fixture(APP, "web")]);
        assert.deepEqual(short(analysis), [
            ["one", "web", "mandatory", "Each.\ntext"],
            ["one", "web", "mandatory", "Each."],
            ["other", "web", "advisory", "m"],
            ["one", "web", "mandatory", "d"],
            ["one", "web", "mandatory", "Each."],
        ]);
    });

    it("is of the resource itself for a resource policy, and of a resource of the stack or the root for a stack policy", async () => {
        const [web, group] = [fixture(APP, "web"), fixture(GROUP, "group")];
        const policies = [
            onResource(({ name }, report) => void (name === "web" && report("a", group.urn))),
            onStack((_, report) => {
                report("b", group.urn);
                report("c");
                report("d", "urn:pulumi:stack::project::a:b:C::gone");
            }),
        ];
        const found = (await analyze(policies, [web, group])).violations.map(({ urn, message }) => [urn, message]);
        const root = "urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack";
        assert.deepEqual(found, [
            [web.urn, "Each.\na"],
            [group.urn, "All.\nb"],
            [root, "All.\nc"],
            [root, "All.\nd"],
        ]);
    });

    it("tells which policies do not apply, and why", async () => {
        const typed = Object.assign(onResource(() => assert.fail()).validateResource as object, {
            __pulumiType: GROUP,
        });
        const policies = [
            { name: "typed", description: "", validateResource: typed as never },
            onResource((args) => void (args.name === "web" && args.notApplicable("not today"))),
            onStack((args) => args.notApplicable()),
        ];
        const { notApplicable, violations } = await analyze(policies, [fixture(APP, "web")]);
        const web = `urn:pulumi:stack::project::${APP}::web`;
        assert.deepEqual(
            notApplicable.filter(({ urn }) => urn === web || urn === undefined),
            [
                { policy: "typed", urn: web, reason: `Policy only applies to resources of type '${GROUP}'` },
                { policy: "one", urn: web, reason: "not today" },
                { policy: "whole", reason: "" },
            ],
        );
        assert.deepEqual(violations, []);
    });

    it("waits for policies that take their time", async () => {
        const policy = onStack(async (_, report) => {
            await new Promise((resolve) => setTimeout(resolve, 5));
            report("late");
        });
        assert.deepEqual(short(await analyze([policy], [])), [["whole", "project-stack", "advisory", "All.\nlate"]]);
    });

    it("throws what a policy throws, in the host's words", async () => {
        const broken = new Error("it broke");
        const throws = () => {
            throw broken;
        };
        const expected = (what: string, name: string) => (error: unknown) => {
            assert.ok(error instanceof PolicyFailedError);
            assert.ok(
                error.message.startsWith(
                    `Error ${what} with ${name} from policy pack 'policies@v0.0.0':\nError: it broke`,
                ),
                error.message,
            );
            return true;
        };
        const stack = [fixture(APP, "web")];
        await assert.rejects(analyze([onResource(throws)], stack), expected("validating resource", "policy 'one'"));
        await assert.rejects(analyze([onStack(throws)], stack), expected("validating resource", "policy 'whole'"));
        const remediates = {
            name: "fix",
            description: "",
            enforcementLevel: "remediate",
            remediateResource: throws,
        } as const;
        await assert.rejects(analyze([remediates], stack), expected("remediating resource", "remediation 'fix'"));
    });

    it("refuses levels at which the engine cannot report", async () => {
        const at = (enforcementLevel: string) =>
            onStack((_, report) => (report as unknown as Full)({ enforcementLevel }));
        await assert.rejects(analyze([at("disabled")], []), /whole reports at the level "disabled"/);
        await assert.rejects(analyze([at("fatal")], []), /Unknown enforcement level type 'fatal'/);
    });

    it("keeps the `this` of policies that are objects of a class", async () => {
        class Policy {
            readonly name = "classy";
            readonly description = "It is one.";
            readonly #word = "private";
            validateStack(_: StackValidationArgs, report: (message: string) => void) {
                report(this.#word);
            }
        }
        assert.deepEqual(short(await analyze([new Policy()], [])), [
            ["classy", "project-stack", "advisory", "It is one.\nprivate"],
        ]);
    });

    it("shows resource policies nothing that is only read, and stack policies all", async () => {
        const seen: string[] = [];
        const policies = [
            onResource(({ name }) => void seen.push(`one ${name}`)),
            onStack(({ resources }) => resources.forEach(({ name }) => seen.push(`all ${name}`))),
        ];
        await analyze(policies, [fixture("a:b:C", "read", {}, { read: true, component: true })]);
        assert.deepEqual(seen, ["one project-stack", "all project-stack", "all read"]);
    });
});
