import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type Fact } from "../../values";

import { none, soft } from "./reading";

/** What NGINX hashes a request by: variables of the client's address or of one header. */
export function nginxHash(variables: string, source: string): Fact<Affinity> {
    if (variables.includes("remote_addr")) return soft("client-ip", source);
    const [, variable] = /\$\{?http_(\w+)/.exec(variables) ?? [];
    if (variable !== undefined) return soft("header", source, variable.replaceAll("_", "-"));
    return none(`${source} names neither a client's address nor a header`);
}

/** A method of balancing that keeps clients; undefined for any other. https://nginx.org/en/docs/http/ngx_http_upstream_module.html#hash */
export function nginxMethod(method: string | undefined, path: string): Fact<Affinity> | undefined {
    const source = `${path} = "${method}"`;
    if (method === "ip_hash") return soft("client-ip", source);
    const [, variables] = /^hash\s+(\S+)/.exec(method ?? "") ?? [];
    return variables === undefined ? undefined : nginxHash(variables, source);
}
