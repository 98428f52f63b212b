import { type Declarations, declarations, readDeclarations } from "../declaration";
import { referrersByUrn, sortByUrn } from "../references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";
import { type Fact, lookupText, notYet } from "../values";

import { lastOf } from "./parts";

const originIndex = oncePerStack((stack) => {
    const origins = stack.ofKind("azure-native", "cdn", "AFDOrigin");
    return {
        byGroupUrn: byUrnOf(origins, "originGroupName"),
        byGroupName: byText(origins, (origin) => textOf(origin, "originGroupName")),
    };
});

const routeIndex = oncePerStack((stack) => {
    const routes = stack.ofKind("azure-native", "cdn", "Route");
    return {
        byGroupUrn: referrersByUrn(routes, "originGroup", stack),
        byGroupName: byText(routes, (route) => nameIn(textOf(route, "originGroup.id"))),
    };
});

const profilesByName = oncePerStack((stack) => {
    const found = new Map<string, ParsedResource[]>();
    for (const profile of stack.ofKind("azure-native", "cdn", "Profile")) {
        const names = new Set(["profileName", "name"].flatMap((key) => textOf(profile, key) ?? []));
        for (const name of names) getOrAdd(found, name, () => []).push(profile);
    }
    return found;
});

/** The origins of a group: those that were made from its name, or hold it, in the same profile. */
export function originsOf(group: ParsedResource, stack: ResourceIndex): readonly ParsedResource[] {
    const { byGroupUrn, byGroupName } = originIndex(stack);
    const named = at(byGroupName, groupName(group)).filter((origin) =>
        ["profileName", "resourceGroupName"].every((key) => {
            const [own, its] = [textOf(origin, key), textOf(group, key)];
            return own !== undefined && own === its;
        }),
    );
    return sortByUrn([...(byGroupUrn.get(group.urn) ?? []), ...named]);
}

/** The routes that lead to a group: those that refer to it, or hold its name, in the same profile. */
export function routesTo(group: ParsedResource, stack: ResourceIndex): readonly ParsedResource[] {
    const { byGroupUrn, byGroupName } = routeIndex(stack);
    const profile = textOf(group, "profileName");
    const named = at(byGroupName, groupName(group)).filter(
        (route) => profile !== undefined && textOf(route, "profileName") === profile,
    );
    return sortByUrn([...(byGroupUrn.get(group.urn) ?? []), ...named]);
}

/** What the tags of a group's profile declare: a group has none of its own. */
export function profileDeclarations(group: ParsedResource, stack: ResourceIndex): Declarations {
    const made = (group.propertyDependencies["profileName"] ?? []).flatMap((urn) => stack.get(urn) ?? []);
    const profiles = stack.ofKind("azure-native", "cdn", "Profile");
    const [profile] = [
        ...made.filter((one) => profiles.includes(one)),
        ...at(profilesByName(stack), textOf(group, "profileName")),
    ];
    if (!profile) return {};
    const { stateless, stateful } = readDeclarations(profile.properties, "tags");
    return declarations(inProfile(stateless, profile), inProfile(stateful, profile));
}

function inProfile<T>(declared: Fact<T> | undefined, { name }: ParsedResource): Fact<T> | undefined {
    return declared?.known === false ? notYet(`${declared.path} of Profile ${name}`) : declared;
}

/** What a group calls itself: the input, else the name that the service tells. */
function groupName(group: ParsedResource): string | undefined {
    return textOf(group, "originGroupName") ?? textOf(group, "name");
}

function nameIn(id: string | undefined): string | undefined {
    return id === undefined ? undefined : lastOf(id);
}

function at(found: ReadonlyMap<string, readonly ParsedResource[]>, key: string | undefined): readonly ParsedResource[] {
    return key === undefined ? [] : (found.get(key) ?? []);
}

/** A text in lower case, as the service tells names apart; undefined where there is none or it is not known yet. */
function textOf({ properties }: ParsedResource, key: string): string | undefined {
    const found = lookupText(properties, key);
    return found.state === "known" ? found.value.toLowerCase() : undefined;
}

/** Resources by what one of their properties was made from. */
function byUrnOf(resources: Iterable<ParsedResource>, property: string): ReadonlyMap<string, ParsedResource[]> {
    const found = new Map<string, ParsedResource[]>();
    for (const one of resources) {
        for (const urn of one.propertyDependencies[property] ?? []) getOrAdd(found, urn, () => []).push(one);
    }
    return found;
}

function byText(
    resources: Iterable<ParsedResource>,
    text: (one: ParsedResource) => string | undefined,
): ReadonlyMap<string, ParsedResource[]> {
    const found = new Map<string, ParsedResource[]>();
    for (const one of resources) {
        const key = text(one);
        if (key !== undefined) getOrAdd(found, key, () => []).push(one);
    }
    return found;
}
