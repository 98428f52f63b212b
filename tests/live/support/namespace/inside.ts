import { execFileSync } from "node:child_process";
import { type Socket } from "node:net";

import { SERVICE_ADDRESSES } from "../kubernetes/api-server";

/** Kubernetes refuses endpoints on 127.0.0.0/8. These addresses are set aside for tests: RFC 2544. */
const clientAddress = (index: number) => `198.18.1.${index + 1}`;

/** The node's own address. */
export const NODE_ADDRESS = "198.18.0.1";
/** An address that asks whether something answers yet, so that none of the clients is remembered for it. */
export const WATCHER = "198.18.0.2";
export const CLIENTS: readonly string[] = Array.from({ length: 20 }, (_, index) => clientAddress(index));
export const BACKENDS: readonly string[] = ["198.19.0.1", "198.19.0.2", "198.19.0.3", "198.19.0.4"];
export const BACKEND_PORT = 8080;

/** Registers something to be ended, last first, when the work is over. */
export type Finally = (end: () => unknown) => void;

/** The body of a script that `inNamespace` runs: brings the network up, does the work and prints its result. */
export function inside<Input, Result>(work: (input: Input, atEnd: Finally) => Promise<Result>): void {
    const ends: (() => unknown)[] = [];
    process.stdin.resume().once("end", () => process.exit(1));
    (process.stdin as unknown as Socket).unref();
    const done = async () => {
        try {
            bringUp();
            return await work(JSON.parse(process.argv[2] ?? "null") as Input, (end) => ends.push(end));
        } finally {
            for (const end of ends.reverse()) await end();
        }
    };
    done().then(
        (result) => process.stdout.write(JSON.stringify(result), () => process.exit(0)),
        (error: unknown) => {
            console.error(error);
            process.exit(1);
        },
    );
}

/** All is on loopback; the addresses of Services lead there too, where kube-proxy's rules find them. */
function bringUp(): void {
    const lines = [
        "link set lo up",
        ...[NODE_ADDRESS, WATCHER, ...CLIENTS, ...BACKENDS].map((address) => `address add ${address}/32 dev lo`),
        `route add ${SERVICE_ADDRESSES} dev lo`,
    ];
    execFileSync("ip", ["-batch", "-"], { input: `${lines.join("\n")}\n`, stdio: ["pipe", "ignore", "inherit"] });
}
