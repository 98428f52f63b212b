import { type Affinity, type Replicas, type StatelessDeclaration } from "../../components/affinity/vocabulary";
import { type Level } from "../../policy-pack/evaluate";
import { type Fact, type Topology } from "../../policy-pack/topology";
import { levelsByUrn, type Verdict, verdictOn } from "../map/verdict";

/** Something that is not known: the property that it waits for. */
interface NotKnown {
    readonly unknown: string;
}

/** A hop as a report tells of it. */
export interface ReportedHop {
    readonly platform: string;
    readonly name: string;
    readonly urn: string;
    readonly replicas: (Omit<Replicas, "max"> & { readonly max: number | "unbounded" }) | NotKnown;
    readonly affinity: Affinity | NotKnown;
    readonly clientFacing: boolean | null;
    readonly stateless?: StatelessDeclaration | NotKnown;
    readonly verdict: Verdict;
}

/**
 * The hops of a stack with their verdicts.
 *
 * @param findings of the pack's rules, which a verdict follows.
 * @param today the day on which declarations have to hold, `YYYY-MM-DD`.
 */
export function reportHops(
    topology: Topology,
    findings: readonly { readonly urn: string; readonly level: Level }[],
    today: string,
): ReportedHop[] {
    const levels = levelsByUrn(findings);
    return topology.hops.map((hop) => ({
        platform: hop.platform,
        name: hop.name,
        urn: hop.urn,
        replicas: written(hop.replicas, ({ max, ...rest }) => ({ ...rest, max: max === Infinity ? "unbounded" : max })),
        affinity: written(hop.affinity, (affinity) => affinity),
        clientFacing: hop.clientFacing ?? null,
        ...(hop.stateless ? { stateless: written(hop.stateless, (declaration) => declaration) } : {}),
        verdict: verdictOn(hop, topology, levels, today),
    }));
}

function written<T, U>(known: Fact<T>, write: (value: T) => U): U | NotKnown {
    return known.known ? write(known.value) : { unknown: known.path };
}
