import { type Server, type AddressInfo } from "node:net";

/** Sessions that an application keeps for its clients. */
export interface Sessions {
    /** Name of the cookie that the application gives a client without a session. */
    readonly cookie: string;
    /**
     * Where sessions are: in each replica's own memory, so that another replica, or a restarted one, begins a new session;
     * or in a store that all share, so that every replica takes what any of them gave.
     */
    readonly store: "own" | "shared";
}

/** What a replica's process is told. */
export interface ReplicaInput {
    readonly name: string;
    /** 0: the system's choice. */
    readonly port: number;
    /** Omitted: it sets no cookie. */
    readonly sessions?: Sessions;
}

/** The input of this process. */
export const replicaInput = (): ReplicaInput => JSON.parse(process.argv[2] ?? "null") as ReplicaInput;

/** Listens on loopback and tells the parent the port; ends with the parent, however that ends. */
export function announce(server: Server, port: number): void {
    process.once("disconnect", () => process.exit());
    server.listen(port, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}
