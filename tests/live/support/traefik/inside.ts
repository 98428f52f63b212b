import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { Backends } from "../backends";
import { create, endpoints } from "../cluster";
import { ApiServer } from "../kubernetes/api-server";
import { Child } from "../kubernetes/child";
import { type Asked } from "../kubernetes/manifests";
import { BACKEND_PORT, BACKENDS, type Finally, inside, NODE_ADDRESS } from "../namespace/inside";
import { Visitor } from "../visitor";
import { homes, until, type Visits, visits } from "../visits";

/** What the test asks to be measured. */
export interface TraefikInput {
    /** Path of Traefik. */
    readonly program: string;
    /** What the program asked for: the route to one Service, and the Service. */
    readonly asked: readonly Asked[];
    readonly service: string;
    readonly host: string;
}

/** What was seen. */
export interface TraefikSeen {
    /** Clients that keep cookies. */
    readonly kept: Visits;
    /** Set-Cookie lines that each of them got meanwhile. */
    readonly setCookies: readonly (readonly string[])[];
    /** Clients that keep none. */
    readonly bare: Visits;
    /** Those that keep cookies, after a fourth backend came. */
    readonly scaled: Visits;
    /** And after the first backend went. */
    readonly without: Visits;
    readonly gone: string;
    /** And after it came back. */
    readonly again: Visits;
}

const PORT = 8000;
const CLIENTS = 20;
const ROUNDS = 5;

inside(async ({ program, asked, service, host }: TraefikInput, atEnd): Promise<TraefikSeen> => {
    const three = BACKENDS.slice(0, 3);
    const [gone = ""] = three;
    const backends = await Backends.start(BACKENDS, BACKEND_PORT);
    atEnd(() => backends.stop());
    const server = await ApiServer.start();
    atEnd(() => server.stop());
    await create(server, [ingressClass(asked), ...asked]);
    await endpoints(server, service, three);
    const traefik = startTraefik(program, server, atEnd);

    const visitor = (keepsCookies: boolean) =>
        new Visitor({ host: NODE_ADDRESS, port: PORT, name: host, keepsCookies });
    const newcomer = () => visitor(false).ask();
    await until("Traefik routes to the Service", async () => {
        traefik.throwIfEnded();
        return three.includes(await newcomer());
    });

    const clients = Array.from({ length: CLIENTS }, () => visitor(true));
    const kept = await visits(clients, ROUNDS);
    const setCookies = clients.map((client) => [...client.setCookies]);
    const bare = await visits(
        clients.map(() => visitor(false)),
        ROUNDS,
    );

    const fourth = BACKENDS[3];
    await endpoints(server, service, BACKENDS);
    await until("the fourth backend answers", async () => (await newcomer()) === fourth);
    const scaled = await visits(clients, ROUNDS);

    await endpoints(
        server,
        service,
        BACKENDS,
        BACKENDS.filter((backend) => backend !== gone),
    );
    const [victim] = clients.filter((_, index) => homes(scaled)[index] === gone);
    if (victim === undefined) throw new Error(`No client is on ${gone}`);
    await until(`clients leave ${gone}`, async () => (await victim.ask()) !== gone);
    const without = await visits(clients, ROUNDS);

    await endpoints(server, service, BACKENDS);
    await until(`${gone} answers again`, async () => (await newcomer()) === gone);
    return { kept, setCookies, bare, scaled, without, gone, again: await visits(clients, ROUNDS) };
});

function startTraefik(program: string, server: ApiServer, atEnd: Finally): Child {
    const folder = mkdtempSync(path.join(os.tmpdir(), "traefik-"));
    atEnd(() => rmSync(folder, { recursive: true, force: true }));
    const authority = path.join(folder, "ca.crt");
    writeFileSync(authority, server.ca);
    const flags = [
        `--entrypoints.web.address=${NODE_ADDRESS}:${PORT}`,
        `--providers.kubernetesingress.endpoint=${server.url}`,
        `--providers.kubernetesingress.token=${server.token}`,
        `--providers.kubernetesingress.certauthfilepath=${authority}`,
        "--providers.providersthrottleduration=50ms",
        "--global.checknewversion=false",
        "--global.sendanonymoususage=false",
    ];
    const traefik = new Child(program, flags, path.join(folder, "traefik.log"));
    atEnd(() => traefik.stop());
    return traefik;
}

/** Traefik serves an Ingress of a class only where the class says that it is Traefik's. */
function ingressClass(asked: readonly Asked[]): Asked {
    const ingress = asked.find(({ manifest }) => manifest.kind === "Ingress");
    if (ingress === undefined) throw new Error("The program asks for no Ingress");
    const { ingressClassName } = ingress.manifest["spec"] as { ingressClassName: string };
    return {
        manifest: {
            apiVersion: "networking.k8s.io/v1",
            kind: "IngressClass",
            metadata: { name: ingressClassName },
            spec: { controller: "traefik.io/ingress-controller" },
        },
        patch: false,
    };
}
