import { performance } from "node:perf_hooks";

import { BodyStart } from "./body-start";
import { type ResponseHeaders } from "./headers";
import { type Limit, within } from "./limit";
import { type Response } from "./transport";

/** What is known of a response before its body. */
export type Head = Pick<Response, "status" | "headers" | "connection" | "localAddress" | "remoteAddress">;

/** A response, whose body is made a text of where somebody asks for it. */
class Answer implements Response {
    readonly status: number;
    readonly headers: ResponseHeaders;
    readonly connection: number;
    readonly localAddress: string | undefined;
    readonly remoteAddress: string | undefined;

    constructor(
        { status, headers, connection, localAddress, remoteAddress }: Head,
        private readonly bodyStart: BodyStart,
        readonly firstByte: number,
        readonly total: number,
    ) {
        this.status = status;
        this.headers = headers;
        this.connection = connection;
        this.localAddress = localAddress;
        this.remoteAddress = remoteAddress;
    }

    get body(): string {
        return this.bodyStart.text;
    }
}

/** A request under way: it ends with its response, with an error, or at its limit, whichever comes first. */
export class Pending {
    /** Rejected with what the network threw, or with a TimeoutError. */
    readonly response: Promise<Response>;
    private readonly body = new BodyStart();
    private readonly callOff: () => void;
    private head: Head | undefined;
    private firstByte = 0;
    private isOver = false;
    private resolve!: (response: Response) => void;
    private reject!: (error: Error) => void;

    /**
     * @param started when it was begun, by `performance.now()`.
     * @param cut ends the request on the network. Called where it ends before its response does.
     */
    constructor(
        private readonly started: number,
        limit: Limit,
        private readonly cut: (error: Error) => void,
    ) {
        this.response = new Promise((resolve, reject) => {
            this.resolve = resolve;
            this.reject = reject;
        });
        this.callOff = within(limit, (error) => this.end(() => this.reject(error), error));
    }

    /** The response begins. */
    begin(head: Head): void {
        this.firstByte = performance.now() - this.started;
        this.head = head;
    }

    /** A part of the body is there. The request is cut where no more is needed. */
    take(chunk: Uint8Array): void {
        if (this.body.add(chunk)) return;
        this.end(() => this.answer(), new Error("no more of the body is needed"));
    }

    /** The response is complete. */
    finish(): void {
        this.end(() => this.answer());
    }

    /** The network failed. */
    fail(error: Error): void {
        this.end(() => this.reject(error));
    }

    private end(tell: () => void, cutWith?: Error): void {
        if (this.isOver) return;
        this.isOver = true;
        this.callOff();
        tell();
        if (cutWith !== undefined) this.cut(cutWith);
    }

    private answer(): void {
        const { firstByte } = this;
        this.resolve(new Answer(this.head as Head, this.body, firstByte, performance.now() - this.started));
    }
}
