import { faultOfDeclaration } from "../../components/affinity/stateless";
import {
    type Affinity,
    noAffinity,
    type Replicas,
    type StatelessDeclaration,
} from "../../components/affinity/vocabulary";
import { type Hop } from "../topology/hop";
import { fact } from "../topology/values";

import { type RuleConfig } from "./config";

/** What a rule concludes about one hop. */
export type Judgement =
    | { readonly verdict: "sticky"; readonly affinity: Affinity }
    | { readonly verdict: "single"; readonly replicas: Replicas }
    | { readonly verdict: "stateless"; readonly declaration: StatelessDeclaration }
    | { readonly verdict: "undecided"; readonly path: string }
    | {
          readonly verdict: "not sticky";
          readonly replicas: Replicas;
          readonly affinity: Affinity;
          /** Why a declaration that was found does not count. */
          readonly refused?: string;
      };

/**
 * Judges one hop: several targets need affinity, unless they are declared stateless. What is not known yet leaves it
 * undecided only where it matters: one replica needs no affinity, and affinity suffices for any number.
 *
 * @param today the day on which declarations have to hold, `YYYY-MM-DD`.
 */
export function judge(hop: Hop, config: RuleConfig, today: string): Judgement {
    const { affinity, replicas } = hop;
    if (affinity.known && suffices(affinity.value, config)) return { verdict: "sticky", affinity: affinity.value };
    if (replicas.known && replicas.value.max <= 1) return { verdict: "single", replicas: replicas.value };

    const declared = strongest([...judgeDeclarations(hop, config, today), ...judgeAssumption(hop, config)]);
    if (declared && declared.verdict !== "refused") return declared;
    if (!affinity.known) return { verdict: "undecided", path: affinity.path };
    if (!replicas.known) return { verdict: "undecided", path: replicas.path };
    return {
        verdict: "not sticky",
        replicas: replicas.value,
        affinity: affinity.value,
        ...(declared ? { refused: declared.why } : {}),
    };
}

/** Whether affinity is as firm as the configuration asks for. */
export function suffices({ strength }: Affinity, { minimumStrength }: RuleConfig): boolean {
    return strength === "strong" || strength === minimumStrength;
}

/** Whether a hop needs affinity at all, whatever it has. */
export function judgeNeed(hop: Hop, config: RuleConfig, today: string): Judgement {
    const bare = { ...hop, affinity: fact(noAffinity(`${hop.affinityPath} is not looked at`)) };
    return judge(bare, { ...config, assume: "stateful" }, today);
}

/** What the configuration assumes of a hop of which nothing is declared. */
function judgeAssumption({ stateful }: Hop, { assume }: RuleConfig): Declared[] {
    if (assume === "stateful" || stateful?.known) return [];
    return stateful
        ? [{ verdict: "undecided", path: stateful.path }]
        : [{ verdict: "stateless", declaration: { reason: 'the configuration has assume: "stateless"' } }];
}

/** What a declaration comes to: it holds, it is not known yet, or why it does not count. */
export type Declared = Extract<Judgement, { verdict: "stateless" | "undecided" }> | { verdict: "refused"; why: string };

/** What the declarations on the hop and in the configuration come to, each by itself. */
export function judgeDeclarations(
    hop: Pick<Hop, "urn" | "name" | "stateless">,
    config: RuleConfig,
    today: string,
): Declared[] {
    const found: Declared[] = config.exempt
        .filter(({ resource }) => resource === hop.urn || resource === hop.name)
        .map((exemption) => hold(exemption, "the exemption in the pack's configuration", config, today));
    if (hop.stateless?.known) found.push(hold(hop.stateless.value, "the declaration as stateless", config, today));
    // Where no declaration counts, one that is not known yet changes nothing.
    else if (hop.stateless && config.allowExemptions) found.push({ verdict: "undecided", path: hop.stateless.path });
    return found;
}

/** Of several declarations one that holds is enough. */
export function strongest(found: readonly Declared[]): Declared | undefined {
    return ["stateless", "undecided", "refused"]
        .map((verdict) => found.find((one) => one.verdict === verdict))
        .find(Boolean);
}

function hold({ reason, expiresOn }: StatelessDeclaration, what: string, config: RuleConfig, today: string): Declared {
    const declaration = { reason, ...(expiresOn === undefined ? {} : { expiresOn }) };
    if (!config.allowExemptions)
        return { verdict: "refused", why: `${what} does not count: the pack allows no exemptions` };
    const fault = faultOfDeclaration(declaration, today);
    return fault === undefined
        ? { verdict: "stateless", declaration }
        : { verdict: "refused", why: `${what} does not count: ${fault}` };
}
