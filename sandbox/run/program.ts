import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { type PulumiFn } from "@pulumi/pulumi/automation";
import { parse } from "yaml";

import { packageRoot } from "../package-root";

import { UsageError } from "./errors";

/** A setting that a program's Pulumi.yaml declares. */
export interface Setting {
    readonly type?: string;
    readonly default?: unknown;
    readonly description?: string;
}

/** A sample program. */
export interface Program {
    readonly name: string;
    /** What its Pulumi.yaml says, for the engine. */
    readonly project: { readonly name: string; readonly runtime: "nodejs"; readonly config?: Record<string, Setting> };
    /** Folder of its compiled code. */
    readonly compiled: string;
}

/** Names of the sample programs, in alphabetical order. */
export function listPrograms(root = packageRoot()): string[] {
    const folder = path.join(root, "programs");
    return readdirSync(folder)
        .filter((name) => existsSync(path.join(folder, name, "Pulumi.yaml")))
        .sort();
}

/**
 * Reads a sample program.
 *
 * @throws {UsageError} where there is none of the name, with the names that there are.
 */
export function readProgram(name: string, root = packageRoot()): Program {
    const names = listPrograms(root);
    if (!names.includes(name)) {
        throw new UsageError(`There is no program ${JSON.stringify(name)}. There are: ${names.join(", ")}.`);
    }
    const text = readFileSync(path.join(root, "programs", name, "Pulumi.yaml"), "utf8");
    return {
        name,
        project: parse(text) as Program["project"],
        compiled: path.join(root, "dist", "programs", name),
    };
}

/**
 * Reads `key=value` settings and holds them against what the program declares.
 *
 * @throws {UsageError} for a text without `=`, an unknown key, or a value of another type than the declared one.
 */
export function readSettings(program: Program, pairs: readonly string[]): Record<string, string> {
    const declared = program.project.config ?? {};
    return Object.fromEntries(
        pairs.map((pair) => {
            const equals = pair.indexOf("=");
            if (equals < 1) throw new UsageError(`--set takes key=value, not ${JSON.stringify(pair)}.`);
            const [key, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
            const setting = Object.hasOwn(declared, key) ? declared[key] : undefined;
            if (!setting) {
                const keys = Object.keys(declared).join(", ") || "none";
                throw new UsageError(`${program.name} has no setting ${JSON.stringify(key)}. It has: ${keys}.`);
            }
            const fault = faultOf(value, setting.type);
            if (fault) throw new UsageError(`--set ${key}: ${JSON.stringify(value)} ${fault}`);
            return [key, value];
        }),
    );
}

function faultOf(value: string, type: string | undefined): string | undefined {
    if (value === "") return "is empty: give a value.";
    if (type === "boolean" && !["true", "false"].includes(value)) return "has to be true or false.";
    if (type === "integer" && !/^-?\d+$/.test(value)) return "has to be a whole number.";
    return undefined;
}

/**
 * The program as the Automation API runs it. Its modules are loaded anew at each run, since they create their resources
 * as they are loaded; a program that exports a function is called, as `pulumi up` does.
 */
export function inline(program: Program): PulumiFn {
    return async () => {
        const below = program.compiled + path.sep;
        for (const file of Object.keys(require.cache)) if (file.startsWith(below)) delete require.cache[file];
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file is chosen at run time, and has to run inside this call
        const loaded = require(path.join(program.compiled, "index.js")) as
            Record<string, unknown> | (() => Promise<Record<string, unknown>>);
        return typeof loaded === "function" ? await loaded() : { ...loaded };
    };
}
