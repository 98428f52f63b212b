import { spawn } from "node:child_process";

/** How much of a failed script's stderr an error shows. */
const SHOWN_CHARACTERS = 4000;

/** PATH with the folders of administrators' programs, which users of Debian lack. */
export const withAdministratorsPath = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    ...env,
    PATH: [env["PATH"] ?? "", "/usr/sbin", "/sbin"].join(":"),
});

/** For root a network namespace is enough; another user becomes root of a namespace of users first. */
export function unshareFlags(): readonly string[] {
    return process.getuid?.() === 0 ? ["--net"] : ["--user", "--map-root-user", "--net"];
}

/**
 * Runs a compiled script, one that calls `inside`, in a network namespace of its own, and returns its result. The script
 * and all it started end with this process.
 *
 * Throws an Error with the end of its stderr when it fails.
 *
 * @param script path of the script.
 * @param input what the script gets, as JSON.
 */
export function inNamespace<Result>(script: string, input: unknown): Promise<Result> {
    const args = [...unshareFlags(), process.execPath, "--enable-source-maps", script, JSON.stringify(input)];
    // The script takes the end of its stdin as the end of this process.
    const child = spawn("unshare", args, {
        stdio: ["pipe", "pipe", "pipe"],
        env: withAdministratorsPath(process.env),
    });
    child.stdin.on("error", () => {});
    let printed = "";
    let complaints = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => {
            if (code === 0) resolve(JSON.parse(printed) as Result);
            else reject(new Error(`${script} ended with exit code ${code}:\n${complaints.slice(-SHOWN_CHARACTERS)}`));
        });
    });
}
