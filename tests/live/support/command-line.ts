import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { ArmServer } from "../../../sandbox/arm";
import { Cloud } from "../../../sandbox/cloud";
import { SUBSCRIPTION } from "../../../sandbox/cloud/azure/arm";
import { packageRoot } from "../../../sandbox/package-root";

import { type EmptyProject, type Ended } from "./empty-project";

const BIN = path.join("node_modules", ".bin", "session-affinity");
const TYPE = "azure-native:app:ContainerApp";
const URN = `urn:pulumi:prod::shop::${TYPE}::mcp-gateway`;

/** A stack export with one Container App of up to ten replicas. */
const EXPORT = {
    version: 3,
    deployment: {
        manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
        resources: [
            {
                urn: URN,
                type: TYPE,
                custom: true,
                id: "/mcp-gateway",
                inputs: { configuration: { ingress: { targetPort: 80 } }, template: { scale: { maxReplicas: 10 } } },
            },
        ],
    },
};

/** Resource Manager with a Container App in it, on this machine. */
async function azure(): Promise<ArmServer> {
    const cloud = Cloud.inMemory();
    const inGroup = { resourceGroupName: "rg" };
    cloud.create("azure-native:resources:ResourceGroup", { ...inGroup, location: "westeurope" });
    cloud.create("azure-native:app:ManagedEnvironment", { ...inGroup, environmentName: "env", location: "westeurope" });
    cloud.create(TYPE, {
        ...inGroup,
        containerAppName: "shop",
        location: "westeurope",
        managedEnvironmentId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/env`,
        configuration: { activeRevisionsMode: "Single", ingress: { external: true, targetPort: 80 } },
        template: { containers: [{ name: "shop", image: "shop:1" }], scale: { minReplicas: 2, maxReplicas: 4 } },
    });
    return ArmServer.start(cloud);
}

/** Tries each command as it is installed, in the project's folder. */
export function commandLineTests(project: () => EmptyProject): void {
    const run = (...args: string[]): Promise<Ended> => project().node(BIN, ...args);
    const read = (file: string) => readFileSync(path.join(project().folder, file), "utf8");

    before(() => writeFileSync(path.join(project().folder, "stack.json"), JSON.stringify(EXPORT)));

    it("says its version and its commands, and offers them to shells", async () => {
        const { version } = JSON.parse(readFileSync(path.join(packageRoot(), "package.json"), "utf8")) as {
            version: string;
        };
        assert.deepEqual(await run("--version"), { code: 0, stdout: `${version}\n`, stderr: "" });
        const { stdout } = await run("--help");
        const offered = (await run("complete", "--", "")).stdout;
        for (const command of ["probe", "enable", "verify", "check", "map", "completion"]) {
            assert.match(stdout, new RegExp(`^ {2}${command} `, "m"));
            assert.match(offered, new RegExp(`^${command}\\t`, "m"));
        }
    });

    it("checks a stack's export", async () => {
        const { code, stdout, stderr } = await run("check", "stack.json", "--sarif", "stack.sarif");
        assert.equal(stderr, "");
        assert.equal(code, 1);
        assert.match(stdout, /✖ mandatory {2}container-app-needs-affinity {2}configuration\.ingress\.stickySessions/);
        const { runs } = JSON.parse(read("stack.sarif")) as { runs: { results: { ruleId: string }[] }[] };
        assert.deepEqual(
            runs.map(({ results }) => results.map(({ ruleId }) => ruleId)),
            [["container-app-needs-affinity"]],
        );
        const page = /docs\/rules\/\S+/.exec(stdout)?.[0] ?? "";
        assert.match(
            read(path.join("node_modules", "pulumi-session-affinity", page)),
            /^# container-app-needs-affinity/,
        );
    });

    it("draws a stack's export", async () => {
        const { code, stdout, stderr } = await run("map", "stack.json", "--html", "map.html", "--svg", "map.svg");
        assert.equal(stderr, "");
        assert.equal(code, 0);
        assert.match(stdout, /mcp-gateway .*✗ rejected/);
        assert.match(read("map.html"), /mcp-gateway/);
        assert.match(read("map.svg"), /mcp-gateway/);
    });

    it("turns affinity on for what is deployed, and reads it off", async () => {
        const server = await azure();
        try {
            const onAzure = (...args: string[]) =>
                project().nodeWith(
                    {
                        AZURE_RESOURCE_MANAGER_ENDPOINT: server.endpoint,
                        AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
                        AZURE_ACCESS_TOKEN: "a-token",
                    },
                    BIN,
                    ...args,
                );
            const verified = await onAzure("verify", "--resource-group", "rg");
            assert.equal(verified.code, 1, verified.stderr);
            const { code, stdout, stderr } = await onAzure(
                ...["enable", "container-app", "--resource-group", "rg", "--name", "shop", "--yes"],
            );
            assert.equal(code, 0, stderr);
            assert.match(stdout, /configuration\.ingress\.stickySessions\.affinity {3}– ▶ "sticky"/);
            assert.match(stdout, /✔ written and read back/);
            const after = await onAzure("verify", "--resource-group", "rg");
            assert.equal(after.code, 0, after.stderr);
            assert.match(after.stdout, /shop/);
        } finally {
            await server.stop();
        }
    });
}
