import assert from "node:assert/strict";

import { fromState, nameOf } from "../../../../policy-pack/topology";
import { refersTo } from "../../../../policy-pack/topology/references";
import { type ParsedResource, ResourceIndex } from "../../../../policy-pack/topology/resource";
import { resource, urnOf } from "../stacks";

describe("a stack's resources", () => {
    const urn = urnOf("kubernetes:core/v1:Service", "web");

    it("are read off a stack export: outputs over inputs, names, ids and parents", () => {
        const [read] = fromState([
            {
                urn,
                type: "kubernetes:core/v1:Service",
                id: "shop/web",
                parent: "urn:parent",
                provider: "urn:pulumi:test::shop::pulumi:providers:kubernetes::cluster::0b5cb2a0",
                inputs: { spec: { a: 1 }, only: "input" },
                outputs: { spec: { a: 2 }, status: {} },
                propertyDependencies: { spec: ["urn:other"], metadata: null },
            },
        ]);
        assert.deepEqual(read, {
            urn,
            type: "kubernetes:core/v1:Service",
            name: "web",
            id: "shop/web",
            parent: "urn:parent",
            provider: "urn:pulumi:test::shop::pulumi:providers:kubernetes::cluster",
            properties: { spec: { a: 2 }, only: "input", status: {} },
            inputs: { spec: { a: 1 }, only: "input" },
            propertyDependencies: { spec: ["urn:other"], metadata: [] },
        });
    });

    it("do not hold what is about to be deleted", () => {
        const entry = { urn, type: "kubernetes:core/v1:Service" };
        assert.deepEqual(fromState([{ ...entry, delete: true }]), []);
        assert.equal(fromState([{ ...entry, delete: false }]).length, 1);
    });

    it("are complete where an entry leaves parts out", () => {
        for (const nothing of [undefined, null, "text", []]) {
            assert.deepEqual(
                fromState([{ urn, type: "a:b:C", inputs: nothing, outputs: nothing, propertyDependencies: null }]),
                [{ urn, type: "a:b:C", name: "web", properties: {}, propertyDependencies: {} }],
            );
        }
    });

    it("are named by what stands behind the last colons of the URN", () => {
        assert.equal(nameOf("urn:pulumi:s::p::a:b:C$d:e:F::my::name"), "name");
        assert.equal(nameOf(urn), "web");
    });

    it("are found by kind in every spelling, and by URN, in the order of URNs", () => {
        const types = ["kubernetes:core/v1:Service", "kubernetes:v1:Service", "kubernetes:core/v1:ServicePatch"];
        const stack = new ResourceIndex(
            [...types, "garbage", "kubernetes:apps/v1:Deployment"].reverse().map((type) => resource(type, "web", {})),
        );
        const urns = (resources: Iterable<ParsedResource>) => [...resources].map((one) => one.urn);
        assert.deepEqual(
            urns(stack.ofKind("kubernetes", "core", "Service")),
            types.map((type) => urnOf(type, "web")).sort(),
        );
        assert.deepEqual(stack.ofKind("kubernetes", "apps", "Service"), []);
        assert.equal(stack.get(urn)?.name, "web");
        assert.equal(stack.get(urnOf("garbage", "web")), undefined);
        assert.deepEqual(urns(stack.all()), [...urns(stack.all())].sort());
        assert.equal(urns(stack.all()).length, 4);
    });

    describe("refer to each other", () => {
        const [target] = new ResourceIndex([resource("a:b:Target", "t", {}, { id: "/Subscriptions/1/x" })]).all();
        const from = (properties: Record<string, unknown>, dependencies: Record<string, string[]> = {}) =>
            ({ ...resource("a:b:From", "f", properties, { propertyDependencies: dependencies }) }) as ParsedResource;
        assert.ok(target);

        it("by a dependency of the property", () => {
            assert.ok(refersTo(from({}, { pool: [target.urn] }), "pool", target));
            assert.ok(!refersTo(from({}, { url: [target.urn] }), "pool", target));
            assert.ok(!refersTo(from({}, { pool: ["urn:other"] }), "pool", target));
        });

        it("by the id, anywhere in the property and whatever its case", () => {
            assert.ok(refersTo(from({ pool: { services: [{ id: "/subscriptions/1/X" }] } }), "pool", target));
            assert.ok(!refersTo(from({ pool: { services: [{ id: "/subscriptions/1/x/y" }] } }), "pool", target));
            assert.ok(!refersTo(from({ url: "/subscriptions/1/x" }), "pool", target));
        });

        it("not by an id that is not known", () => {
            const [unnamed] = new ResourceIndex([resource("a:b:Target", "t", {})]).all();
            assert.ok(unnamed);
            assert.ok(!refersTo(from({ pool: { id: undefined } }), "pool", unnamed));
        });
    });
});
