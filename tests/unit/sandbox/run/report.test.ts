import assert from "node:assert/strict";

import { type EngineEvent } from "@pulumi/pulumi/automation";

import { formatMessage } from "../../../../policy-pack/rules/message";
import { Observation } from "../../../../sandbox/run/observation";
import { changesText, findingLines, hopTable, reportHops } from "../../../../sandbox/run/report";

const urn = (type: string, name: string) => `urn:pulumi:s::p::${type}::${name}`;
const APP = "azure-native:app:ContainerApp";

function step(
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    outputs: Record<string, unknown> = {},
    op = "create",
): EngineEvent {
    const state = { type, urn: urn(type, name), id: "", parent: "", provider: "", inputs, outputs };
    return {
        sequence: 1,
        timestamp: 1,
        resourcePreEvent: { metadata: { op, urn: urn(type, name), type, new: state, provider: "" } },
    } as unknown as EngineEvent;
}

function policy(rule: string, name: string, message: string, enforcementLevel: string): EngineEvent {
    return {
        sequence: 1,
        timestamp: 1,
        policyEvent: { policyName: rule, resourceUrn: urn(APP, name), message, enforcementLevel, color: "raw" },
    } as unknown as EngineEvent;
}

describe("what a run observes", () => {
    it("reads a finding's path, message and fix out of the engine's text, without its colours", () => {
        const observation = new Observation();
        const finding = {
            rule: "container-app-needs-affinity",
            path: "a.b",
            message: "up to 10 replicas: none kept",
            fix: "Set it.",
        };
        observation.take(policy(finding.rule, "shop", `<{%reset%}>${formatMessage(finding)}<{%reset%}>`, "mandatory"));
        observation.take(policy(finding.rule, "shop", formatMessage(finding), "mandatory"));
        assert.deepEqual(observation.findings, [{ level: "mandatory", urn: urn(APP, "shop"), ...finding }]);
        assert.equal(observation.mandatory.length, 1);
    });

    it("orders findings by rule and resource, whatever order they come in", () => {
        const texts = ["b", "a"].flatMap((rule) =>
            ["two", "one"].map((name) => policy(rule, name, `p: ${rule}`, "warning")),
        );
        const observation = new Observation();
        texts.forEach(observation.take);
        assert.deepEqual(
            observation.findings.map((finding) => [finding.rule, finding.urn.split("::").at(-1), finding.level]),
            [
                ["a", "one", "advisory"],
                ["a", "two", "advisory"],
                ["b", "one", "advisory"],
                ["b", "two", "advisory"],
            ],
        );
    });

    it("keeps the resources that stay, and none that are deleted", () => {
        const observation = new Observation();
        observation.take(step(APP, "shop", { a: 1 }, { b: 2 }));
        observation.take(step(APP, "old", {}));
        observation.take(step(APP, "old", {}, {}, "delete"));
        assert.deepEqual(
            observation.resources.map(({ name, properties }) => [name, properties]),
            [["shop", { a: 1, b: 2 }]],
        );
    });

    it("tells errors once, without frames of other packages and without the engine's last word", () => {
        const observation = new Observation();
        const error = (message: string, severity = "error") =>
            observation.take({
                sequence: 1,
                timestamp: 1,
                diagnosticEvent: { message, severity, color: "raw" },
            } as unknown as EngineEvent);
        error(
            "Error: boom\n    at shop (programs/shop.ts:3:1)\n    at apply (node_modules/x.js:1:1)\n    at node:internal/y:2:2",
        );
        error("preview canceled");
        error("update failed");
        error("a warning", "warning");
        assert.deepEqual(observation.errors, ["Error: boom\n    at shop (programs/shop.ts:3:1)"]);
    });

    it("counts changes, and leaves out what there was none of", () => {
        const observation = new Observation();
        observation.take({
            sequence: 1,
            timestamp: 1,
            summaryEvent: { resourceChanges: { create: 3, same: 2 } },
        } as unknown as EngineEvent);
        assert.deepEqual(observation.changes, { create: 3, update: 0, same: 2, delete: 0, replace: 0 });
        assert.equal(changesText(observation.changes, "was"), "3 created");
        assert.equal(changesText({ ...observation.changes, create: 0 }, "was"), "no change, 2 resources as they were");
        assert.equal(changesText(observation.changes, "would be"), "3 created (preview: nothing was changed)");
    });
});

describe("the report on hops", () => {
    const app = (name: string, template: unknown, affinity?: string) => ({
        urn: urn(APP, name),
        type: APP,
        name,
        properties: {
            configuration: { ingress: { external: true, ...(affinity ? { stickySessions: { affinity } } : {}) } },
            template,
        },
        propertyDependencies: {},
    });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const daemons = [
        {
            urn: urn("kubernetes:apps/v1:DaemonSet", "agent"),
            type: "kubernetes:apps/v1:DaemonSet",
            name: "agent",
            properties: { spec: { template: { metadata: { labels: { app: "agent" } } } } },
            propertyDependencies: {},
        },
        {
            urn: urn("kubernetes:core/v1:Service", "agent"),
            type: "kubernetes:core/v1:Service",
            name: "agent",
            properties: { spec: { selector: { app: "agent" }, sessionAffinity: "ClientIP" } },
            propertyDependencies: {},
        },
    ];

    it("has a verdict for each, and says what is not known or has no bound", () => {
        const stack = [app("a-sticky", {}, "sticky"), app("b-rejected", {}), app("c-waits", unknown), ...daemons];
        const finding = {
            rule: "r",
            level: "mandatory",
            urn: urn(APP, "b-rejected"),
            path: "p",
            message: "m",
            fix: "",
        } as const;
        const hops = reportHops(stack, [finding], "2026-01-01");
        assert.deepEqual(
            hops.map(({ name, verdict, replicas }) => [
                name,
                verdict,
                "unknown" in replicas ? replicas.unknown : replicas.max,
            ]),
            [
                ["a-sticky", "ok", 10],
                ["b-rejected", "rejected", 10],
                ["c-waits", "not known yet", "template"],
                ["agent", "ok", "unbounded"],
            ],
        );
        // JSON has no infinity: what is written has to come back as it was.
        assert.deepEqual(JSON.parse(JSON.stringify(hops)), hops);
    });

    it("says of a platform that no rule speaks of that it is not checked", () => {
        const web = "azure-native:web:WebApp";
        const [hop] = reportHops(
            [
                {
                    urn: urn(web, "jobs"),
                    type: web,
                    name: "jobs",
                    properties: { kind: "functionapp" },
                    propertyDependencies: {},
                },
            ],
            [],
            "2026-01-01",
        );
        assert.equal(hop?.verdict, "not checked");
    });

    it("tells of routes, and of the Services that they keep clients for", () => {
        const object = (type: string, name: string, properties: object) => ({
            urn: urn(type, name),
            type,
            name,
            properties: { metadata: { name }, ...properties },
            propertyDependencies: {},
        });
        const [ingressType, serviceType] = ["kubernetes:networking.k8s.io/v1:Ingress", "kubernetes:core/v1:Service"];
        const stack = (annotations: object) => [
            object("kubernetes:apps/v1:Deployment", "web", {
                spec: { replicas: 3, template: { metadata: { labels: { app: "web" } } } },
            }),
            object(serviceType, "web", { spec: { selector: { app: "web" } } }),
            object(ingressType, "shop", {
                metadata: { name: "shop", annotations },
                spec: { ingressClassName: "nginx", defaultBackend: { service: { name: "web" } } },
            }),
        ];
        const verdicts = (annotations: object, level?: "advisory" | "mandatory") =>
            Object.fromEntries(
                reportHops(
                    stack(annotations),
                    level ? [{ rule: "r", level, urn: urn(serviceType, "web"), path: "p", message: "m", fix: "" }] : [],
                    "2026-01-01",
                ).map(({ name, verdict }) => [name, verdict]),
            );
        const sticky = { "nginx.ingress.kubernetes.io/affinity": "cookie" };
        assert.deepEqual(verdicts(sticky), { shop: "ok", web: "kept in front" });
        assert.deepEqual(verdicts(sticky, "advisory"), { shop: "ok", web: "not known yet" });
        assert.deepEqual(verdicts({}, "mandatory"), { shop: "not sticky", web: "rejected" });
    });

    it("is a table with a line for each hop", () => {
        const lines = hopTable(reportHops([app("shop", {}, "sticky"), app("waits", unknown)], [], "2026-01-01"))
            // eslint-disable-next-line no-control-regex -- colours begin with the escape character
            .replace(/\u001b\[[\d;]*m/g, "")
            .split("\n")
            .map((line) => line.trim().split(/ {2,}/));
        assert.deepEqual(lines, [
            ["platform", "name", "replicas", "affinity", "strength", "verdict"],
            ["container-apps", "shop", "0–10", "cookie", "strong", "ok"],
            ["container-apps", "waits", "?", "none", "none", "not known yet"],
        ]);
    });

    it("tells a finding with its rule, resource and property, then the message, then the fix", () => {
        const lines = findingLines([
            {
                rule: "r",
                level: "advisory",
                urn: urn(APP, "shop"),
                path: "p.q",
                message: "why",
                fix: "do this\nor that",
            },
        ])
            // eslint-disable-next-line no-control-regex -- colours begin with the escape character
            .map((line) => line.replace(/\u001b\[[\d;]*m/g, ""));
        assert.deepEqual(lines, ["  r  shop  p.q", "    why", "    do this", "    or that"]);
    });
});
