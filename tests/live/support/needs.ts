import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { onPath } from "../../../sandbox/engine/paths";
import { unshareFlags, withAdministratorsPath } from "./namespace/network-namespace";

/** What a test may need, and how to get it. */
const REMEDIES = {
    etcd: "on Debian: apt-get install etcd-server",
    go: "Go 1.25.8 or later, https://go.dev/dl/",
    ip: "on Debian: apt-get install iproute2",
    "iptables-save": "on Debian: apt-get install iptables",
    nft: "on Debian: apt-get install nftables",
    python3: "on Debian: apt-get install python3",
    pip: "on Debian: apt-get install python3-pip",
    unshare: "on Debian: apt-get install util-linux",
} as const;

/** A program that a test may need. */
export type NeededProgram = keyof typeof REMEDIES;

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
        programs.map(async (program) =>
            (await onPath(program, env)) === undefined
                ? [`There is no \`${program}\` on PATH: install it (${REMEDIES[program]}).`]
                : [],
        ),
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
