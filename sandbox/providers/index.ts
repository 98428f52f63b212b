import { fork } from "node:child_process";
import * as path from "node:path";
import { type FromHost, type ToHost } from "./protocol";
import { PACKAGE_NAMES, versionOf, type PackageName } from "./versions";

export interface ProvidersOptions {
    /** Where the sandbox's cloud lives on. It need not exist yet. */
    readonly stateFile: string;
    /** Property paths that the cloud drops without a word. By default none. */
    readonly drops?: readonly string[];
    /** The environment of the run that is to use the providers; by default this process's. */
    readonly env?: NodeJS.ProcessEnv;
}

export interface Providers {
    /** What the engine needs in its environment to use them. */
    readonly environment: { readonly PULUMI_DEBUG_PROVIDERS: string };
    readonly versions: Readonly<Record<PackageName, string>>;
    /** What was said so far of types that the sandbox does not know: one line a type. */
    warnings(): readonly string[];
    /** Ends them when all is saved. */
    stop(): Promise<void>;
}

const VARIABLE = "PULUMI_DEBUG_PROVIDERS";

/**
 * Starts stand-ins for the azure-native, kubernetes and random providers, over one cloud in a file. They run in a process of their own,
 * which ends when this one does.
 *
 * @throws Error where they do not start, with the reason.
 */
export async function startProviders({
    stateFile,
    drops = [],
    env = process.env,
}: ProvidersOptions): Promise<Providers> {
    const child = fork(path.join(__dirname, "host.js"), [path.resolve(stateFile), ...drops], {
        execArgv: [],
        stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const warnings = new Set<string>();
    let errors = "";
    child.stderr?.on("data", (text: Buffer) => (errors = (errors + text.toString()).slice(-4096)));
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));

    const ports = await new Promise<Readonly<Record<PackageName, number>>>((resolve, reject) => {
        child.on("message", (message: FromHost) => {
            if ("ports" in message) resolve(message.ports);
            else if ("failed" in message) reject(new Error(message.failed));
            else warnings.add(message.warning);
        });
        child.once("error", reject);
        void ended.then(() => reject(new Error(`the sandbox's providers did not start: ${lastLine(errors)}`)));
    });
    // They must not keep this process alive when it has nothing else to do.
    child.unref();
    child.channel?.unref();
    (child.stderr as NodeJS.ReadableStream & { unref?: () => void }).unref?.();

    return {
        environment: { [VARIABLE]: withOurs(env[VARIABLE], ports) },
        versions: Object.fromEntries(PACKAGE_NAMES.map((name) => [name, versionOf(name)])) as Record<
            PackageName,
            string
        >,
        warnings: () => [...warnings],
        async stop() {
            if (child.connected) child.send("stop" satisfies ToHost);
            child.ref();
            await ended;
        },
    };
}

/** Other packages that are being debugged stay where they are. */
function withOurs(given: string | undefined, ports: Readonly<Record<PackageName, number>>): string {
    const others = (given ?? "")
        .split(",")
        .filter((entry) => entry !== "" && !(PACKAGE_NAMES as string[]).includes(entry.split(":")[0] ?? ""));
    return [...others, ...PACKAGE_NAMES.map((name) => `${name}:${ports[name]}`)].join(",");
}

function lastLine(text: string): string {
    return text.trim().split("\n").at(-1) || "they ended without a word";
}
