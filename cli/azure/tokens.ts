import type { TokenCredential } from "@azure/identity";

import { type Endpoint } from "./endpoint";
import { NotLoggedInError } from "./errors";

/** A token is asked for anew this long before it ends, in milliseconds. */
const AHEAD = 120_000;
/** Holds a token that was got elsewhere, as `az account get-access-token` prints it. */
const TOKEN_VARIABLE = "AZURE_ACCESS_TOKEN";

/** Tokens for Resource Manager, each kept for as long as it holds. */
export class Tokens {
    private held: { token: string; expiresOnTimestamp: number } | undefined;

    private constructor(
        private readonly credential: TokenCredential | undefined,
        private readonly endpoint: Endpoint,
        given: string | undefined,
    ) {
        if (given !== undefined) this.held = { token: given, expiresOnTimestamp: Infinity };
    }

    /**
     * Tokens of a credential; else the one in `AZURE_ACCESS_TOKEN`; else those of `DefaultAzureCredential`, which looks at the
     * environment, at workload and managed identities, and at the logins of az, azd and Azure PowerShell.
     * https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains
     */
    static async from(
        endpoint: Endpoint,
        env: NodeJS.ProcessEnv,
        credential: TokenCredential | undefined,
    ): Promise<Tokens> {
        const given = env[TOKEN_VARIABLE]?.trim();
        if (credential === undefined && given) {
            if (/^[\x21-\x7e]+$/.test(given)) return new Tokens(undefined, endpoint, given);
            throw new NotLoggedInError(`${TOKEN_VARIABLE} holds no token: tokens have no blanks and no line breaks.`);
        }
        if (credential !== undefined) return new Tokens(credential, endpoint, undefined);
        const { DefaultAzureCredential } = await import("@azure/identity");
        return new Tokens(new DefaultAzureCredential(), endpoint, undefined);
    }

    /** The token that is held now, so that it can be kept out of every text. */
    get secret(): string {
        return this.held?.token ?? "";
    }

    /** @throws NotLoggedInError where there is none to be had. */
    async get(signal: AbortSignal): Promise<string> {
        if (this.held !== undefined && this.held.expiresOnTimestamp - AHEAD > Date.now()) return this.held.token;
        try {
            const token = await this.credential?.getToken(this.endpoint.scope, { abortSignal: signal });
            if (!token) throw new Error("no token came");
            this.held = token;
            return token.token;
        } catch (error) {
            signal.throwIfAborted();
            throw notLoggedIn(error);
        }
    }

    /** What to do about a token that Azure does not take. */
    static refused(said: string): NotLoggedInError {
        const why = said === "" ? "" : ` (${said})`;
        return new NotLoggedInError(
            `Azure does not take this login${why}. Run "az login", or renew the token in ${TOKEN_VARIABLE}, and try again.`,
        );
    }
}

/** The first line of each reason, but for those that only say that a way to log in is not set up. */
function notLoggedIn(error: unknown): NotLoggedInError {
    const errors: unknown[] =
        error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [error];
    const telling = errors
        .filter((one): one is Error => one instanceof Error && one.name !== "CredentialUnavailableError")
        .map((one) => one.message.split("\n")[0] ?? "");
    const why = telling.length === 0 ? "" : `\n  ${[...new Set(telling)].join("\n  ")}`;
    return new NotLoggedInError(
        `not logged in to Azure. Run "az login", or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or put a token in ${TOKEN_VARIABLE}.${why}`,
    );
}
