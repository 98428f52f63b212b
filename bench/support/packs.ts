import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** A policy pack in a folder. */
export interface Pack {
    readonly name: string;
    readonly folder: string;
}

/** Writes a policy pack without policies into a new folder. */
export function writeEmptyPack(folder: string): Promise<Pack> {
    return writePack("empty", folder, "[]");
}

/** Writes a policy pack of so many rules, written the usual way, into a new folder. */
export function writeUsualPack(folder: string, count: number): Promise<Pack> {
    const module = JSON.stringify(require.resolve("./usual-policies"));
    return writePack("usual", folder, `require(${module}).usualPolicies(${count})`);
}

/** @param policies the JavaScript that makes them. */
async function writePack(name: string, folder: string, policies: string): Promise<Pack> {
    const policy = JSON.stringify(require.resolve("@pulumi/policy"));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ name, version: "0.0.1", main: "index.js" }));
    await writeFile(
        path.join(folder, "index.js"),
        `const { PolicyPack } = require(${policy});\nnew PolicyPack("${name}", { policies: ${policies} });\n`,
    );
    return { name, folder };
}
