import net from "node:net";

/** Three ports of 127.0.0.1 that are free now. */
export async function freePorts(): Promise<[number, number, number]> {
    const servers = [net.createServer(), net.createServer(), net.createServer()] as const;
    try {
        const [first, second, third] = servers;
        return await Promise.all([listen(first), listen(second), listen(third)]);
    } finally {
        await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    }
}

function listen(server: net.Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port));
    });
}
