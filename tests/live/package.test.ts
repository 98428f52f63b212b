import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import path from "node:path";

import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";

import { rules } from "../../policy-pack/rules";
import { type Engine } from "../../sandbox/engine";
import { packageRoot } from "../../sandbox/package-root";
import { Observation } from "../../sandbox/run/observation";
import { listPrograms } from "../../sandbox/run/program";
import { engineFor, TestStack } from "../engine/support/engine";

import { commandLineTests } from "./support/command-line";
import { EmptyProject } from "./support/empty-project";

/** What is published, and nothing else: compiled code with its types, the pack's manifest, the documents. */
const PUBLISHED = [
    /^(LICENSE|README\.md|CHANGELOG\.md|package\.json)$/,
    /^dist\/(cli|components|policy-pack)\/.+\.(js|js\.map|d\.ts)$/,
    /^policy-pack\/(PulumiPolicy\.yaml|package\.json)$/,
    /^docs\/([a-z-]+\.(md|svg)|rules\/([a-z-]+|README)\.md)$/,
];

describe("the package, installed in an empty project", () => {
    let project: EmptyProject;

    before(async function () {
        this.timeout(600_000);
        project = await EmptyProject.create("package");
    });
    after(() => project?.remove());

    it("holds what users need", () => {
        const needed = [
            ...["LICENSE", "README.md", "CHANGELOG.md", "package.json"],
            ...["policy-pack/PulumiPolicy.yaml", "policy-pack/package.json", "dist/policy-pack/index.js"],
            ...rules.map(({ name }) => `docs/rules/${name}.md`),
        ];
        assert.deepEqual(
            needed.filter((file) => !project.packed.includes(file)),
            [],
        );
    });

    it("holds no tests, no sandbox and no sources", () => {
        const others = project.packed.filter((file) => !PUBLISHED.some((pattern) => pattern.test(file)));
        assert.deepEqual(others, []);
    });

    it("brings no second copy of what it shares with programs", () => {
        for (const name of ["@pulumi/pulumi", "@pulumi/azure-native", "@pulumi/kubernetes", "@pulumi/random"]) {
            assert.deepEqual(project.places(name), [`node_modules/${name}`]);
        }
    });

    for (const [resolution, config] of [
        ["Node's own", "tsconfig.nodenext.json"],
        ["Pulumi's templates'", "tsconfig.classic.json"],
    ] as const) {
        it(`type-checks under ${resolution} module resolution, and keeps its types`, async () => {
            const { stdout, code } = await project.tsc("--noEmit", "-p", config);
            assert.equal(stdout, "");
            assert.equal(code, 0);
        });
    }

    it("type-checks every sample program, as a user who copies it would", async () => {
        const programs = listPrograms();
        for (const name of programs) {
            cpSync(path.join(packageRoot(), "programs", name), path.join(project.folder, "programs", name), {
                recursive: true,
                filter: (file) => !file.endsWith("tsconfig.json"),
            });
        }
        const { stdout, code } = await project.tsc("--noEmit", "--listFilesOnly", "-p", "tsconfig.programs.json");
        assert.equal(code, 0);
        for (const name of programs) assert.ok(stdout.includes(path.join("programs", name, "index.ts")), name);
        const checked = await project.tsc("--noEmit", "-p", "tsconfig.programs.json");
        assert.equal(checked.stdout, "");
        assert.equal(checked.code, 0);
    });

    it("registers what its components are made of", async () => {
        // Nothing but the code is wanted here: types have their own test.
        const { stdout: faults } = await project.tsc("-p", "tsconfig.nodenext.json", "--noCheck");
        assert.equal(faults, "");
        const { stdout, stderr } = await project.node("mocks.cjs", "./bin/index.js");
        assert.equal(stderr, "");
        const registered = JSON.parse(stdout) as Registered[];
        assert.deepEqual(registered.map(({ type, name }) => `${type} ${name}`).sort(), [
            "azure-native:apimanagement:Backend shop",
            "azure-native:app:ContainerApp shop",
            "azure-native:network:LoadBalancer tls",
            "azure-native_apimanagement_v20241001preview:apimanagement:Backend shops",
            "kubernetes:alb.networking.azure.io/v1:RoutePolicy orders",
            "kubernetes:apps/v1:Deployment cart",
            "kubernetes:core/v1:Service cart",
            "pulumi:providers:azure-native_apimanagement_v20241001preview session-affinity-apim-2024-10-01-preview",
            "session-affinity:index:ApimBackend shop",
            "session-affinity:index:StickyBackendPool shops",
            "session-affinity:index:StickyContainerApp shop",
            "session-affinity:index:StickyLoadBalancer tls",
            "session-affinity:index:StickyRoutePolicy orders",
            "session-affinity:index:StickyService cart",
        ]);
        const inputs = (type: string) => registered.find((resource) => resource.type === type)?.inputs;
        assert.equal(
            inputs("azure-native:app:ContainerApp")?.["configuration"].ingress.stickySessions.affinity,
            "sticky",
        );
        assert.equal(inputs("kubernetes:core/v1:Service")?.["spec"].sessionAffinity, "ClientIP");
    });

    describe("its command line", () => commandLineTests(() => project));

    it("can be imported by name from an ECMAScript module", async () => {
        const { stdout, stderr } = await project.node("imports.mjs");
        assert.equal(stderr, "");
        assert.equal(stdout, "StickyBackendPool,FunctionApp,StickyContainerApp,StickyService\n");
    });

    for (const subpath of ["", "/policy-pack/crossguard", "/sandbox", "/dist/components/apim/index.js"]) {
        it(`cannot be imported as pulumi-session-affinity${subpath}, which is not exported`, async () => {
            const { stderr, code } = await project.node("-e", `require("pulumi-session-affinity${subpath}")`);
            assert.match(stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
            assert.equal(code, 1);
        });
    }

    describe("its policy pack, under the real engine", () => {
        let engine: Engine;
        before(async function () {
            engine = await engineFor(this);
        });

        it("rejects a Container App without affinity, with the finding", async () => {
            const { findings, error } = await preview(engine, project, "none");
            assert.ok(error, "the preview is let through");
            assert.deepEqual(
                findings.map(({ rule, level, urn }) => [rule, level, urn.split("::").at(-1)]),
                [["container-app-needs-affinity", "mandatory", "shop"]],
            );
            assert.match(findings[0]?.path ?? "", /stickySessions/);
        });

        it("passes a Container App with affinity", async () => {
            const { findings, error, stdout } = await preview(engine, project, "sticky");
            assert.equal(error, undefined);
            assert.deepEqual(findings, []);
            assert.match(stdout, /✅ session-affinity@v/);
        });

        it("lends its rules to a pack of the user's own", async () => {
            const own = path.join(project.folder, "our-pack");
            const { findings, error } = await preview(engine, project, "none", own);
            assert.ok(error, "the preview is let through");
            assert.deepEqual(
                findings.map(({ rule, level, urn }) => [rule, level, urn.split("::").at(-1)]),
                [
                    ["container-app-needs-affinity", "mandatory", "shop"],
                    ["groups-are-tagged", "advisory", "shop"],
                ],
            );
        });
    });
});

interface Registered {
    readonly type: string;
    readonly name: string;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever a program sends
    readonly inputs: Record<string, any>;
}

/** Previews one Container App with the pack and the CrossGuard that the project has in its node_modules. */
async function preview(
    engine: Engine,
    project: EmptyProject,
    affinity: "sticky" | "none",
    pack = path.join(project.folder, "node_modules", "pulumi-session-affinity", "policy-pack"),
) {
    const test = await TestStack.create(engine, () => {
        const group = new resources.ResourceGroup("shop");
        const environment = new app.ManagedEnvironment("shop", { resourceGroupName: group.name });
        new app.ContainerApp("shop", {
            resourceGroupName: group.name,
            managedEnvironmentId: environment.id,
            configuration: { ingress: { targetPort: 8080, stickySessions: { affinity } } },
            template: { containers: [{ name: "shop", image: "shop:1" }], scale: { maxReplicas: 3 } },
        });
        return Promise.resolve();
    });
    const observation = new Observation();
    try {
        const { stdout } = await test.stack.preview({ policyPacks: [pack], onEvent: observation.take });
        return { stdout, findings: observation.findings };
    } catch (error) {
        return { error, stdout: "", findings: observation.findings };
    } finally {
        await test.close();
    }
}
