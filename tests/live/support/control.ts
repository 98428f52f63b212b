import http from "node:http";
import { type AddressInfo } from "node:net";

/** Lets a command of a shell do something in this process, and ends when it is done. */
export class Control {
    private constructor(
        private readonly server: http.Server,
        private readonly url: string,
    ) {}

    /** Starts one for these deeds. */
    static async start(deeds: Readonly<Record<string, () => Promise<void>>>): Promise<Control> {
        const server = http.createServer((request, response) => {
            const deed = deeds[request.url?.slice(1) ?? ""];
            const done = deed === undefined ? Promise.reject(new Error("no such deed")) : deed();
            done.then(
                () => response.end(),
                (error: unknown) => response.writeHead(500).end(String(error)),
            );
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return new Control(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    }

    /** The command for a deed. */
    command(deed: string): string {
        const script = "fetch(process.argv[1]).then((answer) => process.exit(answer.ok ? 0 : 1))";
        return `"${process.execPath}" -e "${script}" ${this.url}${deed}`;
    }

    stop(): void {
        this.server.closeAllConnections();
        this.server.close();
    }
}
