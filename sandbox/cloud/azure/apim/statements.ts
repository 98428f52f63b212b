/**
 * What the service checks of single policy statements, told in tables.
 * https://learn.microsoft.com/azure/api-management/api-management-policies has a page for each.
 */

/** The attributes that an element needs; of several names in one entry, one is enough. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
    "authentication-basic": [["username"], ["password"]],
    "authentication-certificate": [["thumbprint", "certificate-id", "body"]],
    "authentication-managed-identity": [["resource"]],
    "cache-lookup": [["vary-by-developer"], ["vary-by-developer-groups"]],
    "cache-store": [["duration"]],
    "include-fragment": [["fragment-id"]],
    retry: [["condition"], ["count"], ["interval"]],
    "rewrite-uri": [["template"]],
    "send-request": [["response-variable-name"]],
    "set-backend-service": [["base-url", "backend-id"]],
    "set-header": [["name"]],
    when: [["condition"]],
};

export function neededAttributes(element: string): readonly (readonly string[])[] {
    return Object.hasOwn(NEEDED, element) ? (NEEDED[element] ?? []) : [];
}

/** Statements whose children are statements of the same section. Those of `choose` stand one element deeper. */
const HOLDERS: ReadonlySet<string> = new Set(["include-fragment", "limit-concurrency", "otherwise", "retry", "when"]);
/** Statements whose children are parts of a request or an answer, and stand in no section of their own. */
const BUILDERS: ReadonlySet<string> = new Set(["return-response", "send-request"]);

export const holdsStatements = (element: string): boolean => HOLDERS.has(element);
export const holdsParts = (element: string): boolean => BUILDERS.has(element);

/** https://learn.microsoft.com/azure/api-management/validate-jwt-policy: its elements have to stand in this order. */
export const VALIDATE_JWT_ORDER = [
    "openid-config",
    "issuer-signing-keys",
    "decryption-keys",
    "audiences",
    "issuers",
    "required-claims",
] as const;

/** https://learn.microsoft.com/azure/api-management/retry-policy */
export const RETRY_COUNT = { least: 1, most: 50 } as const;
