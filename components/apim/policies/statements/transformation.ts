import { STATUS_CODES } from "node:http";

import type * as pulumi from "@pulumi/pulumi";

import { isExpression } from "../expression";
import {
    checksOf,
    element,
    type Element,
    fixed,
    known,
    type PolicyBoolean,
    type PolicyNumber,
    type PolicyText,
    type Statement,
    text,
} from "../statement";

/** What happens where the header or parameter is there already. */
export type ExistsAction = "override" | "skip" | "append" | "delete";

/** Arguments of {@link setHeader} and {@link setQueryParameter}. */
export interface SetNamedArgs {
    /** Name of the header or parameter. */
    name: PolicyText;
    /** Its value, or several of them. Leave it out to delete it. */
    value?: PolicyText | readonly PolicyText[] | undefined;
    /** `override`, `skip`, `append` or `delete`. Omitted: override. */
    existsAction?: ExistsAction | undefined;
}

/**
 * Sets, adds to or deletes a header of the request or the answer. `set-header`
 * https://learn.microsoft.com/azure/api-management/set-header-policy
 *
 * @throws {pulumi.InputPropertyError} where a value is missing, or given beside `delete`.
 */
export function setHeader(args: SetNamedArgs): Statement {
    return known("set-header", ...setNamed("set-header", args));
}

/**
 * Sets, adds to or deletes a query parameter of the request. `set-query-parameter`
 * https://learn.microsoft.com/azure/api-management/set-query-parameter-policy
 *
 * @throws {pulumi.InputPropertyError} where a value is missing, or given beside `delete`.
 */
export function setQueryParameter(args: SetNamedArgs): Statement<"inbound" | "backend"> {
    return known("set-query-parameter", ...setNamed("set-query-parameter", args));
}

function setNamed(statement: string, args: SetNamedArgs): [Parameters<typeof element>[1], Element[]] {
    const check = checksOf(statement);
    const action = check.oneOf("existsAction", args.existsAction, ["override", "skip", "append", "delete"] as const);
    const values = args.value === undefined ? [] : isList(args.value) ? args.value : [args.value];
    if (action === "delete" && values.length > 0) {
        check.conflict("value", "existsAction", "what is deleted has no value. Leave one of them out.");
    }
    if (action !== "delete" && values.length === 0) {
        check.missing("value", 'give one, or existsAction: "delete".');
    }
    return [
        { name: text(args.name), "exists-action": fixed(action ?? "override") },
        values.map((value) => element("value", {}, text(value))),
    ];
}

/** Arguments of {@link setBody}: exactly one of `value` and `liquid`. */
export interface SetBodyArgs {
    /** The body, or an expression that yields it. */
    value?: PolicyText | undefined;
    /** A Liquid template of the body. What stands in `{{…}}` there is Liquid's. */
    liquid?: pulumi.Input<string> | undefined;
}

/**
 * Sets the body of the request or the answer. `set-body`
 * https://learn.microsoft.com/azure/api-management/set-body-policy
 *
 * @throws {pulumi.InputPropertyError} where none or both of the alternatives are given.
 */
export function setBody(args: SetBodyArgs): Statement {
    return { ...known("set-body", {}), ...bodyElement("set-body", args) };
}

/** The element of a body, within another statement too. */
export function bodyElement(statement: string, args: SetBodyArgs): Element {
    const alternative = checksOf(statement).exactlyOne("", args, ["value", "liquid"]);
    return alternative === "liquid"
        ? element("set-body", { template: fixed("liquid") }, { template: args.liquid as pulumi.Input<string> })
        : element("set-body", {}, text(args.value));
}

/** Arguments of {@link rewriteUri}. */
export interface RewriteUriArgs {
    /** Path and query that the backend gets, from the backend's own address on. `{name}` takes a parameter of the operation's template. */
    template: PolicyText;
    /** False: query parameters that the template does not name are dropped. Omitted: they are passed on. */
    copyUnmatchedParams?: PolicyBoolean | undefined;
}

/**
 * Changes the path that the backend gets. `rewrite-uri`
 * https://learn.microsoft.com/azure/api-management/rewrite-uri-policy
 *
 * @throws {pulumi.InputPropertyError} for a template that does not begin with a slash.
 */
export function rewriteUri(args: RewriteUriArgs): Statement<"inbound"> {
    const plain = typeof args.template === "string";
    if (plain && !/^\//.test(args.template as string)) {
        checksOf("rewrite-uri").fail("template", args.template, 'it has to begin with "/".');
    }
    return known("rewrite-uri", {
        template: text(args.template),
        "copy-unmatched-params": text(args.copyUnmatchedParams),
    });
}

/** Sets the request's method. `set-method` https://learn.microsoft.com/azure/api-management/set-method-policy */
export function setMethod(method: PolicyText): Statement<"inbound" | "on-error"> {
    return known("set-method", {}, text(method));
}

/** Sets the answer's status. `set-status` https://learn.microsoft.com/azure/api-management/set-status-policy */
export function setStatus(args: StatusArgs): Statement {
    return { ...known("set-status", {}), ...statusElement(args) };
}

/** The status of an answer. */
export interface StatusArgs {
    /** Status code, such as 503. */
    code: PolicyNumber;
    /** Reason, such as "Service Unavailable". Omitted: the usual one of the code, or an empty one. */
    reason?: PolicyText | undefined;
}

/** The element of a status, within another statement too. */
export function statusElement(args: StatusArgs): Element {
    const check = checksOf("set-status");
    const code = isExpression(args.code) ? args.code : check.integer("code", args.code, { min: 100, max: 599 });
    return element("set-status", { code: text(code), reason: text(args.reason ?? usualReason(code)) });
}

function usualReason(code: unknown): string {
    return (typeof code === "number" ? STATUS_CODES[code] : undefined) ?? "";
}

/** Headers by name, as several statements take them. A list gives a header several values. */
export type PolicyHeaders = Readonly<Record<string, PolicyText | readonly PolicyText[]>>;

/** The elements of headers within another statement. */
export function headerElements(statement: string, headers: PolicyHeaders = {}): Element[] {
    return Object.entries(headers).map(([name, value]) => {
        if (isList(value) && value.length === 0) {
            checksOf(statement).missing(`headers.${name}`, "give a value, or leave the header out.");
        }
        return element(...(["set-header", ...setNamed("set-header", { name, value })] as const));
    });
}

function isList(value: PolicyText | readonly PolicyText[]): value is readonly PolicyText[] {
    return Array.isArray(value);
}
