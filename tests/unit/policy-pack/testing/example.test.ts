import assert from "node:assert/strict";
import { type Policies } from "@pulumi/policy";
import { toPolicies } from "../../../../policy-pack/policies";
import { analyze, fixture, unknown } from "../../../../policy-pack/testing";

const APP = "azure-native:app:ContainerApp";
const ours: Policies = [
    {
        name: "app-has-tags",
        description: "Every app says whose it is.",
        enforcementLevel: "mandatory",
        validateResource: ({ type, props }, report) => {
            if (type === APP && !(props["tags"] as Record<string, string> | undefined)?.["team"])
                report("No tag team.");
        },
    },
];

describe("our pack", () => {
    it("rejects an app that says nothing", async () => {
        const { violations, rejected } = await analyze(ours, [
            fixture(APP, "cart"),
            fixture(APP, "web", { tags: { team: "a" } }),
        ]);
        assert.deepEqual(
            violations.map(({ name, message }) => [name, message]),
            [["cart", "Every app says whose it is.\nNo tag team."]],
        );
        assert.ok(rejected);
    });

    it("cannot tell before the tags are known", async () => {
        const { violations } = await analyze(ours, [fixture(APP, "cart", { tags: unknown() })]);
        assert.deepEqual(
            violations.map(({ kind, level }) => [kind, level]),
            [["undecided", "advisory"]],
        );
    });

    it("has the rules of pulumi-session-affinity, with this configuration", async () => {
        const app = fixture(APP, "cart", { configuration: { ingress: { targetPort: 80 } } });
        const config = { "container-app-needs-affinity": { enforcementLevel: "advisory" as const } };
        const { violations } = await analyze({ enforcementLevel: "mandatory", policies: toPolicies() }, [app], {
            config,
        });
        assert.deepEqual(
            violations.map(({ policy, level }) => [policy, level]),
            [["container-app-needs-affinity", "advisory"]],
        );
    });
});
