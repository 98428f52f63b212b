import { type Target } from "./target";

/** The target as one client asks for it: with a value of its own, the same in every request, in each of these headers. */
export function targetOf(target: Target, names: readonly string[], client: number, seed: number): Target {
    const own = names.map((name) => [name, `client-${seed}-${client}`] as const);
    return { ...target, headers: { ...target.headers, ...Object.fromEntries(own) } };
}
