/** The sections of a policy document, in the order that requests pass them. */
export const SECTIONS = ["inbound", "backend", "outbound", "on-error"] as const;

/** A section of a policy document, as the document spells it. */
export type Section = (typeof SECTIONS)[number];

const EVERYWHERE = SECTIONS;

/**
 * The sections that each statement may stand in, by the statement's own page
 * (https://learn.microsoft.com/azure/api-management/api-management-policies). Two may stand in `on-error` by other pages
 * than their own: `set-body` by https://learn.microsoft.com/azure/api-management/api-management-howto-policies, `trace` by
 * https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies.
 */
export const ALLOWED_SECTIONS = {
    "authentication-basic": ["inbound"],
    "authentication-certificate": ["inbound"],
    "authentication-managed-identity": ["inbound"],
    "cache-lookup": ["inbound"],
    "cache-lookup-value": EVERYWHERE,
    "cache-store": ["outbound"],
    "cache-store-value": EVERYWHERE,
    choose: EVERYWHERE,
    "forward-request": ["backend"],
    "include-fragment": EVERYWHERE,
    "limit-concurrency": EVERYWHERE,
    "rate-limit-by-key": ["inbound"],
    retry: EVERYWHERE,
    "return-response": EVERYWHERE,
    "rewrite-uri": ["inbound"],
    "send-request": EVERYWHERE,
    "set-backend-service": ["inbound", "backend"],
    "set-body": EVERYWHERE,
    "set-header": EVERYWHERE,
    "set-method": ["inbound", "on-error"],
    "set-query-parameter": ["inbound", "backend"],
    "set-status": EVERYWHERE,
    "set-variable": EVERYWHERE,
    trace: EVERYWHERE,
    "validate-jwt": ["inbound"],
} as const satisfies Record<string, readonly Section[]>;

/** A policy statement, as the document spells it. */
export type StatementName = keyof typeof ALLOWED_SECTIONS;
