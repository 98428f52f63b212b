import {
    ORDINARY,
    Refusal,
    missing,
    type CheckContext,
    type Failure,
    type Kind,
    type ServiceContext,
    type Stored,
    type Surroundings,
} from "../kind";
import { type Properties } from "../values";
import { View } from "../view";

/** The one subscription, tenant and client of the stand-in. Ids of other subscriptions lie out of its sight and are not checked. */
export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
export const TENANT = "11111111-1111-1111-1111-111111111111";

export interface NameRule {
    readonly pattern?: RegExp;
    readonly minimum?: number;
    readonly maximum?: number;
    /** The name that the provider gives where the program gives none. By default `<resource name><8 hex digits>`. */
    readonly auto?: (resourceName: string, suffix: (length: number) => string) => string;
}

/** A kind of Azure resource, told in ARM's own terms. */
export interface ArmKind {
    /** Modules of azure-native that have the kind; the first is the one that version 3 uses. */
    readonly modules: readonly string[];
    readonly kind: string;
    /** ARM path below the resource group, with the input property that fills each name: `Microsoft.App/containerApps/{containerAppName}`. */
    readonly path: string;
    /** API version of a token without one in @pulumi/azure-native 3.28.0. */
    readonly apiVersion: string;
    readonly name?: NameRule;
    readonly required?: readonly string[];
    /** False for child resources and others that have no location. */
    readonly located?: boolean;
    readonly immutable?: readonly string[];
    /** Input properties that the service never shows again. */
    readonly writeOnly?: readonly string[];
    readonly secretOutputs?: readonly string[];
    readonly dropped?: (apiVersion: string) => readonly string[];
    readonly validate?: (inputs: View, context: ServiceContext) => void;
    /** Properties that hold the id of a resource that must exist. */
    readonly references?: Readonly<Record<string, { kind: string; code: string }>>;
    readonly referencesOf?: (inputs: View, context: ServiceContext) => void;
    /** True for the id of a parent that is there without being a resource of its own. */
    readonly impliedParent?: (id: string, cloud: Surroundings) => boolean;
    readonly removable?: (resource: Stored, cloud: Surroundings) => void;
    /** What the service adds to, or changes in, what it was given. */
    readonly computed?: (inputs: View, context: ServiceContext & { name: string }) => Properties;
}

/** An error as ARM words it. https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors */
export function refuse(status: number, code: string, message: string): never {
    throw new Refusal(`Status=${status} Code="${code}" Message="${message}"`);
}

/** `v20241001preview` as ARM writes it, `2024-10-01-preview`. */
export function armVersion(version: string): string {
    const parts = /^v?(\d{4})-?(\d{2})-?(\d{2})-?(.*)$/.exec(version);
    return parts ? [parts[1], parts[2], parts[3], ...(parts[4] ? [parts[4]] : [])].join("-") : version;
}

const PARAMETER = /^\{(\w+)\}$/;

/** One kind of the registry, made from its description in ARM's terms. */
export function arm(description: ArmKind): Kind[] {
    return description.modules.map((module) => armKind(description, module));
}

function armKind(description: ArmKind, module: string): Kind {
    const [namespace = "", ...segments] = description.path.split("/");
    const parameters = segments.flatMap((segment) => PARAMETER.exec(segment)?.[1] ?? []);
    const nameProperty = parameters.at(-1) ?? "name";
    const parents = ["resourceGroupName", ...parameters.slice(0, -1)];
    const hidden = new Set([...parents, nameProperty, ...(description.writeOnly ?? [])]);
    const located = description.located ?? parameters.length === 1;

    const idOf = (inputs: View): string | undefined => {
        const fill = (segment: string) => {
            const parameter = PARAMETER.exec(segment)?.[1];
            return parameter === undefined ? segment : inputs.text(parameter);
        };
        const parts = [inputs.text("resourceGroupName"), ...segments.map(fill)];
        if (parts.some((part) => part === undefined)) return undefined;
        const [group, ...rest] = parts;
        return [resourceGroupId(String(group)), "providers", namespace, ...rest].join("/");
    };

    return {
        ...ORDINARY,
        key: `azure-native:${module}:${description.kind}`,
        immutable: [...parents, nameProperty, ...(located ? ["location"] : []), ...(description.immutable ?? [])],
        secretOutputs: description.secretOutputs ?? [],
        complete(inputs, context) {
            const named = completeName(inputs, nameProperty, description.name, context);
            return located ? completeLocation(named, context) : named;
        },
        failures: (inputs) => [
            ...missing(inputs, [...parents, ...(description.required ?? [])]),
            ...nameFailures(inputs, nameProperty, description.name),
        ],
        id: idOf,
        autoNamed: (inputs, name) => {
            const given = inputs.text(nameProperty);
            if (given === undefined || name === undefined) return false;
            const plainName = name.toLowerCase().replace(/[^a-z0-9]/g, "");
            const tail = given.toLowerCase().replace(/[^a-z0-9]/g, "");
            return /[0-9a-f]{8}$/.test(tail) && plainName.startsWith(tail.slice(0, -8));
        },
        dropped: (version) => description.dropped?.(armVersion(version ?? description.apiVersion)) ?? [],
        validate: (inputs, context) => description.validate?.(inputs, context),
        references(inputs, context) {
            parentMustExist(context, armType(namespace, segments, inputs), description.impliedParent);
            for (const [path, { kind, code }] of Object.entries(description.references ?? {})) {
                mustExist(context, kind, inputs.text(path), code, path);
            }
            description.referencesOf?.(inputs, context);
        },
        outputs(inputs, context) {
            const name = inputs.text(nameProperty) ?? "";
            const given = Object.entries(inputs.properties()).filter(([property]) => !hidden.has(property));
            return {
                ...Object.fromEntries(given),
                ...(located ? { location: inputs.text("location") ?? DEFAULT_LOCATION } : {}),
                azureApiVersion: armVersion(context.apiVersion ?? description.apiVersion),
                name,
                type: armType(namespace, segments, inputs),
                ...description.computed?.(inputs, { ...context, name }),
            };
        },
        messages: ARM_MESSAGES,
        inside: insideArm,
        removable: (resource, cloud) => description.removable?.(resource, cloud),
    };
}

export const ARM_MESSAGES = {
    exists: (id: string) => `cannot create already existing resource '${id}'`,
    missing: (id: string) =>
        `Status=404 Code="ResourceNotFound" Message="The Resource '${id}' was not found in the sandbox's cloud."`,
};

/** Where a resource group goes if neither the program nor the configuration says. */
const DEFAULT_LOCATION = "westeurope";

export function resourceGroupId(name: string): string {
    return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
}

/** Everything whose id lies below another's goes with it. */
export function insideArm(id: string, parent: Stored): boolean {
    return parent.kind.startsWith("azure-native:") && id.toLowerCase().startsWith(`${parent.id.toLowerCase()}/`);
}

function armType(namespace: string, segments: readonly string[], inputs: View): string {
    const types = segments.filter((_, i) => i % 2 === 0);
    return [namespace, ...types.map((type) => inputs.text(PARAMETER.exec(type)?.[1] ?? "\0") ?? type)].join("/");
}

/** The providers' auto-naming: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming */
function completeName(inputs: Properties, property: string, rule: NameRule = {}, context: CheckContext): Properties {
    const view = new View(inputs);
    if (view.at(property).present) return inputs;
    const kept = context.previous.text(property);
    const name = kept ?? (rule.auto ?? autoName(rule))(context.name, context.suffix);
    return { ...inputs, [property]: name };
}

function autoName(rule: NameRule): NonNullable<NameRule["auto"]> {
    return (resourceName, suffix) => resourceName.slice(0, Math.max(0, (rule.maximum ?? 255) - 8)) + suffix(8);
}

function nameFailures(inputs: View, property: string, rule: NameRule = {}): Failure[] {
    const name = inputs.text(property);
    if (name === undefined) return [];
    const { pattern, minimum = 1, maximum = Infinity } = rule;
    if (name.length < minimum) {
        return [
            { property, reason: `'${property}' is too short (at least ${minimum} characters required): "${name}"` },
        ];
    }
    if (name.length > maximum) {
        return [{ property, reason: `'${property}' is too long (at most ${maximum} characters allowed): "${name}"` }];
    }
    if (pattern && !pattern.test(name)) {
        return [{ property, reason: `'${property}' does not match expression '${pattern.source}': "${name}"` }];
    }
    return [];
}

/** The provider takes the location from before, then from its configuration, then from the resource group. */
function completeLocation(inputs: Properties, context: CheckContext): Properties {
    const view = new View(inputs);
    if (view.at("location").present) return inputs;
    const group = view.text("resourceGroupName");
    const ofGroup = group && context.cloud.find("azure-native:resources:ResourceGroup", resourceGroupId(group));
    const location =
        context.previous.text("location") ??
        context.location ??
        (ofGroup ? new View(ofGroup.outputs).text("location") : undefined);
    return location === undefined ? inputs : { ...inputs, location };
}

export function inSight(id: string): boolean {
    return id.toLowerCase().startsWith(`/subscriptions/${SUBSCRIPTION}/`);
}

/** @throws Refusal where the resource group or the parent resource is not there. */
function parentMustExist(context: ServiceContext, type: string, implied: ArmKind["impliedParent"]): void {
    const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(context.id);
    if (group && !context.cloud.find("azure-native:resources:ResourceGroup", group[0])) {
        refuse(404, "ResourceGroupNotFound", `Resource group '${group[1]}' could not be found.`);
    }
    const parent = parentId(context.id);
    if (parent === undefined || implied?.(parent, context.cloud)) return;
    if (context.cloud.find("*", parent) === undefined) {
        refuse(
            404,
            "ParentResourceNotFound",
            `Failed to perform 'write' on resource(s) of type '${type}', because the parent resource '${parent}' could not be found.`,
        );
    }
}

/** The id of the resource that holds this one: two segments less, more where a segment in between is fixed (`blobServices/default`). */
function parentId(id: string): string | undefined {
    const [group, below] = id.split("/providers/");
    const segments = (below ?? "").split("/");
    for (let length = segments.length - 2; length >= 3; length -= 2) {
        const name = segments[length - 1] ?? "";
        if (name === "default") continue;
        // An API's id may name one of its revisions: `orders;rev=2`.
        const parent = [...segments.slice(0, length - 1), name.replace(/;rev=.*$/, "")];
        return `${group}/providers/${parent.join("/")}`;
    }
    return undefined;
}

/** @throws Refusal where an id of our own subscription names nothing of that kind. */
export function mustExist(
    context: ServiceContext,
    kind: string,
    id: string | undefined,
    code: string,
    path: string,
): void {
    if (id === undefined || !inSight(id) || context.cloud.find(kind, id) !== undefined) return;
    refuse(404, code, `The resource '${id}' that ${path} names does not exist.`);
}
