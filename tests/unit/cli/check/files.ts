import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { runHere } from "../../../support/run-here";
import { type StackResource } from "../../../../policy-pack/topology";

/** What a command wrote, and how it ended. */
export interface Ran {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** A folder for one test's files. */
export class Folder {
    readonly path = mkdtempSync(path.join(tmpdir(), "check-"));

    at(name: string): string {
        return path.join(this.path, name);
    }

    /** Writes a file, as JSON where it is no text, and returns its path. */
    write(name: string, content: unknown): string {
        writeFileSync(
            this.at(name),
            typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content, undefined, 4),
        );
        return this.at(name);
    }

    remove(): void {
        rmSync(this.path, { recursive: true });
    }
}

/** Runs the command line in this process. */
export async function sessionAffinity(...args: string[]): Promise<Ran> {
    const { code, out: stdout, err: stderr } = await runHere(args);
    return { code, stdout, stderr };
}

/** A resource as exports write it: its properties are inputs and outputs alike. */
export function entryOf({ urn, type, id, properties, propertyDependencies }: StackResource): Record<string, unknown> {
    return { urn, id, custom: true, type, inputs: properties, outputs: properties, propertyDependencies };
}

/** What `pulumi stack export` writes. */
export function stackExport(...resources: StackResource[]): Record<string, unknown> {
    return { version: 3, deployment: { manifest: {}, resources: resources.map(entryOf) } };
}

/** What `pulumi preview --json --show-sames` writes of resources that are to be created. */
export function preview(...resources: StackResource[]): Record<string, unknown> {
    return {
        steps: resources.map((one) => ({
            op: "create",
            urn: one.urn,
            newState: { ...entryOf(one), outputs: undefined },
        })),
        changeSummary: { create: resources.length },
    };
}

/** An object as `kubectl get -o json` writes it. */
export function object(
    apiVersion: string,
    kind: string,
    name: string,
    spec: unknown,
    metadata: Record<string, unknown> = {},
): Record<string, unknown> {
    return { apiVersion, kind, metadata: { name, namespace: "shop", uid: `uid-${kind}-${name}`, ...metadata }, spec };
}

/** A list of objects as `kubectl get -o json` writes it. */
export function listOf(...items: unknown[]): Record<string, unknown> {
    return { apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } };
}

const LABELS = { app: "cart" };
const TEMPLATE = { metadata: { labels: LABELS }, spec: { containers: [] } };

/** A Deployment of three pods, the ReplicaSet that it made, and a Service in front of them. */
export const CART = {
    deployment: object("apps/v1", "Deployment", "cart", { replicas: 3, template: TEMPLATE }),
    replicaSet: object(
        "apps/v1",
        "ReplicaSet",
        "cart-7d",
        { replicas: 3, template: TEMPLATE },
        {
            ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: "cart", uid: "uid-Deployment-cart" }],
        },
    ),
    service: object("v1", "Service", "cart", { selector: LABELS, sessionAffinity: "None", type: "ClusterIP" }),
} as const;
