import https from "node:https";

/** What the API server said. */
export interface Answer {
    readonly status: number;
    /** The body, read as JSON where it is JSON. */
    readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- any object of any kind.
    /** Texts of its Warning headers. */
    readonly warnings: readonly string[];
}

/** An administrator's client of an API server. */
export class ApiClient {
    private readonly agent: https.Agent;

    constructor(
        /** `https://127.0.0.1:<port>`. */
        readonly url: string,
        /** Bearer token of an administrator. */
        readonly token: string,
        /** The server's certificate authority, PEM. */
        readonly ca: string,
    ) {
        this.agent = new https.Agent({ ca, keepAlive: true });
    }

    /**
     * Sends a request. Any answer of the server is returned, refusals too.
     *
     * @param target path with its query, such as `/api/v1/namespaces`.
     * @param body sent as JSON, which is YAML too.
     * @param contentType "application/json" unless given.
     */
    request(method: string, target: string, body?: unknown, contentType = "application/json"): Promise<Answer> {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers = {
            authorization: `Bearer ${this.token}`,
            ...(text === undefined ? {} : { "content-type": contentType, "content-length": Buffer.byteLength(text) }),
        };
        return new Promise((resolve, reject) => {
            const request = https.request(this.url + target, { method, headers, agent: this.agent }, (response) => {
                let received = "";
                response.setEncoding("utf8").on("data", (part: string) => (received += part));
                response.on("error", reject);
                response.on("end", () =>
                    resolve({
                        status: response.statusCode ?? 0,
                        body: parse(received),
                        warnings: warningsOf(response.headers.warning),
                    }),
                );
            });
            request.on("error", reject);
            request.end(text);
        });
    }

    /** As {@link request}, but throws an Error with the server's message unless it answers 2xx. */
    async send(method: string, target: string, body?: unknown, contentType?: string): Promise<Answer> {
        const answer = await this.request(method, target, body, contentType);
        if (answer.status >= 300) {
            throw new Error(`${method} ${target}: ${answer.status} ${answer.body?.message ?? answer.body}`);
        }
        return answer;
    }

    /** Ends the open connections. */
    close(): void {
        this.agent.destroy();
    }
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

/** `299 - "text"`, several in one line separated by commas. https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
function warningsOf(header: string | string[] | undefined): string[] {
    const text = [header ?? []].flat().join(", ");
    return [...text.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, warning = ""]) =>
        warning.replace(/\\(.)/g, "$1"),
    );
}
