import http from "node:http";
import net from "node:net";

import { type Proxied, proxyHeader } from "./replicas/proxy-protocol";

const TIMEOUT_MILLISECONDS = 5000;

/** Where a visitor asks, and as whom. */
export interface Asking {
    readonly host: string;
    readonly port: number;
    /** Value of the Host header. Omitted: the host itself. */
    readonly name?: string;
    /** Source address. Omitted: the system's choice. */
    readonly from?: string;
    /** Sends back the cookies that it was given. Omitted: it forgets them. */
    readonly keepsCookies?: boolean;
    /** Sends all its requests on one connection. Omitted: each has its own, so that nothing but affinity can hold it. */
    readonly keepsConnection?: boolean;
    /** PROXY header ahead of each connection, of which every request has its own then. Omitted: none. */
    readonly proxied?: Proxied;
    /** Headers of every request. Omitted: none. */
    readonly headers?: Readonly<Record<string, string>>;
}

/** One client. */
export class Visitor {
    private readonly jar = new Map<string, string>();
    /** Every Set-Cookie line that it got. */
    readonly setCookies: string[] = [];
    private readonly agent: http.Agent | false;

    constructor(private readonly asking: Asking) {
        this.agent = asking.keepsConnection ? new http.Agent({ keepAlive: true, maxSockets: 1 }) : false;
    }

    /**
     * Asks once, and returns what answered: the header `x-replica`, or the body where there is none. Throws an Error unless
     * the answer is 200.
     */
    ask(): Promise<string> {
        const { host, port, name, from, keepsCookies, proxied } = this.asking;
        const headers: Record<string, string> = { ...this.asking.headers, host: name ?? host };
        if (keepsCookies && this.jar.size > 0) {
            headers["cookie"] = [...this.jar].map(([key, value]) => `${key}=${value}`).join("; ");
        }
        const options = {
            ...{ host, port, headers, timeout: TIMEOUT_MILLISECONDS },
            ...(from === undefined ? {} : { localAddress: from }),
            // Node asks for a connection only where there is no agent.
            ...(proxied ? { createConnection: () => connect(host, port, proxied) } : { agent: this.agent }),
        };
        return new Promise((resolve, reject) => {
            const request = http.get(options, (response) => {
                let text = "";
                response.setEncoding("utf8").on("data", (part: string) => (text += part));
                response.on("error", reject);
                response.on("end", () => {
                    for (const line of response.headers["set-cookie"] ?? []) this.keep(line);
                    if (response.statusCode === 200) resolve(String(response.headers["x-replica"] ?? text));
                    else reject(new Error(`${host}:${port} answered ${response.statusCode}: ${text}`));
                });
            });
            request.on("timeout", () => request.destroy(new Error(`${host}:${port} does not answer`)));
            request.on("error", reject);
        });
    }

    /** Closes the connection that it keeps. */
    close(): void {
        if (this.agent) this.agent.destroy();
    }

    private keep(line: string): void {
        this.setCookies.push(line);
        const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        this.jar.set(name, value);
    }
}

function connect(host: string, port: number, proxied: Proxied): net.Socket {
    // Else the request waits until the other end acknowledges the header: 40 ms on Linux.
    const socket = net.connect({ host, port, noDelay: true });
    socket.write(proxyHeader(proxied));
    return socket;
}
