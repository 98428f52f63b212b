import { type app as inputs } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { type SessionStoreConnection, type SessionStoreVariable } from "../affinity/session-store";

type Variables = pulumi.Input<pulumi.Input<inputs.EnvironmentVarArgs>[] | undefined>;
type Secrets = pulumi.Input<pulumi.Input<inputs.SecretArgs>[] | undefined>;
type Named = { name?: pulumi.Input<string | undefined> | undefined };
type Identity = pulumi.Input<inputs.ManagedServiceIdentityArgs | undefined>;

/** The environment of one container, with what it has to know of the store. */
export function withVariables(
    check: Checks,
    path: string,
    env: Variables | undefined,
    store: SessionStoreConnection,
): pulumi.Output<inputs.EnvironmentVarArgs[]> {
    const given = withoutNames(check, path, env, namesOf(store));
    return pulumi.all([given, ownVariables(store)]).apply(([known, own]) => [...(known ?? []), ...own]);
}

/** Checks a template whose first container is to have the store's variables. */
export function failWithoutRoom(
    check: Checks,
    template: inputs.TemplateArgs | undefined,
    store: SessionStoreConnection,
): void {
    const [first] = (template?.containers ?? []) as inputs.ContainerArgs[];
    if (first === undefined) check.missing("template.containers", "the store's variables go to the first one.");
    failOnTaken(check, "template.containers[0].env", first.env as Named[] | undefined, namesOf(store));
}

/** The template, checked, whose first container has the store's variables too. */
export function withStore(
    template: pulumi.Output<inputs.TemplateArgs | undefined>,
    store: SessionStoreConnection,
): pulumi.Output<inputs.TemplateArgs | undefined> {
    return pulumi.all([template, ownVariables(store)]).apply(([known, own]) => {
        const [first, ...others] = (known?.containers ?? []) as inputs.ContainerArgs[];
        const env = [...((first?.env ?? []) as inputs.EnvironmentVarArgs[]), ...own];
        return { ...(known as inputs.TemplateArgs), containers: [{ ...first, env }, ...others] };
    });
}

/** The app's secrets, with those of the store; undefined where there are none. */
export function withSecrets(
    check: Checks,
    secrets: Secrets | undefined,
    store: SessionStoreConnection | undefined,
): pulumi.Output<inputs.SecretArgs[] | undefined> | undefined {
    const own = (store?.environment() ?? []).filter(({ secret }) => secret).map(asSecret);
    if (own.length === 0) {
        return secrets === undefined ? undefined : pulumi.secret(secrets);
    }
    const given = withoutNames(check, "secrets", secrets, new Set(own.map(({ name }) => name)));
    return pulumi.secret(pulumi.all([given, own]).apply(([known, ours]) => [...(known ?? []), ...ours]));
}

/** The app's identity, which the store has to let in. */
export function readIdentity(
    check: Checks,
    identity: Identity | undefined,
    store: SessionStoreConnection | undefined,
): Identity | undefined {
    if (store?.access !== "identity") return identity;
    if (identity === undefined && store.hasIdentity) {
        check.missing(
            "identity",
            "the store is for one user-assigned identity, and the app has to have it. Give its resource id in " +
                'identity: { type: "UserAssigned", userAssignedIdentities: [id] }.',
        );
    }
    if (identity === undefined) return { type: "SystemAssigned" };
    return check
        .together<{ identity: inputs.ManagedServiceIdentityArgs }>(
            { identity: identity as pulumi.Input<inputs.ManagedServiceIdentityArgs> },
            (known) => failWithoutIdentity(check, typeOf(known.identity), store),
        )
        .apply((known) => known.identity);
}

/** True where the store lets the identity in that Azure gives the app. */
export function needsGrant(store: SessionStoreConnection): boolean {
    return store.access === "identity" && !store.hasIdentity;
}

function typeOf(identity: inputs.ManagedServiceIdentityArgs | undefined): string {
    return (identity?.type ?? "None") as string;
}

function failWithoutIdentity(check: Checks, type: string, store: SessionStoreConnection): void {
    if (store.hasIdentity && !type.includes("UserAssigned")) {
        check.fail(
            "identity.type",
            type,
            'the store is for one user-assigned identity, and the app has to have it. Use "UserAssigned" or ' +
                '"SystemAssigned,UserAssigned".',
        );
    }
    if (!store.hasIdentity && !type.includes("SystemAssigned")) {
        check.fail(
            "identity.type",
            type,
            'the store lets in the identity that Azure gives the app. Use "SystemAssigned" or ' +
                '"SystemAssigned,UserAssigned", or give sessionStore: store.forIdentity(name, { principalId, clientId }).',
        );
    }
}

/** A list without the names that the store's own members have. */
function withoutNames<T extends Named>(
    check: Checks,
    path: string,
    list: pulumi.Input<pulumi.Input<T>[] | undefined> | undefined,
    own: ReadonlySet<string>,
): pulumi.Input<pulumi.Input<T>[]> | undefined {
    return check.value<pulumi.Input<T>[]>(path, list, (known) => {
        failOnTaken(check, path, known as T[], own);
        return undefined;
    });
}

/** Names alone are shown: values may be secret. */
function failOnTaken(check: Checks, path: string, list: readonly Named[] | undefined, own: ReadonlySet<string>): void {
    const taken = list?.findIndex(({ name }) => own.has(name as string)) ?? -1;
    if (taken < 0) return;
    check.fail(
        `${path}[${taken}].name`,
        list?.[taken]?.name,
        "the session store sets it. Leave it out, or give the store another variablePrefix.",
    );
}

function namesOf(store: SessionStoreConnection): ReadonlySet<string> {
    return new Set(store.environment().map(({ name }) => name));
}

function ownVariables(store: SessionStoreConnection): { name: string; value?: pulumi.Input<string> }[] {
    return store
        .environment()
        .map(({ name, value, secret }) => (secret ? { name, secretRef: secretName(name) } : { name, value }));
}

function asSecret({ name, value }: SessionStoreVariable): { name: string; value: pulumi.Input<string> } {
    return { name: secretName(name), value };
}

/** Small letters, digits and hyphens. https://learn.microsoft.com/azure/container-apps/manage-secrets */
function secretName(variable: string): string {
    return variable.toLowerCase().replaceAll("_", "-");
}
