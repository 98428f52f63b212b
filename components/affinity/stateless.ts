import type * as pulumi from "@pulumi/pulumi";

import { type StatelessDeclaration } from "./vocabulary";

/** The Azure tag or Kubernetes annotation that declares a workload stateless; its value is the reason. */
export const STATELESS_KEY = "session-affinity-stateless";
/** The Azure tag or Kubernetes annotation with the last day of the declaration, `YYYY-MM-DD`. */
export const STATELESS_UNTIL_KEY = "session-affinity-stateless-until";

/** Fewest characters of a reason: less says nothing to the next reader. */
export const REASON_MIN_LENGTH = 10;
/** Most characters of a reason: an Azure tag's value holds no more. https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources */
export const REASON_MAX_LENGTH = 256;

/** Declares a component's workload stateless: any replica can serve any request, so that no affinity is needed. */
export interface StatelessArgs {
    /** Why it is so, in 10 to 256 characters: the next reader's only evidence. */
    reason: pulumi.Input<string>;
    /** Last day on which this holds, `YYYY-MM-DD`. Omitted: it holds until taken back. */
    expiresOn?: pulumi.Input<string | undefined>;
}

/** What is wrong with a declaration, or undefined where it holds on the given day (`YYYY-MM-DD`). */
export function faultOfDeclaration(declaration: StatelessDeclaration, today: string): string | undefined {
    return (
        faultOfReason(declaration.reason) ??
        (declaration.expiresOn === undefined
            ? undefined
            : (faultOfDate(declaration.expiresOn) ??
              (declaration.expiresOn < today ? `it expired on ${declaration.expiresOn}` : undefined)))
    );
}

/** What is wrong with a reason, or undefined. */
export function faultOfReason(reason: string): string | undefined {
    if (typeof reason !== "string") return `its reason has to be a text of ${REASON_MIN_LENGTH} characters or more`;
    const said = reason.trim().length;
    if (said < REASON_MIN_LENGTH) return `its reason has ${said} characters, and needs ${REASON_MIN_LENGTH} or more`;
    return reason.length > REASON_MAX_LENGTH
        ? `its reason has ${reason.length} characters, and may have ${REASON_MAX_LENGTH}`
        : undefined;
}

/** What is wrong with a date, or undefined for a day of the calendar as `YYYY-MM-DD`. */
export function faultOfDate(date: string): string | undefined {
    const written = typeof date === "string" && /^\d{4}-\d{2}-\d{2}$/.test(date);
    const parsed = written ? new Date(`${date}T00:00:00Z`) : undefined;
    const real = parsed && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
    return real ? undefined : `${typeof date === "string" ? `"${date}"` : "this"} is no date written YYYY-MM-DD`;
}
