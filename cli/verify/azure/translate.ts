import { type StackResource } from "../../../policy-pack/topology";
import { isRecord } from "../../../policy-pack/topology/values";
import { type JsonObject } from "../../azure/json";
import { settingsIn } from "../../azure/shape";
import { pick } from "../pick";
import { type AzureId } from "./ids";
import { type AzureKind } from "./kinds";

/** Tags, and lines of descriptions, that say something to the pack. Others are nobody's business. */
const OWN = "session-affinity-";
const BASE_URL = /<set-backend-service\b[^>]*?\bbase-url\s*=\s*"([^"]*)"/g;

/**
 * A document of Resource Manager as the pack reads resources: with azure-native's names, reduced to what the pack looks
 * at, so that nothing secret is left in it.
 *
 * @param apiVersion that the document was read at, which tells what the service can do.
 */
export function translated(document: JsonObject, at: AzureId, kind: AzureKind, apiVersion: string): StackResource {
    const [module, name] = kind.token;
    const type = `azure-native:${module}/v${apiVersion.replaceAll("-", "")}:${name}`;
    const called = at.names.join("/");
    const settings = settingsIn(document, kind.type);
    const names = kind.parameters.map((parameter, index) => [parameter, at.names[index] ?? ""]);
    const properties = {
        ...reduced(settings, kind),
        ...ownTags(settings["tags"]),
        name: at.names.at(-1) ?? "",
        resourceGroupName: at.group,
        ...(Object.fromEntries(names) as Record<string, string>),
    };
    return {
        urn: `urn:pulumi:${at.group}::${at.subscription}::${type}::${called}`,
        type,
        name: called,
        id: at.id,
        properties,
        inputs: properties,
        propertyDependencies: {},
    };
}

function reduced(settings: JsonObject, kind: AzureKind): Record<string, unknown> {
    const kept = pick(settings, kind.keeps) as Record<string, unknown>;
    return Object.fromEntries(
        Object.entries(kept).map(([key, value]) => {
            switch (key) {
                case "url":
                case "serviceUrl":
                    return [key, typeof value === "string" ? withoutCredentials(value) : undefined];
                case "value":
                    return [key, typeof value === "string" ? targetsOf(value) : undefined];
                case "description":
                    return [key, typeof value === "string" ? ownLines(value) : undefined];
                case "backendAddressPools":
                    return [key, withoutInterfaces(value)];
                default:
                    return [key, value];
            }
        }),
    );
}

/** An address without what some put into it to be let in. A named value in its place stays, as it is no URL. */
function withoutCredentials(text: string): string {
    if (!URL.canParse(text)) return text.replace(/[?#].*$/s, "");
    const { protocol, host, pathname } = new URL(text);
    return `${protocol}//${host}${pathname}`;
}

/** Of a policy, where it sends requests. */
function targetsOf(document: string): string {
    return [...document.matchAll(BASE_URL)]
        .map(([, url = ""]) => `<set-backend-service base-url="${withoutCredentials(url)}" />`)
        .join("\n");
}

function ownLines(description: string): string {
    return description
        .split("\n")
        .filter((line) => line.trimStart().startsWith(OWN))
        .join("\n");
}

function ownTags(tags: unknown): { tags?: Record<string, unknown> } {
    if (!isRecord(tags)) return {};
    const own = Object.entries(tags).filter(([name]) => name.startsWith(OWN));
    return own.length === 0 ? {} : { tags: Object.fromEntries(own) };
}

/**
 * Pools of a load balancer list the addresses of network interfaces too, which the pack counts by the interfaces that join
 * the pool. https://learn.microsoft.com/rest/api/load-balancer/load-balancers/get
 */
function withoutInterfaces(pools: unknown): unknown {
    if (!Array.isArray(pools)) return pools;
    return pools.map((pool: unknown) => {
        if (!isRecord(pool) || !Array.isArray(pool["loadBalancerBackendAddresses"])) return pool;
        const addresses = pool["loadBalancerBackendAddresses"].filter(
            (one) => !isRecord(one) || one["networkInterfaceIPConfiguration"] === undefined,
        );
        return { ...pool, loadBalancerBackendAddresses: addresses };
    });
}
