import { type Platform } from "../../components/affinity/vocabulary";
import { type Hop } from "../topology/hop";

import { DECLARE, nameHop, needOf, servicesBehind, stepsByBack } from "./chains";
import { type Finding, type Rule } from "./rule";
import { undecided } from "./undecided";

const NAME = "affinity-outlives-next-hop";
/** What a cookie without a lifetime is taken for: it ends with the browser, which few leave open for longer. */
const BROWSER_SECONDS = 86_400;
const FIX =
    "Let this hop's cookie live as long as the one in front of it, and a day where that one ends with the browser " +
    `(cookieDuration, session-cookie-max-age, maxAge), or ${DECLARE}.`;

/** No hop forgets a client sooner than the hop in front of it. */
export const affinityOutlivesNextHop: Rule = {
    name: NAME,
    displayName: "Hops remember a client as long as the hop in front of them",
    description:
        "A hop that keeps clients by a cookie with a lifetime keeps them as long as the hop in front of it does; a cookie that " +
        "ends with the browser is taken for one of a day.",
    severity: "medium",
    scope: "stack",
    remediation: FIX,
    tags: ["session-affinity", "azure", "kubernetes"],
    evaluate(topology, config, today) {
        const services = servicesBehind(topology);
        return [...stepsByBack(topology)].flatMap(([back, fronts]) => {
            const compared = fronts.flatMap((front) => compare(front, back) ?? []);
            const found = compared.find(({ kind }) => kind === "violation") ?? compared[0];
            if (!found) return [];
            const need = needOf(back, services(back), config, today);
            if (need.verdict === "undecided") return undecided(NAME, back, need.path);
            return need.verdict === "not sticky" ? found : [];
        });
    },
};

/** Platforms whose cookies may have a lifetime. */
const TIMED: readonly Platform[] = ["gateway-for-containers", "kubernetes-route"];
/** Platforms whose cookies end with the browser where nothing is said. That of API Management's is not documented. */
const OF_THE_BROWSER: readonly Platform[] = ["application-gateway", "front-door", "kubernetes-route"];

/** How long a hop remembers a client that stays away. */
interface Lifetime {
    /** Undefined: as long as the browser is open. */
    readonly seconds?: number;
    /** The property that decides, where it is not known yet. */
    readonly waitsFor?: string;
}

/** Undefined where it keeps nobody, keeps by something else than a cookie, or its lifetime is not documented. */
function lifetimeOf({ affinity, platform, replicas }: Hop): Lifetime | undefined {
    if (replicas.known && replicas.value.max <= 1) return undefined;
    if (!affinity.known) {
        return TIMED.includes(platform) || OF_THE_BROWSER.includes(platform) ? { waitsFor: affinity.path } : undefined;
    }
    const { kind, ttlSeconds, ttlWaitsFor } = affinity.value;
    if (kind !== "cookie") return undefined;
    if (ttlWaitsFor !== undefined) return { waitsFor: ttlWaitsFor };
    if (ttlSeconds !== undefined) return { seconds: ttlSeconds };
    return OF_THE_BROWSER.includes(platform) ? {} : undefined;
}

function compare(front: Hop, back: Hop): Finding | undefined {
    const [there, here] = [lifetimeOf(front), lifetimeOf(back)];
    if (!there || !here) return undefined;
    if (here.waitsFor !== undefined)
        return TIMED.includes(back.platform) ? undecided(NAME, back, here.waitsFor) : undefined;
    if (here.seconds === undefined) return undefined;
    if (there.waitsFor !== undefined) {
        // A cookie that lives for a day may be outlived by a longer one only.
        const matters = TIMED.includes(front.platform) || here.seconds < BROWSER_SECONDS;
        return matters ? undecided(NAME, back, `${there.waitsFor} of ${nameHop(front)}`) : undefined;
    }
    if (here.seconds >= (there.seconds ?? BROWSER_SECONDS)) return undefined;
    const [source, sourceThere] = [back, front].map(({ affinity }) => (affinity.known ? affinity.value.source : ""));
    const long = there.seconds === undefined ? "until the browser is closed" : `for ${there.seconds} s`;
    return {
        rule: NAME,
        kind: "violation",
        urn: back.urn,
        path: back.affinityPath,
        message:
            `It keeps a client for ${here.seconds} s (${source}), and ${nameHop(front)} in front of it ${long} (${sourceThere}). ` +
            "After the shorter time the client is forgotten here alone: a client's next request reaches another one.",
        fix: FIX,
    };
}
