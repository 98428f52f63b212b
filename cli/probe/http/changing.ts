import { type Request, type Response, type Transport } from "./transport";

/** Another transport for each request. */
export class ChangingTransport implements Transport {
    /** @param next makes the next request's transport. */
    constructor(private readonly next: () => Transport) {}

    async send(request: Request): Promise<Response> {
        const transport = this.next();
        try {
            return await transport.send(request);
        } finally {
            await transport.close();
        }
    }

    async close(): Promise<void> {}
}
