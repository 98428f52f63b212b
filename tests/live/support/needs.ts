import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { onPath } from "../../../sandbox/engine/paths";
import { unshareFlags, withAdministratorsPath } from "./namespace/network-namespace";

/** What a test may need, and how to get it. */
const REMEDIES = {
    apache2: "on Debian: apt-get install apache2-bin",
    caddy: "on Debian: apt-get install caddy",
    chromium: "on Debian: apt-get install chromium",
    etcd: "on Debian: apt-get install etcd-server",
    go: "Go 1.25.8 or later, https://go.dev/dl/",
    haproxy: "on Debian: apt-get install haproxy",
    ip: "on Debian: apt-get install iproute2",
    "iptables-save": "on Debian: apt-get install iptables",
    lighttpd: "on Debian: apt-get install lighttpd",
    nft: "on Debian: apt-get install nftables",
    nginx: "on Debian: apt-get install nginx-light",
    python3: "on Debian: apt-get install python3",
    pip: "on Debian: apt-get install python3-pip",
    unshare: "on Debian: apt-get install util-linux",
} as const;

/** A program that a test may need. */
export type NeededProgram = keyof typeof REMEDIES;

/** Path of a program that is needed. Throws an Error with the way to get it where it is not on PATH. */
export async function neededProgram(program: NeededProgram): Promise<string> {
    const file = await onPath(program, withAdministratorsPath(process.env));
    if (file === undefined) throw new Error(absent(program));
    return file;
}

/**
 * Leaves a suite out where this machine is not Linux or lacks a program, and says why; in CI that is a failure.
 *
 * With `unshare` among the programs, this user has to be allowed a network namespace too.
 */
export async function needs(context: Mocha.Context, programs: readonly NeededProgram[]): Promise<void> {
    const reasons = process.platform === "linux" ? await lacking(programs) : ["It needs Linux."];
    if (reasons.length === 0) return;
    const reason = `There is no real data path to test with. ${reasons.join(" ")}`;
    if (process.env["CI"]) throw new Error(reason);
    console.log(`      left out. ${reason}`);
    context.skip();
}

async function lacking(programs: readonly NeededProgram[]): Promise<string[]> {
    const env = withAdministratorsPath(process.env);
    const reasons = await Promise.all(
        programs.map(async (program) => ((await onPath(program, env)) === undefined ? [absent(program)] : [])),
    );
    const missing = reasons.flat();
    if (missing.length > 0 || !programs.includes("unshare")) return missing;
    try {
        await promisify(execFile)("unshare", [...unshareFlags(), "true"]);
        return [];
    } catch (error) {
        return [`This user may not make a network namespace: ${(error as Error).message.trim()}`];
    }
}

const absent = (program: NeededProgram) => `There is no \`${program}\` on PATH: install it (${REMEDIES[program]}).`;
