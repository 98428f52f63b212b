import { performance } from "node:perf_hooks";

import { buildConnector, Client, type Dispatcher } from "undici";

import { type ResponseHeaders } from "./headers";
import { type Limit } from "./limit";
import { Pending } from "./pending";
import { type Dial } from "./proxy-dial";
import { nextConnection, type Request, type Response, type Transport } from "./transport";

interface Line {
    readonly client: Client;
    connection: number;
    localAddress?: string;
    remoteAddress?: string;
}

/** How a URL is asked for. */
interface Way {
    readonly url: URL;
    readonly line: Line;
    readonly path: string;
}

/** One request over a line, and its response. */
class KeptRequest implements Dispatcher.DispatchHandler {
    readonly pending: Pending;
    private controller: Dispatcher.DispatchController | undefined;
    private cutBefore: Error | undefined;

    constructor(
        private readonly line: Line,
        limit: Limit,
    ) {
        this.pending = new Pending(performance.now(), limit, (error) => {
            this.cutBefore = error;
            this.controller?.abort(error);
        });
    }

    onRequestStart(controller: Dispatcher.DispatchController): void {
        this.controller = controller;
        if (this.cutBefore !== undefined) controller.abort(this.cutBefore);
    }

    onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
        const { connection, localAddress, remoteAddress } = this.line;
        this.pending.begin({ status, headers, connection, localAddress, remoteAddress });
    }

    onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
        this.pending.take(chunk);
    }

    onResponseEnd(): void {
        this.pending.finish();
    }

    onResponseError(_: Dispatcher.DispatchController, error: Error): void {
        this.pending.fail(error);
    }
}

/** One connection, kept from request to request for as long as the server keeps it. */
export class KeepAliveTransport implements Transport {
    private readonly lines = new Map<string, Line>();
    private last: Way | undefined;

    /**
     * @param localAddress address to ask from. Omitted: as the system chooses.
     * @param dial opens the connections. Omitted: undici does.
     */
    constructor(
        private readonly localAddress?: string,
        private readonly dial?: Dial,
    ) {}

    send({ url, headers, ...limit }: Request): Promise<Response> {
        const { line, path } = this.wayTo(url);
        const request = new KeptRequest(line, limit);
        // Not `request`, whose stream for the body takes half as long again as the exchange itself.
        line.client.dispatch({ path, method: "GET", headers }, request);
        return request.pending.response;
    }

    async close(): Promise<void> {
        await Promise.all([...this.lines.values()].map(({ client }) => client.destroy()));
    }

    private wayTo(url: URL): Way {
        // Most clients ask for one URL only.
        if (this.last?.url !== url) {
            this.last = { url, line: this.lineTo(url.origin), path: `${url.pathname}${url.search}` };
        }
        return this.last;
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
