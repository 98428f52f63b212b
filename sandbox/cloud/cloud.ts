import { createHash, randomBytes } from "node:crypto";
import { changes, touches, type Change } from "./diff";
import { invoke } from "./invoke";
import { Refusal, type Failure, type Kind, type ServiceContext, type Stored, type Surroundings } from "./kind";
import { removePath, setPath } from "./paths";
import { kindByKey, kindOf } from "./registry";
import { Store } from "./store";
import {
    containsUnknown,
    hideSecrets,
    merge,
    restoreSecrets,
    same,
    secret,
    secretsLike,
    unknownBeyond,
    without,
    type Properties,
    type Value,
} from "./values";
import { View } from "./view";

export interface CloudOptions {
    /** Where names and random values come from; by default chance. */
    readonly random?: (length: number) => Buffer;
    /** False to take every reference for good: for tests of a part whose resource group and the like lie outside of it. */
    readonly checkReferences?: boolean;
    /** Property paths that it drops without a word, as a service does where it has not got a feature yet: `pool.sessionAffinity`. */
    readonly drops?: readonly string[];
}

/** What the provider's configuration says of where resources go. */
export interface Placement {
    readonly location?: string;
    readonly namespace?: string;
}

export interface CheckOptions extends Placement {
    readonly previousInputs?: Properties;
    /** The engine's seed: with the same one the same name is chosen. */
    readonly randomSeed?: Uint8Array;
}

export interface UpdateOptions extends Placement {
    /** The state that the caller has, for kinds that live in the state alone. */
    readonly heldOutputs?: Properties;
}

export interface CheckResult {
    readonly inputs: Properties;
    readonly failures: Failure[];
    /** Said of a type that the sandbox does not know. */
    readonly warning?: string;
}

export interface Difference {
    readonly changed: readonly Change[];
    /** The changed paths that a living resource cannot take. */
    readonly replaces: readonly string[];
    /** True where the replacement would have the name of the old one. */
    readonly deleteBeforeReplace: boolean;
}

export interface State {
    readonly inputs: Properties;
    readonly outputs: Properties;
}

/** A resource by its id, and by its type where the id alone can mean several, as in Kubernetes. */
export type ResourceRef = string | { readonly type: string; readonly id: string };

/**
 * One model of Azure, Kubernetes and the random package over plain property values. It is a stand-in: it answers as the services would
 * for what it knows, and reaches nothing outside of this process and its file.
 */
export class Cloud {
    /** What was said so far of types that the sandbox does not know: one line a type. */
    readonly warnings: string[] = [];
    private readonly random: (length: number) => Buffer;
    private readonly checkReferences: boolean;
    private readonly drops: readonly string[];

    private constructor(
        private readonly store: Store,
        options: CloudOptions,
    ) {
        this.random = options.random ?? randomBytes;
        this.checkReferences = options.checkReferences ?? true;
        this.drops = options.drops ?? [];
    }

    static inMemory(options: CloudOptions = {}): Cloud {
        return new Cloud(new Store(), options);
    }

    /**
     * A cloud that lives on in a file. No file yet is an empty cloud.
     *
     * @throws Error where the file is no cloud of the sandbox, with its name and what to do.
     */
    static open(file: string, options: CloudOptions = {}): Cloud {
        return new Cloud(new Store(file), options);
    }

    /** Fills in what the provider would, and says what it would refuse before asking the service. Never throws. */
    check(token: string, name: string, inputs: Properties, options: CheckOptions = {}): CheckResult {
        const { kind } = kindOf(token);
        const completed = kind.complete(inputs, {
            ...options,
            name,
            previous: new View(options.previousInputs),
            suffix: this.suffix(options.randomSeed),
            cloud: this.surroundings,
        });
        const warning = kind.known ? undefined : this.warn(token);
        const failures = kind.failures(new View(completed));
        return { inputs: completed, failures, ...(warning === undefined ? {} : { warning }) };
    }

    /** What differs between two inputs. `name` is the resource's name in the program. */
    diff(token: string, oldInputs: Properties, newInputs: Properties, name?: string): Difference {
        const { kind } = kindOf(token);
        const changed = changes(oldInputs, newInputs).filter(({ path }) => path !== "");
        const replaces = changed
            .map(({ path }) => path)
            .filter((path) => kind.immutable.some((property) => touches(path, property)));
        const view = new View(newInputs);
        return {
            changed,
            replaces,
            deleteBeforeReplace:
                replaces.length > 0 && !kind.autoNamed(view, name) && this.samePlace(kind, oldInputs, view),
        };
    }

    /**
     * What a preview shows of a resource: what is given, what the service fills in by rule, and unknowns for what it will
     * compute.
     *
     * @throws Refusal for kinds whose service is asked in a preview too.
     */
    preview(token: string, inputs: Properties, previous?: Properties, placement: Placement = {}): Properties {
        const { kind, apiVersion } = kindOf(token);
        const view = this.accepted(kind, inputs, apiVersion);
        const id = kind.id(view, placement) ?? "";
        const context = this.context(id, apiVersion, previous, placement);
        if (kind.dryRun && !containsUnknown(inputs)) kind.validate(view, context);
        const outputs = this.finish(kind, view, inputs, context);
        const given = previous === undefined ? inputs : (merge(previous, inputs) as Properties);
        const filledIn = new View(outputs);
        return kind.defaulted
            .filter((path) => !new View(given).at(path).present && filledIn.at(path).present)
            .reduce(
                (shown, path) => setPath(shown, path, filledIn.at(path).plain()),
                unknownBeyond(outputs, given) as Properties,
            );
    }

    /** @throws Refusal where the service would not create it. */
    create(token: string, inputs: Properties, placement: Placement = {}): { id: string; outputs: Properties } {
        const { kind, apiVersion } = kindOf(token);
        const view = this.accepted(kind, inputs, apiVersion);
        if (kind.stateOnly) {
            const made = this.finish(kind, view, inputs, this.context("", apiVersion, undefined, placement));
            return { id: new View(made).text("id") ?? "", outputs: without(made, "id") };
        }
        const id = kind.id(view, placement) ?? `${token}/${this.random(8).toString("hex")}`;
        if (kind.patch) return { id, outputs: this.patch(kind, token, id, inputs) };
        if (this.store.get(kind.key, id)) throw new Refusal(kind.messages.exists(id));
        return { id, outputs: this.write(kind, token, id, inputs, placement) };
    }

    /**
     * The resource as it is now, or undefined where it is gone. The cloud keeps no secrets: they are taken from `held`, the state that
     * the caller has of the resource; so are inputs that the service drops, as long as nothing else has changed.
     */
    read(token: string, id: string, held?: State): State | undefined {
        const { kind, apiVersion } = kindOf(token);
        if (kind.stateOnly) return held;
        const stored = this.store.get(kind.key, id);
        if (stored === undefined || (kind.patch && !this.patched(kind, id))) return undefined;
        const outputs = restoreSecrets(this.drop(kind, stored.outputs, apiVersion), held?.outputs) as Properties;
        const kept = this.drop(kind, stored.inputs, apiVersion);
        if (held && same(hideSecrets(this.drop(kind, held.inputs, apiVersion)), kept)) {
            return { inputs: held.inputs, outputs };
        }
        return { inputs: restoreSecrets(kept, held?.inputs) as Properties, outputs };
    }

    /** @throws Refusal where the service would not take it. */
    update(token: string, id: string, inputs: Properties, options: UpdateOptions = {}): { outputs: Properties } {
        const { kind } = kindOf(token);
        if (kind.stateOnly) return { outputs: { ...options.heldOutputs, ...inputs } };
        if (kind.patch) return { outputs: this.patch(kind, token, id, inputs) };
        return { outputs: this.write(kind, token, id, inputs, options) };
    }

    /**
     * Deletes a resource and all that lies in it. What is gone already is fine.
     *
     * @throws Refusal where something else needs it.
     */
    delete(token: string, id: string): void {
        const { kind } = kindOf(token);
        const stored = this.store.get(kind.key, id);
        if (stored === undefined) return;
        if (this.checkReferences) kind.removable(stored, this.surroundings);
        this.store.remove(stored);
        if (kind.patch) return this.refresh(ownerKey(kind), id);
        for (const other of this.store.all()) {
            if (kindByKey(other.kind).inside(other.id, stored)) this.store.remove(other);
        }
    }

    /**
     * What a function of a provider answers.
     *
     * @throws Refusal for one that the sandbox does not know, or about what is not there.
     */
    invoke(token: string, args: Properties): Properties {
        return invoke(token, args, this.surroundings);
    }

    list(): readonly Stored[] {
        return this.store.all();
    }

    /**
     * Changes a resource behind the program's back, as a person in the portal would. `change` gets what can be set on it and returns it
     * changed; what the service computes follows.
     *
     * @throws Error where no resource, or more than one, has the id.
     */
    edit(ref: ResourceRef, change: (inputs: Properties) => Properties): void {
        const found = this.store.all().filter((resource) => refersTo(ref, resource));
        const [resource] = found;
        const shown = typeof ref === "string" ? ref : `${ref.type} ${ref.id}`;
        if (resource === undefined) throw new Error(`no resource of the sandbox's cloud has the id ${shown}`);
        if (found.length > 1) throw new Error(`${found.length} resources have the id ${shown}: give the type too`);
        const inputs = change(structuredClone(resource.inputs));
        this.write(kindByKey(resource.kind), resource.type, resource.id, inputs, {});
    }

    /** Forgets every resource that is not among these, and returns what it forgot: for what a killed run left behind. */
    retain(refs: Iterable<ResourceRef>): readonly Stored[] {
        const kept = [...refs];
        const ids = new Set(kept.filter((ref) => typeof ref === "string"));
        const exact = kept.filter((ref) => typeof ref !== "string");
        const forgotten = this.store
            .all()
            .filter((resource) => !ids.has(resource.id) && !exact.some((ref) => refersTo(ref, resource)));
        for (const resource of forgotten) this.store.remove(resource);
        return forgotten;
    }

    /** Resolves when everything that was changed so far is in the cloud's file. */
    saved(): Promise<void> {
        return this.store.saved();
    }

    private readonly surroundings: Surroundings = {
        find: (kind, id) => this.store.get(kind, id),
        all: (kind) => this.store.all().filter((resource) => resource.kind === kind),
    };

    private warn(token: string): string {
        const warning = `the sandbox does not know ${token}: it is stored as given, nothing is checked`;
        if (!this.warnings.includes(warning)) this.warnings.push(warning);
        return warning;
    }

    private suffix(seed: Uint8Array | undefined): (length: number) => string {
        const bytes = seed?.length ? createHash("sha256").update(seed).digest("hex") : undefined;
        return (length) => (bytes ?? this.random(32).toString("hex")).slice(0, length);
    }

    private context(
        id: string,
        apiVersion: string | undefined,
        previous: Properties | undefined,
        placement: Placement,
    ): ServiceContext {
        return {
            ...placement,
            id,
            ...(apiVersion === undefined ? {} : { apiVersion }),
            cloud: this.surroundings,
            previous: new View(previous),
            random: this.random,
        };
    }

    private drop(kind: Kind, properties: Properties, apiVersion: string | undefined): Properties {
        return [...kind.dropped(apiVersion), ...this.drops].reduce<Value>(removePath, properties) as Properties;
    }

    private accepted(kind: Kind, inputs: Properties, apiVersion: string | undefined): View {
        return new View(this.drop(kind, inputs, apiVersion));
    }

    /** The kind's outputs, with everything secret that is secret in the inputs or by nature. */
    private finish(kind: Kind, view: View, inputs: Properties, context: ServiceContext): Properties {
        const outputs = secretsLike(kind.outputs(view, context), inputs) as Properties;
        return kind.secretOutputs.reduce((marked, path) => {
            const value = new View(marked).at(path);
            return value.present ? setPath(marked, path, secret(value.plain())) : marked;
        }, outputs);
    }

    private write(kind: Kind, token: string, id: string, inputs: Properties, placement: Placement): Properties {
        const { apiVersion } = kindOf(token);
        const view = this.accepted(kind, inputs, apiVersion);
        const before = this.store.get(kind.key, id)?.outputs;
        const context = this.context(id, apiVersion, before, placement);
        kind.validate(view, context);
        if (this.checkReferences) kind.references(view, context);
        const outputs = this.finish(kind, this.withPatches(kind, id, view), inputs, context);
        this.store.put({ kind: kind.key, type: token, id, inputs: this.drop(kind, inputs, apiVersion), outputs });
        return outputs;
    }

    /** The object's own properties with those of every patch of it laid over. */
    private withPatches(kind: Kind, id: string, own: View): View {
        const patch = this.store.get(`${kind.key}Patch`, id);
        return patch === undefined ? own : new View(merge(own.properties(), patch.inputs));
    }

    private patched(kind: Kind, id: string): Stored | undefined {
        return this.store.get(ownerKey(kind), id);
    }

    private patch(kind: Kind, token: string, id: string, inputs: Properties): Properties {
        const target = this.patched(kind, id);
        if (target === undefined) throw new Refusal(kind.messages.missing(id));
        const outputs = secretsLike(merge(target.outputs, inputs), inputs) as Properties;
        const owner = kindByKey(target.kind);
        owner.validate(new View(merge(target.inputs, inputs)), this.context(id, undefined, target.outputs, {}));
        this.store.put({ kind: kind.key, type: token, id, inputs, outputs });
        this.refresh(target.kind, id);
        return outputs;
    }

    /** Computes an object's outputs anew after a patch of it came or went. */
    private refresh(key: string, id: string): void {
        const target = this.store.get(key, id);
        if (target !== undefined) this.write(kindByKey(key), target.type, id, target.inputs, {});
    }

    private samePlace(kind: Kind, oldInputs: Properties, view: View): boolean {
        const before = kind.id(new View(oldInputs), {});
        const after = kind.id(view, {});
        // An id that is not known yet may turn out to be the same.
        return before === undefined || after === undefined || before.toLowerCase() === after.toLowerCase();
    }
}

function ownerKey(patch: Kind): string {
    return patch.key.slice(0, -"Patch".length);
}

function refersTo(ref: ResourceRef, resource: Stored): boolean {
    if (typeof ref === "string") return ref.toLowerCase() === resource.id.toLowerCase();
    return ref.id.toLowerCase() === resource.id.toLowerCase() && kindOf(ref.type).kind.key === resource.kind;
}
