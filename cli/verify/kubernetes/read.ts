import { type JsonObject, textAt } from "../../azure/json";
import { kubernetesFound, type KubernetesFound, withoutOwned } from "../../check/input/kubernetes-object";
import { CouldNotRunError } from "../../errors";
import { type ClusterClient } from "../../kubernetes/client";
import { ClusterRefusal } from "../../kubernetes/errors";
import { inParallel } from "../parallel";
import { type Source } from "../source";
import { CLUSTER_KINDS, type ClusterKind } from "./kinds";
import { reduced } from "./reduce";

/** Requests that are under way at a time. */
const PARALLEL = 4;
const FORBIDDEN = 403;
const THROTTLED = 429;
const METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/** What is asked of a cluster. */
export interface ClusterPlace {
    readonly context: string;
    /** Undefined: all. */
    readonly namespace: string | undefined;
}

/** The versions of each API group, the preferred one first; undefined where the login may not see them. */
type Groups = ReadonlyMap<string, readonly string[]> | undefined;

/** Reads all objects of a cluster, or of one namespace of it, that the pack looks at. */
export async function readCluster(
    client: ClusterClient,
    place: ClusterPlace,
    progress: (text: string) => void,
): Promise<Source> {
    const { context, namespace } = place;
    const groups = await groupsOf(client);
    if (namespace !== undefined) await namespaceMustBeThere(client, namespace);
    const found: KubernetesFound[] = [];
    const [forbidden, gaps]: [string[], string[]] = [[], []];
    await inParallel(CLUSTER_KINDS, PARALLEL, async (kind) => {
        const listed = await listKind(client, kind, versionsOf(kind, groups), namespace).catch((error: unknown) => {
            if (!(error instanceof ClusterRefusal) || error.status === THROTTLED) throw error;
            if (error.status === FORBIDDEN) forbidden.push(nameOf(kind));
            else gaps.push(error.message);
            return [];
        });
        found.push(...listed.map((object) => kubernetesFound(object, context, nameOf(kind), clusterName(context))));
        progress(`objects read: ${found.length}`);
    });
    const provider = `urn:pulumi:${clusterName(context)}::kubectl::pulumi:providers:kubernetes::${clusterName(context)}`;
    const resources = withoutOwned(found).map(({ resource }) => ({ ...resource, provider }));
    return {
        label: `context ${context}${namespace === undefined ? "" : `, namespace ${namespace}`}`,
        resources,
        asked: new Set(resources.map(({ urn }) => urn)),
        gaps: [...(forbidden.length === 0 ? [] : [refusedText(forbidden, place)]), ...gaps],
    };
}

/** Names of contexts may hold what stands between the parts of a URN. */
function clusterName(context: string): string {
    return context.replaceAll(/:{2,}/g, ":");
}

function nameOf({ group, plural }: ClusterKind): string {
    return group === "" ? plural : `${plural}.${group}`;
}

function refusedText(kinds: readonly string[], { context, namespace }: ClusterPlace): string {
    const where = namespace === undefined ? "in all namespaces" : `in namespace ${namespace}`;
    const instead = namespace === undefined ? ", or give --namespace" : "";
    return `context ${context}: this login may not list ${[...kinds].sort().join(", ")} ${where}. Ask for the verb "list" on them${instead}.`;
}

async function groupsOf(client: ClusterClient): Promise<Groups> {
    try {
        const { groups } = await client.get("/apis", "looking which kinds there are");
        const all = Array.isArray(groups) ? groups : [];
        return new Map(
            all.map((group) => {
                const versions = (group as { versions?: JsonObject[] }).versions ?? [];
                const preferred = textAt(group, "preferredVersion.version");
                const names = versions.flatMap((one) => textAt(one, "version") ?? []);
                return [textAt(group, "name") ?? "", [...new Set([preferred ?? [], names].flat())]];
            }),
        );
    } catch (error) {
        if (error instanceof ClusterRefusal && error.status === FORBIDDEN) return undefined;
        throw error;
    }
}

/** None where the cluster does not have the group. */
function versionsOf({ group, versions }: ClusterKind, groups: Groups): readonly string[] {
    return group === "" || groups === undefined ? versions : (groups.get(group) ?? []);
}

async function namespaceMustBeThere(client: ClusterClient, namespace: string): Promise<void> {
    try {
        await client.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}`, `reading namespace ${namespace}`);
    } catch (error) {
        if (!(error instanceof ClusterRefusal)) throw error;
        if (error.status === FORBIDDEN) return;
        if (error.status !== 404) throw error;
        const names = await client
            .list("/api/v1/namespaces", "listing namespaces")
            .then((all) => all.flatMap((one) => textAt(one, "metadata.name") ?? []))
            .catch(() => []);
        const there = names.length === 0 ? "" : ` There is: ${names.join(", ")}.`;
        throw new CouldNotRunError(`--namespace ${namespace}: there is no such namespace.${there}`);
    }
}

/** The objects of a kind, reduced, at the first version that the cluster serves; none where it has no such kind. */
async function listKind(
    client: ClusterClient,
    kind: ClusterKind,
    versions: readonly string[],
    namespace: string | undefined,
): Promise<Record<string, unknown>[]> {
    const { group, plural, inNamespaces, metadataOnly } = kind;
    const within = inNamespaces && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    for (const version of versions) {
        const apiVersion = group === "" ? version : `${group}/${version}`;
        const path = `${group === "" ? "/api" : "/apis"}/${apiVersion}${within}/${plural}`;
        try {
            const items = await client.list(path, `listing ${nameOf(kind)}`, metadataOnly ? METADATA_ONLY : undefined);
            // Items of a typed list have the list's version and kind.
            return items.map((item) => ({ apiVersion, kind: kind.kind, ...reduced(item, kind) }));
        } catch (error) {
            if (!(error instanceof ClusterRefusal) || error.status !== 404) throw error;
        }
    }
    return [];
}
