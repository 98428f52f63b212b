import assert from "node:assert/strict";

import { levelsByUrn } from "../../../../cli/map/verdict";
import { entry, mapOf, service } from "../../../support/map/shop";

/** An Ingress that keeps nobody. */
function plainIngress(name: string) {
    return entry("kubernetes:networking.k8s.io/v1:Ingress", name, {
        metadata: { name, namespace: "shop" },
        spec: {
            ingressClassName: "nginx",
            rules: [{ host: `${name}.example.com`, http: { paths: [{ path: "/", backend: { service: { name } } }] } }],
        },
    });
}

describe("the verdict on a hop", () => {
    it("goes by the worst of a resource's findings, in whatever order they come", () => {
        const worse = { urn: "a", level: "mandatory" } as const;
        const better = { urn: "a", level: "advisory" } as const;
        for (const order of [
            [worse, better],
            [better, worse],
            [better, worse, better],
        ]) {
            assert.deepEqual([...levelsByUrn(order)], [["a", "mandatory"]]);
        }
    });

    it("is, on a route that keeps nobody, a matter of the Services behind it and of no other", () => {
        const annotations = { "session-affinity-stateless": "it only shows pictures" };
        const shared = service("pictures", "shop").map((one) => {
            const { metadata, ...more } = one.inputs as { metadata: object };
            const properties = { ...more, metadata: { ...metadata, annotations } };
            return { ...one, inputs: properties, outputs: properties };
        });
        const { groups } = mapOf([
            ...service("cart", "shop"),
            plainIngress("cart"),
            ...shared,
            plainIngress("pictures"),
        ]);
        const verdicts = groups
            .flatMap(({ nodes }) => nodes)
            .flatMap((node) => (node.kind === "hop" ? [[node.hop.platform, node.hop.name, node.hop.verdict]] : []));
        assert.deepEqual(verdicts.sort(), [
            ["Kubernetes Service", "cart", "rejected"],
            ["Kubernetes Service", "pictures", "stateless"],
            ["Kubernetes route", "cart", "not sticky"],
            ["Kubernetes route", "pictures", "nothing to keep"],
        ]);
    });
});
