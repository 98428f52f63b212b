import { kindOf, TestingError } from "./errors";
import {
    DEFAULT_OPTIONS,
    defaultProvider,
    type ResourceOptions,
    rootResource,
    type TestedResource,
    type TestedStack,
} from "./resource";
import { DEFAULT_PLACE, makeUrn, type Place, placeOf, ROOT_TYPE, rootUrn } from "./urn";
import { objectToWire } from "./wire";

/** A resource, or its URN. */
export type ResourceRef = string | TestedResource;

/** What a fixture is beside its type, name and properties. */
export interface FixtureOptions extends Partial<ResourceOptions>, Partial<Place> {
    /** What stack policies are shown. Omitted: the properties, as if the provider added nothing. */
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** Omitted: the stack. */
    readonly parent?: ResourceRef;
    /** Omitted: the default provider of the type's package; none for a component. */
    readonly provider?: ResourceRef;
    /** What it depends on beside {@link propertyDependencies}. Omitted: nothing. */
    readonly dependsOn?: readonly ResourceRef[];
    /** What the value of each property comes from. Omitted: nothing. */
    readonly propertyDependencies?: Readonly<Record<string, readonly ResourceRef[]>>;
    /** True for a component, which has no provider. Omitted: false. */
    readonly component?: boolean;
    /** True where the program reads what it does not own: only stack policies are shown it. Omitted: false. */
    readonly read?: boolean;
}

/**
 * A resource for a test:
 * `fixture("azure-native:app:ContainerApp", "shop", { template: { scale: { maxReplicas: unknown() } } })`.
 *
 * @param properties plain data; what is undefined is left out. See {@link unknown} and {@link secret}.
 * @throws {TestingError} for properties that are no data, with their path, and for a name or type that is none.
 */
export function fixture(
    type: string,
    name: string,
    properties: Readonly<Record<string, unknown>> = {},
    {
        outputs,
        parent,
        provider,
        dependsOn = [],
        propertyDependencies = {},
        component = false,
        read = false,
        project = DEFAULT_PLACE.project,
        stack = DEFAULT_PLACE.stack,
        ...options
    }: FixtureOptions = {},
): TestedResource {
    if (typeof type !== "string" || !/^[^:]+:[^:]*:[^:]+$/.test(type)) {
        throw new TestingError(
            `fixture's type is ${typeof type === "string" ? JSON.stringify(type) : kindOf(type)}: ` +
                'give a type token, package:module:Type, such as "azure-native:app:ContainerApp".',
        );
    }
    if (typeof name !== "string" || name === "") {
        throw new TestingError(
            `fixture's name is ${name === "" ? "empty" : kindOf(name)}: give its name in the program.`,
        );
    }
    const about = `${type} ${name}`;
    const place = { project, stack };
    const parentUrn = parent === undefined ? rootUrn(place) : urnOf(parent);
    const inputs = objectToWire(properties, about);
    const byProperty = Object.entries(propertyDependencies).map(([key, refs]) => [key, refs.map(urnOf)] as const);
    return {
        urn: makeUrn(place, type, name, parentUrn),
        type,
        name,
        custom: !component,
        read,
        inputs,
        outputs: outputs === undefined ? inputs : objectToWire(outputs, `${about}, outputs`),
        ...(type === ROOT_TYPE ? {} : { parent: parentUrn }),
        ...providerOf(provider, type, component, place),
        dependencies: [...new Set([...dependsOn.map(urnOf), ...byProperty.flatMap(([, urns]) => urns)])],
        propertyDependencies: Object.fromEntries(byProperty),
        options: { ...DEFAULT_OPTIONS, ...options },
    };
}

function urnOf(ref: ResourceRef): string {
    return typeof ref === "string" ? ref : ref.urn;
}

function providerOf(
    given: ResourceRef | undefined,
    type: string,
    component: boolean,
    place: Place,
): { readonly provider?: string } {
    if (given !== undefined) return { provider: urnOf(given) };
    const [family = ""] = type.split(":");
    // Pulumi's own types, as providers, need none.
    return component || family === "pulumi"
        ? {}
        : { provider: makeUrn(place, `pulumi:providers:${family}`, "default") };
}

/**
 * A stack of fixtures, with the root resource and the default providers that the engine would add to them.
 *
 * @throws {TestingError} where two have one URN, where they are of several stacks, or where one names another that is
 * not among them.
 */
export function fixtures(...resources: readonly TestedResource[]): TestedStack {
    const place = placeOfAll(resources);
    const given = new Map<string, TestedResource>();
    for (const resource of resources) {
        if (given.has(resource.urn)) {
            throw new TestingError(
                `Two fixtures are ${resource.type} ${resource.name}: give each of one type and parent a name of its own.`,
            );
        }
        given.set(resource.urn, resource);
    }
    const root = rootResource(place);
    const providers = new Map<string, TestedResource>();
    for (const { provider } of resources) {
        if (provider?.endsWith("::default") && !given.has(provider)) providers.set(provider, defaultProvider(provider));
    }
    const all = [...(given.has(root.urn) ? [] : [root]), ...providers.values(), ...resources];
    checkReferences(all);
    return { ...place, resources: all, deployed: false };
}

function placeOfAll(resources: readonly TestedResource[]): Place {
    const places = new Map(resources.map(({ urn }) => [urn.split("::").slice(0, 2).join("::"), placeOf(urn)]));
    if (places.size > 1) {
        throw new TestingError(
            `The fixtures are of ${places.size} stacks (${[...places.keys()].join(", ")}): give all one project and stack.`,
        );
    }
    return [...places.values()][0] ?? DEFAULT_PLACE;
}

function checkReferences(resources: readonly TestedResource[]): void {
    const urns = new Set(resources.map(({ urn }) => urn));
    for (const { type, name, parent, provider, dependencies } of resources) {
        for (const [what, urn] of [
            ["parent", parent],
            ["provider", provider],
            ...dependencies.map((one) => ["dependency", one]),
        ]) {
            if (urn === undefined || urns.has(urn)) continue;
            throw new TestingError(
                `The ${what} of fixture ${type} ${name} is ${urn}, which is not among the fixtures: add it.`,
            );
        }
    }
}
