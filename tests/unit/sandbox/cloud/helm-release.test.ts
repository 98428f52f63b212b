import * as assert from "node:assert/strict";

import { Cloud, type Properties } from "../../../../sandbox/cloud";
import { refused, text } from "./support";

const RELEASE = "kubernetes:helm.sh/v3:Release";

const release = (more: Properties = {}) => ({ name: "cilium", namespace: "kube-system", chart: "cilium", ...more });
const create = (more: Properties = {}) => Cloud.inMemory().create(RELEASE, release(more));

describe("cloud: Helm releases", () => {
    it("are deployed where they are asked for, with their chart and its version", () => {
        const { id, outputs } = create({ version: "1.18.2", values: { ipam: { mode: "kubernetes" } } });
        assert.equal(id, "kube-system/cilium");
        assert.deepEqual(outputs["status"], {
            name: "cilium",
            namespace: "kube-system",
            revision: 1,
            status: "deployed",
            chart: "cilium",
            version: "1.18.2",
        });
        assert.deepEqual(outputs["values"], { ipam: { mode: "kubernetes" } });
    });

    it("are given a name where they have none", () => {
        const { inputs } = Cloud.inMemory().check(RELEASE, "proxy", { chart: "cilium" });
        assert.match(text(inputs["name"]), /^proxy-[0-9a-f]{8}$/);
    });

    it("are refused with a name that Helm does not take", () => {
        create({ name: "a.b-c" });
        create({ name: "a".repeat(53) });
        for (const name of ["Cilium", "cilium_1", "-cilium", "a".repeat(54)]) {
            refused(() => create({ name }), new RegExp(`^invalid release name, must match regex .* 53: "${name}"$`));
        }
    });

    it("are refused in a namespace that is not there, unless they make it, and under a name that is taken", () => {
        refused(() => create({ namespace: "net" }), /namespaces "net" not found/);
        create({ namespace: "net", createNamespace: true });
        const cloud = Cloud.inMemory();
        cloud.create(RELEASE, release());
        refused(() => cloud.create(RELEASE, release()), /cannot re-use a name that is still in use/);
    });
});
