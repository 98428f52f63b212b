import { noAffinity, type Replicas } from "../../../components/affinity/vocabulary";
import { readDeclarationsText } from "../declaration";
import { type HopReader, type SeenAffinity } from "../hop";
import { type ParsedResource } from "../resource";
import { type Fact, fact, lookup, lookupList, lookupText, notYet } from "../values";

const AFFINITY_PATH = "pool.sessionAffinity";
const SOURCE_PATH = `${AFFINITY_PATH}.sessionId.source`;
const NAME_PATH = `${AFFINITY_PATH}.sessionId.name`;
const MEMBERS_PATH = "pool.services";
/** First API version whose pools have session affinity; earlier ones drop it without a word. https://github.com/Azure/bicep-types-az */
const FIRST_VERSION_WITH_AFFINITY = "20241001";

/** API Management: a hop chooses among a pool's backends. */
export const apiManagement: HopReader = {
    platform: "api-management",
    kinds: ["azure-native:apimanagement:Backend", "azure-native:apimanagement:WorkspaceBackend"],
    read(resource) {
        const { properties } = resource;
        if (lookup(properties, "pool").state === "absent") return undefined;

        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "api-management",
            replicas: readReplicas(properties),
            affinity: poolAffinity(resource),
            affinityPath: AFFINITY_PATH,
            clientFacing: true,
            ...readDeclarationsText(properties, "description"),
        };
    },
};

function readReplicas(properties: unknown): Fact<Replicas> {
    const members = lookupList(properties, MEMBERS_PATH);
    if (members.state === "unknown") return notYet(members.path);
    const size = members.state === "known" ? members.value.length : 0;
    return fact({ min: size, max: size, source: MEMBERS_PATH });
}

/** What keeps the clients of a pool. */
export function poolAffinity({ properties, token }: ParsedResource): Fact<SeenAffinity> {
    const set = lookup(properties, AFFINITY_PATH);
    if (set.state === "absent") return fact(noAffinity(`${AFFINITY_PATH} is not set`));
    if (!hasAffinity(token.apiVersion)) {
        const version = token.apiVersion ?? "the provider's default API version";
        return fact(noAffinity(`${AFFINITY_PATH} is set, and ${version} drops it: it begins with 2024-10-01-preview`));
    }
    const source = lookupText(properties, SOURCE_PATH);
    if (source.state === "unknown") return notYet(source.path);
    if (source.state === "absent") return fact(noAffinity(`${SOURCE_PATH} is not set`));
    // Microsoft's own samples write "Cookie"; of other sources nothing is documented.
    if (source.value.toLowerCase() !== "cookie") return fact(noAffinity(`${SOURCE_PATH} = "${source.value}"`));
    const name = lookupText(properties, NAME_PATH);
    if (name.state === "absent") return fact(noAffinity(`${NAME_PATH} is not set`));
    return fact({
        kind: "cookie",
        strength: "strong",
        source: AFFINITY_PATH,
        ...(name.state === "known" ? { key: name.value } : { keyWaitsFor: name.path }),
    });
}

/** True for API versions from 2024-10-01-preview on, however they are written. */
function hasAffinity(apiVersion: string | undefined): boolean {
    const date = apiVersion?.replace(/\D/g, "").slice(0, FIRST_VERSION_WITH_AFFINITY.length) ?? "";
    return date >= FIRST_VERSION_WITH_AFFINITY;
}
