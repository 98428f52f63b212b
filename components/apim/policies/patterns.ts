import * as pulumi from "@pulumi/pulumi";

import { type PolicyDocument } from "./document";
import { type Expression, expression, isUnset } from "./expression";
import { checksOf, type PolicyNumber, type PolicyText, type Statement } from "./statement";
import { forwardRequest, type NamedBackend, setBackendService } from "./statements/backend";
import { cacheLookup, type CacheLookupArgs, cacheLookupValue, cacheStore, cacheStoreValue } from "./statements/caching";
import { choose, retry, returnResponse, sendRequest, setVariable } from "./statements/control";
import { setHeader } from "./statements/transformation";

/** A backend with what has to stand beside it: `ApimBackend` and `StickyBackendPool` have both. */
export interface SignedBackend extends NamedBackend {
    /** Statements that sign requests to it. */
    readonly statements?: readonly Statement<"inbound">[] | undefined;
}

/** The statements that send requests to a backend, and sign them. */
export function sendTo(backend: SignedBackend): Statement<"inbound">[] {
    return [setBackendService({ backend }), ...(backend.statements ?? [])];
}

/** Where some requests go: a backend, and exactly one of the others. */
export interface Route {
    /** Where they go. */
    backend: SignedBackend;
    /** Path as the client sends it, from the host on, such as "/orders/v2"; whole segments, upper and lower case alike. */
    path?: pulumi.Input<string> | undefined;
    /** A header's value. */
    header?: { name: pulumi.Input<string>; value: pulumi.Input<string> } | undefined;
    /** A query parameter's value. */
    query?: { name: pulumi.Input<string>; value: pulumi.Input<string> } | undefined;
    /** The API's version, such as "v2". */
    version?: pulumi.Input<string> | undefined;
    /** Any condition of your own. */
    condition?: Expression | undefined;
}

/** Where requests go that no route is for. */
export type Otherwise = SignedBackend | "refuse";

/**
 * Sends each request to the backend of the first route that it fits, with what signs it.
 *
 * @param otherwise a backend, or "refuse": such requests are answered 404.
 * @throws {pulumi.InputPropertyError} where there is no route, or one has none or several of the alternatives.
 */
export function routeRequests(routes: readonly Route[], otherwise: Otherwise): Statement<"inbound"> {
    const check = checksOf("routeRequests");
    if (routes.length === 0) check.missing("routes", "give one or more.");
    const conditions = routes.map((route, index) => {
        check.exactlyOne(`routes[${index}].`, route, ["path", "header", "query", "version", "condition"]);
        return { condition: conditionOf(route), then: sendTo(route.backend) };
    });
    return choose(
        conditions,
        otherwise === "refuse" ? [returnResponse({ status: { code: 404, reason: "Not Found" } })] : sendTo(otherwise),
    );
}

function conditionOf({ path, header, query, version, condition }: Route): Expression {
    if (path !== undefined) {
        // With a slash at both ends "/v1" is no beginning of "/v10", wherever the path's own slashes are.
        const prefix = pulumi.output(path).apply((given) => `/${given}/`.replace(/\/{2,}/g, "/"));
        return expression`("/" + context.Request.OriginalUrl.Path.Trim('/') + "/").StartsWith(${prefix}, StringComparison.OrdinalIgnoreCase)`;
    }
    if (header) return expression`context.Request.Headers.GetValueOrDefault(${header.name}, "") == ${header.value}`;
    if (query)
        return expression`context.Request.OriginalUrl.Query.GetValueOrDefault(${query.name}, "") == ${query.value}`;
    if (version !== undefined) return expression`context.Api.Version == ${version}`;
    return condition as Expression;
}

/** Arguments of {@link cacheResponses}. */
export interface CacheResponsesArgs extends CacheLookupArgs {
    /** Seconds for which an answer is kept. */
    durationSeconds: PolicyNumber;
}

/**
 * Answers GET requests from the cache. What is answered from there reaches no backend, and gets no affinity cookie.
 *
 * @throws {pulumi.InputPropertyError} for a duration that is no whole number from 1 on.
 */
export function cacheResponses({ durationSeconds, ...lookup }: CacheResponsesArgs): PolicyDocument {
    return { inbound: [cacheLookup(lookup)], outbound: [cacheStore({ durationSeconds })] };
}

/** True for an answer of 500 or more. */
const FAILED = expression`context.Response != null && context.Response.StatusCode >= 500`;

/** Arguments of {@link retryRequests}. */
export interface RetryRequestsArgs {
    /** How often to try again at most, 1 to 50. */
    count: PolicyNumber;
    /** Seconds between tries, from 1 on. */
    intervalSeconds: PolicyNumber;
    /** When to try again. Omitted: after an answer of 500 or more. */
    condition?: Expression | undefined;
    /** Seconds to wait for each answer. Omitted: 300. */
    timeoutSeconds?: PolicyNumber | undefined;
}

/**
 * Sends a request again where it failed, its body with it. Only for requests that may be done twice.
 *
 * @throws {pulumi.InputPropertyError} as {@link retry} does.
 */
export function retryRequests({ timeoutSeconds, condition, ...args }: RetryRequestsArgs): PolicyDocument {
    return { backend: retry({ ...args, condition: condition ?? FAILED }, [forwardRequest({ timeoutSeconds })]) };
}

/** Arguments of {@link fallBackTo}. */
export interface FallBackArgs {
    /** For which answers of the first backend to turn to the other. Omitted: those of 500 or more. */
    condition?: Expression | undefined;
    /** Seconds to wait for each answer. Omitted: 300. */
    timeoutSeconds?: PolicyNumber | undefined;
}

/**
 * Sends a request to a second backend where the first one failed, as API Management allows it: within the backend
 * section, since `on-error` can send nothing. The second has to take what signs requests to the first. A pool with
 * priorities and circuit breakers does the same for every request that follows, and keeps clients together.
 */
export function fallBackTo(backend: NamedBackend, args: FallBackArgs = {}): PolicyDocument {
    // Before the first try there is no answer.
    const condition = args.condition ? expression`context.Response != null && ${args.condition}` : FAILED;
    return {
        backend: retry({ condition, count: 1, intervalSeconds: 1, firstFastRetry: true }, [
            choose([{ condition, then: [setBackendService({ backend })] }]),
            forwardRequest({ timeoutSeconds: args.timeoutSeconds }),
        ]),
    };
}

/** Arguments of {@link streamResponses}. */
export interface StreamResponsesArgs {
    /** Seconds to wait for the answer to begin. Omitted: 300. */
    timeoutSeconds?: PolicyNumber | undefined;
}

/**
 * Passes answers on as they come, as server-sent events and MCP need.
 * https://learn.microsoft.com/azure/api-management/how-to-server-sent-events
 */
export function streamResponses(args: StreamResponsesArgs = {}): PolicyDocument {
    return { backend: forwardRequest({ ...args, bufferResponse: false }) };
}

/**
 * Tells the backend the host name that the client called, as an App Service needs it for its affinity cookie
 * (`clientAffinityProxyEnabled`). https://learn.microsoft.com/azure/app-service/configure-common
 */
export function forwardHost(): Statement {
    return setHeader({ name: "X-Forwarded-Host", value: expression`context.Request.OriginalUrl.Host` });
}

/** Arguments of {@link refuseWhileUnhealthy}. */
export interface RefuseWhileUnhealthyArgs {
    /** Address that answers 200 while the backend is well. */
    url: PolicyText;
    /** Seconds for which an answer counts. Omitted: 10. */
    cacheSeconds?: PolicyNumber | undefined;
    /** Seconds to wait for the answer. Omitted: 5. */
    timeoutSeconds?: PolicyNumber | undefined;
    /** Variable of the request that gets the status. Omitted: "health". Where a request asks several addresses, each needs its own. */
    variableName?: string | undefined;
}

/**
 * Answers 503 while a backend's health address does not answer 200. It is asked once in `cacheSeconds`, not with each
 * request. A circuit breaker needs no address, and an availability test no request at all: prefer them.
 *
 * @throws {pulumi.InputPropertyError} for seconds that are no whole number from 1 on.
 */
export function refuseWhileUnhealthy({
    url,
    cacheSeconds = 10,
    timeoutSeconds = 5,
    variableName: health = "health",
}: RefuseWhileUnhealthyArgs): Statement<"inbound">[] {
    const answer = `${health}-answer`;
    const key = expression`"session-affinity-health-" + ${url}`;
    const unwell = expression`(string)context.Variables[${health}] != "200"`;
    return [
        cacheLookupValue({ key, variableName: health }),
        choose([
            {
                condition: isUnset(health),
                then: [
                    sendRequest({ responseVariableName: answer, url, timeoutSeconds, ignoreError: true }),
                    setVariable({
                        name: health,
                        value: expression`context.Variables[${answer}] == null ? "none" : ((IResponse)context.Variables[${answer}]).StatusCode.ToString()`,
                    }),
                    cacheStoreValue({
                        key,
                        value: expression`(string)context.Variables[${health}]`,
                        durationSeconds: cacheSeconds,
                    }),
                ],
            },
        ]),
        choose([
            {
                condition: unwell,
                then: [returnResponse({ status: { code: 503, reason: "Backend Unavailable" } })],
            },
        ]),
    ];
}
