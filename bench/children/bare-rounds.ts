import { once } from "node:events";
import net from "node:net";
import { performance } from "node:perf_hooks";

import { cpuSeconds, give, readTask } from "./sample";

/** A load in rounds. */
export interface BareRoundsTask {
    readonly url: string;
    readonly connections: number;
    readonly rounds: number;
}

const { url, connections, rounds } = readTask<BareRoundsTask>();

/** One connection, which writes the same bytes each time and takes the first that come back for the answer. */
class BareConnection {
    private answered: () => void = () => undefined;

    private constructor(private readonly socket: net.Socket) {
        socket.on("data", () => this.answered());
    }

    static async open({ hostname, port }: URL): Promise<BareConnection> {
        const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
        await once(socket, "connect");
        return new BareConnection(socket);
    }

    ask(request: Buffer): Promise<void> {
        return new Promise((resolve) => {
            this.answered = resolve;
            this.socket.write(request);
        });
    }

    close(): void {
        this.socket.destroy();
    }
}

async function main(): Promise<void> {
    const target = new URL(url);
    const all = await Promise.all(Array.from({ length: connections }, () => BareConnection.open(target)));
    // With the cookie: the server would give one with every answer otherwise.
    const request = Buffer.from(`GET / HTTP/1.1\r\nhost: ${target.host}\r\ncookie: SRV=r1\r\n\r\n`);
    const [before, started] = [cpuSeconds(), performance.now()];
    for (let round = 0; round < rounds; round++) await Promise.all(all.map((one) => one.ask(request)));
    const [seconds, processor] = [(performance.now() - started) / 1000, cpuSeconds() - before];
    for (const one of all) one.close();
    const requests = connections * rounds;
    give({ rate: requests / seconds, processor: (processor / requests) * 1e6 });
}

void main();
