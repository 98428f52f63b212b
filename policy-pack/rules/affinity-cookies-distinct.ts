import { type Platform } from "../../components/affinity/vocabulary";
import { type Hop } from "../topology/hop";

import { DECLARE, nameHop, needOf, servicesBehind, stepsByBack } from "./chains";
import { type Finding, type Rule } from "./rule";
import { undecided } from "./undecided";

const NAME = "affinity-cookies-distinct";
const FIX = `Give the cookie of one of the two another name (affinityCookieName, cookieName, session-cookie-name), or take one affinity off, or ${DECLARE}.`;

/** No two hops of a chain keep clients by a cookie of one name. */
export const affinityCookiesDistinct: Rule = {
    name: NAME,
    displayName: "Hops of one chain keep clients by cookies of different names",
    description:
        "A hop that keeps clients by a cookie does so by another name than the hops in front of it, as a client has one " +
        "cookie of a name and each hop would overwrite the other's.",
    severity: "high",
    scope: "stack",
    remediation: FIX,
    tags: ["session-affinity", "azure", "kubernetes"],
    evaluate(topology, config, today) {
        const steps = stepsByBack(topology);
        const services = servicesBehind(topology);
        return [...steps.keys()].flatMap((back) => {
            const clash = clashOf(back, steps);
            if (!clash) return [];
            const need = needOf(back, services(back), config, today);
            if (need.verdict === "stateless" || (need.verdict === "single" && isSingle(clash.front))) return [];
            return findingOf(back, clash);
        });
    },
};

/** The names of cookies that platforms do not let anyone choose. */
const FIXED: Readonly<Partial<Record<Platform, string>>> = { "app-service": "ARRAffinity", "front-door": "ASLBSA" };
/** Platforms that keep clients by a cookie whose name can be chosen. */
const CHOSEN: readonly Platform[] = [
    "api-management",
    "application-gateway",
    "gateway-for-containers",
    "kubernetes-route",
];
/** What a second cookie's name ends with, which some platforms set beside the first. */
const SECOND: Readonly<Partial<Record<Platform, string>>> = {
    "app-service": "SameSite",
    "application-gateway": "CORS",
    "front-door": "CORS",
};

/** The cookies that a hop sets, as far as that is known. */
interface Cookies {
    /** Undefined: not known yet. */
    readonly names: readonly string[] | undefined;
    /** The property that decides, where it is not known yet. */
    readonly waitsFor?: string;
}

function cookiesOf({ affinity, platform }: Hop): Cookies | undefined {
    if (!affinity.known) {
        const fixed = FIXED[platform];
        if (fixed !== undefined) return { names: namesFrom(fixed, platform), waitsFor: affinity.path };
        return CHOSEN.includes(platform) ? { names: undefined, waitsFor: affinity.path } : undefined;
    }
    const { kind, key, keyWaitsFor } = affinity.value;
    if (kind !== "cookie") return undefined;
    if (keyWaitsFor !== undefined) return { names: undefined, waitsFor: keyWaitsFor };
    return key === undefined ? undefined : { names: namesFrom(key, platform) };
}

function namesFrom(name: string, platform: Platform): string[] {
    const second = SECOND[platform];
    return second === undefined ? [name] : [name, `${name}${second}`];
}

/** A hop in front with the same cookie, or with one that may be the same. */
interface Clash {
    readonly front: Hop;
    readonly name?: string;
    readonly waitsFor?: string;
}

function clashOf(back: Hop, steps: ReadonlyMap<Hop, readonly Hop[]>): Clash | undefined {
    const own = cookiesOf(back);
    if (!own) return undefined;
    const clashes = hopsBefore(back, steps).flatMap((front) => clashWith(own, front) ?? []);
    return clashes.find(({ waitsFor }) => waitsFor === undefined) ?? clashes[0];
}

function clashWith(own: Cookies, front: Hop): Clash | undefined {
    const others = cookiesOf(front);
    if (!others) return undefined;
    const name = own.names?.find((one) => others.names?.includes(one));
    if (own.names && others.names && name === undefined) return undefined;
    if (own.waitsFor !== undefined) return { front, waitsFor: own.waitsFor };
    if (others.waitsFor !== undefined) return { front, waitsFor: `${others.waitsFor} of ${nameHop(front)}` };
    return { front, ...(name === undefined ? {} : { name }) };
}

/** All hops that requests pass before one, nearest first. */
function hopsBefore(back: Hop, steps: ReadonlyMap<Hop, readonly Hop[]>): Hop[] {
    const found = new Set<Hop>();
    const waiting = [back];
    for (let at = waiting.shift(); at; at = waiting.shift()) {
        for (const front of steps.get(at) ?? []) {
            if (front === back || found.has(front)) continue;
            found.add(front);
            waiting.push(front);
        }
    }
    return [...found];
}

function isSingle({ replicas }: Hop): boolean {
    return replicas.known && replicas.value.max <= 1;
}

function findingOf(back: Hop, { front, name, waitsFor }: Clash): Finding {
    if (waitsFor !== undefined) return undecided(NAME, back, waitsFor);
    const sources = [back, front].map(({ affinity }) => (affinity.known ? affinity.value.source : ""));
    return {
        rule: NAME,
        kind: "violation",
        urn: back.urn,
        path: back.affinityPath,
        message:
            `It keeps clients by cookie ${name} (${sources[0]}), and ${nameHop(front)} in front of it by a cookie of the same ` +
            `name (${sources[1]}), so that each overwrites the other's: a client's next request reaches another one.`,
        fix: FIX,
    };
}
