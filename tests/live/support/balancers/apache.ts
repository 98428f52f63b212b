import path from "node:path";

import { neededProgram } from "../needs";
import { cookie, isSticky, type Mode, nameOf, NONE, type Place, type Traits } from "./mode";

/** What differs between the ways. */
interface Way extends Traits {
    /** Directives of the balancer. */
    readonly balancing: readonly string[];
    /** Directives of the server. */
    readonly directives: readonly string[];
}

const MODULES = [
    ...["mpm_event", "authz_core", "headers", "env", "slotmem_shm"],
    ...["proxy", "proxy_http", "proxy_balancer", "lbmethod_byrequests"],
];
/** Where Debian's package has them. */
const MODULES_FOLDER = "/usr/lib/apache2/modules";

const apache = ({ balancing, directives, ...traits }: Way): Mode => ({
    ...traits,
    balancer: "apache",
    needs: ["apache2"],
    sticky: isSticky(traits.key),
    async launch(place) {
        const file = path.join(place.folder, "apache.conf");
        return {
            program: await neededProgram("apache2"),
            // -X: one process in the foreground, so that no worker outlives another.
            args: ["-X", "-d", place.folder, "-f", file],
            files: { "apache.conf": config(place, balancing, directives) },
        };
    },
});

/** The ways of Apache 2.4. */
export const APACHE: readonly Mode[] = [
    apache({ name: "apache-byrequests", key: NONE, balancing: [], directives: [] }),
    apache({
        name: "apache-stickysession",
        key: cookie("ROUTEID"),
        balancing: ["ProxySet stickysession=ROUTEID"],
        directives: ['Header add Set-Cookie "ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/" env=BALANCER_ROUTE_CHANGED'],
    }),
];

function config(
    { folder, port, backends }: Place,
    balancing: readonly string[],
    directives: readonly string[],
): string {
    // Apache does not serve as root.
    const user = process.getuid?.() === 0 ? ["User nobody", "Group nogroup"] : [];
    return [
        ...MODULES.map((name) => `LoadModule ${name}_module ${MODULES_FOLDER}/mod_${name}.so`),
        ...user,
        "ServerName 127.0.0.1",
        `Listen 127.0.0.1:${port}`,
        `DefaultRuntimeDir ${folder}`,
        `PidFile ${path.join(folder, "pid")}`,
        `Mutex file:${folder} default`,
        "ErrorLog /dev/stderr",
        "<Proxy balancer://replicas>",
        ...backends.map(
            (backend, index) => `    BalancerMember http://127.0.0.1:${backend} route=${nameOf(index)} retry=1`,
        ),
        ...balancing.map((directive) => `    ${directive}`),
        "</Proxy>",
        "ProxyPass / balancer://replicas/",
        ...directives,
        "",
    ].join("\n");
}
