import assert from "node:assert/strict";

import { type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";

import { analyze, fixture, secret, unknown } from "../../../../policy-pack/testing";
import { APP, onResource, onStack } from "./support";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

type Remediate = NonNullable<ResourceValidationPolicy["remediateResource"]>;

/** A remediation that looks at one app only. */
function remediation(name: string, change: (args: ResourceValidationArgs) => ReturnType<Remediate>) {
    const remediateResource: Remediate = (args) => (args.type === APP ? change(args) : undefined);
    return { name, description: "Fixes.", enforcementLevel: "remediate" as const, remediateResource };
}

describe("the harness's remediations", () => {
    it("come first, one after the other, and resource policies see what they made", async () => {
        const seen: unknown[] = [];
        const policies = [
            onResource(({ type, props }) => void (type === APP && seen.push({ ...props }))),
            remediation("add", ({ props }) => ({ ...props, a: 1 })),
            remediation("raise", ({ props }) => {
                props["a"] = (props["a"] as number) + 1;
                return props;
            }),
            remediation("nothing", () => undefined),
        ];
        const { remediations, violations } = await analyze(policies, [fixture(APP, "web", { z: 0 })]);
        assert.deepEqual(seen, [{ a: 2, z: 0 }]);
        assert.deepEqual(
            remediations.map(({ policy, name, before, after }) => ({ policy, name, before, after })),
            [
                { policy: "add", name: "web", before: { z: 0 }, after: { z: 0, a: 1 } },
                { policy: "raise", name: "web", before: { z: 0, a: 1 }, after: { z: 0, a: 2 } },
            ],
        );
        assert.equal(remediations[0]?.urn, `urn:pulumi:stack::project::${APP}::web`);
        assert.deepEqual(violations, []);
    });

    it("show in the outputs that stack policies see, and in nothing else of them", async () => {
        let seen: unknown;
        const policies = [
            remediation("fix", ({ props }) => {
                const rest = { ...props };
                delete rest["gone"];
                return { ...rest, a: 2 };
            }),
            onStack(({ resources }) => void (seen = { ...resources.find(({ type }) => type === APP)?.props })),
        ];
        const web = fixture(
            APP,
            "web",
            { a: 1, same: "in", gone: 1 },
            { outputs: { a: 1, same: "out", id: "i", gone: 1 } },
        );
        await analyze(policies, [web]);
        assert.deepEqual(seen, { a: 2, same: "out", id: "i" });
    });

    it("run at the level for it only", async () => {
        for (const level of ["advisory", "mandatory", "disabled"] as const) {
            const policy = { ...remediation("fix", () => assert.fail("it ran")), enforcementLevel: level };
            const { remediations, notApplicable } = await analyze([policy], [fixture(APP, "web")]);
            assert.deepEqual(remediations, []);
            const reasons = notApplicable.map(({ reason }) => reason);
            assert.equal(reasons.includes("Policy does not implement validateResource"), level !== "disabled");
        }
        const byConfig = { ...remediation("fix", ({ props }) => props), enforcementLevel: "advisory" as const };
        const { remediations } = await analyze([byConfig], [fixture(APP, "web")], { config: { fix: "remediate" } });
        assert.equal(remediations.length, 1);
    });

    it("leave what is still wrong mandatory", async () => {
        const policy = {
            ...remediation("fix", () => undefined),
            validateResource: onResource(({ type }, report) => void (type === APP && report("still"))).validateResource,
        } as ResourceValidationPolicy;
        const { violations } = await analyze([policy], [fixture(APP, "web")]);
        assert.deepEqual(
            violations.map(({ level, message }) => [level, message]),
            [["mandatory", "Fixes.\nstill"]],
        );
    });

    it("that touch what is not known change nothing, and say so", async () => {
        const policies = [remediation("fix", ({ props }) => ({ ...props, a: (props["b"] as string) + "c" }))];
        const { violations, remediations } = await analyze(policies, [fixture(APP, "web", { b: unknown() })]);
        assert.deepEqual(remediations, []);
        assert.deepEqual(violations, [
            {
                policy: "fix",
                urn: `urn:pulumi:stack::project::${APP}::web`,
                name: "web",
                level: "advisory",
                message:
                    "can't run remediation 'fix' from policy pack 'policies@v0.0.0' during preview: " +
                    "string value at .b can't be known during preview",
                kind: "undecided",
            },
        ]);
    });

    it("keep secrets secret, see the engine's own properties, and have configuration and tags", async () => {
        let seen: unknown;
        const policy = remediation("fix", (args) => {
            const { props, stackTags, provider } = args;
            seen = [props["key"], props["__own"], args.getConfig(), [...stackTags], provider?.name];
            props["key"] = "new";
            return props;
        });
        const web = fixture(APP, "web", { key: secret("old"), __own: 1 });
        const options = { config: { fix: { a: 1 } }, stackTags: { team: "shop" } };
        const { remediations } = await analyze([policy], [web], options);
        assert.deepEqual(seen, ["old", 1, { a: 1 }, [["team", "shop"]], "default"]);
        const marked = (value: string) => ({ [SIGNATURE]: SECRET, value });
        assert.deepEqual(remediations[0]?.before, { key: marked("old"), __own: 1 });
        assert.deepEqual(remediations[0]?.after, { key: marked("new"), __own: 1 });
    });

    it("for a type apply to that type", async () => {
        const typed = { ...remediation("fix", () => assert.fail("it ran")) };
        const remediateResource = Object.assign(typed.remediateResource, { __pulumiType: "a:b:C" });
        const { notApplicable } = await analyze([{ ...typed, remediateResource }], [fixture(APP, "web")]);
        assert.ok(notApplicable.some(({ reason }) => reason === "Policy only applies to resources of type 'a:b:C'"));
    });
});
