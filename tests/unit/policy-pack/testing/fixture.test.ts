import assert from "node:assert/strict";

import { asset as assets, output } from "@pulumi/pulumi";

import { fixture, fixtures, secret, type TestedResource, TestingError } from "../../../../policy-pack/testing";
import { APP, GROUP } from "./support";

function refuses(make: () => unknown, says: RegExp): void {
    assert.throws(make, (error: unknown) => {
        assert.ok(error instanceof TestingError);
        assert.match(error.message, says);
        return true;
    });
}

describe("the harness's fixtures", () => {
    it("are data: what is none is refused with its path, and is not shown", () => {
        const at = (value: unknown) => () => fixture(APP, "web", { a: [{ b: value }] });
        refuses(
            at(output("hunter2")),
            /^azure-native:app:ContainerApp web\.a\[0\]\.b is an Output: fixtures are plain data/,
        );
        refuses(at(Promise.resolve(1)), /web\.a\[0\]\.b is an Output/);
        refuses(
            at(() => 1),
            /web\.a\[0\]\.b is a function that is no data/,
        );
        refuses(at(1n), /is a bigint/);
        refuses(at(NaN), /is a number that is no data: properties are null, booleans, finite numbers/);
        refuses(at(new Map()), /is an object that is no data/);
        refuses(at(new assets.FileAsset("a")), /is one of Pulumi's assets: give asset\(\{ path \}\)/);
        refuses(at(new assets.FileArchive("a")), /is one of Pulumi's assets/);
        refuses(at(secret(() => 1)), /web\.a\[0\]\.b\.value is a function/);
        refuses(
            () => fixture(APP, "web", {}, { outputs: { c: Symbol("s") } }),
            /ContainerApp web, outputs\.c is a symbol/,
        );
    });

    it("take all that is data, and leave out what is undefined", () => {
        const data = {
            a: null,
            b: [1, "x", true, { c: -1.5 }],
            d: Object.assign(Object.create(null) as object, { e: 1 }),
        };
        const { inputs } = fixture(APP, "web", { ...data, f: undefined, g: [undefined] });
        assert.equal(JSON.stringify(inputs), '{"a":null,"b":[1,"x",true,{"c":-1.5}],"d":{"e":1},"g":[null]}');
    });

    it("have a type and a name", () => {
        refuses(() => fixture("ContainerApp", "web"), /^fixture's type is "ContainerApp": give a type token/);
        refuses(() => fixture(undefined as never, "web"), /^fixture's type is nothing/);
        refuses(() => fixture(APP, ""), /^fixture's name is empty/);
        refuses(() => fixture(APP, 1 as never), /^fixture's name is a number/);
        assert.equal(fixture("pulumi:providers:a", "a").type, "pulumi:providers:a");
    });

    it("become a stack, with its root and the default providers first", () => {
        const stack = fixtures(
            fixture(APP, "web"),
            fixture(GROUP, "group"),
            fixture("kubernetes:core/v1:Service", "web"),
        );
        assert.deepEqual(
            stack.resources.map(({ urn }) => urn.replace("urn:pulumi:stack::project::", "")),
            [
                "pulumi:pulumi:Stack::project-stack",
                "pulumi:providers:azure-native::default",
                "pulumi:providers:kubernetes::default",
                `${APP}::web`,
                `${GROUP}::group`,
                "kubernetes:core/v1:Service::web",
            ],
        );
        assert.deepEqual([stack.project, stack.stack, stack.deployed], ["project", "stack", false]);
    });

    it("may bring their own root and default provider, and have a project and a stack", () => {
        const place = { project: "shop", stack: "prod" };
        const root = fixture(
            "pulumi:pulumi:Stack",
            "shop-prod",
            {},
            { ...place, component: true, outputs: { url: "u" } },
        );
        const provider = fixture("pulumi:providers:azure-native", "default", { location: "w" }, place);
        const web = fixture(APP, "web", {}, place);
        const { resources, project, stack } = fixtures(web, root, provider);
        assert.deepEqual(resources, [web, root, provider]);
        assert.deepEqual([project, stack], ["shop", "prod"]);
        assert.equal(root.parent, undefined);
        assert.equal(web.urn, `urn:pulumi:prod::shop::${APP}::web`);
        assert.equal(web.parent, root.urn);
        assert.equal(web.provider, provider.urn);
    });

    it("are each of their own, of one stack, and name nothing that is not there", () => {
        refuses(
            () => fixtures(fixture(APP, "web"), fixture(APP, "web")),
            /^Two fixtures are .*ContainerApp web: give each/,
        );
        const elsewhere = fixture(APP, "api", {}, { stack: "prod" });
        refuses(
            () => fixtures(fixture(APP, "web"), elsewhere),
            /of 2 stacks \(urn:pulumi:stack::project, urn:pulumi:prod::project\)/,
        );
        const gone: TestedResource = fixture(GROUP, "gone");
        const missing = (options: object) => () => fixtures(fixture(APP, "web", {}, options));
        refuses(missing({ parent: gone }), /^The parent of fixture .*ContainerApp web is .*::gone, which is not among/);
        refuses(missing({ provider: gone.urn }), /^The provider of fixture/);
        refuses(missing({ dependsOn: [gone] }), /^The dependency of fixture/);
        refuses(missing({ propertyDependencies: { a: [gone] } }), /^The dependency of fixture/);
    });

    it("count a dependency once", () => {
        const group = fixture(GROUP, "group");
        const web = fixture(
            APP,
            "web",
            {},
            { dependsOn: [group], propertyDependencies: { a: [group], b: [group.urn] } },
        );
        assert.deepEqual(web.dependencies, [group.urn]);
        assert.deepEqual(web.propertyDependencies, { a: [group.urn], b: [group.urn] });
    });
});
