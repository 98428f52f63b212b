import { STATELESS_KEY } from "../../components/affinity/stateless";
import { type Platform, type Replicas } from "../../components/affinity/vocabulary";
import { type Topology } from "../topology";
import { inOwnWords, ownFix } from "../topology/classic";
import { type Hop } from "../topology/hop";

import { judge, type Judgement } from "./judge";
import { withoutEffect } from "./without-effect";
import { type Finding, type Rule } from "./rule";

/** What sets one platform's rule apart from the others'. */
export interface PlatformWording {
    readonly platform: Platform;
    /** What a hop chooses among, in the plural: "replicas". */
    readonly targets: string;
    /** How to set affinity. */
    readonly fix: string;
    /** How to declare the workload stateless, for the fix. */
    readonly declare: string;
}

/** What to do where affinity is there and is not firm enough. */
const FIX_OF_HASH = 'Keep clients by a choice that is stored, such as a cookie, as minimumStrength = "strong" asks for';

/** The tag or annotation that declares a workload stateless, as a fix says it. */
export function declareBy(where: string): string {
    return `${where} ${STATELESS_KEY} = "<reason>"`;
}

/** The finding about a hop, or none where it keeps its clients or needs not. */
export function findingAbout(
    rule: string,
    hop: Hop,
    judgement: Judgement,
    wording: PlatformWording,
): Finding | undefined {
    switch (judgement.verdict) {
        case "sticky":
        case "single":
        case "stateless":
            return undefined;
        case "undecided":
            return {
                rule,
                kind: "undecided",
                urn: hop.urn,
                path: judgement.path,
                message: `cannot decide: ${judgement.path} is not known yet`,
                fix: "",
            };
        case "not sticky": {
            const usual = ownFix(hop.type) ?? inOwnWords(hop.type, wording.fix);
            const fix = judgement.affinity.kind === "none" ? usual : FIX_OF_HASH;
            return {
                rule,
                kind: "violation",
                urn: hop.urn,
                path: hop.affinityPath,
                message: lackOf(judgement, wording.targets),
                fix: `${fix}, or declare it stateless: ${wording.declare}.`,
            };
        }
    }
}

/** What is wrong with a hop that keeps nobody, or not firmly enough, with the evidence. */
export function lackOf(
    { replicas, affinity, refused }: Extract<Judgement, { verdict: "not sticky" }>,
    targets: string,
): string {
    const lack =
        affinity.kind === "none"
            ? `no affinity (${affinity.source}): a client's next request reaches another one.`
            : `affinity that is a hash (${affinity.source}): a client moves when targets come or go.`;
    return (
        `${countOf(replicas, targets)} (${replicas.source}), and ${lack}` +
        (refused === undefined ? "" : ` And ${refused}.`)
    );
}

/** A rule that asks every hop of a platform for affinity, judged by itself. */
export function needsAffinity(about: Omit<Rule, "evaluate" | "remediation">, wording: PlatformWording): Rule {
    return {
        ...about,
        remediation: `${wording.fix}, or declare it stateless: ${wording.declare}.`,
        evaluate: (topology, config, today) =>
            topology.hops
                .filter((hop) => hop.platform === wording.platform)
                .flatMap((hop) => {
                    const judgement = judge(hop, config, today);
                    return (
                        findingAbout(about.name, hop, judgement, fixing(hop.urn, judgement, topology, wording)) ?? []
                    );
                }),
    };
}

/**
 * The wording with the fix for what leaves affinity without effect, where a resource asks for it already: this rule and
 * affinity-has-effect both speak then, and say the same.
 */
export function fixing(
    urn: string,
    judgement: Judgement,
    topology: Topology,
    wording: PlatformWording,
): PlatformWording {
    const vain = judgement.verdict === "not sticky" ? withoutEffect(urn, topology) : undefined;
    return vain ? { ...wording, fix: vain.fix } : wording;
}

/** So many targets, as a message begins with. */
export function countOf({ min, max }: Replicas, targets: string): string {
    if (max === Infinity) return `Any number of ${targets}`;
    return min === max ? `${max} ${targets}` : `Up to ${max} ${targets}`;
}
