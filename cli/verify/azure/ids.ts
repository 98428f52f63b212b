/** An id of Resource Manager, taken apart. */
export interface AzureId {
    /** As it was given, without a slash at its end. */
    readonly id: string;
    readonly subscription: string;
    readonly group: string;
    /** `Microsoft.ApiManagement/service/backends`, as it was given. */
    readonly type: string;
    /** Names along the way: of the service, of the backend. */
    readonly names: readonly string[];
}

const ID = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/([^?#]+)$/i;

/** Takes the id of a resource in a group apart; undefined for any other text. */
export function parseId(text: string): AzureId | undefined {
    const id = text.replace(/\/$/, "");
    const [, subscription = "", group = "", namespace = "", path = ""] = ID.exec(id) ?? [];
    const parts = path.split("/");
    if (path === "" || parts.length % 2 !== 0 || parts.some((part) => part === "" || part === "..")) return undefined;
    return {
        id,
        subscription,
        group,
        type: [namespace, ...parts.filter((_, index) => index % 2 === 0)].join("/"),
        names: parts.filter((_, index) => index % 2 === 1),
    };
}

/** The id of the resource of the first level that one is, or lies in. */
export function rootOf({ id, type, names }: AzureId): AzureId {
    const [namespace = "", first = ""] = type.split("/");
    const deeper = (names.length - 1) * 2;
    const root = deeper === 0 ? id : id.split("/").slice(0, -deeper).join("/");
    return { ...(parseId(root) as AzureId), type: `${namespace}/${first}` };
}

/** Every id in a value, however deep. */
export function idsIn(value: unknown): AzureId[] {
    if (typeof value === "string") return [parseId(value) ?? []].flat();
    if (typeof value !== "object" || value === null) return [];
    return Object.values(value).flatMap(idsIn);
}
