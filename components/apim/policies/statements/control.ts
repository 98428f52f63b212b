import * as pulumi from "@pulumi/pulumi";

import { type Expression } from "../expression";
import { count } from "../numbers";
import { type Section } from "../sections";
import {
    allowedIn,
    checksOf,
    element,
    type Element,
    type ElementValue,
    fixed,
    known,
    type PolicyBoolean,
    type PolicyNumber,
    type PolicyText,
    type Statement,
    text,
} from "../statement";

import { bodyElement, headerElements, type PolicyHeaders, type StatusArgs, statusElement } from "./transformation";

/** Statements that are run where a condition holds. */
export interface When<S extends Section> {
    /** Expression that yields true or false. */
    condition: Expression;
    /** The statements. */
    then: readonly Statement<S>[];
}

/**
 * Runs the statements of the first condition that holds, else the others. `choose`
 * https://learn.microsoft.com/azure/api-management/choose-policy
 *
 * Where it holds statements of sections that overlap in part, the compiler has to be told which is meant:
 * `choose<"inbound">(…)`. So have {@link retry} and {@link limitConcurrency}.
 *
 * @throws {pulumi.InputPropertyError} where no condition is given.
 * @throws {pulumi.RunError} where no section allows all that it holds.
 */
export function choose<S extends Section>(
    conditions: readonly When<S>[],
    otherwise?: readonly Statement<S>[],
): Statement<S> {
    if (conditions.length === 0) checksOf("choose").missing("conditions", "give one or more.");
    return known<"choose", S>("choose", {}, [
        ...conditions.map(({ condition, then }) => element("when", { condition: text(condition) }, then)),
        ...(otherwise ? [element("otherwise", {}, otherwise)] : []),
    ]);
}

/** Arguments of {@link retry}. */
export interface RetryArgs {
    /** Expression that says whether to try again. */
    condition: Expression;
    /** How often to try again at most, 1 to 50. */
    count: PolicyNumber;
    /** Seconds between tries, from 1 on. */
    intervalSeconds: PolicyNumber;
    /** Longest wait in seconds; makes the wait grow with each try. Omitted: it stays as it is. */
    maxIntervalSeconds?: PolicyNumber | undefined;
    /** Seconds by which the wait grows. Omitted: it stays as it is. */
    deltaSeconds?: PolicyNumber | undefined;
    /** True: the first new try comes at once. Omitted: false. */
    firstFastRetry?: PolicyBoolean | undefined;
}

/**
 * Runs statements again while a condition holds. A `forwardRequest` among them keeps the request's body for the next try.
 * `retry` https://learn.microsoft.com/azure/api-management/retry-policy
 *
 * @throws {pulumi.InputPropertyError} for a count that is not 1 to 50, and where a request's body would be gone at the second try.
 * @throws {pulumi.RunError} where no section allows all that it holds.
 */
export function retry<S extends Section>(args: RetryArgs, statements: readonly Statement<S>[]): Statement<S> {
    const check = checksOf("retry");
    if (statements.length === 0) check.missing("statements", "give one or more.");
    const seconds = (path: "maxIntervalSeconds" | "deltaSeconds") => {
        const value = args[path];
        return value === undefined ? undefined : text(count(check, path, value));
    };
    return known<"retry", S>(
        "retry",
        {
            condition: text(args.condition),
            count: text(count(check, "count", args.count, { min: 1, max: 50 })),
            interval: text(count(check, "intervalSeconds", args.intervalSeconds)),
            "max-interval": seconds("maxIntervalSeconds"),
            delta: seconds("deltaSeconds"),
            "first-fast-retry": text(args.firstFastRetry),
        },
        statements.map(keepBody),
    );
}

/** A second try sends the body again, which API Management has only where it kept it. */
function keepBody<E extends Element>(node: E): E {
    const attributes = node.name === "forward-request" ? bufferBody(node.attributes) : node.attributes;
    return { ...node, attributes, children: node.children.map(keepBody) };
}

function bufferBody(attributes: Element["attributes"]): Element["attributes"] {
    const given = attributes["buffer-request-body"];
    if (given && "text" in given && given.text === false) {
        throw checksOf("retry").fault(
            "statements",
            "have a forwardRequest with bufferRequestBody: false, whose second try would send no body. Leave it out.",
        );
    }
    return { ...attributes, "buffer-request-body": given ?? { text: true } };
}

/** Arguments of {@link limitConcurrency}. */
export interface LimitConcurrencyArgs {
    /** What requests are counted by. */
    key: PolicyText;
    /** Most requests at a time, from 1 on; more are answered 429. */
    maxCount: pulumi.Input<number>;
}

/**
 * Lets only so many requests through some statements at a time. `limit-concurrency`
 * https://learn.microsoft.com/azure/api-management/limit-concurrency-policy
 *
 * @throws {pulumi.RunError} where no section allows all that it holds.
 */
export function limitConcurrency<S extends Section>(
    args: LimitConcurrencyArgs,
    statements: readonly Statement<S>[],
): Statement<S> {
    const check = checksOf("limit-concurrency");
    if (statements.length === 0) check.missing("statements", "give one or more.");
    return known<"limit-concurrency", S>(
        "limit-concurrency",
        {
            key: text(args.key),
            "max-count": fixed(check.integer("maxCount", args.maxCount, { min: 1, max: Number.MAX_SAFE_INTEGER })),
        },
        statements,
    );
}

/** Arguments of {@link returnResponse}. */
export interface ReturnResponseArgs {
    /** Status of the answer. Omitted: 200 OK, or that of the variable's. */
    status?: StatusArgs | undefined;
    /** Headers of the answer. Omitted: none. */
    headers?: PolicyHeaders | undefined;
    /** Body of the answer. Omitted: none. */
    body?: PolicyText | undefined;
    /** Variable with an answer to begin with, as {@link sendRequest} stores it. Omitted: an empty one. */
    responseVariableName?: pulumi.Input<string | undefined> | undefined;
}

/**
 * Answers at once, without the statements that follow. `return-response`
 * https://learn.microsoft.com/azure/api-management/return-response-policy
 */
export function returnResponse(args: ReturnResponseArgs): Statement {
    return known("return-response", { "response-variable-name": fixed(args.responseVariableName) }, [
        ...(args.status ? [statusElement(args.status)] : []),
        ...headerElements("return-response", args.headers),
        ...(args.body === undefined ? [] : [bodyElement("return-response", { value: args.body })]),
    ]);
}

/** Arguments of {@link sendRequest}. */
export interface SendRequestArgs {
    /** Variable that gets the answer. */
    responseVariableName: pulumi.Input<string>;
    /** `new`: a request of its own; `copy`: one that begins as the current one. Omitted: new. */
    mode?: "new" | "copy" | undefined;
    /** Address. It has to be given for a new request. */
    url?: PolicyText | undefined;
    /** Method. Omitted: GET for a new request. */
    method?: pulumi.Input<string | undefined> | undefined;
    /** Headers. Omitted: none. */
    headers?: PolicyHeaders | undefined;
    /** Body. Omitted: none. */
    body?: PolicyText | undefined;
    /** How the request is signed: {@link authenticationCertificate} or {@link authenticationManagedIdentity}. Omitted: it is not. */
    authentication?: Statement<"inbound"> | undefined;
    /** Seconds to wait for the answer. Omitted: 60. */
    timeoutSeconds?: PolicyNumber | undefined;
    /** True: errors leave the variable null. Omitted: they end in `on-error`. */
    ignoreError?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * Sends a request beside the one under way. `send-request`
 * https://learn.microsoft.com/azure/api-management/send-request-policy
 *
 * @throws {pulumi.InputPropertyError} for a new request without an address, and for a timeout that is no whole number
 *         from 1 on.
 */
export function sendRequest(args: SendRequestArgs): Statement {
    const check = checksOf("send-request");
    const mode = check.oneOf("mode", args.mode, ["new", "copy"] as const) ?? "new";
    if (mode === "new" && args.url === undefined) check.missing("url", "a new request has to have an address.");
    const method = args.method ?? (mode === "new" ? "GET" : undefined);
    const { authentication, timeoutSeconds } = args;
    if (authentication && !SIGNING.includes(authentication.name)) {
        check.fail("authentication", authentication.name, `it has to be one of ${SIGNING.join(", ")}.`);
    }
    return known(
        "send-request",
        {
            mode: fixed(mode),
            "response-variable-name": fixed(args.responseVariableName),
            timeout: text(timeoutSeconds === undefined ? undefined : count(check, "timeoutSeconds", timeoutSeconds)),
            "ignore-error": fixed(args.ignoreError),
        },
        [
            ...(args.url === undefined ? [] : [element("set-url", {}, text(args.url))]),
            ...(method === undefined ? [] : [element("set-method", {}, fixed(method))]),
            ...headerElements("send-request", args.headers),
            ...(args.body === undefined ? [] : [bodyElement("send-request", { value: args.body })]),
            // Within the request it is an element of it, wherever the request stands.
            ...(authentication ? [element(authentication.name, authentication.attributes)] : []),
        ],
    );
}

const SIGNING = ["authentication-certificate", "authentication-managed-identity"];

/** Arguments of {@link setVariable}. */
export interface SetVariableArgs {
    /** Name of the variable. */
    name: pulumi.Input<string>;
    /** Its value. */
    value: PolicyText | PolicyNumber | PolicyBoolean;
}

/** Sets a variable of the request. `set-variable` https://learn.microsoft.com/azure/api-management/set-variable-policy */
export function setVariable(args: SetVariableArgs): Statement {
    return known("set-variable", { name: fixed(args.name), value: text(args.value) });
}

/** Arguments of {@link trace}. */
export interface TraceArgs {
    /** What the trace is about. */
    source: pulumi.Input<string>;
    /** What it says. */
    message: PolicyText;
    /** `verbose`, `information` or `error`. Omitted: verbose, which Application Insights does not get. */
    severity?: pulumi.Input<"verbose" | "information" | "error" | undefined> | undefined;
    /** Properties of the trace by name. Omitted: none. */
    metadata?: Readonly<Record<string, PolicyText>> | undefined;
}

/** Writes a trace. Never put a secret there. `trace` https://learn.microsoft.com/azure/api-management/trace-policy */
export function trace(args: TraceArgs): Statement {
    return known("trace", { source: fixed(args.source), severity: fixed(args.severity) }, [
        element("message", {}, text(args.message)),
        ...Object.entries(args.metadata ?? {}).map(([name, value]) =>
            element("metadata", { name: fixed(name), value: text(value) }),
        ),
    ]);
}

/** A policy fragment that statements can be taken from. */
export interface Fragment<S extends Section> {
    /** Name of the fragment. */
    readonly fragmentId: pulumi.Input<string>;
    /** The sections that allow all that it holds. */
    readonly sections: readonly S[];
}

/**
 * Puts a fragment's statements here. `include-fragment`
 * https://learn.microsoft.com/azure/api-management/include-fragment-policy
 */
export function includeFragment<S extends Section>({ fragmentId, sections }: Fragment<S>): Statement<S> {
    return allowedIn(sections, element("include-fragment", { "fragment-id": fixed(fragmentId) }));
}

/** What an element of {@link statement} holds: texts, or elements. */
export type Content = PolicyText | readonly Element[];

/**
 * A statement that has no function here, such as `cors`. Its attributes and texts may be expressions; whether API
 * Management takes them there is left to it. https://learn.microsoft.com/azure/api-management/api-management-policies
 *
 * @param sections the sections that API Management allows it in.
 */
export function statement<S extends Section>(
    name: string,
    sections: readonly S[],
    attributes: Readonly<Record<string, PolicyText | PolicyNumber | PolicyBoolean>> = {},
    content: Content = [],
): Statement<S> {
    return allowedIn(sections, part(name, attributes, content));
}

/** An element within a {@link statement}. */
export function part(
    name: string,
    attributes: Readonly<Record<string, PolicyText | PolicyNumber | PolicyBoolean>> = {},
    content: Content = [],
): Element {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) {
        throw new pulumi.RunError(
            `policy element ${JSON.stringify(name)}: its name has to have small letters, digits and "-" only, as in "allowed-origins".`,
        );
    }
    const values = Object.entries(attributes).map(([key, value]): [string, ElementValue] => [key, { text: value }]);
    const wrong = values.find(([key]) => !/^[A-Za-z][A-Za-z0-9-]*$/.test(key));
    if (wrong) {
        throw new pulumi.RunError(
            `policy element "${name}": its attribute ${JSON.stringify(wrong[0])} has to have letters, digits and "-" only, as in "allow-credentials".`,
        );
    }
    return element(name, Object.fromEntries(values), isElements(content) ? content : { text: content });
}

function isElements(content: Content): content is readonly Element[] {
    return Array.isArray(content);
}
