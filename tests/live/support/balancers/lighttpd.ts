import path from "node:path";

import { neededProgram } from "../needs";
import { isSticky, type Mode, NONE, type Place, SOURCE_IP, type Traits } from "./mode";

function lighttpd(balance: "round-robin" | "sticky", traits: Traits): Mode {
    return {
        ...traits,
        balancer: "lighttpd",
        needs: ["lighttpd"],
        sticky: isSticky(traits.key),
        async launch(place) {
            const file = path.join(place.folder, "lighttpd.conf");
            return {
                program: await neededProgram("lighttpd"),
                args: ["-D", "-f", file],
                files: { "lighttpd.conf": config(place, balance) },
            };
        },
    };
}

/** The ways of lighttpd 1.4. */
export const LIGHTTPD: readonly Mode[] = [
    lighttpd("round-robin", { name: "lighttpd-roundrobin", key: NONE }),
    // Its hash of an address that differs in the last digits only differs in the low bits, which hardly count.
    lighttpd("sticky", { name: "lighttpd-sticky", key: SOURCE_IP, neighboursTogether: true }),
];

function config({ folder, port, backends }: Place, balance: string): string {
    const servers = backends.map((backend) => `    ("host" => "127.0.0.1", "port" => ${backend}, "disable-time" => 1)`);
    return `server.document-root = "${folder}"
server.upload-dirs = ("${folder}")
server.bind = "127.0.0.1"
server.port = ${port}
server.modules = ("mod_proxy")
proxy.balance = "${balance}"
proxy.server = ("" => (
${servers.join(",\n")}
))
`;
}
