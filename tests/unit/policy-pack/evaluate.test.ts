import assert from "node:assert/strict";

import { type ChosenRule, currentDay, evaluateStack, type Level } from "../../../policy-pack/evaluate";
import { rules } from "../../../policy-pack/rules";
import { ConfigError, DEFAULT_CONFIG } from "../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../policy-pack/topology";
import { app, REASON, service, TODAY, UNKNOWN, workload } from "./stacks";

const APPS = "container-app-needs-affinity";
const SERVICES = "kubernetes-service-needs-affinity";
const EXEMPTIONS = "exemption-is-valid";

function choose(settings: Record<string, unknown> = {}, level: Level = "mandatory", names?: string[]): ChosenRule[] {
    return rules
        .filter(({ name }) => !names || names.includes(name))
        .map((rule) => ({ rule, level, ...(rule.name in settings ? { settings: settings[rule.name] } : {}) }));
}

/** A resource that was asked for as it is, and came out as it was asked for unless outputs are given. */
function deployed(one: StackResource, outputs: Record<string, unknown> = one.properties): StackResource {
    return { ...one, inputs: one.properties, properties: outputs };
}

const found = (resources: StackResource[], chosen = choose()) =>
    evaluateStack(resources, chosen, TODAY).findings.map(({ rule, level, kind, path }) => [rule, level, kind, path]);

describe("evaluating a stack as the engine does", () => {
    it("shows rules of one resource its inputs, and rules of the stack its outputs", () => {
        const sticky = { configuration: { ingress: { stickySessions: { affinity: "sticky" } } } };
        const path = "configuration.ingress.stickySessions";
        assert.deepEqual(found([deployed(app({}), sticky)]), [[APPS, "mandatory", "violation", path]]);
        const kept = { ...service().properties, spec: { selector: { app: "web" }, sessionAffinity: "ClientIP" } };
        assert.deepEqual(found([deployed(service(), kept), deployed(workload("Deployment"))]), []);
        const loose = { ...service().properties, spec: { selector: { app: "web" } } };
        assert.deepEqual(
            found([deployed(service({ sessionAffinity: "ClientIP" }), loose), deployed(workload("Deployment"))]),
            [[SERVICES, "mandatory", "violation", "spec.sessionAffinity"]],
        );
    });

    it("takes inputs where there are no outputs yet, or where they are not known", () => {
        const services = [SERVICES, "mandatory", "violation", "spec.sessionAffinity"];
        assert.deepEqual(found([deployed(service(), {}), deployed(workload("Deployment"), {})]), [services]);
        const unknown = { ...workload("Deployment").properties, spec: UNKNOWN };
        assert.deepEqual(found([deployed(service()), deployed(workload("Deployment"), unknown)]), [services]);
    });

    it("shows rules of one resource nothing of what has no inputs", () => {
        assert.deepEqual(found([app({})]), []);
        assert.equal(found([service(), workload("Deployment")]).length, 1);
    });

    it("shows rules of one resource that one alone", () => {
        const two = [deployed(app({})), deployed(app({}, undefined, "api"))];
        assert.equal(evaluateStack(two, choose(), TODAY).findings.length, 2);
        assert.equal(evaluateStack(two, choose(), TODAY).topology.hops.length, 2);
    });

    it("need not ask rules of one resource about what is no hop", () => {
        const others = [
            { ...app({}), type: "azure-native:storage:StorageAccount" },
            { ...app({}), properties: {} },
            { ...service(), type: "azure-native:apimanagement:Backend" },
        ];
        const alone = rules.filter(({ scope }) => scope === "resource");
        assert.notEqual(alone.length, 0);
        for (const other of others) {
            const topology = readTopology([other]);
            assert.deepEqual(topology.hops, []);
            for (const rule of alone) assert.deepEqual(rule.evaluate(topology, DEFAULT_CONFIG, TODAY), [], rule.name);
        }
    });

    it("gives violations the rule's level, and what is undecided the level that the configuration says", () => {
        const open = deployed(app({ scale: { maxReplicas: UNKNOWN } }));
        const levels = (onUnknown: string, level: Level) =>
            found([open, deployed(app({}, undefined, "api"))], choose({ [APPS]: { onUnknown } }, level, [APPS])).map(
                ([, at, kind]) => `${at} ${kind}`,
            );
        assert.deepEqual(levels("advisory", "mandatory"), ["advisory undecided", "mandatory violation"]);
        assert.deepEqual(levels("mandatory", "mandatory"), ["mandatory undecided", "mandatory violation"]);
        assert.deepEqual(levels("mandatory", "advisory"), ["advisory undecided", "advisory violation"]);
        assert.deepEqual(levels("disabled", "mandatory"), ["mandatory violation"]);
        assert.deepEqual(
            found([open], choose({}, "mandatory", [APPS])),
            [[APPS, "advisory", "undecided", "template.scale.maxReplicas"]],
            "advisory is the default",
        );
    });

    it("tells each rule of the exemptions of all others that run", () => {
        const settings = { [SERVICES]: { exempt: [{ resource: "nothing", reason: REASON }] } };
        assert.deepEqual(found([deployed(app({ scale: { maxReplicas: 1 } }))], choose(settings)), [
            [EXEMPTIONS, "mandatory", "violation", "exempt"],
        ]);
        assert.deepEqual(
            found([deployed(app({ scale: { maxReplicas: 1 } }))], choose(settings, "mandatory", [EXEMPTIONS])),
            [],
        );
    });

    it("refuses settings that are wrong, also where there is no resource", () => {
        assert.throws(() => found([], choose({ [APPS]: { assume: 1 } })), ConfigError);
    });

    it("dates declarations by this day", () => {
        const until = (day: string) => ({
            "session-affinity-stateless": REASON,
            "session-affinity-stateless-until": day,
        });
        const chosen = choose({}, "mandatory", [APPS]);
        const findingsOn = (day: string) =>
            evaluateStack([deployed(app({ tags: until(day) }))], chosen).findings.length;
        assert.match(currentDay(), /^\d{4}-\d\d-\d\d$/);
        assert.deepEqual([findingsOn(currentDay()), findingsOn("2020-01-01")], [0, 1]);
    });
});
