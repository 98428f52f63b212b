import {
    type Affinity,
    type AffinityKind,
    noAffinity,
    type Platform,
} from "../../../../components/affinity/vocabulary";
import { type SeenAffinity } from "../../hop";
import { type Fact, fact, isRecord, isUnknown, type Lookup, lookup, lookupText, notYet } from "../../values";

import { secondsIn } from "./seconds";

/** What a route says of its clients on the way to one Service. */
export interface RouteReading {
    readonly platform: Platform;
    readonly affinity: Fact<Affinity>;
    /** Property where affinity is set, whether it is there or not. */
    readonly path: string;
}

/** A reading of a route that is not one of Application Gateway for Containers. */
export function reading(affinity: Fact<Affinity>, path: string): RouteReading {
    return { platform: "kubernetes-route", affinity, path };
}

/** Nothing keeps a client. */
export function none(source: string): Fact<Affinity> {
    return fact(noAffinity(source));
}

/** The choice is stored with the client. */
export function strong(
    kind: AffinityKind,
    source: string,
    key?: Said<string>,
    ttlSeconds?: Said<number>,
): Fact<SeenAffinity> {
    return kept("strong", kind, source, key, ttlSeconds);
}

/** A hash makes the choice. */
export function soft(
    kind: AffinityKind,
    source: string,
    key?: Said<string>,
    ttlSeconds?: Said<number>,
): Fact<SeenAffinity> {
    return kept("soft", kind, source, key, ttlSeconds);
}

function kept(
    strength: "soft" | "strong",
    kind: AffinityKind,
    source: string,
    key: Said<string>,
    ttlSeconds: Said<number>,
) {
    return fact<SeenAffinity>({
        kind,
        strength,
        source,
        ...(typeof key === "object" ? { keyWaitsFor: key.waitsFor } : key === undefined ? {} : { key }),
        ...(typeof ttlSeconds === "object"
            ? { ttlWaitsFor: ttlSeconds.waitsFor }
            : ttlSeconds === undefined
              ? {}
              : { ttlSeconds }),
    });
}

/** What a route says that changes no verdict on it: a value, none, or the path that it waits for. */
export type Said<T> = T | undefined | { readonly waitsFor: string };

/** A text as a route says it. @param path where it stands; omitted: as it was looked up. */
export function said(found: Lookup<string>, path?: string): Said<string> {
    return found.state === "unknown" ? { waitsFor: path ?? found.path } : valueOf(found);
}

/** The seconds of a duration as a route says it. @param path where it stands; omitted: as it was looked up. */
export function secondsSaid(found: Lookup<string | number>, path?: string): Said<number> {
    return found.state === "unknown" ? { waitsFor: path ?? found.path } : secondsIn(valueOf(found));
}

/** What is known of a value that changes no verdict. */
export function valueOf<T>(found: Lookup<T>): T | undefined {
    return found.state === "known" ? found.value : undefined;
}

const RANKS = { none: 0, soft: 3, strong: 4 } as const;

/** The weakest of several: nothing, then what is not known yet, then what is not read (undefined), then a hash. */
export function weakest(all: readonly (Fact<Affinity> | undefined)[]): Fact<Affinity> | undefined {
    const rank = (one: Fact<Affinity> | undefined) =>
        one === undefined ? 2 : one.known ? RANKS[one.value.strength] : 1;
    return [...all].sort((one, other) => rank(one) - rank(other))[0];
}

/** True, false, or the path that it waits for. A text such as "true" counts, as annotations hold no others. */
export function isOn(properties: unknown, path: string | readonly string[]): Lookup<boolean> {
    const found = lookup(properties, path);
    if (found.state !== "known") return found;
    return { state: "known", value: found.value === true || found.value === "true" };
}

/** The first of several annotations that is there. */
export function annotation(properties: unknown, ...names: readonly string[]): Lookup<string> {
    for (const name of names) {
        const found = lookupText(properties, ["metadata", "annotations", name]);
        if (found.state !== "absent") return found;
    }
    return { state: "absent" };
}

/** True where a name in a route may be that of the Service: equal, or one of both is not known yet. */
export function mayName(name: unknown, service: { readonly properties: unknown }): boolean {
    const own = lookupText(service.properties, "metadata.name");
    return isUnknown(name) || own.state !== "known" || name === own.value;
}

/** Objects of a list, or the path of what is not known yet in it. */
export function records(
    value: unknown,
    path: string,
): { readonly items: readonly Record<string, unknown>[]; readonly waitsFor?: string } {
    const found = lookup(value, path);
    if (found.state === "unknown") return { items: [], waitsFor: found.path };
    const list = found.state === "known" && Array.isArray(found.value) ? (found.value as unknown[]) : [];
    return { items: list.filter(isRecord), ...(list.some(isUnknown) ? { waitsFor: path } : {}) };
}

/** The weakest of items of a list, and what the list waits for. */
export function weakestOf(
    { items, waitsFor }: ReturnType<typeof records>,
    read: (item: Record<string, unknown>) => Fact<Affinity> | undefined,
): Fact<Affinity> | undefined {
    return weakest([...items.map(read), ...(waitsFor === undefined ? [] : [notYet<Affinity>(waitsFor)])]);
}
