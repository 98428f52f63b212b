import { type Checks } from "../../affinity/checks";
import { type AskedAffinity } from "./asked-affinity";
import { capabilitiesOf, ROUTE_CAPABILITIES, type RouteCapability, type RouteWay } from "./controllers";

const WITHOUT_ROUTE = "Of clients that reach the Service without a proxy, a StickyService keeps it by itself.";
const WORDS = { cookie: "a cookie", header: "a header", "client-ip": "the client's address" } as const;

/**
 * The controller's entry for what was asked for.
 *
 * @throws {pulumi.InputPropertyError} where it has none, or cannot give the name or the lifetime; it names those that can.
 */
export function capabilityFor(check: Checks, way: RouteWay, asked: AskedAffinity): RouteCapability {
    const own = capabilitiesOf(way);
    const found = own.find(({ kind }) => kind === asked.kind);
    const title = own[0]?.title ?? way;
    if (!found) {
        const has = own.map(({ kind }) => WORDS[kind]).join(" or ");
        throw check.fault(
            `affinity.${asked.member}`,
            `asks what controller.${way} cannot do: ${title} keeps clients by ${has}. ` +
                `${capitalised(WORDS[asked.kind])} is kept by ${thoseThatKeep(asked)}.` +
                (asked.kind === "client-ip" ? ` ${WITHOUT_ROUTE}` : ""),
        );
    }
    if (asked.named && !found.customName) {
        throw check.fault(
            `affinity.${asked.member}.name`,
            `asks what controller.${way} cannot do: ${title} names its cookie ` +
                `${found.key === undefined ? "itself" : `"${found.key}"`}. Leave the name out, or take ` +
                `${thoseThatKeep(asked)}.`,
        );
    }
    if (asked.ttlSeconds !== undefined && !found.customLifetime) {
        throw check.fault(
            `affinity.${asked.member}.ttlSeconds`,
            `asks what controller.${way} cannot do: ${title}'s cookie lasts until the browser closes. ` +
                `Leave the lifetime out, or take ${thoseThatKeep(asked)}.`,
        );
    }
    return found;
}

/** The controllers that can do all that was asked for, as the arguments spell them: "controller.agic (strong), …". */
export function thoseThatKeep(asked: AskedAffinity): string {
    return ROUTE_CAPABILITIES.filter(
        (one) =>
            one.kind === asked.kind &&
            (!asked.named || one.customName) &&
            (asked.ttlSeconds === undefined || one.customLifetime),
    )
        .map(({ way, strength }) => `controller.${way} (${strength})`)
        .join(", ");
}

function capitalised(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
