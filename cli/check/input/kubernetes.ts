import { isRecord } from "../../../policy-pack/topology/values";
import { CouldNotRunError } from "../../errors";

import { listAt, recordAt, textAt } from "./damaged";
import { isWorkload, kubernetesFound, type KubernetesFound, withoutOwned } from "./kubernetes-object";
import { elementOffsets, linesOf } from "./json-text";
import { type Document } from "./parse";
import { type InputStack } from "./stack";

/** An object of a cluster, and where it begins in the text. */
interface Found extends KubernetesFound {
    /** Looked for only where it is asked for. */
    readonly offset: () => number;
}

/** True for what `kubectl get -o json` writes: an object, or a list of them. */
export function isKubernetes(value: Readonly<Record<string, unknown>>): boolean {
    return typeof value["apiVersion"] === "string" && typeof value["kind"] === "string";
}

/**
 * Reads what `kubectl get -o json` writes, once or several times. What a Deployment made is left out, as it is counted
 * with the Deployment.
 *
 * @throws {CouldNotRunError} where objects are no objects, and for the refusal of an API server.
 */
export function readKubernetes(documents: readonly Document[], text: string, name: string): InputStack {
    const all = documents.flatMap((document) => objectsOf(document, text, name));
    const byUrn = new Map(all.map((one) => [one.resource.urn, one]));
    const found = withoutOwned([...byUrn.values()]);
    return {
        kind: "Kubernetes objects",
        resources: found.map(({ resource }) => resource),
        gaps: gapsOf(found),
        linesOf() {
            const ordered = found
                .map(({ resource, offset }) => ({ urn: resource.urn, offset: offset() }))
                .sort((one, other) => one.offset - other.offset);
            const lines = linesOf(
                text,
                ordered.map(({ offset }) => offset),
            );
            return new Map(ordered.map(({ urn }, index) => [urn, lines[index] ?? 1]));
        },
    };
}

function objectsOf({ value, span }: Document, text: string, name: string): Found[] {
    const document = recordAt(value, name, "it");
    const kind = textAt(document["kind"], name, "kind");
    if (kind === "Status") {
        throw new CouldNotRunError(
            `${name} holds the API server's refusal, and no objects. Run kubectl again, and see that it succeeds.`,
        );
    }
    if (!kind.endsWith("List") || !("items" in document)) return [foundOf(document, name, "it", () => span.start)];
    // Items of a typed list, as the API server itself writes it, have the list's version and kind.
    const typed = kind === "List" ? {} : { apiVersion: document["apiVersion"], kind: kind.slice(0, -"List".length) };
    let offsets: readonly number[] | undefined;
    return listAt(document["items"], name, "items").map((item, index) =>
        foundOf({ ...typed, ...recordAt(item, name, `items[${index}]`) }, name, `items[${index}]`, () => {
            offsets ??= elementOffsets(text, span, ["items"]);
            return offsets[index] ?? span.start;
        }),
    );
}

function foundOf(value: Record<string, unknown>, name: string, path: string, offset: () => number): Found {
    return { ...kubernetesFound(value, name, path), offset };
}

/** Services alone tell nothing: `kubectl get services` is easily thought to be enough. */
function gapsOf(found: readonly Found[]): string[] {
    const selecting = found.filter(
        ({ object: { kind, spec } }) => kind === "Service" && isRecord(spec) && isRecord(spec["selector"]),
    );
    if (selecting.length === 0 || found.some(({ object }) => isWorkload(object))) return [];
    return [
        `the file holds Services and no workloads, so that nobody can tell how many pods are behind them. Write it with kubectl get deployments,statefulsets,daemonsets,replicasets,horizontalpodautoscalers,services,ingresses --all-namespaces -o json.`,
    ];
}
