import { type Properties } from "./values";
import { type View } from "./view";

/** A value that the provider refuses before anything is sent, with the path of the property at fault. */
export interface Failure {
    readonly property: string;
    readonly reason: string;
}

/** What the service answers when it will not do what was asked. Its message is written for the user, as the service words it. */
export class Refusal extends Error {
    override readonly name = "Refusal";
}

/** A resource as the cloud keeps it. */
export interface Stored {
    /** The kind's key: the type token without its API version. */
    readonly kind: string;
    /** The type token that it was last written with. */
    readonly type: string;
    readonly id: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
}

/** What a kind may ask about the rest of the cloud. */
export interface Surroundings {
    find(kind: string, id: string): Stored | undefined;
    all(kind: string): readonly Stored[];
}

export interface CheckContext {
    /** The resource's name in the program. */
    readonly name: string;
    readonly previous: View;
    /** Letters and digits for a name of its own, the same for the same seed. */
    readonly suffix: (length: number) => string;
    /** Where resources go that give no location, from the provider's configuration. */
    readonly location?: string;
    /** Where Kubernetes objects go that give no namespace, from the provider's configuration. */
    readonly namespace?: string;
    readonly cloud: Surroundings;
}

export interface ServiceContext {
    readonly id: string;
    readonly apiVersion?: string;
    readonly namespace?: string;
    readonly cloud: Surroundings;
    /** What the resource looked like before, on an update. */
    readonly previous: View;
    readonly random: (length: number) => Buffer;
}

/** All that the stand-in knows of one kind of resource. */
export interface Kind {
    readonly key: string;
    /** False for a kind that is stored as given, with nothing checked. */
    readonly known: boolean;
    /** True for kinds that live in the state alone, such as random values: nothing is kept in the cloud. */
    readonly stateOnly?: boolean;
    /** True where the service refuses bad values in a preview too, as a Kubernetes server-side dry run does. */
    readonly dryRun?: boolean;
    /** True for a patch of an object that another resource owns. */
    readonly patch?: boolean;
    /** The inputs with what the provider fills in (names, locations). */
    complete(inputs: Properties, context: CheckContext): Properties;
    failures(inputs: View): Failure[];
    /** The id, or undefined where a part of it is not known. */
    id(inputs: View, context: { namespace?: string }): string | undefined;
    /** Property paths that cannot change on a living resource. */
    readonly immutable: readonly string[];
    /** True where the provider chose the name, so that a replacement can stand beside the old one. */
    autoNamed(inputs: View, name: string | undefined): boolean;
    /** Paths that this API version does not know, and drops without a word. */
    dropped(apiVersion: string | undefined): readonly string[];
    /** @throws Refusal where a value is not to the service's liking. */
    validate(inputs: View, context: ServiceContext): void;
    /** @throws Refusal where what the resource needs is not there. */
    references(inputs: View, context: ServiceContext): void;
    outputs(inputs: View, context: ServiceContext): Properties;
    /** Output paths that the service fills in by rule from what is given, so that a preview can tell them. */
    readonly defaulted: readonly string[];
    /** Outputs that are secret by nature. */
    readonly secretOutputs: readonly string[];
    /** What the service says to the creation of what exists, and to a look at what does not. */
    readonly messages: { exists(id: string): string; missing(id: string): string };
    /** True where deleting `parentId` takes this resource with it. */
    inside(id: string, parent: Stored): boolean;
    /** @throws Refusal where another resource needs it, so that it cannot be deleted on its own. */
    removable(resource: Stored, cloud: Surroundings): void;
}

/** The parts of a kind that most kinds share. */
export const ORDINARY = {
    known: true,
    immutable: [] as readonly string[],
    defaulted: [] as readonly string[],
    secretOutputs: [] as readonly string[],
    complete: (inputs: Properties): Properties => inputs,
    failures: (): Failure[] => [],
    autoNamed: (): boolean => false,
    dropped: (): readonly string[] => [],
    validate: (): void => {},
    references: (): void => {},
    inside: (): boolean => false,
    removable: (): void => {},
} as const;

/** `missing required property`, worded as the providers word it. */
export function missing(inputs: View, paths: readonly string[]): Failure[] {
    return paths
        .filter((path) => !inputs.at(path).present)
        .map((property) => ({ property, reason: `missing required property '${property}'` }));
}
