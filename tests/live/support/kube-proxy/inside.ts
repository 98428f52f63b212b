import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Backends } from "../backends";
import { create, endpoints } from "../cluster";
import { ApiServer } from "../kubernetes/api-server";
import { kubernetesBinaries } from "../kubernetes/binaries";
import { Child } from "../kubernetes/child";
import { type Manifest } from "../kubernetes/manifests";
import { BACKEND_PORT, BACKENDS, CLIENTS, type Finally, inside, NODE_ADDRESS, WATCHER } from "../namespace/inside";
import { Visitor } from "../visitor";
import { until, type Visits, visits } from "../visits";

/** How kube-proxy tells the kernel. */
export type ProxyMode = "iptables" | "nftables";

/** What the test asks to be measured. */
export interface KubeProxyInput {
    readonly mode: ProxyMode;
    /** A sticky Service, the same without affinity, and a sticky one that lets go after `timeoutSeconds`. */
    readonly services: { readonly sticky: Manifest; readonly plain: Manifest; readonly lapsing: Manifest };
    readonly timeoutSeconds: number;
}

/** What was seen: clients by their addresses, in their order. */
export interface KubeProxySeen {
    readonly sticky: Visits;
    readonly plain: Visits;
    /** The one that lets go, asked again and again within its timeout. */
    readonly within: Visits;
    /** The same, idle for longer than its timeout before each round. */
    readonly beyond: Visits;
    /** The sticky one after all that idleness. */
    readonly later: Visits;
    /** The sticky one without this backend. */
    readonly gone: string;
    readonly without: Visits;
    /** And after it came back. */
    readonly again: Visits;
}

const NODE = "node";
const PODS = BACKENDS.slice(0, 3);
const ROUNDS = 5;
/** Idle times. */
const LAPSES = 3;

inside(async ({ mode, services, timeoutSeconds }: KubeProxyInput, atEnd): Promise<KubeProxySeen> => {
    const backends = await Backends.start(PODS, BACKEND_PORT);
    atEnd(() => backends.stop());
    const server = await ApiServer.start();
    atEnd(() => server.stop());
    await registerNode(server);
    const proxy = await startKubeProxy(mode, server, atEnd);

    const serve = async (manifest: Manifest) => {
        const [service] = await create(server, [{ manifest, patch: false }]);
        const { clusterIP, ports } = service?.["spec"] as { clusterIP: string; ports: [{ port: number }] };
        const at = (from: string) => new Visitor({ host: clusterIP, port: ports[0].port, from });
        await endpoints(server, manifest.metadata.name, PODS);
        await until(`${manifest.metadata.name} answers`, async () => {
            proxy.throwIfEnded();
            return PODS.includes(await at(WATCHER).ask());
        });
        return { name: manifest.metadata.name, clients: CLIENTS.map(at), newcomer: () => at(WATCHER).ask() };
    };
    const sticky = await serve(services.sticky);
    const plain = await serve(services.plain);
    const lapsing = await serve(services.lapsing);

    const seen = {
        sticky: await visits(sticky.clients, ROUNDS),
        plain: await visits(plain.clients, ROUNDS),
        within: await visits(lapsing.clients, ROUNDS),
    };
    const lapses: Visits[] = [];
    for (let lapse = 0; lapse < LAPSES; lapse++) {
        await sleep((timeoutSeconds + 1) * 1000);
        lapses.push(await visits(lapsing.clients, 1));
    }
    const beyond = CLIENTS.map((_, client) => lapses.map((round) => round[client]?.[0] ?? ""));
    const later = await visits(sticky.clients, 1);

    // kube-proxy takes up all Services together, and the plain one shows when.
    const [gone = ""] = PODS;
    const point = async (ready: readonly string[]) => {
        for (const { name } of [sticky, plain]) await endpoints(server, name, PODS, ready);
    };
    const answersOf = (visitors: readonly Visitor[]) => Promise.all(visitors.map((visitor) => visitor.ask()));
    await point(PODS.filter((pod) => pod !== gone));
    await until(`clients leave ${gone}`, async () => {
        const answers = [...(await answersOf(sticky.clients)), ...(await answersOf(plain.clients))];
        return !answers.includes(gone);
    });
    const without = await visits(sticky.clients, ROUNDS);
    await point(PODS);
    await until(`${gone} answers again`, async () => (await plain.newcomer()) === gone);
    return { ...seen, beyond, later, gone, without, again: await visits(sticky.clients, ROUNDS) };
});

/** The node that kube-proxy looks itself up by. */
async function registerNode(server: ApiServer): Promise<void> {
    await server.send("POST", "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name: NODE } });
    const status = { status: { addresses: [{ type: "InternalIP", address: NODE_ADDRESS }] } };
    await server.send("PATCH", `/api/v1/nodes/${NODE}/status`, status, "application/merge-patch+json");
}

async function startKubeProxy(mode: ProxyMode, server: ApiServer, atEnd: Finally): Promise<Child> {
    const { kubeProxy } = await kubernetesBinaries();
    const folder = mkdtempSync(path.join(os.tmpdir(), "kube-proxy-"));
    atEnd(() => rmSync(folder, { recursive: true, force: true }));
    const flags = [
        `--kubeconfig=${server.kubeconfig(path.join(folder, "kubeconfig"))}`,
        `--hostname-override=${NODE}`,
        `--proxy-mode=${mode}`,
        // The kernel's own limits stay as they are.
        "--conntrack-max-per-core=0",
        "--conntrack-tcp-timeout-established=0s",
        "--conntrack-tcp-timeout-close-wait=0s",
        `--nodeport-addresses=${NODE_ADDRESS}/32`,
        `--bind-address=${NODE_ADDRESS}`,
        "--healthz-bind-address=127.0.0.1:10256",
        "--metrics-bind-address=127.0.0.1:10249",
    ];
    const proxy = new Child(kubeProxy, flags, path.join(folder, "kube-proxy.log"));
    atEnd(() => proxy.stop());
    return proxy;
}
