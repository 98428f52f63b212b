import path from "node:path";

import { cookie, isSticky, type Key, type Mode, NONE, type Place, SOURCE_IP } from "./mode";
import { balancerProgram } from "./wheels";

function traefik(name: string, key: Key, way: object): Mode {
    return {
        name: `traefik-${name}`,
        balancer: "traefik",
        needs: ["python3", "pip"],
        key,
        sticky: isSticky(key),
        async launch(place) {
            return {
                program: await balancerProgram("traefik"),
                args: [`--configfile=${path.join(place.folder, "traefik.yml")}`],
                // JSON is YAML.
                files: {
                    "traefik.yml": JSON.stringify(installation(place)),
                    "services.yml": JSON.stringify(services(place, way)),
                },
            };
        },
    };
}

/** The ways of Traefik 3.7. */
export const TRAEFIK: readonly Mode[] = [
    traefik("roundrobin", NONE, {}),
    traefik("sticky-cookie", cookie("tsticky"), { sticky: { cookie: { name: "tsticky", httpOnly: true } } }),
    traefik("hrw", SOURCE_IP, { strategy: "hrw" }),
];

function installation({ folder, port }: Place): object {
    return {
        global: { checkNewVersion: false, sendAnonymousUsage: false },
        entryPoints: { web: { address: `127.0.0.1:${port}` } },
        providers: { file: { filename: path.join(folder, "services.yml"), watch: false } },
    };
}

function services({ backends }: Place, way: object): object {
    const servers = backends.map((backend) => ({ url: `http://127.0.0.1:${backend}` }));
    const healthCheck = { path: "/", interval: "300ms", timeout: "250ms" };
    return {
        http: {
            routers: { web: { rule: "PathPrefix(`/`)", service: "replicas", middlewares: ["again"] } },
            middlewares: { again: { retry: { attempts: 3, initialInterval: "50ms" } } },
            services: { replicas: { loadBalancer: { servers, healthCheck, ...way } } },
        },
    };
}
