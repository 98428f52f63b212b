import { type Affinity, noAffinity, type Replicas } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type HopReader } from "../hop";
import { type Fact, fact, notYet } from "../values";

import { type Part, partsIn, textIn, wholeOf } from "./parts";
import { weakestWay } from "./weakest-way";

const FRONTENDS = "frontendEndpoints";
const AFFINITY_PATH = `${FRONTENDS}.sessionAffinityEnabledState`;

/**
 * Front Door (classic), which retires on 2027-03-31: a hop chooses among the backends of a pool. Any frontend may lead to
 * any pool; `sessionAffinityTtlSeconds` is ignored by the service, and here.
 */
export const frontDoorClassic: HopReader = {
    platform: "front-door",
    kinds: ["azure-native:frontdoor:FrontDoor", "azure-native:network:FrontDoor"],
    read(resource) {
        const { properties } = resource;
        const frontends = partsIn(wholeOf(properties), FRONTENDS);
        const affinities = frontends.state === "known" ? frontends.value.map(readAffinity) : [];
        const byDefault: Fact<Affinity> =
            frontends.state === "unknown" ? notYet(frontends.path) : fact(noAffinity(`${FRONTENDS} is not set`));
        const replicas = countBackends(properties);
        const way = weakestWay(
            (affinities.length > 0 ? affinities : [byDefault]).map((affinity) => ({ replicas, affinity })),
        );
        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "front-door",
            replicas,
            affinity: way?.affinity ?? byDefault,
            affinityPath: AFFINITY_PATH,
            clientFacing: true,
            ...readDeclarations(properties, "tags"),
        };
    },
};

function readAffinity(frontend: Part): Fact<Affinity> {
    const path = `${frontend.path}.sessionAffinityEnabledState`;
    const state = textIn(frontend, "sessionAffinityEnabledState");
    if (state.state === "unknown") return notYet(state.path);
    if (state.state === "absent") return fact(noAffinity(`${path} is not set`));
    const source = `${path} = "${state.value}"`;
    return fact(state.value === "Enabled" ? { kind: "cookie", strength: "strong", source } : noAffinity(source));
}

function countBackends(properties: unknown): Fact<Replicas> {
    const pools = partsIn(wholeOf(properties), "backendPools");
    if (pools.state === "unknown") return notYet(pools.path);
    const sizes = (pools.state === "known" ? pools.value : []).map((pool) => partsIn(pool, "backends"));
    const largest = Math.max(0, ...sizes.map((size) => (size.state === "known" ? size.value.length : 0)));
    const waiting = sizes.find(({ state }) => state === "unknown");
    if (largest <= 1 && waiting?.state === "unknown") return notYet(waiting.path);
    return fact({ min: Math.min(1, largest), max: largest, source: "backendPools.backends" });
}
