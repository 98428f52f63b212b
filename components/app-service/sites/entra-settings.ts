import { type web as inputs } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { RESOURCE_MANAGER } from "../../affinity/resource-manager";

const PATH = "authentication.entra";
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the platform does with a request that brings no token. */
export type UnauthenticatedAction = "Return401" | "Return403" | "AllowAnonymous";

type Ids = pulumi.Input<pulumi.Input<string>[] | undefined>;

/**
 * Tokens of Microsoft Entra ID that let callers in. The platform checks them before the app sees a request; no client
 * secret is needed for that. https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
 *
 * Say who may call by `allowedPrincipals`, `allowedApplications` or both, where a caller has to be among each; or by
 * `anyCaller`. Without it anyone in the tenant who gets a token would be let in.
 */
export interface EntraAuthenticationArgs {
    /** Application (client) id of the app's registration in Entra ID. */
    clientId: pulumi.Input<string>;
    /** Tenant of the registration. Omitted: the tenant that is deployed to. */
    tenantId?: pulumi.Input<string | undefined>;
    /** For whom tokens may be beside `clientId`, such as the registration's application id URI. Omitted: `api://<clientId>`. */
    allowedAudiences?: Ids;
    /** Object ids of the callers, such as the `principalId` of API Management's managed identity. */
    allowedPrincipals?: Ids;
    /** Client ids of the applications that callers got their tokens with. */
    allowedApplications?: Ids;
    /** True: every caller with a token is let in. Assign users and applications to the registration then. */
    anyCaller?: true | undefined;
    /**
     * Version of the tokens, which is the registration's `requestedAccessTokenVersion`: tokens of the other version have
     * another issuer, and are refused. Omitted: 2; a registration that says nothing has 1.
     * https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats
     */
    tokenVersion?: pulumi.Input<1 | 2 | undefined>;
    /** Paths that need no token, each with a slash at its beginning, such as "/health". Omitted: none. */
    excludedPaths?: Ids;
    /**
     * What becomes of a request without a token. Omitted: "Return401". "AllowAnonymous" lets it pass, and is for a
     * `LogicApp` only: the portal's designer calls it without one, and its triggers ask for their signature then.
     */
    unauthenticatedClientAction?: pulumi.Input<UnauthenticatedAction | undefined>;
}

/** How callers prove who they are. Give exactly one. */
export interface AuthenticationArgs {
    /** By a token of Microsoft Entra ID. */
    entra?: EntraAuthenticationArgs | undefined;
}

/** What tokens have to be, checked. */
export interface EntraSettings {
    readonly clientId: pulumi.Input<string>;
    readonly tenantId: pulumi.Input<string> | undefined;
    readonly tokenVersion: pulumi.Input<1 | 2>;
    readonly validation: inputs.AzureActiveDirectoryValidationArgs;
    readonly excludedPaths: pulumi.Input<string[]> | undefined;
    readonly action: pulumi.Input<UnauthenticatedAction>;
}

/**
 * Checks how callers prove who they are.
 *
 * @param mayPass true for an application that can check those without a token itself.
 */
export function readAuthentication(
    check: Checks,
    given: AuthenticationArgs | undefined,
    mayPass: boolean,
): EntraSettings | undefined {
    if (given === undefined) return undefined;
    check.exactlyOne("authentication.", given, ["entra"]);
    const args = given.entra as EntraAuthenticationArgs;
    const clientId = check.text(
        `${PATH}.clientId`,
        check.required(`${PATH}.clientId`, args.clientId, "give the client id of the app's registration in Entra ID."),
        GUID,
        "it has to be the client id of a registration, a GUID.",
    ) as pulumi.Input<string>;
    return {
        clientId,
        tenantId: check.text(`${PATH}.tenantId`, args.tenantId, GUID, "it has to be the id of a tenant, a GUID."),
        tokenVersion:
            check.value<1 | 2>(`${PATH}.tokenVersion`, args.tokenVersion, (version) =>
                [1, 2].includes(version) ? undefined : "it has to be 1 or 2.",
            ) ?? 2,
        validation: { allowedAudiences: readAudiences(check, args, clientId), ...readCallers(check, args) },
        excludedPaths: readList(check, "excludedPaths", args.excludedPaths, faultOfPath),
        action: readAction(check, args, mayPass),
    };
}

/** The client id is an audience whatever else is: version 2 tokens are for it, and callers can always ask for it. */
function readAudiences(
    check: Checks,
    { allowedAudiences }: EntraAuthenticationArgs,
    clientId: pulumi.Input<string>,
): pulumi.Output<string[]> {
    const given = readList(check, "allowedAudiences", allowedAudiences, (audience) => {
        if (audience === "") return "an empty text is nobody's.";
        if (RESOURCE_MANAGER.test(audience)) {
            return "everyone who manages anything in Azure has a token for Azure Resource Manager. Take the registration's own.";
        }
        return undefined;
    });
    return pulumi.all([clientId, given]).apply(([id, others]) => [...new Set([id, ...(others ?? [`api://${id}`])])]);
}

function readCallers(check: Checks, args: EntraAuthenticationArgs): inputs.AzureActiveDirectoryValidationArgs {
    const guid = (what: string) => (id: string) => (GUID.test(id) ? undefined : `each has to be ${what}, a GUID.`);
    const principals = readList(check, "allowedPrincipals", args.allowedPrincipals, guid("the object id of a caller"));
    const applications = readList(
        check,
        "allowedApplications",
        args.allowedApplications,
        guid("the client id of an application"),
    );
    const anyCaller = `${PATH}.anyCaller`;
    if (args.anyCaller !== undefined) {
        if (args.anyCaller !== true) check.fail(anyCaller, args.anyCaller, "it can be true only.");
        const other = principals ? "allowedPrincipals" : applications ? "allowedApplications" : undefined;
        if (other) check.conflict(anyCaller, `${PATH}.${other}`, "it lets in who is not among them. Leave it out.");
        return {};
    }
    if (!principals && !applications) {
        const rule = `say who may call, by it or by ${PATH}.allowedApplications; or let in all who get a token, by ${anyCaller}: true.`;
        check.missing(`${PATH}.allowedPrincipals`, rule);
    }
    return {
        defaultAuthorizationPolicy: {
            ...(applications ? { allowedApplications: applications } : {}),
            ...(principals ? { allowedPrincipals: { identities: principals } } : {}),
        },
    };
}

function readAction(
    check: Checks,
    args: EntraAuthenticationArgs,
    mayPass: boolean,
): pulumi.Input<UnauthenticatedAction> {
    const path = `${PATH}.unauthenticatedClientAction`;
    const word = check.oneOf(path, args.unauthenticatedClientAction, ["Return401", "Return403", "AllowAnonymous"]);
    const held = check.value(path, word, (action) =>
        action === "AllowAnonymous" && !mayPass
            ? "it lets in who has no token, and nothing here asks for anything else. Use excludedPaths for what is open to all."
            : undefined,
    );
    return held ?? "Return401";
}

/** A list with one entry or more; undefined where there is none. */
function readList(
    check: Checks,
    argument: keyof EntraAuthenticationArgs,
    given: Ids,
    fault: (entry: string) => string | undefined,
): pulumi.Input<string[]> | undefined {
    return check.value<string[]>(`${PATH}.${argument}`, given as pulumi.Input<string[] | undefined>, (list) => {
        if (list.length === 0) return "it has to have one entry or more. Leave it out, or give one.";
        return list.map(fault).find((found) => found !== undefined);
    });
}

function faultOfPath(path: string): string | undefined {
    if (!path.startsWith("/")) return "each has to begin with a slash.";
    return /^\/\**$/.test(path) ? "that is every path, and nothing would be protected." : undefined;
}

/** What callers ask Entra ID for; throws, when called, where the app asks for no tokens. */
export function authResourceOf(check: Checks, settings: EntraSettings | undefined): () => pulumi.Output<string> {
    return () => {
        if (settings === undefined) {
            check.missing("authentication", "the app asks nobody for a token, so there is nothing to get one for.");
        }
        return pulumi.output(settings.clientId);
    };
}
