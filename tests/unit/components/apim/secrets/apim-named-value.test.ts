import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApimNamedValue, type ApimNamedValueArgs, type RequiredRole } from "../../../../../components/apim";
import { refusesFaults } from "../../../support/faults";
import {
    inTheClear,
    known,
    type Recorded,
    reference,
    run,
    runToFailure,
    runToThrow,
    secret,
    UNKNOWN,
    urnOf,
} from "../../../support/program";
import { warningsOf } from "../../../support/warnings";

const COMPONENT = "session-affinity:index:ApimNamedValue";
const NAMED_VALUE = "azure-native:apimanagement:NamedValue";
const ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";
const ROLE = "4633458b-17de-408a-b874-0445c86b69e6";
const CANARY = "canary-1f0c";
const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const VAULT_ID = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/shop-keys`;
const SECRET_ID = "https://shop-keys.vault.azure.net/secrets/api-key";
const PRINCIPAL = "11111111-2222-3333-4444-555555555555";
const CLIENT = "66666666-7777-8888-9999-000000000000";

const inService = { resourceGroupName: "rg", serviceName: "gw" };
const plain = (): ApimNamedValueArgs => ({ ...inService, value: CANARY });
const inVault = (keyVault: object = {}): ApimNamedValueArgs => ({
    ...inService,
    keyVault: { secretId: SECRET_ID, ...keyVault },
});
const granted = (grant: object = {}) => inVault({ grant: { vaultId: VAULT_ID, principalId: PRINCIPAL, ...grant } });

/** Asserts that the program made the component and these children, and returns the inputs of each child. */
function children({ resources }: Recorded, ...types: [type: string, name: string][]) {
    const parent = urnOf(COMPONENT, "web");
    assert.deepEqual(
        resources.map(({ type, name, parent, custom }) => ({ type, name, parent, custom })),
        [
            { type: COMPONENT, name: "web", parent: "", custom: false },
            ...types.map(([type, name]) => ({ type, name, parent, custom: true })),
        ],
    );
    return resources.slice(1).map(({ inputs }) => inputs);
}

const needed = (role: Partial<RequiredRole>): RequiredRole[] => [
    {
        role: "Key Vault Secrets User",
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`,
        scope: SECRET_ID,
        principal: "the system-assigned identity of the API Management service",
        created: false,
        ...role,
    },
];

describe("ApimNamedValue", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            for (const value of [() => CANARY, () => pulumi.output(CANARY)]) {
                it(`keeps a value secret that is ${value.toString().slice(6)}`, async () => {
                    const recorded = await run(() => new ApimNamedValue("web", { ...plain(), value: value() }), {
                        preview,
                    });
                    const [inputs] = children(recorded, [NAMED_VALUE, "web"]);
                    assert.deepEqual(inputs, { ...inService, displayName: "web", secret: true, value: secret(CANARY) });
                    const { resources, outputs } = recorded;
                    const all = [resources.map((each) => each.inputs), [...outputs.values()]];
                    assert.ok(!inTheClear(all).includes(CANARY));
                    assert.deepEqual(outputs.get(urnOf(COMPONENT, "web"))?.["requiredRoles"], []);
                });
            }

            it("refers to a secret in Key Vault", async () => {
                const recorded = await run(() => new ApimNamedValue("web", inVault()), { preview });
                const [inputs] = children(recorded, [NAMED_VALUE, "web"]);
                assert.deepEqual(inputs, {
                    ...inService,
                    displayName: "web",
                    secret: true,
                    keyVault: { secretIdentifier: SECRET_ID },
                });
                assert.deepEqual(await known(recorded.result.requiredRoles), needed({}));
            });

            it("reads it by a user-assigned identity where one is given", async () => {
                const args = { ...inVault({ identityClientId: pulumi.output(CLIENT) }), displayName: "api.key" };
                const recorded = await run(() => new ApimNamedValue("web", args), { preview });
                const [inputs] = children(recorded, [NAMED_VALUE, "web"]);
                assert.deepEqual(inputs, {
                    ...inService,
                    displayName: "api.key",
                    secret: true,
                    keyVault: { secretIdentifier: SECRET_ID, identityClientId: CLIENT },
                });
                const principal = `the user-assigned identity with the client id ${CLIENT}`;
                assert.deepEqual(await known(recorded.result.requiredRoles), needed({ principal }));
            });

            it("assigns the role on that one secret where asked", async () => {
                const recorded = await run(() => new ApimNamedValue("web", granted()), { preview });
                const [assignment] = children(recorded, [ROLE_ASSIGNMENT, "web-reader"], [NAMED_VALUE, "web"]);
                const scope = `${VAULT_ID}/secrets/api-key`;
                assert.deepEqual(assignment, {
                    scope,
                    roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`,
                    principalId: PRINCIPAL,
                    principalType: "ServicePrincipal",
                });
                const roles = needed({ scope, principal: PRINCIPAL, created: true });
                assert.deepEqual(await known(recorded.result.requiredRoles), roles);
                assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web"))?.["requiredRoles"], roles);
            });
        });
    }

    it("answers with its names and its reference", async () => {
        const recorded = await run(() => new ApimNamedValue("web", plain()));
        const { name, displayName, reference: made } = recorded.result;
        const found = (await known(pulumi.output({ name, displayName, made })))!;
        assert.match(found.name, /^web[0-9a-f]{8}$/);
        assert.deepEqual([found.displayName, found.made], ["web", "{{web}}"]);
        assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web")), {
            namedValue: reference(urnOf(NAMED_VALUE, "web", COMPONENT)),
            name: found.name,
            displayName: "web",
            reference: "{{web}}",
            requiredRoles: [],
        });
    });

    it("knows its display name before it exists, and its reference then only", async () => {
        const { outputs } = await run(() => new ApimNamedValue("web", plain()), { preview: true });
        const registered = outputs.get(urnOf(COMPONENT, "web"));
        assert.deepEqual([registered?.["displayName"], registered?.["reference"]], ["web", UNKNOWN]);
    });

    for (const [name, displayName] of [
        ["API key, été", "API-key---t-"],
        ["a.b_c-9", "a.b_c-9"],
        ["a".repeat(248), "a".repeat(248)],
    ] as const) {
        it(`is displayed as ${displayName.slice(0, 20)} where its component is called ${name.slice(0, 20)}`, async () => {
            const { resources } = await run(() => new ApimNamedValue(name, plain()));
            assert.equal(resources[1]?.inputs["displayName"], displayName);
        });
    }

    it("takes values of 1 and of 4096 characters, and display names of 256", async () => {
        for (const value of ["v", "v".repeat(4096)]) {
            await run(() => new ApimNamedValue("web", { ...plain(), value, displayName: "d".repeat(256) }));
        }
    });

    for (const secretId of [
        "https://shop-keys.vault.azure.cn/secrets/api-key",
        "https://shop-keys.vault.usgovcloudapi.net/secrets/api-key",
    ]) {
        it(`takes ${secretId}, and the role on it`, async () => {
            const { resources } = await run(
                () =>
                    new ApimNamedValue(
                        "web",
                        inVault({ secretId, grant: { vaultId: VAULT_ID, principalId: PRINCIPAL } }),
                    ),
            );
            assert.equal(resources[1]?.inputs["scope"], `${VAULT_ID}/secrets/api-key`);
        });
    }

    it("is not created where the role cannot be assigned", async () => {
        const { resources } = await runToFailure(() => new ApimNamedValue("web", granted()), {
            answer: (type, state) => {
                if (type === ROLE_ASSIGNMENT) throw new Error("forbidden");
                return state;
            },
        });
        assert.ok(resources.some(({ type }) => type === ROLE_ASSIGNMENT));
        assert.ok(!resources.some(({ type }) => type === NAMED_VALUE));
    });

    for (const later of [false, true]) {
        it(`warns of a version in the secret's address, once${later ? ", when it becomes known" : ""}`, async () => {
            const id = `${SECRET_ID}/0123456789abcdef`;
            const secretId = () => (later ? pulumi.output(id) : id);
            const { warnings, result } = await warningsOf(() =>
                run(() => new ApimNamedValue("web", inVault({ secretId: secretId() }))),
            );
            assert.equal(warnings.length, 1);
            for (const part of ["ApimNamedValue web", "0123456789abcdef", `Take the version out: ${SECRET_ID}.`]) {
                assert.ok(warnings[0]?.includes(part), warnings[0]);
            }
            assert.deepEqual(result.resources[1]?.inputs["keyVault"], { secretIdentifier: id });
            assert.deepEqual(await known(result.result.requiredRoles), needed({}));
        });
    }

    it("warns of nothing else", async () => {
        const { warnings } = await warningsOf(() => run(() => new ApimNamedValue("web", inVault())));
        assert.deepEqual(warnings, []);
    });

    for (const value of ["", `${CANARY}${"v".repeat(4096)}`, [CANARY]]) {
        it(`does not show the wrong value of ${value.length} in its error`, async () => {
            const make = (given: unknown) => () => new ApimNamedValue("web", { ...inService, value: given as string });
            const { thrown } = await runToThrow(make(value));
            const { errors } = await runToFailure(make(pulumi.output(value as string)));
            assert.ok(pulumi.InputPropertyError.isInstance(thrown));
            assert.ok(errors.length > 0);
            for (const error of [thrown, ...errors]) assert.ok(!String(error).includes(CANARY), String(error));
        });
    }

    const secretRule = "https://<vault's host>/secrets/<name>";
    refusesFaults<ApimNamedValueArgs>(
        {
            component: "ApimNamedValue",
            good: plain,
            make: (name, args) => new ApimNamedValue(name, args),
            children: [NAMED_VALUE],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: "" },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            {
                title: "no service",
                args: { serviceName: undefined },
                path: "serviceName",
                says: ["missing", "API Management"],
            },
            {
                title: "no value",
                args: { value: undefined },
                path: "value",
                says: ["args.keyVault is missing", "exactly one"],
                plainOnly: true,
            },
            {
                title: "two values",
                args: { keyVault: { secretId: SECRET_ID } },
                path: "keyVault",
                says: ["cannot stand beside args.value"],
                plainOnly: true,
            },
            { title: "an empty value", args: { value: "" }, path: "value", says: ["has 0 characters", "1 to 4096"] },
            {
                title: "a value of 4097 characters",
                args: { value: "v".repeat(4097) },
                path: "value",
                says: ["has 4097 characters", "1 to 4096"],
            },
            ...["", "API key", "d".repeat(257), "clé"].map((displayName) => ({
                title: `the display name ${JSON.stringify(displayName).slice(0, 20)}`,
                args: { displayName },
                path: "displayName",
                says: ["1 to 256 letters, digits, hyphens, dots and underscores"],
            })),
        ],
    );
    refusesFaults<ApimNamedValueArgs>(
        {
            component: "ApimNamedValue",
            good: granted,
            make: (name, args) => new ApimNamedValue(name, args),
            children: [ROLE_ASSIGNMENT, NAMED_VALUE],
        },
        [
            ...[
                "api-key",
                "http://shop-keys.vault.azure.net/secrets/api-key",
                "https://shop-keys.vault.azure.net/keys/api-key",
                "https://shop-keys.vault.azure.net/secrets/",
                "https://shop-keys.vault.azure.net/secrets/api_key",
            ].map((secretId) => ({
                title: `the address ${secretId}`,
                args: { keyVault: { ...granted().keyVault, secretId } },
                path: "keyVault.secretId",
                says: [`"${secretId}"`, secretRule],
            })),
            {
                title: "no address",
                args: { keyVault: {} },
                path: "keyVault.secretId",
                says: ["missing", "address of the secret"],
                plainOnly: true,
            },
            {
                title: "an identity's name in place of its client id",
                args: { keyVault: { ...granted().keyVault, identityClientId: "gateway" } },
                path: "keyVault.identityClientId",
                says: ['"gateway"', "client id"],
                plainOnly: true,
            },
            ...[
                { vaultId: undefined, path: "vaultId", says: ["missing", "secret's vault"] },
                { vaultId: "shop-keys", path: "vaultId", says: ['"shop-keys"', "resource id of a key vault"] },
                { vaultId: `${VAULT_ID}2`, path: "vaultId", says: ['"shop-keys2"', 'in the vault "shop-keys"'] },
                { principalId: undefined, path: "principalId", says: ["missing", "object id"] },
                { principalId: "gateway", path: "principalId", says: ['"gateway"', "object id of an identity"] },
            ].map(({ path, says, ...grant }) => ({
                title: `a grant with the ${path} ${String(Object.values(grant)[0]).slice(-12)}`,
                args: { keyVault: granted(grant).keyVault },
                path: `keyVault.grant.${path}`,
                says,
            })),
        ],
    );

    for (const name of ["a".repeat(249), "a/b", "a:b", "a?"]) {
        it(`refuses the name ${name.slice(0, 10)}, which no id can be made from`, async () => {
            const { thrown, resources } = await runToThrow(() => new ApimNamedValue(name, plain()));
            assert.ok(pulumi.InputPropertyError.isInstance(thrown));
            assert.equal(thrown.propertyPath, "name");
            assert.match(thrown.reason, /at most 248 characters and none of/);
            assert.deepEqual(resources, []);
        });
    }
});
