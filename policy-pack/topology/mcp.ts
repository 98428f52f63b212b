import { type ParsedResource } from "./resource";
import { isRecord, lookup } from "./values";

/** Members of routes that hold the paths of requests, by the kinds of route that are read. */
const PATH_KEYS = new Set(["path", "value", "prefix", "exact", "match"]);

/**
 * Where a resource says that it serves the Model Context Protocol, whose clients keep no cookies as a rule: a route has
 * a path that ends with `/mcp`, where the SDKs serve it. Names of images and of resources say too little.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
 */
export function mcpPathIn({ token, properties }: ParsedResource): string | undefined {
    if (token.family !== "kubernetes") return undefined;
    for (const list of ["spec.rules", "spec.routes"]) {
        const found = lookup(properties, list);
        const path = found.state === "known" ? pathBelow(found.value) : undefined;
        if (path !== undefined) return `${list} has the path ${path}`;
    }
    return undefined;
}

function isMcp(path: string): boolean {
    return /^\/(.*\/)?mcp\/?$/.test(path) || /Path(Prefix)?\(`\/(.*\/)?mcp\/?`\)/.test(path);
}

function pathBelow(value: unknown): string | undefined {
    if (Array.isArray(value)) return firstOf(value.map(pathBelow));
    if (!isRecord(value)) return undefined;
    return firstOf(
        Object.entries(value).map(([key, below]) =>
            typeof below === "string" ? (PATH_KEYS.has(key) && isMcp(below) ? below : undefined) : pathBelow(below),
        ),
    );
}

function firstOf(paths: readonly (string | undefined)[]): string | undefined {
    return paths.find((one) => one !== undefined);
}
