import { createHash } from "node:crypto";
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { programName } from "./paths";
import { reasonOf } from "./errors";

/** A binary that has shown that it is a Pulumi CLI the Automation API can drive. */
export interface Checked {
    readonly command: PulumiCommand;
    readonly binary: string;
    readonly version: string;
}

const BINARY = programName("pulumi");

/**
 * Runs `binary version` and makes the Automation API's command of it.
 *
 * A binary that is not called bin/pulumi gets a folder in `cache` through which it is. Throws an Error whose message is
 * one line when the binary does not run, prints no version, or is older than the Automation API can drive.
 */
export async function check(binary: string, cache: string): Promise<Checked> {
    const root = await rootOf(binary, cache);
    let command: PulumiCommand;
    try {
        command = await PulumiCommand.get({ root });
    } catch (error) {
        const reason = reasonOf(error);
        throw new Error(reason.startsWith("Failed to parse Pulumi CLI version") ? NO_VERSION : reason, {
            cause: error,
        });
    }
    if (!command.version) throw new Error(NO_VERSION);
    return { command, binary, version: command.version.format() };
}

const NO_VERSION = "`pulumi version` printed no version, so it is not a released Pulumi CLI";

/**
 * The Automation API takes a folder and runs bin/pulumi in it, so that a binary with another path is reached through a
 * link. Linking the binary's folder keeps the plugins beside it on the PATH that the Automation API gives the engine.
 * Where the file has another name only the file can be linked; the engine then follows the link itself to the plugins
 * that are bundled with it.
 */
async function rootOf(binary: string, cache: string): Promise<string> {
    const folder = path.dirname(binary);
    if (path.basename(binary) === BINARY && path.basename(folder) === "bin") return path.dirname(folder);

    const root = path.join(cache, "pulumi", "links", createHash("sha256").update(binary).digest("hex").slice(0, 16));
    try {
        if (path.basename(binary) === BINARY) {
            await link(folder, path.join(root, "bin"), "junction");
        } else {
            await link(binary, path.join(root, "bin", BINARY), "file");
        }
    } catch (cause) {
        throw new Error(
            `it is not in a folder called bin under the name ${BINARY}, and no link to it can be made in ${root} (${reasonOf(cause)})`,
            { cause },
        );
    }
    return root;
}

async function link(target: string, at: string, type: "junction" | "file"): Promise<void> {
    await mkdir(path.dirname(at), { recursive: true });
    try {
        await symlink(target, at, type);
    } catch (error) {
        // The link's folder is named after its target, so one that is there already leads to the same place.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
}
