import http from "node:http";

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
    /** Headers of every request. Omitted: none. */
    readonly headers?: Readonly<Record<string, string>>;
}

/** One client. Each of its requests is on a connection of its own, so that nothing but affinity can hold it. */
export class Visitor {
    private readonly jar = new Map<string, string>();
    /** Every Set-Cookie line that it got. */
    readonly setCookies: string[] = [];

    constructor(private readonly asking: Asking) {}

    /** Asks once, and returns what answered. Throws an Error unless the answer is 200. */
    ask(): Promise<string> {
        const { host, port, name, from, keepsCookies } = this.asking;
        const headers: Record<string, string> = { ...this.asking.headers, host: name ?? host };
        if (keepsCookies && this.jar.size > 0) {
            headers["cookie"] = [...this.jar].map(([key, value]) => `${key}=${value}`).join("; ");
        }
        const options = {
            ...{ host, port, headers, agent: false, timeout: TIMEOUT_MILLISECONDS },
            ...(from === undefined ? {} : { localAddress: from }),
        };
        return new Promise((resolve, reject) => {
            const request = http.get(options, (response) => {
                let text = "";
                response.setEncoding("utf8").on("data", (part: string) => (text += part));
                response.on("error", reject);
                response.on("end", () => {
                    for (const line of response.headers["set-cookie"] ?? []) this.keep(line);
                    if (response.statusCode === 200) resolve(text);
                    else reject(new Error(`${host}:${port} answered ${response.statusCode}: ${text}`));
                });
            });
            request.on("timeout", () => request.destroy(new Error(`${host}:${port} does not answer`)));
            request.on("error", reject);
        });
    }

    private keep(line: string): void {
        this.setCookies.push(line);
        const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        this.jar.set(name, value);
    }
}
