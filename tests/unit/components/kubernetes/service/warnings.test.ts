import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type StickyServiceArgs } from "../../../../../components/kubernetes";
import { run } from "../../../support/program";
import { warningsOf } from "../../../support/warnings";
import { make, minimal, podSpec } from "./support";

const warned = async (args: StickyServiceArgs) =>
    (await warningsOf(() => run(() => make("web", { ...minimal(), ...args })))).warnings;
const none = { sessionAffinity: "None" } as const;
const windows = { ...podSpec, nodeSelector: { "kubernetes.io/os": "windows" } };
const AWS = "service.beta.kubernetes.io/aws-load-balancer-type";

describe("StickyService warns", () => {
    const twoPorts = async (args: StickyServiceArgs) => {
        const ports = [
            { name: "a", port: 1 },
            { name: "b", port: 2 },
        ];
        return (await warningsOf(() => run(() => make("web", { podSpec, ports, ...args })))).warnings;
    };

    /** Asserts one warning, that of the component. */
    const only = (warnings: string[], says: RegExp) => {
        assert.equal(warnings.length, 1, warnings.join("\n"));
        assert.match(warnings[0] ?? "", /StickyService web: /);
        assert.match(warnings[0] ?? "", says);
    };

    it("of nothing by itself", async () => {
        assert.deepEqual(await warned({}), []);
        assert.deepEqual(await warned({ type: "LoadBalancer", annotations: { "example.com/owner": "shop" } }), []);
        assert.deepEqual(await warned({ podSpec: { ...podSpec, os: { name: "linux" } } }), []);
    });

    it("of ports that keep clients apart", async () => {
        only(await twoPorts({}), /each of its 2 ports keeps clients by itself/);
        assert.deepEqual(await twoPorts(none), []);
    });

    it("of Windows nodes", async () => {
        const says = /Windows nodes, whose kube-proxy does not support timeoutSeconds/;
        only(await warned({ podSpec: windows }), says);
        only(await warned({ podSpec: { ...podSpec, os: { name: "windows" } } }), says);
        only(
            await warned({ podSpec: pulumi.output(windows), sessionAffinity: pulumi.output("ClientIP" as const) }),
            says,
        );
        assert.deepEqual(await warned({ podSpec: windows, ...none }), []);
    });

    it("of load balancers of AWS", async () => {
        const annotations = { "example.com/owner": "shop", [AWS]: "nlb" };
        only(await warned({ type: "LoadBalancer", annotations }), new RegExp(`${AWS} is for a load balancer of AWS`));
        assert.deepEqual(await warned({ type: "NodePort", annotations }), []);
        assert.deepEqual(await warned({ type: "LoadBalancer", annotations, ...none }), []);
    });

    it("of pods that cannot say whether they are ready, sticky or not", async () => {
        const unprobed = { containers: [{ name: "a" }, { name: "b" }] };
        const says = /no container of its pods has a readiness probe/;
        only(await warned({ podSpec: unprobed }), says);
        only(await warned({ podSpec: unprobed, ...none }), says);
        assert.deepEqual(await warned({ podSpec: unprobed, readiness: {} }), []);
        const second = { containers: [{ name: "a" }, ...podSpec.containers] };
        assert.deepEqual(await warned({ podSpec: second }), []);
    });

    it("of no pods of another workload", async () => {
        const { warnings } = await warningsOf(() => run(() => make("web", { podLabels: { app: "cart" }, port: 80 })));
        assert.deepEqual(warnings, []);
    });
});
