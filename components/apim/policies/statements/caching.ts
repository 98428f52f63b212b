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

/** Which cache is used: the one built in, an external Redis, or the external one where there is one. */
export type CachingType = "internal" | "external" | "prefer-external";

/** Arguments of {@link cacheLookup}. */
export interface CacheLookupArgs {
    /** True: each developer has answers of their own. Omitted: false. */
    varyByDeveloper?: PolicyBoolean | undefined;
    /** True: each group of developers has answers of its own. Omitted: false. */
    varyByDeveloperGroups?: PolicyBoolean | undefined;
    /** Headers that answers differ by. Omitted: none. */
    varyByHeaders?: readonly PolicyText[] | undefined;
    /** Query parameters that answers differ by. Omitted: all of them. */
    varyByQueryParameters?: readonly PolicyText[] | undefined;
    /** Omitted: prefer-external. */
    cachingType?: pulumi.Input<CachingType | undefined> | undefined;
    /** Which caches on the way may keep the answer. Omitted: none. */
    downstreamCachingType?: pulumi.Input<"none" | "private" | "public" | undefined> | undefined;
    /** True: downstream caches have to ask again when the answer expires. Omitted: true. */
    mustRevalidate?: PolicyBoolean | undefined;
    /** True: answers to requests with `Authorization` are kept too. Omitted: false. */
    allowPrivateResponseCaching?: PolicyBoolean | undefined;
}

/**
 * Answers GET requests from the cache, which {@link cacheStore} fills. Once in a section. `cache-lookup`
 * https://learn.microsoft.com/azure/api-management/cache-lookup-policy
 */
export function cacheLookup(args: CacheLookupArgs = {}): Statement<"inbound"> {
    const list = (name: string, given: readonly PolicyText[] = []) =>
        given.map((value) => element(name, {}, text(value)));
    return known(
        "cache-lookup",
        {
            "vary-by-developer": text(args.varyByDeveloper ?? false),
            "vary-by-developer-groups": text(args.varyByDeveloperGroups ?? false),
            "caching-type": fixed(args.cachingType),
            "downstream-caching-type": fixed(args.downstreamCachingType),
            "must-revalidate": text(args.mustRevalidate),
            "allow-private-response-caching": text(args.allowPrivateResponseCaching),
        },
        [...list("vary-by-header", args.varyByHeaders), ...list("vary-by-query-parameter", args.varyByQueryParameters)],
    );
}

/** Arguments of {@link cacheStore}. */
export interface CacheStoreArgs {
    /** Seconds for which an answer is kept. */
    durationSeconds: PolicyNumber;
    /** True: answers of any status are kept. Omitted: those of 200. */
    cacheResponse?: PolicyBoolean | undefined;
}

/**
 * Keeps the answer to a GET request for {@link cacheLookup}. `cache-store`
 * https://learn.microsoft.com/azure/api-management/cache-store-policy
 *
 * @throws {pulumi.InputPropertyError} for a duration that is no whole number from 1 on.
 */
export function cacheStore(args: CacheStoreArgs): Statement<"outbound"> {
    return known("cache-store", {
        duration: text(count(checksOf("cache-store"), "durationSeconds", args.durationSeconds)),
        "cache-response": text(args.cacheResponse),
    });
}

/** Arguments of {@link cacheLookupValue}. */
export interface CacheLookupValueArgs {
    /** Key of the value. */
    key: PolicyText;
    /** Variable that gets the value. */
    variableName: pulumi.Input<string>;
    /** What the variable gets where there is no value. Omitted: the variable is not set. */
    defaultValue?: PolicyText | PolicyNumber | PolicyBoolean | undefined;
    /** Omitted: prefer-external. */
    cachingType?: pulumi.Input<CachingType | undefined> | undefined;
}

/**
 * Reads a value from the cache. `cache-lookup-value`
 * https://learn.microsoft.com/azure/api-management/cache-lookup-value-policy
 */
export function cacheLookupValue(args: CacheLookupValueArgs): Statement {
    return known("cache-lookup-value", {
        key: text(args.key),
        "variable-name": fixed(args.variableName),
        "default-value": text(args.defaultValue),
        "caching-type": fixed(args.cachingType),
    });
}

/** Arguments of {@link cacheStoreValue}. */
export interface CacheStoreValueArgs {
    /** Key of the value. */
    key: PolicyText;
    /** The value. */
    value: PolicyText | PolicyNumber | PolicyBoolean;
    /** Seconds for which it is kept. */
    durationSeconds: PolicyNumber;
    /** Omitted: prefer-external. */
    cachingType?: pulumi.Input<CachingType | undefined> | undefined;
}

/**
 * Keeps a value in the cache. `cache-store-value`
 * https://learn.microsoft.com/azure/api-management/cache-store-value-policy
 *
 * @throws {pulumi.InputPropertyError} for a duration that is no whole number from 1 on.
 */
export function cacheStoreValue(args: CacheStoreValueArgs): Statement {
    return known("cache-store-value", {
        key: text(args.key),
        value: text(args.value),
        duration: text(count(checksOf("cache-store-value"), "durationSeconds", args.durationSeconds)),
        "caching-type": fixed(args.cachingType),
    });
}
