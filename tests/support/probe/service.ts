import http from "node:http";
import { type AddressInfo } from "node:net";

/** One request before the simulated service. */
export interface Asked {
    readonly cookies: Readonly<Record<string, string>>;
    readonly headers: http.IncomingHttpHeaders;
    readonly path: string;
    /** Number of requests before this one. */
    readonly count: number;
    /** Number of this request's connection. */
    readonly connection: number;
}

/** What it answers. */
export interface Answered {
    readonly status?: number;
    readonly headers?: http.OutgoingHttpHeaders;
    readonly body?: string;
    readonly delayMilliseconds?: number;
}

/** A service on this machine, a balancer and its replicas in one. */
export class Service {
    private constructor(
        private readonly server: http.Server,
        readonly url: string,
        /** Everything that was asked. */
        readonly asked: readonly Asked[],
    ) {}

    /** Starts one on a free port. */
    static async start(answer: (asked: Asked) => Answered): Promise<Service> {
        const asked: Asked[] = [];
        const connections = new Map<unknown, number>();
        const server = http.createServer((request, response) => {
            const { socket } = request;
            connections.set(socket, connections.get(socket) ?? connections.size);
            const one: Asked = {
                cookies: cookiesOf(request.headers.cookie),
                headers: request.headers,
                path: request.url ?? "",
                count: asked.length,
                connection: connections.get(socket) ?? 0,
            };
            asked.push(one);
            const { status = 200, headers = {}, body = "hello", delayMilliseconds = 0 } = answer(one);
            const reply = () => response.writeHead(status, headers).end(body);
            if (delayMilliseconds > 0) setTimeout(reply, delayMilliseconds);
            else reply();
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return new Service(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked);
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }
}

/** Three replicas in turn. */
export function inTurn({ count }: Asked): Answered {
    return { headers: { "x-replica": `r${count % 3}` } };
}

/** Three replicas; a cookie, given in turn, decides from then on. */
export function byCookie(): (asked: Asked) => Answered {
    let given = 0;
    return ({ cookies }) => {
        // As real balancers do it: a value that is none of its own counts as none.
        const known = ["s0", "s1", "s2"].find((name) => name === cookies["SERVERID"]);
        const replica = known ?? `s${given++ % 3}`;
        const set = known === undefined ? { "set-cookie": `SERVERID=${replica}; Path=/; HttpOnly` } : {};
        return { headers: { "x-replica": replica, ...set } };
    };
}

function cookiesOf(header = ""): Record<string, string> {
    return Object.fromEntries(header.split(/;\s*/).map((pair) => pair.split("=", 2) as [string, string]));
}
