import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { quiet } from "../../../sandbox/progress";
import { RunFailed } from "../../../sandbox/run/errors";
import { Session } from "../../../sandbox/run/session";
import { engineFor } from "../support/engine";

/** A Container App without affinity, whose number of replicas the preview cannot know. */
const LATE = `
const { app, resources } = require(${JSON.stringify(require.resolve("@pulumi/azure-native"))});
const random = require(${JSON.stringify(require.resolve("@pulumi/random"))});
const count = new random.RandomInteger("count", { min: 5, max: 9 });
const group = new resources.ResourceGroup("group", { location: "westeurope" });
const environment = new app.ManagedEnvironment("apps", { resourceGroupName: group.name });
new app.ContainerApp("shop", {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    configuration: { ingress: { targetPort: 80 } },
    template: { containers: [{ name: "main", image: "shop:1" }], scale: { maxReplicas: MAXIMUM } },
});`;

describe("a session in the sandbox", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "session-"));
    const before_ = process.env["SESSION_AFFINITY_SANDBOX"];
    let session: Session | undefined;

    before(async function () {
        await engineFor(this);
        process.env["SESSION_AFFINITY_SANDBOX"] = path.join(folder, "sandbox");
    });
    afterEach(async () => {
        await session?.close();
        session = undefined;
    });
    after(() => {
        if (before_ === undefined) delete process.env["SESSION_AFFINITY_SANDBOX"];
        else process.env["SESSION_AFFINITY_SANDBOX"] = before_;
        fs.rmSync(folder, { recursive: true });
    });

    async function open(name: string, source: string): Promise<Session> {
        const compiled = path.join(folder, name);
        fs.mkdirSync(compiled);
        fs.writeFileSync(path.join(compiled, "index.js"), source);
        const program = { name, compiled, project: { name, runtime: "nodejs" } } as const;
        return (session = await Session.open({ program, settings: {}, progress: quiet }));
    }

    it("stops an update before the resource that the preview could not judge, and keeps what came earlier", async () => {
        const opened = await open("late", LATE.replace("MAXIMUM", "count.result"));
        const preview = await opened.preview();
        assert.deepEqual(
            preview.findings.map(({ rule, level }) => [rule, level]),
            [["container-app-needs-affinity", "advisory"]],
        );

        const { observation, resources } = await opened.up();
        assert.deepEqual(
            observation.mandatory.map(({ rule }) => rule),
            ["container-app-needs-affinity"],
        );
        const names = resources.map(({ name }) => name);
        assert.ok(names.includes("apps"));
        assert.equal(names.includes("shop"), false);
    });

    it("fails with the program's own error, though the pack rejects the stack as well", async () => {
        const opened = await open(
            "broken",
            `${LATE.replace("MAXIMUM", "3")}\nthrow new TypeError("boom in the program");`,
        );
        await assert.rejects(opened.preview(), (error) => {
            assert.ok(error instanceof RunFailed);
            assert.match(error.message, /Previewing broken failed\.[^]*boom in the program[^]*Nothing was changed\./);
            return true;
        });
    });
});
