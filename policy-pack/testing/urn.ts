/** Type of the resource that stands for a whole stack. */
export const ROOT_TYPE = "pulumi:pulumi:Stack";

/** Where a resource belongs. */
export interface Place {
    /** Name of the project. */
    readonly project: string;
    /** Name of the stack. */
    readonly stack: string;
}

/** The place of resources that are given none: what Pulumi's own mocks use. */
export const DEFAULT_PLACE: Place = { project: "project", stack: "stack" };

/**
 * The URN that the engine gives a resource: types of parents come before its own, the root stack's does not.
 * https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
 */
export function makeUrn({ project, stack }: Place, type: string, name: string, parent?: string): string {
    const above = parent === undefined ? "" : (parent.split("::")[2] ?? "");
    const qualified = above === "" || above === ROOT_TYPE ? type : `${above}$${type}`;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The URN of a stack's root resource. */
export function rootUrn(place: Place): string {
    return makeUrn(place, ROOT_TYPE, `${place.project}-${place.stack}`);
}

/** The place that a URN tells of; undefined for a text that is no URN. */
export function placeOf(urn: string): Place | undefined {
    const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::.+?::/.exec(urn) ?? [];
    return stack === undefined || project === undefined ? undefined : { project, stack };
}

/** Name of a resource in its program: what stands behind its type. */
export function nameInUrn(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** URN of the provider in a provider reference, which ends with the provider's id. */
export function providerUrn(reference: string): string {
    return reference.slice(0, reference.lastIndexOf("::"));
}
