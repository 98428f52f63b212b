import { setPath } from "../paths";
import { guid } from "../stable";
import { ORDINARY, Refusal, missing, type CheckContext, type Kind, type ServiceContext, type Stored } from "../kind";
import { when, type Properties } from "../values";
import { View } from "../view";

export const DEFAULT_NAMESPACE = "default";

/** Namespaces that every cluster has. */
const BUILT_IN_NAMESPACES: ReadonlySet<string> = new Set([
    DEFAULT_NAMESPACE,
    "kube-system",
    "kube-public",
    "kube-node-lease",
]);

/** A kind of Kubernetes object, told in the API server's terms. */
export interface ObjectKind {
    /** API group, "core" for the core group. */
    readonly group: string;
    readonly kind: string;
    /** False for a kind that is stored as given and may be anything. */
    readonly known?: boolean;
    readonly clusterScoped?: boolean;
    readonly required?: readonly string[];
    readonly immutable?: readonly string[];
    /** Names must be DNS labels, as a Service's must: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
    readonly nameIsLabel?: boolean;
    readonly validate?: (inputs: View, invalid: Invalid) => void;
    /** Paths of the defaults that the API server fills in, so that a dry run tells them. */
    readonly defaulted?: readonly string[];
    /** What the API server and the controllers add to the object. */
    readonly computed?: (inputs: View, context: ServiceContext) => Properties;
    readonly dropped?: readonly string[];
}

/** Refuses an object as the API server does: `Service "web" is invalid: spec.type: ...`. */
export type Invalid = (path: string, problem: string) => never;

const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;

/** One kind of the registry, and the kind that patches it. */
export function object(description: ObjectKind): Kind[] {
    return [whole(description), { ...whole(description), patch: true, ...patchParts(description) }];
}

export function keyOf(group: string, kind: string): string {
    return `kubernetes:${group}:${kind}`;
}

/** `Deployment.apps`, `Service`: how kubectl and the API server name a kind. */
function shortKind({ group, kind }: ObjectKind): string {
    return group === "core" ? kind : `${kind}.${group}`;
}

/** `services "web" not found` */
function plural({ group, kind }: ObjectKind): string {
    const lower = kind.toLowerCase();
    const many = /(?:s|x|ch|sh)$/.test(lower)
        ? `${lower}es`
        : lower.endsWith("y")
          ? `${lower.slice(0, -1)}ies`
          : `${lower}s`;
    return group === "core" ? many : `${many}.${group}`;
}

function whole(description: ObjectKind): Kind {
    const namespaced = description.clusterScoped !== true;
    const namespaceOf = (inputs: View, fallback: string | undefined) =>
        inputs.text("metadata.namespace") ?? fallback ?? DEFAULT_NAMESPACE;
    const key = keyOf(description.group, description.kind);

    return {
        ...ORDINARY,
        key,
        known: description.known ?? true,
        dryRun: true,
        defaulted: ["metadata.namespace", ...(description.defaulted ?? [])],
        immutable: ["metadata.name", "metadata.namespace", ...(description.immutable ?? [])],
        complete: completeName,
        failures: (inputs) => missing(inputs, description.required ?? []),
        id(inputs, context) {
            const name = inputs.text("metadata.name");
            if (name === undefined || (namespaced && inputs.at("metadata.namespace").unknown)) return undefined;
            return namespaced ? `${namespaceOf(inputs, context.namespace)}/${name}` : name;
        },
        autoNamed: (inputs) => inputs.at("metadata.annotations").member("pulumi.com/autonamed").text() === "true",
        dropped: () => description.dropped ?? [],
        validate(inputs) {
            const name = inputs.text("metadata.name") ?? "";
            const invalid: Invalid = (path, problem) => {
                throw new Refusal(`${shortKind(description)} "${name}" is invalid: ${path}: ${problem}`);
            };
            validateName(inputs, description, invalid);
            description.validate?.(inputs, invalid);
        },
        references(inputs, context) {
            if (!namespaced) return;
            const namespace = namespaceOf(inputs, context.namespace);
            if (BUILT_IN_NAMESPACES.has(namespace)) return;
            if (context.cloud.find(keyOf("core", "Namespace"), namespace) === undefined) {
                throw new Refusal(`namespaces "${namespace}" not found`);
            }
        },
        outputs(inputs, context) {
            const metadata = inputs.properties("metadata");
            const namespace = when(namespaced, { namespace: namespaceOf(inputs, context.namespace) });
            return {
                ...inputs.properties(),
                ...description.computed?.(inputs, context),
                metadata: { ...metadata, ...namespace, generation: 1, uid: guid(`${key}|${context.id}`) },
            };
        },
        messages: {
            exists: (id) => `${plural(description)} "${nameIn(id)}" already exists`,
            missing: (id) => `${plural(description)} "${nameIn(id)}" not found`,
        },
        inside: insideNamespace,
    };
}

function nameIn(id: string): string {
    return id.split("/").at(-1) ?? id;
}

/** What a patch does otherwise: it names an object, and never replaces or creates it. */
function patchParts(description: ObjectKind): Pick<Kind, "key" | "complete" | "failures" | "validate" | "dryRun"> {
    return {
        key: `${keyOf(description.group, description.kind)}Patch`,
        complete: (inputs) => inputs,
        failures: (inputs) => missing(inputs, ["metadata", "metadata.name"]),
        validate: () => {},
        dryRun: false,
    };
}

/** Namespaced objects go with their namespace. */
function insideNamespace(id: string, parent: Stored): boolean {
    return parent.kind === keyOf("core", "Namespace") && id.startsWith(`${parent.id}/`);
}

/** https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/ and the provider's auto-naming: `<name>-<8>`. */
function completeName(inputs: Properties, context: CheckContext): Properties {
    const view = new View(inputs);
    if (view.at("metadata.name").present || view.at("metadata.generateName").present) return inputs;
    const kept = context.previous.text("metadata.name");
    const name = kept ?? `${context.name}-${context.suffix(8)}`;
    const annotations = view.at("metadata.annotations");
    if (annotations.unknown) return setPath(inputs, "metadata.name", name);
    const marked = { ...annotations.properties(), "pulumi.com/autonamed": "true" };
    return setPath(setPath(inputs, "metadata.name", name), "metadata.annotations", marked);
}

function validateName(inputs: View, { nameIsLabel }: ObjectKind, invalid: Invalid): void {
    const name = inputs.text("metadata.name");
    if (name === undefined) return;
    const problem = (rule: string) => `Invalid value: ${JSON.stringify(name)}: ${rule}`;
    if (nameIsLabel) {
        if (name.length > 63) invalid("metadata.name", problem("must be no more than 63 characters"));
        if (!LABEL_1035.test(name)) {
            invalid(
                "metadata.name",
                problem(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
                ),
            );
        }
    } else if (!SUBDOMAIN.test(name) || name.length > 253) {
        invalid(
            "metadata.name",
            problem(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
            ),
        );
    }
}
