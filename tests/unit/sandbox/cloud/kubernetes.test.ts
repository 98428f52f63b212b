import * as assert from "node:assert/strict";
import { Cloud, isUnknown, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import { DEPLOYMENT, SERVICE, deployment, refused, text } from "./support";

const service = (spec: Properties, metadata: Properties = {}): Properties => ({
    metadata: { name: "web", ...metadata },
    spec: { ports: [{ port: 80 }], ...spec },
});

describe("cloud: Kubernetes objects", () => {
    it("names an object after the program's name and eight more, and marks it", () => {
        const cloud = Cloud.inMemory();
        const { inputs } = cloud.check(DEPLOYMENT, "cart", { spec: { selector: {}, template: {} } });
        const metadata = inputs["metadata"] as { name: string; annotations: Properties };
        assert.match(metadata.name, /^cart-[0-9a-f]{8}$/);
        assert.deepEqual(metadata.annotations, { "pulumi.com/autonamed": "true" });
        const again = cloud.check(DEPLOYMENT, "cart", { spec: {} }, { previousInputs: inputs });
        assert.equal((again.inputs["metadata"] as Properties)["name"], metadata.name);
    });

    it("makes its id of namespace and name", () => {
        const cloud = Cloud.inMemory();
        cloud.create("kubernetes:core/v1:Namespace", { metadata: { name: "shop" } });
        assert.equal(cloud.create(DEPLOYMENT, deployment("cart")).id, "default/cart");
        const inShop = { ...deployment("cart"), metadata: { name: "cart", namespace: "shop" } };
        assert.equal(cloud.create(DEPLOYMENT, inShop).id, "shop/cart");
        assert.equal(cloud.create(SERVICE, service({}, { name: "cart" })).id, "default/cart");
    });

    it("needs the namespace, takes objects with it, and refuses what exists", () => {
        const cloud = Cloud.inMemory();
        const inShop = service({}, { namespace: "shop" });
        refused(() => cloud.create(SERVICE, inShop), /^namespaces "shop" not found$/);
        const { id } = cloud.create("kubernetes:core/v1:Namespace", { metadata: { name: "shop" } });
        cloud.create(SERVICE, inShop);
        refused(() => cloud.create(SERVICE, inShop), /^services "web" already exists$/);
        cloud.delete("kubernetes:core/v1:Namespace", id);
        assert.deepEqual(cloud.list(), []);
    });

    it("gives a Deployment one replica, and refuses a selector that misses its own pods", () => {
        const cloud = Cloud.inMemory();
        assert.equal((cloud.create(DEPLOYMENT, deployment("a")).outputs["spec"] as Properties)["replicas"], 1);
        const wrong = deployment("b");
        (wrong["spec"] as Properties)["selector"] = { matchLabels: { app: "other" } };
        refused(
            () => cloud.create(DEPLOYMENT, wrong),
            /^Deployment\.apps "b" is invalid: spec\.template\.metadata\.labels: .*`selector` does not match/,
        );
    });

    it("replaces a Deployment on a new selector", () => {
        const { replaces } = Cloud.inMemory().diff(DEPLOYMENT, deployment("a"), deployment("a", { app: "b" }));
        assert.deepEqual(replaces, ["spec.selector.matchLabels.app"]);
    });

    it("wants maxReplicas of an autoscaler, before anything is sent", () => {
        for (const version of ["v1", "v2"]) {
            const token = `kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`;
            const { failures } = Cloud.inMemory().check(token, "a", { spec: { scaleTargetRef: {} } });
            assert.deepEqual(
                failures.map(({ property }) => property),
                ["spec.maxReplicas"],
            );
        }
    });

    it("stores a custom resource as given", () => {
        const cloud = Cloud.inMemory();
        const token = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
        const route = { metadata: { name: "route" }, spec: { rules: [{ anything: true }] } };
        assert.equal(cloud.check(token, "route", route).warning, undefined);
        assert.deepEqual(cloud.create(token, route).outputs["spec"], route.spec);
    });

    it("merges a patch into the object, and takes it out again", () => {
        const cloud = Cloud.inMemory();
        const patch = { metadata: { name: "web" }, spec: { sessionAffinity: "ClientIP" } };
        const affinity = () => (cloud.read(SERVICE, "default/web")?.outputs["spec"] as Properties)["sessionAffinity"];
        refused(() => cloud.create("kubernetes:core/v1:ServicePatch", patch), /^services "web" not found$/);
        cloud.create(SERVICE, service({}));
        const { id } = cloud.create("kubernetes:core/v1:ServicePatch", patch);
        assert.equal(affinity(), "ClientIP");
        cloud.delete("kubernetes:core/v1:ServicePatch", id);
        assert.equal(affinity(), "None");
    });
});

describe("cloud: Kubernetes Services", () => {
    const spec = (given: Properties) => Cloud.inMemory().create(SERVICE, service(given)).outputs["spec"] as Properties;
    const withTimeout = (timeoutSeconds: number) => ({ sessionAffinityConfig: { clientIP: { timeoutSeconds } } });

    for (const wrong of ["clientip", "Cookie", "none"]) {
        it(`refuses the affinity ${wrong}, in a preview too`, () => {
            const message = new RegExp(
                `^Service "web" is invalid: spec\\.sessionAffinity: Unsupported value: "${wrong}": supported values: "ClientIP", "None"$`,
            );
            refused(() => Cloud.inMemory().create(SERVICE, service({ sessionAffinity: wrong })), message);
            refused(() => Cloud.inMemory().preview(SERVICE, service({ sessionAffinity: wrong })), message);
        });
    }

    it("throws a timeout without ClientIP away", () => {
        assert.equal(spec(withTimeout(0))["sessionAffinityConfig"], undefined);
        assert.equal(spec(withTimeout(60))["sessionAffinity"], "None");
    });

    it("fills in a timeout of three hours", () => {
        assert.deepEqual(spec({ sessionAffinity: "ClientIP" })["sessionAffinityConfig"], {
            clientIP: { timeoutSeconds: 10800 },
        });
    });

    for (const timeout of [0, -1, 86401]) {
        it(`refuses a timeout of ${timeout}`, () => {
            refused(
                () => spec({ sessionAffinity: "ClientIP", ...withTimeout(timeout) }),
                /timeoutSeconds: Invalid value/,
            );
        });
    }

    for (const timeout of [1, 86400]) {
        it(`takes a timeout of ${timeout}`, () => {
            assert.deepEqual(
                spec({ sessionAffinity: "ClientIP", ...withTimeout(timeout) })["sessionAffinityConfig"],
                withTimeout(timeout).sessionAffinityConfig,
            );
        });
    }

    it("gives every Service an address of its own, that stays", () => {
        const cloud = Cloud.inMemory();
        const address = (outputs: Properties) => text((outputs["spec"] as Properties)["clusterIP"]);
        const created = Array.from({ length: 1000 }, (_, i) => cloud.create(SERVICE, service({}, { name: `s${i}` })));
        assert.equal(new Set(created.map(({ outputs }) => address(outputs))).size, 1000);
        assert.match(address(created[0]?.outputs ?? {}), /^10\.0\.\d+\.\d+$/);
        const updated = cloud.update(SERVICE, "default/s0", service({ sessionAffinity: "ClientIP" }, { name: "s0" }));
        assert.equal(address(updated.outputs), address(created[0]?.outputs ?? {}));
    });

    it("gives a load balancer an address: a private one where asked", () => {
        const ingress = (annotations: Properties) => {
            const { outputs } = Cloud.inMemory().create(SERVICE, service({ type: "LoadBalancer" }, { annotations }));
            return (
                (outputs["status"] as { loadBalancer: { ingress: { ip: string }[] } }).loadBalancer.ingress[0]?.ip ?? ""
            );
        };
        assert.match(ingress({}), /^203\.0\.113\./);
        assert.match(ingress({ "service.beta.kubernetes.io/azure-load-balancer-internal": "true" }), /^10\./);
    });

    it("refuses a headless load balancer, node ports out of range, unknown types and names", () => {
        refused(
            () => spec({ type: "LoadBalancer", clusterIP: "None" }),
            /may not be set to 'None' for LoadBalancer services/,
        );
        refused(
            () => spec({ type: "NodePort", ports: [{ port: 80, nodePort: 80 }] }),
            /spec\.ports\[0\]\.nodePort: .*30000-32767/,
        );
        refused(() => spec({ type: "Loadbalancer" }), /spec\.type: Unsupported value/);
        refused(() => Cloud.inMemory().create(SERVICE, service({}, { name: "1web" })), /DNS-1035 label/);
    });

    it("tells in a preview what the API server fills in by rule, and not what it assigns", () => {
        const preview = Cloud.inMemory().preview(
            SERVICE,
            service({ sessionAffinityConfig: { clientIP: { timeoutSeconds: 9 } } }),
        );
        const spec = preview["spec"] as Properties;
        assert.equal(spec["type"], "ClusterIP");
        assert.equal(spec["sessionAffinity"], "None");
        assert.equal("sessionAffinityConfig" in spec, false);
        assert.equal((preview["metadata"] as Properties)["namespace"], "default");
        assert.ok(isUnknown(spec["clusterIP"]));
        assert.ok(isUnknown(preview["status"]));

        const kept = Cloud.inMemory().preview(SERVICE, service({ sessionAffinity: UNKNOWN }))["spec"] as Properties;
        assert.ok(isUnknown(kept["sessionAffinity"]));
    });

    it("judges nothing in a preview while a value is unknown", () => {
        Cloud.inMemory().preview(SERVICE, service({ sessionAffinity: "wrong", selector: UNKNOWN }));
    });
});
