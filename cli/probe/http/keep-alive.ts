import { performance } from "node:perf_hooks";

import { buildConnector, Client, type Dispatcher } from "undici";

import { Pending } from "./pending";
import { type Dial } from "./proxy-dial";
import { headerPairs, nextConnection, type Request, type Response, type Transport } from "./transport";

interface Line {
    readonly client: Client;
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

    send({ url, headers, ...limit }: Request): Promise<Response> {
        let cutBefore: Error | undefined;
        let controller: Dispatcher.DispatchController | undefined;
        const pending = new Pending(performance.now(), limit, (error) => {
            cutBefore = error;
            controller?.abort(error);
        });
        const line = this.lineTo(url.origin);
        // Not `request`, whose stream for the body takes half as long again as the exchange itself.
        line.client.dispatch(
            { path: `${url.pathname}${url.search}`, method: "GET", headers },
            {
                onRequestStart(started) {
                    controller = started;
                    if (cutBefore !== undefined) controller.abort(cutBefore);
                },
                onResponseStart({ rawHeaders }, status) {
                    const { connection, localAddress, remoteAddress } = line;
                    // The headers of HTTP/1.1 are a flat list, which the types of undici do not tell.
                    const headers = headerPairs(rawHeaders as Buffer[]);
                    pending.begin({ status, headers, connection, localAddress, remoteAddress });
                },
                onResponseData: (_, chunk) => pending.take(chunk),
                onResponseEnd: () => pending.finish(),
                onResponseError: (_, error) => pending.fail(error),
            },
        );
        return pending.response;
    }

    async close(): Promise<void> {
        await Promise.all([...this.lines.values()].map(({ client }) => client.destroy()));
    }

    private lineTo(origin: string): Line {
        const known = this.lines.get(origin);
        if (known !== undefined) return known;
        const connect = this.connector(new URL(origin));
        const client = new Client(origin, {
            pipelining: 1,
            // Each request has a limit of its own.
            headersTimeout: 0,
            bodyTimeout: 0,
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
        const line: Line = { client, connection: 0 };
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
