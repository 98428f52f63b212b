import { type AffinityKind, type Platform, type Replicas } from "../../components/affinity/vocabulary";
import { type Fact } from "../../policy-pack/topology";

import { type MapHop, type State } from "./model";
import { type Verdict } from "./verdict";

/** The platforms by their own names. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
    "api-management": "API Management",
    "app-service": "App Service",
    "application-gateway": "Application Gateway",
    "container-apps": "Container Apps",
    "front-door": "Front Door",
    functions: "Functions",
    "gateway-for-containers": "Gateway for Containers",
    kubernetes: "Kubernetes Service",
    "kubernetes-route": "Kubernetes route",
    "load-balancer": "Load Balancer",
};

/** What keeps a client, in words. */
export const KIND_NAMES: Readonly<Record<AffinityKind, string>> = {
    cookie: "cookie",
    "client-ip": "client address",
    header: "header",
    none: "no affinity",
};

/** The sign of each state, for those who see no colour. */
export const SIGNS: Readonly<Record<State, string>> = {
    kept: "✓",
    broken: "✗",
    undecided: "?",
    stateless: "○",
    aside: "–",
};

/** What each state means, for a legend. */
export const MEANINGS: Readonly<Record<State, string>> = {
    kept: "clients stay, or there is one target only",
    broken: "clients do not stay, or a rule rejects it",
    undecided: "not known before the deployment",
    stateless: "declared stateless: any target will do",
    aside: "kept by another hop, nothing to keep, or not checked",
};

const STATES: Readonly<Record<Verdict, State>> = {
    ok: "kept",
    stateless: "stateless",
    "not known yet": "undecided",
    rejected: "broken",
    "not sticky": "broken",
    "kept in front": "aside",
    "nothing to keep": "aside",
    "not checked": "aside",
};

/** How a hop of a verdict stands out. */
export function stateOf(verdict: Verdict): State {
    return STATES[verdict];
}

/** Numbers of targets: "3 pods", "2–10 replicas", "1 or more replicas". */
export function targetsText(replicas: Fact<Replicas>, targets: string): string {
    if (!replicas.known) return `${targets}: not known yet`;
    const { min, max } = replicas.value;
    if (max === Infinity) return min === 0 ? `any number of ${targets}` : `${min} or more ${targets}`;
    const count = min < max ? `${min}–${max}` : `${max}`;
    return `${count} ${max === 1 ? targets.replace(/s$/, "") : targets}`;
}

const UNITS = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
] as const;

/** Seconds in the largest unit that divides them: "1 h", "90 min", "45 s". */
export function durationText(seconds: number): string {
    const found = UNITS.find(([, length]) => seconds >= length && seconds % length === 0);
    return found ? `${seconds / found[1]} ${found[0]}` : `${seconds} s`;
}

/** What keeps a client and under which name: "cookie orders-affinity". */
export function affinityText({ kind, key }: Pick<MapHop, "kind" | "key">): string {
    return key === undefined ? kind : `${kind} ${key}`;
}

/** How long and how firmly a client is kept: "1 h, strong"; empty where nothing keeps it. */
export function firmnessText({ lifetime, strength }: Pick<MapHop, "lifetime" | "strength">): string {
    return [lifetime, strength === "none" ? undefined : strength].filter((part) => part !== undefined).join(", ");
}

/** So many of something: "1 hop", "2 hops". */
export function countText(count: number, thing: string): string {
    return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** How many hops there are, and how many of them stand out: "5 hops, 1 broken, 2 stateless". */
export function summaryText(hops: readonly Pick<MapHop, "state">[]): string {
    const count = (state: State) => hops.filter((hop) => hop.state === state).length;
    const parts = (["broken", "undecided", "stateless"] as const)
        .filter((state) => count(state) > 0)
        .map((state) => `${count(state)} ${state}`);
    return [countText(hops.length, "hop"), ...parts].join(", ");
}
