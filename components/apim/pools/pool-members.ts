import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { type ApimBackend } from "../backends/apim-backend";
import { BACKEND_ID } from "../backends/backend-args";
import { type Statement } from "../policies/statement";

/** Most backends of a pool. https://learn.microsoft.com/azure/api-management/backends */
const MEMBER_LIMIT = 30;
const WEIGHT_LIMIT = 100;

/** One backend of a pool. */
export interface PoolMemberArgs {
    /** The backend, which cannot be a pool. Give exactly one of `backend` and `id`. */
    backend?: ApimBackend;
    /** Full resource id of a backend that was not made by {@link ApimBackend}. Whether it has a circuit breaker is not looked at. */
    id?: pulumi.Input<string | undefined>;
    /** Share of the requests beside the others of its priority, 0 to 100. Omitted: the service shares evenly. */
    weight?: pulumi.Input<number | undefined>;
    /**
     * Group that it serves in, 0 to 100, lower first. Omitted: all without one are a group. A later group serves only while
     * circuit breakers keep every backend of the earlier ones out, so a `backend` of an earlier group without one is a
     * warning. https://learn.microsoft.com/azure/api-management/backends#load-balanced-pool
     */
    priority?: pulumi.Input<number | undefined>;
}

/** A class of pools. */
type PoolClass = abstract new (...args: never[]) => object;

/** What signs requests to every member: a policy does so before the pool picks one of them. */
export function sharedStatements(members: readonly PoolMemberArgs[]): readonly Statement<"inbound">[] {
    return members.find(({ backend }) => backend)?.backend?.statements ?? [];
}

/** Compares what signs requests to the members. Those given by id are not looked at. */
function readSignatures(check: Checks, members: readonly PoolMemberArgs[]): pulumi.Output<unknown> {
    const given = members.flatMap(({ backend }, index) => (backend ? [{ index, statements: backend.statements }] : []));
    return check.together<{ signatures: unknown[] }>(
        { signatures: given.map(({ statements }) => statements) },
        (known) => {
            const texts = known.signatures.map((signature) => JSON.stringify(signature));
            const other = given[texts.findIndex((text) => text !== texts[0])];
            if (!other) return;
            throw check.fault(
                `members[${other.index}].backend`,
                `is signed in another way than args.members[${given[0]?.index}].backend, and a policy signs requests before the pool ` +
                    "picks a member. Give them the same auth, with one ApimNamedValue for a secret, or keys that each backend sends " +
                    "itself: functionKey, apiKey, headers or certificate.",
            );
        },
    );
}

/**
 * Checks the members.
 *
 * @param pool class of pools, none of which can be a member.
 */
export function readMembers(check: Checks, members: PoolMemberArgs[] | undefined, pool: PoolClass) {
    const given = check.required("members", members, `give 1 to ${MEMBER_LIMIT} backends.`) as PoolMemberArgs[];
    if (given.length < 1 || given.length > MEMBER_LIMIT) {
        throw check.fault("members", `has ${given.length} backends: a pool has 1 to ${MEMBER_LIMIT}.`);
    }
    const ids = readMemberIds(check, given, pool);
    return given.map((member, index) => {
        const path = `members[${index}]`;
        const weight = check.integer(`${path}.weight`, member.weight, { min: 0, max: WEIGHT_LIMIT });
        const priority = check.integer(`${path}.priority`, member.priority, { min: 0, max: WEIGHT_LIMIT });
        return {
            id: ids[index] as pulumi.Input<string>,
            ...(weight === undefined ? {} : { weight }),
            ...(priority === undefined ? {} : { priority }),
        };
    });
}

/** The members' ids, each of them once. */
function readMemberIds(check: Checks, members: PoolMemberArgs[], pool: PoolClass): pulumi.Input<string>[] {
    const paths: string[] = [];
    const ids = members.map((member, index): pulumi.Input<string> => {
        const alternative = check.exactlyOne(`members[${index}].`, member, ["backend", "id"]);
        const path = `members[${index}].${alternative}`;
        paths.push(path);
        if (member.backend instanceof pool) {
            throw check.fault(path, "is a pool, and a pool cannot be in a pool. Give its members instead.");
        }
        if (member.backend) {
            failWhereRepeated(
                check,
                paths,
                members.slice(0, index + 1).map(({ backend }) => backend),
            );
            return member.backend.resourceId;
        }
        return check.text(
            path,
            check.required(path, member.id as pulumi.Input<string>, "give the resource id of a backend."),
            BACKEND_ID,
            "it has to be the full resource id of a backend of API Management.",
        ) as pulumi.Input<string>;
    });
    const different = check.together<string[]>(ids, (known) =>
        failWhereRepeated(
            check,
            paths,
            known.map((id) => id.toLowerCase()),
        ),
    );
    const held = pulumi.all([different, readSignatures(check, members)]).apply(([known]) => known);
    // Held together, one id that is not known yet would hide all of them from a preview, whose pool is not created anyway.
    if (pulumi.runtime.isDryRun()) return ids;
    return ids.map((_, index) => held.apply((known) => known[index] as string));
}

function failWhereRepeated(check: Checks, paths: readonly string[], members: readonly unknown[]): void {
    members.forEach((member, index) => {
        const earlier = members.indexOf(member);
        if (member !== undefined && earlier < index) {
            throw check.fault(
                paths[index] as string,
                `is the same backend as args.members[${earlier}]: give each once.`,
            );
        }
    });
}

/**
 * Warns of members that no failure takes out, so that the priorities after theirs never serve. Members given by id are
 * not looked at. Members of the last priority need no breaker; whether those without a priority are last, no source says.
 */
export function warnWithoutFailover(component: pulumi.Resource, name: string, members: PoolMemberArgs[]): void {
    const unbroken = members
        .map(({ backend }, index) => ({ backend, index }))
        .filter(({ backend }) => backend && !backend.hasCircuitBreaker);
    const named = unbroken.map(({ backend, index }) =>
        (backend as ApimBackend).urn.apply((urn) => ({ index, name: urn.split("::").at(-1) })),
    );
    pulumi
        .all([pulumi.all(members.map(({ priority }) => priority)), pulumi.all(named)])
        .apply(([priorities, found]) => {
            if (new Set(priorities).size < 2) return;
            const last = Math.max(...priorities.map((priority) => priority ?? Infinity));
            const holding = found.filter(({ index }) => priorities[index] !== last);
            if (holding.length === 0) return;
            const list = holding.map((member) => `${member.name} (args.members[${member.index}])`).join(", ");
            void pulumi.log.warn(
                `StickyBackendPool ${name}: its members have several priorities, and no failure takes ${list} out, so that a later ` +
                    "priority never serves in their place. Give each a circuitBreaker, or all members the same priority.",
                component,
            );
        });
}
