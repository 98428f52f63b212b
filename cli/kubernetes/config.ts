import { access } from "node:fs/promises";

import type { KubeConfig } from "@kubernetes/client-node";

import { CouldNotRunError, UsageError } from "../errors";

/**
 * Reads the kubeconfig, as kubectl finds it, and chooses a context.
 *
 * @param file omitted: KUBECONFIG's, or ~/.kube/config, or the pod's own where it runs in one.
 * @throws {CliError} where it cannot be read, and for a context that it does not have, with those that it has.
 */
export async function kubeConfigFor(context: string, file: string | undefined): Promise<KubeConfig> {
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    if (file !== undefined) await mustBeThere(file);
    const name = file ?? (process.env["KUBECONFIG"] || "the kubeconfig");
    try {
        if (file === undefined) config.loadFromDefault();
        else config.loadFromFile(file);
    } catch (error) {
        // What stands in it may be secret, and errors of YAML quote it: only their first line is shown.
        const why = (error as Error).message.split("\n")[0] ?? "";
        throw new CouldNotRunError(
            `${name} is no valid kubeconfig: ${why}. Write it anew, as az aks get-credentials does.`,
        );
    }
    const names = config.getContexts().map((one) => one.name);
    if (!names.includes(context)) {
        const there = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
        throw new UsageError(`--context ${context}: ${name} has no such context. ${there}`);
    }
    config.setCurrentContext(context);
    if (config.getCurrentCluster() === null) {
        const cluster = config.getContextObject(context)?.cluster;
        throw new CouldNotRunError(
            `${name} is no valid kubeconfig: context ${context} names the cluster ${cluster}, which is not in it.`,
        );
    }
    return config;
}

async function mustBeThere(file: string): Promise<void> {
    try {
        await access(file);
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new UsageError(
            `--kubeconfig: ${file} ${code === "ENOENT" ? "is not there" : `cannot be read: ${message}`}. Give a file that can be read.`,
        );
    }
}
