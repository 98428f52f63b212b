import { exec } from "node:child_process";
import { promisify } from "node:util";

import { CouldNotRunError } from "../errors";

/** A command of the user's has this long. */
const SECONDS = 120;
/** Longest part of what it wrote that an error repeats. */
const LONGEST_OUTPUT = 500;

/** Runs a command in the user's shell and waits for its end. Throws CouldNotRunError where it fails. */
export async function runCommand(option: string, command: string): Promise<void> {
    try {
        await promisify(exec)(command, { timeout: SECONDS * 1000 });
    } catch (error) {
        const { code, signal, stderr = "" } = error as { code?: number; signal?: string; stderr?: string };
        const how = signal ? `was ended by ${signal} (it has ${SECONDS} s)` : `ended with ${code}`;
        throw new CouldNotRunError(`The command of ${option} ${how}. ${stderr.trim().slice(0, LONGEST_OUTPUT)}`.trim());
    }
}

/** Whether a URL's host is this machine, by its address alone. */
export function isLoopback({ hostname }: URL): boolean {
    return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
