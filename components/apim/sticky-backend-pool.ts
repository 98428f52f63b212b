import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { STATELESS_KEY, STATELESS_UNTIL_KEY, type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

import { type ApimBackend } from "./apim-backend";
import { DEFAULT_API_VERSION, SESSION_AFFINITY_API_VERSIONS, type SessionAffinityApiVersion } from "./apim-package";
import { apimProviderOf } from "./apim-provider";
import { type BackendPlaceArgs, readPlace } from "./backend-args";
import { PoolBackend, type PoolSessionAffinity, type StoredPool } from "./pool-backend";

/** Most backends of a pool. https://learn.microsoft.com/azure/api-management/backends */
const MEMBER_LIMIT = 30;
const WEIGHT_LIMIT = 100;
const LOWEST_STATUS = 100;
const HIGHEST_STATUS = 599;
/** A cookie's name is a token. https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
const COOKIE_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Resource id of a backend, in a workspace or not. */
const BACKEND_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ApiManagement\/service\/[^/]+(\/workspaces\/[^/]+)?\/backends\/[^/]+$/i;
/** URN of azure-native's own backend, at its default API version or another. */
const FORMER_URN = /^urn:pulumi:[^:]+::[^:]+::(?:.+\$)?azure-native:apimanagement(?:\/v\w+)?:Backend::.+$/;
const FORMER_TYPE = "azure-native:apimanagement:Backend";
const SOURCE = "pool.sessionAffinity";

/** `cookie` keeps a client on its backend by a cookie that API Management sets, `none` does not. */
export type PoolAffinity = "cookie" | "none";

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

/** Arguments of {@link StickyBackendPool}. */
export interface StickyBackendPoolArgs extends BackendPlaceArgs {
    /** The pool's backends, 1 to 30, each once; a pool cannot be one of them. */
    members: PoolMemberArgs[];
    /** Whether a client stays on its backend. Omitted: "cookie", or "none" where `stateless` is given. */
    sessionAffinity?: PoolAffinity;
    /** Name of the cookie. Omitted: `<component's name>-affinity`. Only with `sessionAffinity: "cookie"`. */
    cookieName?: pulumi.Input<string | undefined>;
    /** Status code that clients get while circuit breakers keep all members out, 100 to 599. Omitted: the service's own. */
    failureStatusCode?: pulumi.Input<number | undefined>;
    /** API version of API Management. Omitted: 2024-10-01-preview, the oldest that has session affinity. */
    apiVersion?: SessionAffinityApiVersion;
    /** Declares that any backend can serve any request; written to the pool's description. Omitted: nothing is declared. */
    stateless?: StatelessArgs;
    /**
     * The `azure-native:apimanagement:Backend` that this pool was in this stack so far: its name in the program where it had
     * no parent, else its whole URN. It is updated in place; `backendId` has to stay as it was, given or left out. The
     * argument can go once the stack is updated. Omitted: the pool was none.
     */
    formerBackend?: string;
    /**
     * Full resource id of a pool that exists in this service and is in no stack: it is taken over, and changed to these
     * arguments in the same update. `backendId` is taken from it, and has to be its name where it is given. The argument can
     * stay, or go once the stack is updated. A Pulumi CLI older than April 2025 refuses an import that changes something.
     * Omitted: the pool is created. https://www.pulumi.com/docs/iac/concepts/resources/options/import/
     */
    adopt?: string;
}

/**
 * A pool of API Management backends that keeps each client on one of them by a cookie.
 *
 * The cookie pins a backend, not an instance behind it: a backend with several replicas needs affinity of its own. The
 * client has to send the cookie back. Balancing is per gateway instance. https://learn.microsoft.com/azure/api-management/backends
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 * @throws {pulumi.RunError} where an azure-native provider is given without an `ApimProvider`.
 */
export class StickyBackendPool extends pulumi.ComponentResource {
    /** The pool itself. */
    public readonly pool: PoolBackend;
    /** Name of the pool, which `set-backend-service backend-id` takes. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the pool. */
    public readonly resourceId: pulumi.Output<string>;
    /** What keeps a client on its backend, as the service stored it. Fails where the service did not store what was asked for. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component; the pool's id and its cookie's name are made from it unless they are given.
     * @param args see {@link StickyBackendPoolArgs}.
     * @param opts options of the component; an explicit azure-native provider needs an `ApimProvider` beside it.
     */
    constructor(name: string, args: StickyBackendPoolArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyBackendPool", name, args, opts);

        this.pool = new PoolBackend(
            name,
            settings.apiVersion,
            {
                resourceGroupName: settings.resourceGroupName,
                serviceName: settings.serviceName,
                ...(settings.backendId === undefined ? {} : { backendId: settings.backendId }),
                title: settings.title,
                description: settings.stateless && describeDeclaration(settings.stateless),
                type: "Pool",
                pool: {
                    services: settings.services,
                    ...(settings.failureResponse ? { failureResponse: settings.failureResponse } : {}),
                    ...(settings.affinity ? { sessionAffinity: settings.affinity } : {}),
                },
            },
            {
                parent: this,
                provider: apimProviderOf(this, `StickyBackendPool ${name}`, settings.apiVersion),
                ...settings.origin,
            },
        );
        warnWithoutFailover(this, name, args.members);

        this.name = this.pool.name;
        this.resourceId = this.pool.id;
        this.affinity = pulumi
            .all([this.pool.pool, settings.affinity])
            .apply(([stored, asked]) => readBack(name, settings.apiVersion, stored, asked));
        const size = settings.services.length;
        this.registerOutputs({
            pool: this.pool,
            name: this.name,
            resourceId: this.resourceId,
            affinity: this.affinity,
            hop: describeHop("api-management", {
                replicas: { min: size, max: size, source: "pool.services" },
                affinity: this.affinity,
                clientFacing: true,
                stateless: settings.stateless,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyBackendPoolArgs) {
    const check = new Checks("StickyBackendPool", name);
    const stateless = check.stateless("stateless", args.stateless);
    const statusCode = check.integer("failureStatusCode", args.failureStatusCode, {
        min: LOWEST_STATUS,
        max: HIGHEST_STATUS,
        unit: "an HTTP status code",
    });
    return {
        ...readPlaceAndOrigin(check, name, args),
        apiVersion: (check.oneOf("apiVersion", args.apiVersion, SESSION_AFFINITY_API_VERSIONS) ??
            DEFAULT_API_VERSION) as SessionAffinityApiVersion,
        services: readMembers(check, args.members),
        failureResponse: statusCode === undefined ? undefined : { statusCode },
        affinity: readAffinity(check, name, args),
        stateless,
    };
}

/** Where the pool is, and the resource that it was before, as options of the child. */
function readPlaceAndOrigin(check: Checks, name: string, args: StickyBackendPoolArgs) {
    const { adopt, formerBackend } = args;
    if (adopt !== undefined && formerBackend !== undefined) {
        check.conflict(
            "adopt",
            "formerBackend",
            "a pool that is in this stack already cannot be adopted. Leave one out.",
        );
    }
    if (adopt === undefined) {
        const origin: pulumi.CustomResourceOptions =
            formerBackend === undefined ? {} : { aliases: [readFormer(check, formerBackend)] };
        return { ...readPlace(check, name, args), origin };
    }
    void check.text("adopt", adopt, BACKEND_ID, "it has to be the full resource id of a pool of API Management.");
    const adopted = adopt.split("/").at(-1) as string;
    const place = readPlace(check, name, { ...args, backendId: args.backendId ?? adopted });
    const held = check.together<{ group: string; service: string; backendId: string }>(
        {
            group: place.resourceGroupName,
            service: place.serviceName,
            backendId: place.backendId as pulumi.Input<string>,
        },
        (known) => failUnlessAdoptable(check, adopt, known),
    );
    // Pulumi would replace what it adopts under another name, so the name waits for the comparison.
    return { ...place, backendId: held.backendId, origin: { import: adopt } satisfies pulumi.CustomResourceOptions };
}

function failUnlessAdoptable(
    check: Checks,
    adopt: string,
    known: { group: string; service: string; backendId: string },
): void {
    const service = `/resourceGroups/${known.group}/providers/Microsoft.ApiManagement/service/${known.service}/`;
    const [, rest] = adopt.toLowerCase().split(service.toLowerCase());
    if (!rest?.startsWith("backends/")) {
        check.fail(
            "adopt",
            adopt,
            `it has to be a pool of the service ${known.service} in the resource group ${known.group}.`,
        );
    }
    if (rest !== `backends/${known.backendId.toLowerCase()}`) {
        check.fail("backendId", known.backendId, "it has to be the name of the pool in args.adopt. Leave it out.");
    }
}

function readFormer(check: Checks, formerBackend: string): pulumi.URN | pulumi.Alias {
    const isUrn = typeof formerBackend === "string" && formerBackend.startsWith("urn:");
    void check.text(
        "formerBackend",
        formerBackend,
        isUrn ? FORMER_URN : /./,
        `it has to be the name or the URN of an ${FORMER_TYPE} of this stack.`,
    );
    return isUrn ? formerBackend : { type: FORMER_TYPE, name: formerBackend, parent: pulumi.rootStackResource };
}

/**
 * Warns of members that no failure takes out, so that the priorities after theirs never serve. Members given by id are
 * not looked at. Members of the last priority need no breaker; whether those without a priority are last, no source says.
 */
function warnWithoutFailover(component: pulumi.Resource, name: string, members: PoolMemberArgs[]): void {
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

function readMembers(check: Checks, members: PoolMemberArgs[] | undefined) {
    const given = check.required("members", members, `give 1 to ${MEMBER_LIMIT} backends.`) as PoolMemberArgs[];
    if (given.length < 1 || given.length > MEMBER_LIMIT) {
        throw check.fault("members", `has ${given.length} backends: a pool has 1 to ${MEMBER_LIMIT}.`);
    }
    const ids = readMemberIds(check, given);
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
function readMemberIds(check: Checks, members: PoolMemberArgs[]): pulumi.Input<string>[] {
    const paths: string[] = [];
    const ids = members.map((member, index): pulumi.Input<string> => {
        const alternative = check.exactlyOne(`members[${index}].`, member, ["backend", "id"]);
        const path = `members[${index}].${alternative}`;
        paths.push(path);
        if (member.backend instanceof StickyBackendPool) {
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
    const held = check.together<string[]>(ids, (known) =>
        failWhereRepeated(
            check,
            paths,
            known.map((id) => id.toLowerCase()),
        ),
    );
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

function readAffinity(
    check: Checks,
    name: string,
    args: StickyBackendPoolArgs,
): pulumi.Output<PoolSessionAffinity> | undefined {
    const affinity =
        check.oneOf("sessionAffinity", args.sessionAffinity, ["cookie", "none"]) ??
        (args.stateless ? "none" : "cookie");
    if (affinity === "cookie" && args.stateless) {
        check.conflict(
            "sessionAffinity",
            "stateless",
            'a pool is sticky or stateless. Leave sessionAffinity out, or set it to "none".',
        );
    }
    if (affinity === "none") {
        if (args.cookieName !== undefined) {
            throw check.fault("cookieName", 'has an effect with sessionAffinity "cookie" only. Leave it out.');
        }
        return undefined;
    }
    const cookieName = check.text(
        "cookieName",
        args.cookieName ?? `${name}-affinity`,
        COOKIE_NAME,
        "a cookie's name has letters, digits and !#$%&'*+-.^_`|~ only.",
    );
    return pulumi
        .output(cookieName)
        .apply((known): PoolSessionAffinity => ({ sessionId: { source: "cookie", name: known as string } }));
}

/** A backend has no tags, so its description carries the declaration, one label a line, as policies read it. */
function describeDeclaration(declaration: StatelessArgs): pulumi.Output<string> {
    return pulumi
        .output(declaration)
        .apply(({ reason, expiresOn }) =>
            [
                `${STATELESS_KEY}: ${reason.trim().replace(/\s+/g, " ")}`,
                ...(expiresOn ? [`${STATELESS_UNTIL_KEY}: ${expiresOn}`] : []),
            ].join("\n"),
        );
}

function readBack(
    name: string,
    apiVersion: string,
    stored: StoredPool | undefined,
    asked: PoolSessionAffinity | undefined,
): Affinity {
    if (!asked) return noAffinity(SOURCE);
    const kept = stored?.sessionAffinity?.sessionId?.name;
    if (kept !== asked.sessionId.name) {
        throw new pulumi.RunError(
            `StickyBackendPool ${name}: API Management was asked at ${apiVersion} to keep clients by the cookie ` +
                `${asked.sessionId.name}, and stored ${kept === undefined ? "no session affinity" : `the cookie ${kept}`}. ` +
                "The pool exists and does not keep clients. See that the service's region has the feature, or try another apiVersion.",
        );
    }
    return { kind: "cookie", strength: "strong", key: kept, source: SOURCE };
}
