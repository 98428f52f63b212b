import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { packageRoot } from "../../../sandbox/package-root";
import { listPrograms, readProgram } from "../../../sandbox/run/program";

/** A file that a person reads in one go. */
const LONGEST_FILE = 95;

for (const name of listPrograms()) {
    describe(`sample program ${name}`, () => {
        const folder = path.join(packageRoot(), "programs", name);
        const read = (file: string) => fs.readFileSync(path.join(folder, file), "utf8");
        const { project } = readProgram(name);
        const settings = Object.entries(project.config ?? {});
        const sources = fs.readdirSync(folder).filter((file) => file.endsWith(".ts"));

        it("is a project of its folder's name, with a default and a description for every setting", () => {
            assert.equal(project.name, name);
            assert.ok(settings.some(([key]) => key === "sticky"));
            for (const [key, { default: value, description }] of settings) {
                assert.notEqual(value, undefined, key);
                assert.ok(description, key);
            }
        });

        it("has a README with a picture of its chain, and its settings with what holds where they are omitted", () => {
            const readme = read("README.md");
            assert.match(readme, new RegExp(`^# ${name}\n`));
            assert.match(readme, /^```\n[^`]*─▶[^`]*```$/m);
            const rows = [...readme.matchAll(/^\| `(\w+)` +\| `([^`]*)` +\|/gm)].map(([, key, value]) => [key, value]);
            assert.deepEqual(
                rows,
                settings.map(([key, { default: value }]) => [key, String(value)]),
            );
        });

        it("falls back to the same defaults, so that its code runs where Pulumi.yaml was not copied", () => {
            const code = sources.map(read).join("\n");
            for (const [key, { default: value }] of settings) {
                const literal = typeof value === "string" ? JSON.stringify(value) : String(value);
                assert.ok(
                    new RegExp(`config\\.get\\w*\\("${key}"[^()]*\\) \\?\\? ${literal.replace(/\./g, "\\.")}`).test(
                        code,
                    ),
                    key,
                );
            }
        });

        it("is compiled as the flagship is, and in files that are read in one go", () => {
            const flagship = path.join(packageRoot(), "programs", "apim-topology", "tsconfig.json");
            assert.equal(read("tsconfig.json"), fs.readFileSync(flagship, "utf8"));
            for (const file of sources) assert.ok(read(file).split("\n").length <= LONGEST_FILE, file);
        });
    });
}
