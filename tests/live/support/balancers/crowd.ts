import { type Asking } from "../visitor";
import { type Balancer } from "./balancer";
import { type Mode } from "./mode";

/** By which marks a client may be known. */
interface Marks {
    readonly address: string;
    readonly cookies: boolean;
    readonly header: string;
}

const ONE_ADDRESS = "127.0.9.9";

/** Clients that differ in the mode's key and in nothing else. */
export const byKey = (balancer: Balancer, count: number) =>
    crowd(balancer, count, (index) => {
        const { by } = balancer.mode.key;
        return {
            address: by === "source-ip" ? apart(index) : ONE_ADDRESS,
            cookies: by === "cookie",
            header: by === "header" ? `user-${index}` : "",
        };
    });

/** Clients that differ in all but the mode's key. */
export const byAllElse = (balancer: Balancer, count: number) =>
    crowd(balancer, count, (index) => {
        const { by } = balancer.mode.key;
        return {
            address: by === "source-ip" ? ONE_ADDRESS : apart(index),
            cookies: by !== "cookie",
            header: by === "header" ? "" : `user-${index}`,
        };
    });

/** Clients on connections that last, which differ in nothing else. */
export const byConnection = (balancer: Balancer, count: number) =>
    crowd(balancer, count, () => ({ address: ONE_ADDRESS, cookies: false, header: "" }), { keepsConnection: true });

/** Clients in one network of 256 addresses. */
export const neighbours = (balancer: Balancer, count: number) =>
    crowd(balancer, count, (index) => ({ address: `127.0.8.${index + 1}`, cookies: false, header: "" }));

/** Someone whom the balancer has not seen, if this number has not been used. */
export const newcomer = (balancer: Balancer, number: number) =>
    balancer.visitor(asking(balancer, { address: `127.1.${number % 256}.7`, cookies: true, header: `new-${number}` }));

/** Addresses in networks of their own, with last parts that follow no order. */
const apart = (index: number) => `127.0.${index + 10}.${((index * 37) % 250) + 2}`;

function crowd(balancer: Balancer, count: number, marks: (index: number) => Marks, more: Partial<Asking> = {}) {
    return Array.from({ length: count }, (_, index) =>
        balancer.visitor({ ...asking(balancer, marks(index)), ...more }),
    );
}

let lastPort = 1024;

function asking({ mode, host, port }: Balancer, { address, cookies, header }: Marks): Omit<Asking, "host" | "port"> {
    const name = headerOf(mode);
    return {
        keepsCookies: cookies,
        ...(header === "" ? {} : { headers: { [name]: header } }),
        ...(mode.proxyProtocol ? { proxied: proxied(address, { address: host, port }) } : { from: address }),
    };
}

/** Both versions in turn; the source's port is never the same, as with real clients. */
function proxied(address: string, destination: { readonly address: string; readonly port: number }) {
    lastPort = lastPort < 65_535 ? lastPort + 1 : 1024;
    return { version: lastPort % 2 === 0 ? 1 : 2, source: { address, port: lastPort }, destination } as const;
}

const headerOf = ({ key }: Mode) => (key.by === "header" ? key.name : "x-user");
