import { type Affinity, type Platform, type Replicas } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type Hop } from "../hop";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { type Fact, type Lookup } from "../values";

import { type Part, partsIn, partsMeant, textIn, wholeOf } from "./parts";
import { countMembers, type PoolKind } from "./pool-members";
import { agreed, type Way, weakestWay } from "./weakest-way";

/** Counts what a reference to one of a balancer's pools leads to; undefined where it leads nowhere. */
export type CountPool = (reference: Lookup<string>) => Fact<Replicas> | undefined;

/** Counts the members of a balancer's pools by the references to them. */
export function poolCounter(balancer: ParsedResource, kind: PoolKind, stack: ResourceIndex): CountPool {
    const pools = partsIn(wholeOf(balancer.properties), "backendAddressPools");
    return (reference) => {
        if (reference.state === "absent") return undefined;
        if (pools.state === "unknown") return { known: false, path: pools.path };
        const list = pools.state === "known" ? pools.value : [];
        const meant = partsMeant(reference, list);
        if (meant.length === 0) return undefined;
        const counts = meant.map((pool) => countMembers(pool, list.length === 1, balancer, kind, stack));
        return agreed(counts, pathOf(reference, meant), ({ max }) => max > 1);
    };
}

/** The affinity of the settings that a reference leads to. */
export function affinityMeant(
    reference: Lookup<string>,
    settings: readonly Part[],
    read: (settings: Part) => Fact<Affinity>,
): Fact<Affinity> | undefined {
    const meant = partsMeant(reference, settings);
    return meant.length === 0
        ? undefined
        : agreed(meant.map(read), pathOf(reference, meant), ({ kind }) => kind === "none");
}

/** The path that a reference waits for, where it may mean several parts. */
function pathOf(reference: Lookup<string>, meant: readonly Part[]): string | undefined {
    if (reference.state === "unknown") return reference.path;
    const unnamed = meant.map((part) => textIn(part, "name")).find(({ state }) => state === "unknown");
    return unnamed?.state === "unknown" ? unnamed.path : undefined;
}

/** The hop of a balancer, for which the weakest of its ways speaks; undefined where it has none. */
export function balancerHop(
    { urn, type, name, properties }: ParsedResource,
    platform: Platform,
    ways: readonly Way[],
    affinityPath: string,
): Hop | undefined {
    const way = weakestWay(ways);
    if (!way) return undefined;
    const facing = hasPublicFrontend(properties);
    return {
        urn,
        type,
        name,
        platform,
        ...way,
        affinityPath,
        ...(facing === undefined ? {} : { clientFacing: facing }),
        ...readDeclarations(properties, "tags"),
    };
}

/** True where a balancer has an address that is reached from outside its network; undefined where that is not known yet. */
export function hasPublicFrontend(properties: unknown): boolean | undefined {
    const frontends = partsIn(wholeOf(properties), "frontendIPConfigurations");
    if (frontends.state !== "known") return frontends.state === "unknown" ? undefined : false;
    const answers = frontends.value.map((frontend) => textIn(frontend, "publicIPAddress.id").state);
    if (answers.includes("known")) return true;
    return answers.includes("unknown") ? undefined : false;
}
