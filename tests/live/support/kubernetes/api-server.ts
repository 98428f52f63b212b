import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { onPath } from "../../../../sandbox/engine/paths";
import { kubernetesBinaries } from "./binaries";
import { Child } from "./child";
import { ApiClient } from "./client";
import { freePorts } from "./ports";

/** Services get their addresses from here. */
export const SERVICE_ADDRESSES = "10.96.0.0/16";

const READY_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 100;

/**
 * A real Kubernetes API server with its etcd, without nodes and without controllers: it checks, completes and stores
 * objects. It listens on loopback only, and keeps everything in a temporary folder.
 */
export class ApiServer extends ApiClient {
    private constructor(
        { url, token, ca }: ApiClient,
        private readonly folder: string,
        private readonly children: readonly Child[],
    ) {
        super(url, token, ca);
    }

    /**
     * Starts one and waits until it is ready: seconds, or minutes where it has to be built first.
     *
     * Throws an Error where there is no `etcd` or no `go`, or when it does not become ready, with the end of its log.
     */
    static async start(): Promise<ApiServer> {
        const etcd = await onPath("etcd", process.env);
        if (etcd === undefined) {
            throw new Error("there is no `etcd` on PATH: install it (on Debian: apt-get install etcd-server)");
        }
        const { apiServer } = await kubernetesBinaries();
        const folder = mkdtempSync(path.join(os.tmpdir(), "api-server-"));
        const children: Child[] = [];
        try {
            const [client, peer, secure] = await freePorts();
            const token = "live-tests";
            const etcdUrl = `http://127.0.0.1:${client}`;
            children.push(new Child(etcd, etcdFlags(folder, etcdUrl, peer), path.join(folder, "etcd.log")));
            const flags = apiServerFlags(folder, { etcdUrl, port: secure, token });
            children.push(new Child(apiServer, flags, path.join(folder, "kube-apiserver.log")));
            const ca = path.join(folder, "certs", "apiserver.crt");
            const open = () => new ApiClient(`https://127.0.0.1:${secure}`, token, readFileSync(ca, "utf8"));
            return new ApiServer(await ready(open, children), folder, children);
        } catch (error) {
            await remove(folder, children);
            throw error;
        }
    }

    /** Writes a kubeconfig for the server's administrator, and returns its path. */
    kubeconfig(file: string): string {
        const config = {
            apiVersion: "v1",
            kind: "Config",
            clusters: [
                {
                    name: "live",
                    cluster: {
                        server: this.url,
                        "certificate-authority-data": Buffer.from(this.ca).toString("base64"),
                    },
                },
            ],
            users: [{ name: "admin", user: { token: this.token } }],
            contexts: [{ name: "live", context: { cluster: "live", user: "admin" } }],
            "current-context": "live",
        };
        writeFileSync(file, JSON.stringify(config));
        return file;
    }

    /** Ends the server and its etcd, and removes what they stored. */
    async stop(): Promise<void> {
        this.close();
        await remove(this.folder, this.children);
    }
}

function etcdFlags(folder: string, url: string, peer: number): string[] {
    return [
        `--data-dir=${path.join(folder, "etcd")}`,
        `--listen-client-urls=${url}`,
        `--advertise-client-urls=${url}`,
        `--listen-peer-urls=http://127.0.0.1:${peer}`,
        // Nothing here has to outlive a crash of the machine.
        "--unsafe-no-fsync",
    ];
}

function apiServerFlags(
    folder: string,
    { etcdUrl, port, token }: { etcdUrl: string; port: number; token: string },
): string[] {
    const key = path.join(folder, "service-accounts.key");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(key, privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
    const tokens = path.join(folder, "tokens.csv");
    writeFileSync(tokens, `${token},admin,1,"system:masters"\n`, { mode: 0o600 });
    mkdirSync(path.join(folder, "certs"));
    return [
        `--etcd-servers=${etcdUrl}`,
        `--cert-dir=${path.join(folder, "certs")}`,
        "--bind-address=127.0.0.1",
        // Never reached: it only spares the server the search for a default route, which a network namespace lacks.
        "--advertise-address=198.18.0.10",
        `--secure-port=${port}`,
        `--service-cluster-ip-range=${SERVICE_ADDRESSES}`,
        "--service-account-issuer=https://live.test",
        `--service-account-key-file=${key}`,
        `--service-account-signing-key-file=${key}`,
        `--token-auth-file=${tokens}`,
        "--authorization-mode=AlwaysAllow",
        "--endpoint-reconciler-type=none",
        // No controller makes the accounts that it would demand of every pod.
        "--disable-admission-plugins=ServiceAccount",
    ];
}

/**
 * Waits for the server, which writes its certificate first. Ready means that the namespace `default`, which it makes for
 * itself, is there too.
 */
async function ready(open: () => ApiClient, children: readonly Child[]): Promise<ApiClient> {
    const deadline = Date.now() + READY_MILLISECONDS;
    let last: unknown;
    while (Date.now() < deadline) {
        for (const child of children) child.throwIfEnded();
        try {
            const client = open();
            try {
                await client.send("GET", "/readyz");
                await client.send("GET", "/api/v1/namespaces/default");
                return client;
            } finally {
                client.close();
            }
        } catch (error) {
            last = error;
        }
        await sleep(POLL_MILLISECONDS);
    }
    throw new Error(`The API server is not ready after ${READY_MILLISECONDS} ms: ${String(last)}`);
}

async function remove(folder: string, children: readonly Child[]): Promise<void> {
    await Promise.all(children.map((child) => child.stop()));
    rmSync(folder, { recursive: true, force: true });
}
