import { type Topology } from "../topology";
import { type Hop } from "../topology/hop";
import { type Fact } from "../topology/values";
import { type Affinity } from "../../components/affinity/vocabulary";

import { DECLARE, isRoute, nameHop, servicesBehind, stepsByBack, targetsOf } from "./chains";
import { type RuleConfig } from "./config";
import { judge, type Judgement } from "./judge";
import { lackOf } from "./needs-affinity";
import { type Finding, type Rule } from "./rule";
import { undecided } from "./undecided";

const NAME = "affinity-on-every-hop";
const FIX = `Keep clients on this hop too, by its own affinity, or take it off the hop in front, or ${DECLARE}.`;

/** Where one hop of a chain keeps its clients, those behind it do too. */
export const affinityOnEveryHop: Rule = {
    name: NAME,
    displayName: "Every hop behind one that keeps its clients keeps them too",
    description:
        "A hop with several targets keeps its clients, or is declared stateless, where a hop in front of it keeps them. It " +
        "speaks of hops of which no other rule asks for affinity, which are Functions and, with assume set to stateless, all hops.",
    severity: "high",
    scope: "stack",
    remediation: FIX,
    tags: ["session-affinity", "azure", "kubernetes"],
    evaluate(topology, config, today) {
        const services = servicesBehind(topology);
        return [...stepsByBack(topology)].flatMap(([back, fronts]) => {
            if (!isMine(back, config)) return [];
            const lacking = isRoute(back)
                ? routeLack(back, services(back), topology, config, today)
                : lackOfHop(back, config, today);
            return lacking ? (findingOf(back, fronts, lacking) ?? []) : [];
        });
    },
};

/** True for a hop of which no `needs-affinity` rule speaks. */
function isMine({ platform, stateful }: Hop, { assume }: RuleConfig): boolean {
    return platform === "functions" || (assume === "stateless" && stateful === undefined);
}

type Lacking = Extract<Judgement, { verdict: "not sticky" | "undecided" }>;

function lackOfHop(hop: Hop, config: RuleConfig, today: string): Lacking | undefined {
    const judgement = judge(hop, { ...config, assume: "stateful" }, today);
    return judgement.verdict === "not sticky" || judgement.verdict === "undecided" ? judgement : undefined;
}

/** A route is judged by what it does for each Service, and by what is declared of that. */
function routeLack(
    route: Hop,
    services: readonly Hop[],
    topology: Topology,
    config: RuleConfig,
    today: string,
): Lacking | undefined {
    const resource = (service: Hop) => topology.routesTo(service).find(({ urn }) => urn === route.urn);
    const found = services.flatMap((service) => {
        const at = resource(service);
        const affinity: Fact<Affinity> | undefined = at && topology.affinityOf(at, service);
        // What is exempt by its own name is the route.
        return affinity
            ? (lackOfHop({ ...service, urn: route.urn, name: route.name, affinity }, config, today) ?? [])
            : [];
    });
    return found.find(({ verdict }) => verdict === "not sticky") ?? found[0];
}

function findingOf(back: Hop, fronts: readonly Hop[], lacking: Lacking): Finding | undefined {
    const keeping = fronts.find(keeps);
    const waiting = fronts.find(({ affinity }) => !affinity.known);
    if (!keeping) {
        return waiting && !waiting.affinity.known
            ? undecided(NAME, back, `${waiting.affinity.path} of ${nameHop(waiting)}`)
            : undefined;
    }
    if (lacking.verdict === "undecided") return undecided(NAME, back, lacking.path);
    const source = keeping.affinity.known ? keeping.affinity.value.source : "";
    return {
        rule: NAME,
        kind: "violation",
        urn: back.urn,
        path: back.affinityPath,
        message: `${nameHop(keeping)} in front keeps its clients (${source}). Here they are lost again: ${lackOf(lacking, targetsOf(back))}`,
        fix: FIX,
    };
}

/** A hop with one target keeps nobody anywhere. */
function keeps({ affinity, replicas }: Hop): boolean {
    return affinity.known && affinity.value.kind !== "none" && !(replicas.known && replicas.value.max <= 1);
}
