import type * as pulumi from "@pulumi/pulumi";

import { count } from "../numbers";
import {
    checksOf,
    element,
    fixed,
    known,
    type PolicyBoolean,
    type PolicyNumber,
    type PolicyText,
    type Statement,
    text,
} from "../statement";

/** A backend or pool: `ApimBackend`, `StickyBackendPool`, or azure-native's own `Backend`. */
export interface NamedBackend {
    /** Name of the backend in API Management. */
    readonly name: pulumi.Output<string>;
}

/** Arguments of {@link setBackendService}: exactly one of `backend`, `backendId` and `baseUrl`. */
export interface SetBackendServiceArgs {
    /** A backend or pool. What signs requests to it stands in its `statements`, and has to be put beside this one. */
    backend?: NamedBackend | undefined;
    /** Name of a backend or pool in API Management. */
    backendId?: PolicyText | undefined;
    /** Address, without a slash at its end. A policy that stands above this one with a backend wins over it. */
    baseUrl?: PolicyText | undefined;
    /** When a Service Fabric backend is looked up again. Omitted: on the service's own conditions. */
    sfResolveCondition?: PolicyText | undefined;
    /** Name of the Service Fabric service. Omitted: the backend's. */
    sfServiceInstanceName?: PolicyText | undefined;
    /** Key of the Service Fabric partition. Omitted: none. */
    sfPartitionKey?: PolicyText | undefined;
    /** Name of the Service Fabric listener. Omitted: any. */
    sfListenerName?: PolicyText | undefined;
}

/**
 * Picks where requests go. `set-backend-service`
 * https://learn.microsoft.com/azure/api-management/set-backend-service-policy
 *
 * @throws {pulumi.InputPropertyError} where none or several of the alternatives are given, or an address ends with a slash.
 */
export function setBackendService(args: SetBackendServiceArgs): Statement<"inbound" | "backend"> {
    const check = checksOf("set-backend-service");
    check.exactlyOne("", args, ["backend", "backendId", "baseUrl"]);
    if (typeof args.baseUrl === "string" && args.baseUrl.endsWith("/")) {
        check.fail("baseUrl", args.baseUrl, "it must not end with a slash.");
    }
    return known("set-backend-service", {
        "backend-id": text(args.backend?.name ?? args.backendId),
        "base-url": text(args.baseUrl),
        "sf-resolve-condition": text(args.sfResolveCondition),
        "sf-service-instance-name": text(args.sfServiceInstanceName),
        "sf-partition-key": text(args.sfPartitionKey),
        "sf-listener-name": text(args.sfListenerName),
    });
}

/** Arguments of {@link forwardRequest}. */
export interface ForwardRequestArgs {
    /** Seconds to wait for the answer's headers; more than 240 may not be honoured. Omitted: 300. Give one of the two. */
    timeoutSeconds?: PolicyNumber | undefined;
    /** The same in milliseconds. */
    timeoutMilliseconds?: PolicyNumber | undefined;
    /** Seconds to wait for 100 Continue. Omitted: the service's own. */
    continueTimeoutSeconds?: PolicyNumber | undefined;
    /** Version of HTTP to the backend. Omitted: 1. */
    httpVersion?: "1" | "2or1" | "2" | undefined;
    /** True: redirects are followed instead of passed on. Omitted: false. */
    followRedirects?: PolicyBoolean | undefined;
    /** True: the request's body is kept, so that it can be sent again. Omitted: false, or true within a {@link retry}. */
    bufferRequestBody?: PolicyBoolean | undefined;
    /** False: the answer is passed on as it comes, as server-sent events need. Omitted: true. */
    bufferResponse?: pulumi.Input<boolean | undefined> | undefined;
    /** True: an answer of 400 or more ends in `on-error`. Omitted: false. */
    failOnErrorStatusCode?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * Sends the request to the backend. `forward-request`
 * https://learn.microsoft.com/azure/api-management/forward-request-policy
 *
 * @throws {pulumi.InputPropertyError} where both timeouts are given, or one is no whole number from 1 on.
 */
export function forwardRequest(args: ForwardRequestArgs = {}): Statement<"backend"> {
    const check = checksOf("forward-request");
    if (args.timeoutSeconds !== undefined && args.timeoutMilliseconds !== undefined) {
        check.conflict("timeoutMilliseconds", "timeoutSeconds", "give one of them.");
    }
    const time = (path: "timeoutSeconds" | "timeoutMilliseconds" | "continueTimeoutSeconds") => {
        const value = args[path];
        return text(value === undefined ? undefined : count(check, path, value));
    };
    return known("forward-request", {
        timeout: time("timeoutSeconds"),
        "timeout-ms": time("timeoutMilliseconds"),
        "continue-timeout": time("continueTimeoutSeconds"),
        "http-version": fixed(check.oneOf("httpVersion", args.httpVersion, ["1", "2or1", "2"] as const)),
        "follow-redirects": text(args.followRedirects),
        "buffer-request-body": text(args.bufferRequestBody),
        "buffer-response": fixed(args.bufferResponse),
        "fail-on-error-status-code": fixed(args.failOnErrorStatusCode),
    });
}

/**
 * What the sections outside this document say: the policies of the API, the product and the service. It stands first in
 * each section unless it is put elsewhere, or turned off.
 * https://learn.microsoft.com/azure/api-management/set-edit-policies
 */
export function base(): Statement {
    return { ...element("base", {}), sections: ["inbound", "backend", "outbound", "on-error"] };
}
