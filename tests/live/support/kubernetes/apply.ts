import { type Answer, type ApiClient } from "./client";
import { type Asked, type Manifest } from "./manifests";

/** Where a kind's objects are. */
interface Place {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
}

const OWNER = "pulumi-kubernetes";
/** Each of Pulumi's Patch kinds owns what it lays over an object by itself. */
const PATCHER = "pulumi-kubernetes-patch";

/**
 * Applies an object as Pulumi does, on the server's side, and has the server refuse fields that its kind does not have.
 * Any answer of the server is returned, refusals too.
 */
export async function apply(client: ApiClient, manifest: Manifest, owner = OWNER): Promise<Answer> {
    const query = new URLSearchParams({ fieldManager: owner, fieldValidation: "Strict", force: "true" });
    const target = `${await pathOf(client, manifest)}?${query.toString()}`;
    return client.request("PATCH", target, manifest, "application/apply-patch+yaml");
}

/** What is stored of an object. Throws an Error where there is none. */
export async function stored(client: ApiClient, manifest: Manifest): Promise<Manifest> {
    return (await client.send("GET", await pathOf(client, manifest))).body as Manifest;
}

/**
 * Applies all that a program asked for, one after the other, its namespaces first, and returns what is stored of each.
 *
 * Throws an Error with the server's message for an object that it refuses, and with the paths for fields that it
 * dropped or changed.
 */
export async function applyAll(client: ApiClient, asked: readonly Asked[]): Promise<Manifest[]> {
    const objects: Manifest[] = [];
    for (const { manifest, patch } of asked) {
        await accepted(client, namespaceOf(manifest), OWNER);
        await accepted(client, manifest, patch ? PATCHER : OWNER);
        const object = await stored(client, manifest);
        const lost = missing(manifest, object);
        if (lost.length > 0) throw new Error(`${nameOf(manifest)} is stored without ${lost.join(", ")}`);
        objects.push(object);
    }
    return objects;
}

/** Deletes objects, so that the next program may use their names. */
export async function discard(client: ApiClient, objects: readonly Manifest[]): Promise<void> {
    for (const object of objects) await client.request("DELETE", await pathOf(client, object));
}

/** Paths of all that was sent and is not stored as it was sent. What the server added is left aside. */
export function missing(sent: unknown, kept: unknown, path = ""): string[] {
    if (Array.isArray(sent)) {
        if (!Array.isArray(kept) || kept.length !== sent.length) return [path];
        return sent.flatMap((item, index) => missing(item, kept[index], `${path}[${index}]`));
    }
    if (typeof sent !== "object" || sent === null) return sent === kept ? [] : [path];
    const entries = Object.entries(sent);
    // The server leaves out objects without a member.
    if (entries.length === 0 && kept === undefined) return [];
    if (typeof kept !== "object" || kept === null) return [path];
    return entries.flatMap(([key, value]) =>
        missing(value, (kept as Record<string, unknown>)[key], path === "" ? key : `${path}.${key}`),
    );
}

function namespaceOf({ metadata: { namespace = "default" } }: Manifest): Manifest {
    return { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
}

async function accepted(client: ApiClient, manifest: Manifest, owner: string): Promise<void> {
    const { status, body } = await apply(client, manifest, owner);
    if (status >= 300) throw new Error(`${nameOf(manifest)} is refused: ${status} ${body.message}`);
}

const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;

/** Where an object is on the server. Throws an Error where the server does not know its kind. */
export async function pathOf(client: ApiClient, { apiVersion, kind, metadata }: Manifest): Promise<string> {
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { resources } = (await client.send("GET", group)).body as { resources: readonly Place[] };
    const place = resources.find((candidate) => candidate.kind === kind && !candidate.name.includes("/"));
    if (place === undefined) throw new Error(`The API server has no ${kind} in ${apiVersion}`);
    const namespace = place.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    return `${group}${namespace}/${place.name}/${metadata.name}`;
}
