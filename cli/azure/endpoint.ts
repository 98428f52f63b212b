import { UsageError } from "../errors";

/** Where Azure Resource Manager is reached. */
export interface Endpoint {
    /** Origin, without a slash at its end. */
    readonly url: string;
    /** What a token has to be for. */
    readonly scope: string;
    /** True for plain http, which loopback alone may have: a token goes over the wire with every request. */
    readonly insecure: boolean;
}

const PUBLIC = "https://management.azure.com";
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The endpoint that was asked for: an option's value, else the environment's `AZURE_RESOURCE_MANAGER_ENDPOINT`, else the
 * public cloud's. Sovereign clouds have others: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 *
 * @throws UsageError for what is no origin, or is plain http beyond loopback.
 */
export function endpointOf(option: string | undefined, env: NodeJS.ProcessEnv): Endpoint {
    const [name, given] =
        option === undefined
            ? ["AZURE_RESOURCE_MANAGER_ENDPOINT", env["AZURE_RESOURCE_MANAGER_ENDPOINT"] || PUBLIC]
            : ["--endpoint", option];
    const url = URL.canParse(given) ? new URL(given) : undefined;
    if (url?.username || url?.password) throw new UsageError(`${name}: leave user and password out of the address.`);
    const secure = url?.protocol === "https:";
    if (url === undefined || (!secure && url.protocol !== "http:") || url.pathname !== "/" || url.search || url.hash) {
        throw new UsageError(`${name} is "${given}": give the origin of a Resource Manager, as in ${PUBLIC}.`);
    }
    if (!secure && !LOOPBACK.test(url.hostname)) {
        throw new UsageError(`${name} is "${given}": tokens are sent by https only. Give an https address.`);
    }
    return { url: url.origin, scope: `${secure ? url.origin : PUBLIC}/.default`, insecure: !secure };
}
