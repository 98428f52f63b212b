import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import fc from "fast-check";
import { parse } from "yaml";

import { packageRoot } from "../../../../sandbox/package-root";
import { UsageError } from "../../../../sandbox/run/errors";
import { inline, listPrograms, readProgram, readSettings } from "../../../../sandbox/run/program";

const program = readProgram("apim-topology");

describe("sample programs", () => {
    it("are the folders of programs/ that have a Pulumi.yaml, in alphabetical order", () => {
        const root = fs.mkdtempSync(path.join(os.tmpdir(), "programs-"));
        for (const name of ["b", "a", "no-program"])
            fs.mkdirSync(path.join(root, "programs", name), { recursive: true });
        for (const name of ["b", "a"]) fs.writeFileSync(path.join(root, "programs", name, "Pulumi.yaml"), "name: x");
        assert.deepEqual(listPrograms(root), ["a", "b"]);
        fs.rmSync(root, { recursive: true });
        assert.ok(listPrograms().includes("apim-topology"));
    });

    it("are named in the error for one that there is not", () => {
        assert.throws(
            () => readProgram("../sandbox"),
            (error) => {
                assert.ok(error instanceof UsageError);
                const names = listPrograms().join(", ");
                assert.equal(error.message, `There is no program "../sandbox". There are: ${names}.`);
                return true;
            },
        );
    });

    it("have the settings of the flagship in the project's own Pulumi.yaml too", () => {
        const read = (file: string) =>
            parse(fs.readFileSync(path.join(packageRoot(), file), "utf8")) as Record<string, unknown>;
        const [root, flagship] = [read("Pulumi.yaml"), read("programs/apim-topology/Pulumi.yaml")];
        assert.deepEqual(root["config"], flagship["config"]);
        assert.equal(root["name"], flagship["name"]);
        assert.equal(root["main"], "programs/apim-topology/");
    });
});

describe("settings of a program", () => {
    it("are read as key=value, and a value may hold an equals sign", () => {
        assert.deepEqual(readSettings(program, ["sticky=false", "publisherEmail=a=b@example.com"]), {
            sticky: "false",
            publisherEmail: "a=b@example.com",
        });
    });

    it("are taken by the last of several", () => {
        assert.deepEqual(readSettings(program, ["sticky=false", "sticky=true"]), { sticky: "true" });
    });

    it("are declared ones with a value of their type, or an error for the user, whatever is typed", () => {
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.string(),
                    fc.string().map((value) => `sticky=${value}`),
                ),
                (text) => {
                    try {
                        const settings = readSettings(program, [text]);
                        const [[key, value] = []] = Object.entries(settings);
                        assert.ok(key !== undefined && Object.hasOwn(program.project.config ?? {}, key));
                        if (key === "sticky") assert.ok(value === "true" || value === "false");
                    } catch (error) {
                        assert.ok(error instanceof UsageError, String(error));
                    }
                },
            ),
        );
    });
});

describe("a program run inline", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "program-"));
    after(() => fs.rmSync(folder, { recursive: true }));

    const run = (source: string) => {
        fs.writeFileSync(path.join(folder, "index.js"), source);
        return inline({ name: "x", project: { name: "x", runtime: "nodejs" }, compiled: folder })();
    };

    it("has its exports as outputs", async () => {
        assert.deepEqual(await run("exports.url = 'https://a';"), { url: "https://a" });
    });

    it("is called where it exports a function", async () => {
        assert.deepEqual(await run("module.exports = async () => ({ url: 'https://b' });"), { url: "https://b" });
    });

    it("is loaded anew each time, with the modules of its folder", async () => {
        fs.writeFileSync(
            path.join(folder, "part.js"),
            "globalThis.loaded = (globalThis.loaded ?? 0) + 1; exports.n = globalThis.loaded;",
        );
        const source = "exports.n = require('./part.js').n;";
        assert.deepEqual(await run(source), { n: 1 });
        assert.deepEqual(await run(source), { n: 2 });
    });
});
