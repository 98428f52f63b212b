import { type Affinity, type Replicas } from "../../../components/affinity/vocabulary";
import { type Fact, notYet } from "../values";

/** One way that requests take through a balancer: to the targets of one pool, by one setting. */
export interface Way {
    readonly replicas: Fact<Replicas>;
    readonly affinity: Fact<Affinity>;
}

/**
 * The way that speaks for a balancer, since a client may take any: the one that loses clients, else one that is not known
 * yet, else the one that keeps them least firmly. Of equals the one of most targets, and of those the first.
 *
 * @returns undefined where there is none.
 */
export function weakestWay(ways: readonly Way[]): Way | undefined {
    return [...ways].sort((one, other) => rank(one) - rank(other) || targets(other) - targets(one))[0];
}

const STRENGTHS = { none: 0, soft: 2, strong: 3 } as const;

function rank({ replicas, affinity }: Way): number {
    if (replicas.known && replicas.value.max <= 1) return 4;
    if (!affinity.known) return 1;
    if (affinity.value.kind !== "none") return STRENGTHS[affinity.value.strength];
    return replicas.known ? STRENGTHS.none : 1;
}

function targets({ replicas }: Way): number {
    return replicas.known ? replicas.value.max : Infinity;
}

/**
 * What several candidates come to, of which one is meant and it is not known yet which: what they agree in, else it waits
 * for the path.
 */
export function agreed<T>(facts: readonly Fact<T>[], path: string | undefined, same: (value: T) => unknown): Fact<T> {
    const [first, ...others] = facts;
    if (!first) return notYet(path ?? "");
    const unlike = others.some((other) => !first.known || !other.known || same(first.value) !== same(other.value));
    return unlike && path !== undefined ? notYet(path) : first;
}
