import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, type Socket } from "node:net";

import { type Cloud } from "../cloud";
import { type Answer, type Question } from "./answer";
import { ArmError, asArmError, errorAnswer } from "./errors";
import { ArmFace, type FaceOptions } from "./face";
import { Faults, type Fault } from "./faults";

/** A request as the server saw it. */
export interface Seen {
    readonly method: string;
    /** With the query. */
    readonly path: string;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: string;
}

/**
 * The sandbox's cloud behind the protocol of Azure Resource Manager, on loopback. It takes any bearer token, reaches nothing
 * outside of the process, and is for tests.
 */
export class ArmServer {
    /** Everything that was asked so far, in order. */
    readonly seen: Seen[] = [];
    private readonly faults = new Faults();
    private readonly open = new Set<Socket>();

    private constructor(
        private readonly face: ArmFace,
        private readonly server: Server,
        /** `http://127.0.0.1:<port>`: what stands in place of https://management.azure.com. */
        readonly endpoint: string,
    ) {}

    static async start(cloud: Cloud, options: FaceOptions = {}): Promise<ArmServer> {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        const arm = new ArmServer(new ArmFace(cloud, options), server, `http://127.0.0.1:${port}`);
        server.on("connection", (socket) => {
            arm.open.add(socket);
            socket.on("close", () => arm.open.delete(socket));
        });
        server.on("request", (request, response) => void arm.serve(request, response));
        return arm;
    }

    /** Lets the next requests that match go wrong. */
    inject(...faults: readonly Fault[]): void {
        for (const fault of faults) this.faults.add(fault);
    }

    /** Ends it with every connection. */
    async stop(): Promise<void> {
        for (const socket of this.open) socket.destroy();
        await new Promise<void>((resolve) => this.server.close(() => resolve()));
    }

    private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const question = await this.read(request);
        const path = `${question.url.pathname}${question.url.search}`;
        this.seen.push({ method: question.method, path, headers: question.headers, body: question.body });
        const fault = this.faults.next(question.method, path);
        fault?.first?.();
        if (fault?.silent === true) return;
        if (fault?.cut === "before") return void request.socket.destroy();
        const answer = fault?.answer === undefined ? this.answer(question, fault) : faultAnswer(fault.answer);
        if (fault?.cut === "after") return void request.socket.destroy();
        send(response, answer, fault);
    }

    private async read(request: IncomingMessage): Promise<Question> {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const headers = Object.entries(request.headers).map(([name, value]) => [name, value?.toString()] as const);
        return {
            method: request.method ?? "GET",
            url: new URL(request.url ?? "/", this.endpoint),
            headers: Object.fromEntries(headers),
            body: Buffer.concat(chunks).toString(),
        };
    }

    private answer(question: Question, fault: Fault | undefined): Answer {
        try {
            if (!/^bearer \S+$/i.test(question.headers["authorization"] ?? "")) throw unauthenticated();
            return this.face.answer(question, fault?.operationFails);
        } catch (error) {
            return errorAnswer(asArmError(error));
        }
    }
}

function unauthenticated(): ArmError {
    const message = "Authentication failed. The 'Authorization' header is missing.";
    return new ArmError(401, "AuthenticationFailed", message, {
        "www-authenticate":
            'Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="The authentication scheme of Bearer is not supported."',
    });
}

function faultAnswer({ status, code, message, headers, text }: NonNullable<Fault["answer"]>): Answer {
    if (text !== undefined) return { status, headers: { "content-type": "text/html", ...headers }, body: text };
    return errorAnswer(new ArmError(status, code ?? "Fault", message ?? "A fault of the test.", headers));
}

function send(response: ServerResponse, { status, headers, body }: Answer, fault: Fault | undefined): void {
    const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
    const type = body === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
    response.writeHead(status, { ...type, "content-length": Buffer.byteLength(text), ...headers });
    if (fault?.cut !== "within the answer") return void response.end(text);
    response.write(text.slice(0, Math.max(1, text.length / 2)), () => response.socket?.destroy());
}
