import type http from "node:http";
import net from "node:net";

import { type Proxied, readProxyHeader } from "./proxy-protocol";

/**
 * Puts a server in front of an HTTP server, which takes a PROXY header off each connection that begins with one.
 *
 * @param proxied where what the header said is kept, for the HTTP server to look up.
 */
export function unwrapping(server: http.Server, proxied: WeakMap<net.Socket, Proxied>): net.Server {
    return net.createServer((socket) => {
        let start: Buffer = Buffer.alloc(0);
        const giveUp = () => socket.destroy();
        const onData = (part: Buffer) => {
            start = Buffer.concat([start, part]);
            let read: ReturnType<typeof readProxyHeader>;
            try {
                read = readProxyHeader(start);
            } catch {
                return giveUp();
            }
            if (read === "more") return;
            socket.pause();
            socket.off("data", onData).off("error", giveUp);
            if (read !== "none") proxied.set(socket, read.proxied);
            const rest = read === "none" ? start : start.subarray(read.length);
            server.emit("connection", socket);
            if (rest.length > 0) socket.unshift(rest);
            socket.resume();
        };
        socket.on("data", onData).on("error", giveUp);
    });
}
