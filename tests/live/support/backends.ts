import http from "node:http";
import { type AddressInfo } from "node:net";

/** Servers that answer with their own names. */
export class Backends {
    private constructor(
        private readonly servers: readonly http.Server[],
        /** Their ports, in the order of their names. */
        readonly ports: readonly number[],
    ) {}

    /**
     * Starts one on each of these addresses, which is its name too. On port 0, where the system chooses, the name is the
     * port.
     */
    static async start(addresses: readonly string[], port: number): Promise<Backends> {
        const servers = await Promise.all(addresses.map((address) => listen(address, port)));
        return new Backends(
            servers,
            servers.map((server) => (server.address() as AddressInfo).port),
        );
    }

    stop(): void {
        for (const server of this.servers) {
            server.close();
            server.closeAllConnections();
        }
    }
}

function listen(address: string, port: number): Promise<http.Server> {
    const server = http.createServer((_, response) => {
        response.end(port === 0 ? String((server.address() as AddressInfo).port) : address);
    });
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, address, () => resolve(server));
    });
}
