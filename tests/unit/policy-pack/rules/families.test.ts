import assert from "node:assert/strict";

import { rules } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { runExample } from "../run-example";
import { resource, TODAY, urnOf } from "../stacks";

/** Other spellings of a resource's type, as other SDKs and objects of other makes have it. */
const SPELLINGS: Record<string, (type: string) => string> = {
    "as azure-native 2 writes a version": (type) =>
        type.replace(/^azure-native:(\w+):/, "azure-native:$1/v20250301preview:"),
    "as a parameterised package writes it": (type) =>
        type.replace(/^azure-native:(\w+):/, "azure-native_$1_v20250301preview:$1:"),
    "as a custom resource of Kubernetes": (type) => type.replace(/^kubernetes:core\/v1:/, "kubernetes:v1:"),
    "at another version of Kubernetes": (type) =>
        type.replace(/^kubernetes:(apps|autoscaling|networking\.k8s\.io)\/v\d+:/, "kubernetes:$1/v1beta1:"),
};

/** What resources can be inside of. */
const PARENTS = {
    "a component": "shop:index:Shop",
    "a ConfigGroup": "kubernetes:yaml/v2:ConfigGroup",
    "an older ConfigGroup": "kubernetes:yaml:ConfigGroup",
    "a Chart": "kubernetes:helm.sh/v4:Chart",
    "an older Chart": "kubernetes:helm.sh/v3:Chart",
    "a Directory of kustomize": "kubernetes:kustomize/v2:Directory",
};

/** A stack, changed, and what its new URNs were before. */
interface Changed {
    readonly stack: readonly StackResource[];
    readonly before: ReadonlyMap<string, string>;
}

function changed(stack: readonly StackResource[], change: (one: StackResource) => StackResource): Changed {
    const pairs = stack.map((one) => [one, change(one)] as const);
    const urns = new Map(pairs.map(([old, now]) => [old.urn, now.urn]));
    const renamed = pairs.map(([, now]) => ({
        ...now,
        propertyDependencies: Object.fromEntries(
            Object.entries(now.propertyDependencies).map(([key, made]) => [
                key,
                made.map((urn) => urns.get(urn) ?? urn),
            ]),
        ),
    }));
    return { stack: renamed, before: new Map([...urns].map(([old, now]) => [now, old])) };
}

function respelled(stack: readonly StackResource[], spelling: (type: string) => string): Changed {
    return changed(stack, (one) => {
        const type = spelling(one.type);
        return { ...one, type, urn: urnOf(type, one.name) };
    });
}

function within(stack: readonly StackResource[], parent: string): Changed {
    const owner = resource(parent, "owner", {});
    const moved = changed(stack, (one) => ({
        ...one,
        parent: owner.urn,
        urn: urnOf(`${parent}$${one.type}`, one.name),
    }));
    return { ...moved, stack: [...moved.stack, owner] };
}

for (const rule of rules) {
    describe(`${rule.name}, whatever its resources are written as`, () => {
        const find = (stack: readonly StackResource[]) => rule.evaluate(readTopology(stack), DEFAULT_CONFIG, TODAY);

        let [fails, passes]: readonly StackResource[][] = [];

        before(async () => {
            [fails, passes] = [await runExample(rule.name, "fails"), await runExample(rule.name, "passes")];
        });

        function check(change: (stack: readonly StackResource[]) => Changed): number {
            const stack = fails ?? [];
            const { stack: other, before: old } = change(stack);
            const found = find(other).map((one) => ({ ...one, urn: old.get(one.urn) ?? one.urn }));
            assert.deepEqual(found, find(stack));
            assert.equal(found.length, 1);
            assert.deepEqual(find(change(passes ?? []).stack), []);
            return other.filter(({ type }, at) => type !== stack[at]?.type).length;
        }

        it("finds the same in other spellings of their types", () => {
            let respelt = 0;
            for (const spelling of Object.values(SPELLINGS)) respelt += check((stack) => respelled(stack, spelling));
            assert.ok(respelt > 0);
        });

        it("finds the same inside of others", () => {
            for (const parent of Object.values(PARENTS)) check((stack) => within(stack, parent));
        });
    });
}

describe("a Helm release, whose objects are not in the stack", () => {
    it("is nothing that a rule speaks of", () => {
        const values = {
            replicaCount: 5,
            autoscaling: { enabled: true, maxReplicas: 9 },
            service: { type: "LoadBalancer" },
        };
        const release = resource("kubernetes:helm.sh/v3:Release", "shop", { chart: "shop", values });
        const topology = readTopology([release]);
        for (const rule of rules) assert.deepEqual(rule.evaluate(topology, DEFAULT_CONFIG, TODAY), []);
    });
});
