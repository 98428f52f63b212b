import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { officialInstaller } from "../../../../sandbox/engine/install";
import { readPin } from "../../../../sandbox/engine/pin";
import { fakePulumi, Machine } from "./fakes";

describe("the pinned Pulumi", () => {
    let machine: Machine;
    beforeEach(async () => (machine = await new Machine().setUp()));
    afterEach(() => machine.remove());

    async function goMod(text: string): Promise<string> {
        const folder = path.join(machine.folder, "tools", "pulumi");
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, "go.mod"), text);
        return machine.folder;
    }

    it("is read from go.mod: the command's module, not the SDK's", async () => {
        const root = await goMod(
            [
                "module m",
                "",
                "go 1.25.8",
                "",
                "tool github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
                "",
                "require (",
                "\tgithub.com/pulumi/pulumi/sdk/v3 v3.1.0 // indirect",
                "\tgithub.com/pulumi/pulumi/pkg/v3 v3.230.1 // indirect",
                ")",
            ].join("\n"),
        );
        assert.deepEqual(readPin(root), {
            modules: path.join(root, "tools", "pulumi"),
            version: "3.230.1",
            go: "1.25.8",
        });
    });

    it("of this checkout is found from the compiled code", () => {
        const pin = readPin();
        assert.match(pin.version, /^3\.\d+\.\d+$/);
        assert.equal(
            path.relative(path.resolve(__dirname, "../../../../.."), pin.modules),
            path.join("tools", "pulumi"),
        );
    });

    it("that is missing is an error naming the file", async () => {
        const file = path.join(machine.folder, "tools", "pulumi", "go.mod");
        assert.throws(() => readPin(machine.folder), {
            message: `Cannot read ${file} (ENOENT): it pins the version of Pulumi. Run this from a whole checkout of pulumi-session-affinity.`,
        });
        await goMod("module m\n\ngo 1.25.8\n");
        assert.throws(() => readPin(machine.folder), {
            message: `${file} does not require github.com/pulumi/pulumi/pkg/v3: restore the file from the repository.`,
        });
    });

    it("is what the official installer is asked for, in the Automation API's own terms", async () => {
        const real = Object.getOwnPropertyDescriptor(PulumiCommand, "install");
        assert.ok(real);
        const asked: { root?: string; version?: { compare(other: string): number } }[] = [];
        Object.defineProperty(PulumiCommand, "install", {
            ...real,
            value: (options: (typeof asked)[number]) => {
                asked.push(options);
                // With the CLI there already the real one downloads nothing, but it does compare versions.
                return (real.value as typeof PulumiCommand.install).call(PulumiCommand, options as never);
            },
        });
        try {
            const root = path.join(machine.folder, "root");
            await fakePulumi(path.join(root, "bin", "pulumi"), "3.230.1");
            await officialInstaller(root, "3.230.1");
            assert.equal(asked.length, 1);
            assert.equal(asked[0]?.root, root);
            assert.equal(asked[0]?.version?.compare("3.230.1"), 0);
        } finally {
            Object.defineProperty(PulumiCommand, "install", real);
        }
    });
});
