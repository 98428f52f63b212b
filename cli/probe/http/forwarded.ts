import { type Request, type Response, type Transport } from "./transport";

/** Says an address in the header that proxies tell their client's in. */
export class ForwardedTransport implements Transport {
    constructor(
        private readonly inner: Transport,
        private readonly address: string,
    ) {}

    send(request: Request): Promise<Response> {
        return this.inner.send({ ...request, headers: { ...request.headers, "x-forwarded-for": this.address } });
    }

    close(): Promise<void> {
        return this.inner.close();
    }
}
