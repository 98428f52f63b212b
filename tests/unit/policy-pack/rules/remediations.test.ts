import assert from "node:assert/strict";
import * as policy from "@pulumi/policy";
import { type ResourceValidationArgs, type ResourceValidationPolicy, Secret } from "@pulumi/policy";

import { toPolicy } from "../../../../policy-pack/crossguard";
import { rules } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG, type RuleConfig } from "../../../../policy-pack/rules/config";
import { type Remediation } from "../../../../policy-pack/rules/rule";
import { type StackResource } from "../../../../policy-pack/topology";
import { CLASSIC_SITES, classicApp, classicSite } from "../classic-stacks";
import {
    app,
    CONTAINER_APP_TYPES,
    containerApp,
    REASON,
    resource,
    service,
    SERVICE_TYPES,
    site,
    SITE_TYPES,
    TODAY,
    UNKNOWN,
    UNKNOWN_MARKS,
    urnOf,
} from "../stacks";

const STATELESS = { "session-affinity-stateless": REASON };

function ruleNamed(name: string) {
    const rule = rules.find((one) => one.name === name);
    assert.ok(rule, name);
    return rule;
}

const CONTAINER_APP = "container-app-needs-affinity";
const WEB_APP = "web-app-needs-affinity";
const SERVICE = "kubernetes-service-needs-affinity";

function change(rule: string, one: StackResource, config: Partial<RuleConfig> = {}): Remediation | undefined {
    const { remediate } = ruleNamed(rule);
    assert.ok(remediate);
    return remediate(one, { ...DEFAULT_CONFIG, ...config }, TODAY);
}

/** A Container App with parts of its configuration as given. */
function configured(configuration: Record<string, unknown>, more: Record<string, unknown> = {}): StackResource {
    return containerApp({ configuration: { ingress: { external: true }, ...configuration }, ...more });
}

/** A Service that clients reach at an address of its own. */
function direct(
    spec: Record<string, unknown> = {},
    metadata: Record<string, unknown> = {},
    type?: string,
): StackResource {
    return service({ type: "LoadBalancer", ...spec }, { metadata, ...(type === undefined ? {} : { type }) });
}

const STICKY: Remediation = { path: ["configuration", "ingress", "stickySessions", "affinity"], value: "sticky" };
const ENABLED: Remediation = { path: ["clientAffinityEnabled"], value: true };
const CLIENT_IP: Remediation = { path: ["spec", "sessionAffinity"], value: "ClientIP" };

interface Case {
    readonly rule: string;
    readonly change: Remediation;
    readonly turnedOn: readonly (readonly [about: string, resource: StackResource])[];
    readonly left: readonly (readonly [about: string, resource: StackResource])[];
}

const tagged = (one: StackResource, tags: unknown): StackResource => ({
    ...one,
    properties: { ...one.properties, tags },
});

const CASES: readonly Case[] = [
    {
        rule: CONTAINER_APP,
        change: STICKY,
        turnedOn: [
            ...CONTAINER_APP_TYPES.map((type) => [type, app({}, type)] as const),
            ["of the first API version that has it", app({}, "azure-native:app/v20221101preview:ContainerApp")],
            ["affinity none", app({ stickySessions: { affinity: "none" } })],
            ["single revisions", configured({ activeRevisionsMode: "Single" })],
            ["HTTP", configured({ ingress: { external: true, transport: "http2" } })],
            [
                "a declaration that ended",
                app({ tags: { ...STATELESS, "session-affinity-stateless-until": "2026-06-14" } }),
            ],
        ],
        left: [
            ["affinity", app({ stickySessions: { affinity: "sticky" } })],
            ["one replica", app({ scale: { maxReplicas: 1 } })],
            ["a declaration as stateless", app({ tags: STATELESS })],
            ["several revisions", configured({ activeRevisionsMode: "Multiple" })],
            ["TCP", configured({ ingress: { external: true, transport: "tcp" } })],
            ["no ingress", containerApp({ configuration: {} })],
            ["affinity that is not known yet", app({ stickySessions: { affinity: UNKNOWN } })],
            ["replicas that are not known yet", app({ scale: { maxReplicas: UNKNOWN_MARKS.number } })],
            ["revisions that are not known yet", configured({ activeRevisionsMode: UNKNOWN })],
            ["a transport that is not known yet", configured({ ingress: { transport: UNKNOWN } })],
            ["tags that are not known yet", app({ tags: UNKNOWN_MARKS.object })],
            ["a configuration that is not known yet", containerApp({ configuration: UNKNOWN_MARKS.object })],
            ["an API version that drops it", app({}, "azure-native:app/v20221001:ContainerApp")],
            ["no property for it, of the classic package", classicApp({ maxReplicas: 5 })],
            ["another type", site({})],
        ],
    },
    {
        rule: WEB_APP,
        change: ENABLED,
        turnedOn: [
            ...SITE_TYPES.map((type) => [type, site({}, type)] as const),
            ...CLASSIC_SITES.map((kind) => [kind.type, classicSite({}, kind)] as const),
            ["affinity false", site({ clientAffinityEnabled: false })],
        ],
        left: [
            ["affinity", site({ clientAffinityEnabled: true })],
            ["a declaration as stateless", tagged(site({}), STATELESS)],
            ["affinity that is not known yet", site({ clientAffinityEnabled: UNKNOWN_MARKS.boolean })],
            ["tags that are not known yet", tagged(site({}), UNKNOWN_MARKS.object)],
            ["a kind that is not known yet", site({ kind: UNKNOWN })],
            ["functions", site({ kind: "functionapp,linux" })],
            ["a Container Apps environment", site({ managedEnvironmentId: "/environments/e" })],
            ["another type", app({})],
        ],
    },
    {
        rule: SERVICE,
        change: CLIENT_IP,
        turnedOn: [
            ...SERVICE_TYPES.map((type) => [type, direct({}, {}, type)] as const),
            ["affinity None", direct({ sessionAffinity: "None" })],
            ["other annotations", direct({}, { annotations: { owner: "shop" } })],
        ],
        left: [
            ["affinity", direct({ sessionAffinity: "ClientIP" })],
            ["an address within the cluster", service()],
            ["a node port", service({ type: "NodePort" })],
            ["a type that is not known yet", service({ type: UNKNOWN })],
            [
                "an inner balancer",
                direct({}, { annotations: { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" } }),
            ],
            [
                "a balancer of Amazon",
                direct({}, { annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" } }),
            ],
            [
                "what routes read",
                direct({}, { annotations: { "traefik.ingress.kubernetes.io/service.sticky.cookie": "true" } }),
            ],
            ["a label that routes read", direct({}, { labels: { "istio.io/persistent-session": "c" } })],
            ["annotations that are not known yet", direct({}, { annotations: UNKNOWN_MARKS.object })],
            ["labels that are not known yet", direct({}, { labels: UNKNOWN_MARKS.object })],
            [
                "metadata that is not known yet",
                resource(SERVICE_TYPES[0], "web", { metadata: UNKNOWN, spec: direct().properties["spec"] }),
            ],
            ["a declaration as stateless", direct({}, { annotations: STATELESS })],
            ["no selector", direct({ selector: {} })],
            ["a selector left out", direct({ selector: undefined })],
            ["a selector that is not known yet", direct({ selector: UNKNOWN_MARKS.object })],
            ["no address of the cluster", direct({ clusterIP: "None" })],
            ["an address that is not known yet", direct({ clusterIP: UNKNOWN })],
            ["affinity that is not known yet", direct({ sessionAffinity: UNKNOWN })],
            ["a spec that is not known yet", resource(SERVICE_TYPES[0], "web", { spec: UNKNOWN_MARKS.object })],
            ["a patch", direct({}, {}, "kubernetes:core/v1:ServicePatch")],
            ["another type", app({})],
        ],
    },
];

for (const { rule, change: wanted, turnedOn, left } of CASES) {
    describe(`${rule}, remediated`, () => {
        for (const [about, one] of turnedOn) {
            it(`turns affinity on: ${about}`, () => assert.deepEqual(change(rule, one), wanted));
        }

        for (const [about, one] of left) {
            it(`leaves as it is: ${about}`, () => assert.equal(change(rule, one), undefined));
        }

        it("leaves as it is what the configuration exempts", () => {
            const [, one] = turnedOn[0] ?? [];
            assert.ok(one);
            const exempt = [{ resource: one.name, reason: REASON }];
            assert.equal(change(rule, one, { exempt }), undefined);
            assert.deepEqual(change(rule, one, { exempt, allowExemptions: false }), wanted);
            assert.equal(change(rule, one, { assume: "stateless" }), undefined);
        });

        it("changes none of what it is given", () => {
            for (const [, one] of [...turnedOn, ...left]) {
                const before = structuredClone(one);
                change(rule, one);
                assert.deepEqual(one, before);
            }
        });
    });
}

describe("remediation by CrossGuard", () => {
    const { unknownCheckingProxy, secretsPreservingProxy } = {
        ...(policy as unknown as { unknownCheckingProxy: Wrap }),
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- CrossGuard exports it to itself only
        ...(require("@pulumi/policy/secret") as { secretsPreservingProxy: Wrap }),
    };
    type Wrap = (properties: Record<string, unknown>) => Record<string, unknown>;

    /** Runs a remediation with the arguments that CrossGuard's server makes. */
    function remediate(name: string, one: StackResource, config: Record<string, unknown> = {}): unknown {
        const { remediateResource } = toPolicy(ruleNamed(name), () => TODAY) as ResourceValidationPolicy;
        assert.ok(remediateResource);
        return remediateResource({
            type: one.type,
            name: one.name,
            urn: one.urn,
            props: unknownCheckingProxy(secretsPreservingProxy({ ...one.properties })),
            opts: { ignoreChanges: [] },
            getConfig: () => config,
        } as unknown as ResourceValidationArgs);
    }

    it("is there for three rules, of resources and of stacks, which still validate", () => {
        const policies = rules.map((rule) => toPolicy(rule) as ResourceValidationPolicy & { validateStack?: unknown });
        const remediating = policies.filter((one) => one.remediateResource);
        assert.deepEqual(
            remediating.map((one) => [one.name, Boolean(one.validateResource), Boolean(one.validateStack)]).sort(),
            [
                [CONTAINER_APP, true, false],
                [SERVICE, false, true],
                [WEB_APP, false, true],
            ],
        );
        for (const one of policies.filter((candidate) => !candidate.remediateResource)) {
            assert.equal("remediateResource" in one, false);
        }
    });

    it("gives all properties back, and what is not known yet as it was", () => {
        const one = containerApp({
            managedEnvironmentId: UNKNOWN,
            configuration: { ingress: { external: true, targetPort: 80 } },
            template: { containers: [{ image: UNKNOWN }] },
        });
        assert.deepEqual(remediate(CONTAINER_APP, one), {
            managedEnvironmentId: UNKNOWN,
            configuration: { ingress: { external: true, targetPort: 80, stickySessions: { affinity: "sticky" } } },
            template: { containers: [{ image: UNKNOWN }] },
        });
        assert.deepEqual(remediate(WEB_APP, site({ name: UNKNOWN })), {
            ...site({}).properties,
            name: UNKNOWN,
            clientAffinityEnabled: true,
        });
    });

    it("gives nothing back where nothing is to be changed", () => {
        assert.equal(remediate(CONTAINER_APP, app({ tags: STATELESS })), undefined);
        const exempt = [{ resource: "web", reason: REASON }];
        assert.equal(remediate(CONTAINER_APP, app({}), { exempt }), undefined);
        assert.equal(
            remediate(CONTAINER_APP, app({}), { exempt: [{ resource: urnOf("t", "other"), reason: REASON }] }) ===
                undefined,
            false,
        );
    });

    it("reads what is secret, and leaves it secret", () => {
        const configuration = { ingress: new Secret({ external: true }), secrets: [{ value: new Secret("hidden") }] };
        const one = containerApp({ configuration: new Secret(configuration), template: {} });
        const changed = remediate(CONTAINER_APP, one) as { configuration: Secret };
        assert.ok(changed.configuration instanceof Secret);
        const { ingress, secrets } = changed.configuration.value as typeof configuration;
        assert.ok(ingress instanceof Secret);
        assert.deepEqual(ingress.value, { external: true, stickySessions: { affinity: "sticky" } });
        assert.deepEqual(secrets, configuration.secrets);

        const single = {
            ...one.properties,
            template: new Secret({ scale: new Secret({ maxReplicas: new Secret(1) }) }),
        };
        assert.equal(remediate(CONTAINER_APP, { ...one, properties: single }), undefined);
    });

    it("leaves things of a class as they are", () => {
        const code = new (class Archive {
            readonly path = "./app";
        })();
        const changed = remediate(WEB_APP, site({ code, list: [code] })) as { code: unknown; list: unknown[] };
        assert.equal(changed.code, code);
        assert.equal(changed.list[0], code);
    });
});
