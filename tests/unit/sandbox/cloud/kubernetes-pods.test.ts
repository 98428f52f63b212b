import * as assert from "node:assert/strict";
import { Cloud, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import { DEPLOYMENT, SERVICE, deployment, refused } from "./support";

const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";

/** A workload with more in its spec. */
function workload(spec: Properties, podSpec: Properties = {}): Properties {
    const made = deployment("web") as { metadata: Properties; spec: { template: Properties } & Properties };
    return { ...made, spec: { ...made.spec, ...spec, template: { ...made.spec.template, spec: podSpec } } };
}
const create = (token: string, inputs: Properties) => Cloud.inMemory().create(token, inputs);
const sleeping = (seconds: number | string, more: Properties = {}): Properties => ({
    containers: [{ name: "api", lifecycle: { preStop: { sleep: { seconds } } } }],
    ...more,
});

describe("cloud: hooks of containers", () => {
    const tokens = ["Deployment", "StatefulSet", "ReplicaSet", "DaemonSet"].map((kind) => `kubernetes:apps/v1:${kind}`);
    for (const token of [...tokens, "kubernetes:batch/v1:Job"]) {
        it(`have to be over before a pod of ${token} is killed`, () => {
            create(token, workload({}, sleeping(30)));
            create(token, workload({}, sleeping(0)));
            create(token, workload({}, sleeping(40, { terminationGracePeriodSeconds: 40 })));
            const at = "spec\\.template\\.spec\\.containers\\[0\\]\\.lifecycle\\.preStop\\.sleep";
            const rule = "must be non-negative and less than terminationGracePeriodSeconds";
            refused(
                () => create(token, workload({}, sleeping(31))),
                new RegExp(`"web" is invalid: ${at}: Invalid value: 31: ${rule} \\(30\\)$`),
            );
            refused(
                () => create(token, workload({}, sleeping(41, { terminationGracePeriodSeconds: 40 }))),
                new RegExp(`Invalid value: 41: ${rule} \\(40\\)$`),
            );
            refused(() => create(token, workload({}, sleeping(-1))), /Invalid value: -1: must be non-negative/);
        });
    }

    it("have to be over in a Pod too", () => {
        const pod = { metadata: { name: "web" }, spec: sleeping(31) };
        refused(() => create("kubernetes:core/v1:Pod", pod), /: spec\.containers\[0\]\.lifecycle\.preStop\.sleep: /);
    });

    it("are checked in every container, at its start and its end", () => {
        const hook = { sleep: { seconds: 31 } };
        const second: Properties = { containers: [{ name: "a" }, { name: "b", lifecycle: { postStart: hook } }] };
        refused(() => create(DEPLOYMENT, workload({}, second)), /\.containers\[1\]\.lifecycle\.postStart\.sleep: /);
        const first = { initContainers: [{ name: "a", lifecycle: { preStop: hook } }] };
        refused(() => create(DEPLOYMENT, workload({}, first)), /\.initContainers\[0\]\.lifecycle\.preStop\.sleep: /);
    });

    it("have one handler", () => {
        const hooked = (preStop: Properties) => workload({}, { containers: [{ name: "a", lifecycle: { preStop } }] });
        refused(() => create(DEPLOYMENT, hooked({})), /preStop: Required value: must specify a handler type$/);
        const both = { sleep: { seconds: 1 }, exec: { command: ["true"] } };
        refused(
            () => create(DEPLOYMENT, hooked(both)),
            /preStop\.sleep: Forbidden: may not specify more than 1 handler/,
        );
        create(DEPLOYMENT, hooked({ exec: { command: ["true"] } }));
    });

    it("are not judged in a preview by what is not known yet", () => {
        const preview = (podSpec: Properties) => Cloud.inMemory().preview(DEPLOYMENT, workload({}, podSpec));
        preview(sleeping(UNKNOWN));
        preview(sleeping(31, { terminationGracePeriodSeconds: UNKNOWN }));
        preview({ containers: [{ name: "a", lifecycle: { preStop: UNKNOWN } }] });
    });
});

describe("cloud: rollouts of a Deployment", () => {
    const rolling = (rollingUpdate: Properties) =>
        create(DEPLOYMENT, workload({ strategy: { type: "RollingUpdate", rollingUpdate } }));

    it("may keep all pods, and then add some", () => {
        rolling({ maxUnavailable: 0 });
        rolling({ maxUnavailable: "0%", maxSurge: "150%" });
        rolling({ maxUnavailable: 1, maxSurge: 0 });
    });

    const faults: [about: string, rollingUpdate: Properties, message: RegExp][] = [
        [
            "neither",
            { maxUnavailable: 0, maxSurge: "0%" },
            /maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge`/,
        ],
        ["less than none", { maxSurge: -1 }, /maxSurge: Invalid value: -1/],
        ["more than all", { maxUnavailable: "101%" }, /maxUnavailable: Invalid value: "101%": must not be greater/],
        ["some", { maxUnavailable: "some" }, /maxUnavailable: Invalid value: "some": a valid percent string/],
    ];
    for (const [about, rollingUpdate, message] of faults) {
        it(`are refused that may spare ${about}`, () => refused(() => rolling(rollingUpdate), message));
    }
});

describe("cloud: StatefulSets", () => {
    it("need no Service to be made, and are replaced for another one", () => {
        create(STATEFUL_SET, workload({}));
        create(STATEFUL_SET, workload({ serviceName: "not-there" }));
        const { replaces } = Cloud.inMemory().diff(
            STATEFUL_SET,
            workload({ serviceName: "one" }),
            workload({ serviceName: "other" }),
        );
        assert.deepEqual(replaces, ["spec.serviceName"]);
    });

    it("run one pod by default", () =>
        assert.equal((create(STATEFUL_SET, workload({})).outputs["spec"] as Properties)["replicas"], 1));
});

describe("cloud: ports of Services", () => {
    const service = (spec: Properties) => create(SERVICE, { metadata: { name: "web" }, spec });
    const ports = (...list: Properties[]) => service({ ports: list });

    it("may be several, by names or by protocols", () => {
        ports({ name: "http", port: 80 }, { name: "dns", port: 53 }, { name: "dns-udp", port: 53, protocol: "UDP" });
        ports({ port: 80, targetPort: "http" });
    });

    for (const nodePort of [0, 30000, 32767]) {
        it(`may be opened on the nodes at ${nodePort}`, () => {
            service({ type: "NodePort", ports: [{ port: 80, nodePort }] });
        });
    }

    it("are not judged in a preview by what is not known yet", () => {
        const unknown = [
            { name: UNKNOWN, port: UNKNOWN },
            { name: "b", port: UNKNOWN },
        ];
        Cloud.inMemory().preview(SERVICE, { metadata: { name: "web" }, spec: { ports: unknown } });
    });

    const faults: [about: string, ports: Properties[], message: RegExp][] = [
        ["several without a name", [{ name: "a", port: 80 }, { port: 81 }], /spec\.ports\[1\]\.name: Required value$/],
        [
            "one name twice",
            [
                { name: "a", port: 80 },
                { name: "a", port: 81 },
            ],
            /spec\.ports\[1\]\.name: Duplicate value: "a"$/,
        ],
        [
            "one port twice",
            [
                { name: "a", port: 80 },
                { name: "b", port: 80, protocol: "TCP" },
            ],
            /spec\.ports\[1\]: Duplicate value: \{"protocol":"TCP","port":80\}$/,
        ],
        ...[29999, 32768].map((nodePort): (typeof faults)[number] => [
            `node port ${nodePort}`,
            [{ port: 80, nodePort }],
            /spec\.ports\[0\]\.nodePort: .*30000-32767$/,
        ]),
        ["a name in capitals", [{ name: "Http", port: 80 }], /spec\.ports\[0\]\.name: Invalid value: "Http"/],
        ["port 0", [{ port: 0 }], /spec\.ports\[0\]\.port: Invalid value: 0: must be between 1 and 65535/],
        ["pods' port 65536", [{ port: 1, targetPort: 65536 }], /spec\.ports\[0\]\.targetPort: Invalid value: 65536/],
        ["protocol tcp", [{ port: 1, protocol: "tcp" }], /spec\.ports\[0\]\.protocol: Unsupported value: "tcp"/],
    ];
    for (const [about, list, message] of faults) {
        it(`are refused: ${about}`, () => refused(() => ports(...list), message));
    }
});

describe("cloud: traffic from outside", () => {
    const service = (spec: Properties) => ({ metadata: { name: "web" }, spec: { ports: [{ port: 80 }], ...spec } });

    for (const type of ["NodePort", "LoadBalancer"]) {
        it(`may stay on its node, ${type}`, () => {
            const { outputs } = create(SERVICE, service({ type, externalTrafficPolicy: "Local" }));
            assert.equal((outputs["spec"] as Properties)["externalTrafficPolicy"], "Local");
            refused(
                () => create(SERVICE, service({ type, externalTrafficPolicy: "local" })),
                /spec\.externalTrafficPolicy: Unsupported value: "local": supported values: "Cluster", "Local"$/,
            );
        });
    }

    it("has no policy where none comes in", () => {
        refused(
            () => create(SERVICE, service({ externalTrafficPolicy: "Cluster" })),
            /spec\.externalTrafficPolicy: Invalid value: "Cluster": may only be set for externally-accessible services$/,
        );
        create(SERVICE, service({ externalTrafficPolicy: "Cluster", externalIPs: ["192.0.2.1"] }));
        Cloud.inMemory().preview(SERVICE, service({ externalTrafficPolicy: "Local", type: UNKNOWN }));
    });
});
