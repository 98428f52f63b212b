import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";
import { COOKIE_NAME } from "../../affinity/cookie-name";
import { describeHop } from "../../affinity/hop";
import { STATELESS_KEY, STATELESS_UNTIL_KEY, type StatelessArgs } from "../../affinity/stateless";
import { type Affinity, noAffinity } from "../../affinity/vocabulary";

import { DEFAULT_API_VERSION, SESSION_AFFINITY_API_VERSIONS, type SessionAffinityApiVersion } from "../apim-package";
import { apimProviderOf } from "../apim-provider";
import { type BackendPlaceArgs } from "../backends/backend-args";
import { type Statement } from "../policies/statement";
import { PoolBackend, type PoolSessionAffinity, type StoredPool } from "./pool-backend";
import { type PoolMemberArgs, readMembers, sharedStatements, warnWithoutFailover } from "./pool-members";
import { type PoolOriginArgs, readPlaceAndOrigin } from "./pool-origin";

const LOWEST_STATUS = 100;
const HIGHEST_STATUS = 599;
const SOURCE = "pool.sessionAffinity";

/** `cookie` keeps a client on its backend by a cookie that API Management sets, `none` does not. */
export type PoolAffinity = "cookie" | "none";

/** Arguments of {@link StickyBackendPool}. */
export interface StickyBackendPoolArgs extends BackendPlaceArgs, PoolOriginArgs {
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
    /** What has to stand in a policy beside picking this pool: what signs requests, the same for each member. */
    public readonly statements: readonly Statement<"inbound">[];
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
        this.statements = settings.statements;

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
        services: readMembers(check, args.members, StickyBackendPool),
        statements: sharedStatements(args.members),
        failureResponse: statusCode === undefined ? undefined : { statusCode },
        affinity: readAffinity(check, name, args),
        stateless,
    };
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
