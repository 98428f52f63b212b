import * as fs from "node:fs";
import * as path from "node:path";
import { type Stored } from "./kind";
import { hideSecrets, isObject, type Properties } from "./values";

const FORMAT = "pulumi-session-affinity sandbox cloud";
const VERSION = 1;

/** The resources of a cloud, in memory, and in a file if it has one. */
export class Store {
    private readonly byKey = new Map<string, Stored>();
    private pending: Promise<void> | undefined;

    constructor(private readonly file?: string) {
        for (const resource of file === undefined ? [] : load(file)) this.byKey.set(keyOf(resource), resource);
    }

    get(kind: string, id: string): Stored | undefined {
        if (kind !== "*") return this.byKey.get(key(kind, id));
        return this.all().find((resource) => resource.id.toLowerCase() === id.toLowerCase());
    }

    all(): Stored[] {
        return [...this.byKey.values()];
    }

    put(resource: Stored): void {
        this.byKey.set(keyOf(resource), {
            ...resource,
            inputs: hideSecrets(resource.inputs) as Properties,
            outputs: hideSecrets(resource.outputs) as Properties,
        });
        this.changed();
    }

    remove(resource: Stored): void {
        if (this.byKey.delete(keyOf(resource))) this.changed();
    }

    /** Resolves when everything that was changed so far is in the file; rejects where it could not be written. */
    saved(): Promise<void> {
        return this.pending ?? Promise.resolve();
    }

    /** Changes of one turn of the event loop are written together: with many resources each write is long. */
    private changed(): void {
        const { file } = this;
        if (file === undefined || this.pending !== undefined) return;
        this.pending = new Promise<void>((resolve, reject) => {
            setImmediate(() => {
                this.pending = undefined;
                try {
                    save(file, this.all());
                    resolve();
                } catch (error) {
                    reject(new Error(`the sandbox's cloud cannot be written to ${file}: ${(error as Error).message}`));
                }
            });
        });
        // Whoever asks by saved() gets the error; without this, one that nobody asks for would end the process.
        this.pending.catch(() => {});
    }
}

function key(kind: string, id: string): string {
    // ARM ids are the same in any case: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
    return `${kind}|${kind.startsWith("azure-native:") ? id.toLowerCase() : id}`;
}

function keyOf(resource: Stored): string {
    return key(resource.kind, resource.id);
}

/** Written beside the file and moved over it, so that a kill at any time leaves the old one or the new one. */
function save(file: string, resources: readonly Stored[]): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const beside = `${file}.${process.pid}.tmp`;
    try {
        fs.writeFileSync(beside, `${JSON.stringify({ format: FORMAT, version: VERSION, resources }, undefined, 1)}\n`);
        fs.renameSync(beside, file);
    } catch (error) {
        fs.rmSync(beside, { force: true });
        throw error;
    }
}

function load(file: string): Stored[] {
    let text: string;
    try {
        text = fs.readFileSync(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw new Error(`the sandbox's cloud cannot be read from ${file}: ${(error as Error).message}`, {
            cause: error,
        });
    }
    const problem = (what: string) =>
        new Error(`${file} ${what}. Move it away or delete it, and the sandbox starts with an empty cloud.`);
    let content: unknown;
    try {
        content = JSON.parse(text);
    } catch {
        throw problem("is no JSON: it was cut short or changed by something else");
    }
    if (!isObject(content) || content["format"] !== FORMAT) throw problem("is not a cloud of this sandbox");
    if (content["version"] !== VERSION) {
        throw problem(`was written by another version of the sandbox (format ${JSON.stringify(content["version"])})`);
    }
    const resources: unknown = content["resources"];
    if (!Array.isArray(resources) || !resources.every(isStored)) throw problem("holds resources that are not complete");
    return resources;
}

function isStored(value: unknown): value is Stored {
    if (!isObject(value)) return false;
    const texts = [value["kind"], value["type"], value["id"]];
    return texts.every((text) => typeof text === "string") && isObject(value["inputs"]) && isObject(value["outputs"]);
}
