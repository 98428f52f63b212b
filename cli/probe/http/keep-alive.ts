import { performance } from "node:perf_hooks";

import { buildConnector, Pool } from "undici";

import { type Dial } from "./proxy-dial";
import { headerPairs, nextConnection, readBody, type Request, type Response, type Transport } from "./transport";

interface Line {
    readonly pool: Pool;
    connection: number;
    localAddress?: string;
    remoteAddress?: string;
}

/** One connection, kept from request to request for as long as the server keeps it. */
export class KeepAliveTransport implements Transport {
    private readonly lines = new Map<string, Line>();

    /**
     * @param localAddress address to ask from. Omitted: as the system chooses.
     * @param dial opens the connections. Omitted: undici does.
     */
    constructor(
        private readonly localAddress?: string,
        private readonly dial?: Dial,
    ) {}

    async send({ url, headers, signal }: Request): Promise<Response> {
        const started = performance.now();
        const line = this.lineTo(url.origin);
        const path = `${url.pathname}${url.search}`;
        const answer = await line.pool.request({ path, method: "GET", headers, signal, responseHeaders: "raw" });
        const firstByte = performance.now() - started;
        const { connection, localAddress, remoteAddress } = line;
        // Asked for raw, the headers come as a flat list, which the types of undici do not tell.
        const raw = answer.headers as unknown as readonly (string | Buffer)[];
        return {
            status: answer.statusCode,
            headers: headerPairs(raw.map(String)),
            body: await readBody(answer.body),
            firstByte,
            total: performance.now() - started,
            connection,
            localAddress,
            remoteAddress,
        };
    }

    async close(): Promise<void> {
        await Promise.all([...this.lines.values()].map(({ pool }) => pool.destroy()));
    }

    private lineTo(origin: string): Line {
        const known = this.lines.get(origin);
        if (known !== undefined) return known;
        const connect = this.connector(new URL(origin));
        const pool = new Pool(origin, {
            connections: 1,
            pipelining: 1,
            // Taken here, and silently ignored inside of connect's own options.
            localAddress: this.localAddress,
            connect: (options, done) =>
                connect(options, (...result) => {
                    const [, socket] = result;
                    if (socket) {
                        line.connection = nextConnection();
                        line.localAddress = socket.localAddress;
                        line.remoteAddress = socket.remoteAddress;
                    }
                    done(...result);
                }),
        });
        const line: Line = { pool, connection: 0 };
        this.lines.set(origin, line);
        return line;
    }

    private connector(url: URL): buildConnector.connector {
        const { dial } = this;
        const connect = buildConnector({});
        if (dial === undefined) return connect;
        return (options, done) =>
            void dial(url).then(
                (socket) => {
                    if (url.protocol === "https:") connect({ ...options, httpSocket: socket }, done);
                    else done(null, socket);
                },
                (error: Error) => done(error, null),
            );
    }
}
