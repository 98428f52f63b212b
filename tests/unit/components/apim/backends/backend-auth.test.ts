import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    ApimApi,
    ApimBackend,
    type ApimBackendArgs,
    ApimNamedValue,
    type BackendAuthArgs,
    policies,
    StickyBackendPool,
} from "../../../../../components/apim";
import { SERVICE_ID } from "../../../support/furniture";
import { refusesFaults } from "../../../support/faults";
import { inTheClear, known, type Recorded, run, secret, UNKNOWN, urnOf } from "../../../support/program";
import { childrenOf, inputsOf } from "../../../support/registered";
import { warningsOf } from "../../../support/warnings";

const COMPONENT = "session-affinity:index:ApimBackend";
const NAMED = "session-affinity:index:ApimNamedValue";
const BACKEND = "azure-native:apimanagement:Backend";
const NAMED_VALUE = "azure-native:apimanagement:NamedValue";
const CERTIFICATE = "azure-native:apimanagement:Certificate";
const ROLE = "azure-native:authorization:RoleAssignment";

const inService = { resourceGroupName: "rg", serviceName: "gw" };
const minimal = (): ApimBackendArgs => ({ ...inService, url: "https://shop.example.com" });
const CANARY = "canary-7f3a";
const GUID = "33333333-3333-3333-3333-333333333333";
const VAULT_ID =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/shop-keys";
const SECRET_ID = "https://shop-keys.vault.azure.net/secrets/api-key";

/** Runs a backend with an authentication. */
const signed = (auth: BackendAuthArgs, preview = false, args: Partial<ApimBackendArgs> = {}) =>
    run(() => new ApimBackend("web", { ...minimal(), ...args, auth }), { preview });

/** What stands below the component. */
const below = (recorded: Recorded) =>
    childrenOf(recorded, urnOf(COMPONENT, "web"), `urn:pulumi:test::shop::${COMPONENT}$`);

/** The policy of an API that sends to the backend, without what every policy has. */
async function inboundOf(auth: BackendAuthArgs, args: Partial<ApimBackendArgs> = {}): Promise<string> {
    const recorded = await run(() => {
        const backend = new ApimBackend("web", { ...minimal(), ...args, backendId: "web", auth });
        return new ApimApi("api", { ...inService, path: "api", backend });
    });
    const document = String(inputsOf(recorded, "azure-native:apimanagement:ApiPolicy")["value"]);
    const [, inbound = ""] = /<set-backend-service backend-id="web" \/>\n([^]*?) {4}<\/inbound>/.exec(document) ?? [];
    return inbound.replace(/^ {8}/gm, "");
}

/** The ways to keep a secret in a named value, where it can be one. */
const SECRETS: Readonly<Record<string, (value: { value: string }) => BackendAuthArgs>> = {
    functionKey: (value) => ({ functionKey: value }),
    apiKey: (value) => ({ apiKey: { header: "X-Key", ...value } }),
    oauth2: (clientSecret) => ({
        oauth2: { tokenUrl: "https://login.example.com/token", clientId: "shop", clientSecret, scope: "all" },
    }),
    basic: (password) => ({ basic: { username: "gateway", password } }),
    headers: (value) => ({ headers: { "X-Key": value } }),
};

describe("the authentication of an ApimBackend", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const later = (value: string) => (preview ? UNKNOWN : value);

            for (const auth of [undefined, { none: true } as const]) {
                it(`is none ${auth ? "where that is said" : "where nothing is"}`, async () => {
                    const recorded = await run(
                        () => new ApimBackend("web", { ...minimal(), ...(auth ? { auth } : {}) }),
                        {
                            preview,
                        },
                    );
                    assert.deepEqual(below(recorded), ["Backend web"]);
                    assert.equal(inputsOf(recorded, BACKEND)["credentials"], undefined);
                    assert.deepEqual(recorded.result.statements, []);
                    assert.deepEqual(await known(recorded.result.requiredRoles), []);
                });
            }

            const keys: [title: string, auth: BackendAuthArgs, name: string, credentials: object][] = [
                [
                    "a function key",
                    { functionKey: { value: CANARY } },
                    "web-key",
                    { header: { "x-functions-key": [later("{{web-key}}")] } },
                ],
                [
                    "an API key in a header",
                    { apiKey: { header: "X-API-Key", value: CANARY } },
                    "web-key",
                    { header: { "X-API-Key": [later("{{web-key}}")] } },
                ],
                [
                    "an API key in the query",
                    { apiKey: { query: "code", value: CANARY } },
                    "web-key",
                    { query: { code: [later("{{web-key}}")] } },
                ],
                [
                    "a header of one's own",
                    { headers: { "X-Tenant-Token": { value: CANARY } } },
                    "web-x-tenant-token",
                    { header: { "X-Tenant-Token": [later("{{web-x-tenant-token}}")] } },
                ],
            ];
            for (const [title, auth, name, credentials] of keys) {
                it(`keeps ${title} in a named value that the backend refers to`, async () => {
                    const recorded = await signed(auth, preview);
                    assert.deepEqual(below(recorded), [`ApimNamedValue ${name}`, "Backend web", `NamedValue ${name}`]);
                    assert.deepEqual(inputsOf(recorded, BACKEND)["credentials"], credentials);
                    assert.deepEqual(inputsOf(recorded, NAMED_VALUE), {
                        ...inService,
                        displayName: name,
                        secret: true,
                        value: secret(CANARY),
                    });
                    const child = recorded.resources.find(({ type }) => type === NAMED);
                    assert.equal(child?.parent, urnOf(COMPONENT, "web"));
                    assert.deepEqual(recorded.result.statements, []);
                });
            }

            it("sends several headers, each from a named value of its own", async () => {
                const recorded = await signed(
                    { headers: { "X-One": { value: "1" }, "X-Two": { value: "2" } } },
                    preview,
                );
                assert.deepEqual(inputsOf(recorded, BACKEND)["credentials"], {
                    header: { "X-One": [later("{{web-x-one}}")], "X-Two": [later("{{web-x-two}}")] },
                });
            });

            it("reads a secret from Key Vault, and lists the role that it needs", async () => {
                const recorded = await signed({ functionKey: { keyVault: { secretId: SECRET_ID } } }, preview);
                assert.deepEqual(inputsOf(recorded, NAMED_VALUE), {
                    ...inService,
                    displayName: "web-key",
                    secret: true,
                    keyVault: { secretIdentifier: SECRET_ID },
                });
                assert.deepEqual(await known(recorded.result.requiredRoles), [
                    {
                        role: "Key Vault Secrets User",
                        roleDefinitionId:
                            "/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
                        scope: SECRET_ID,
                        principal: "the system-assigned identity of the API Management service",
                        created: false,
                    },
                ]);
            });

            it("assigns the role on that one secret where that is asked for", async () => {
                const grant = { vaultId: VAULT_ID, principalId: GUID };
                const recorded = await signed({ functionKey: { keyVault: { secretId: SECRET_ID, grant } } }, preview);
                assert.deepEqual(below(recorded), [
                    "ApimNamedValue web-key",
                    "Backend web",
                    "NamedValue web-key",
                    "RoleAssignment web-key-reader",
                ]);
                assert.equal(inputsOf(recorded, ROLE)["scope"], `${VAULT_ID}/secrets/api-key`);
                const [role] = (await known(recorded.result.requiredRoles)) ?? [];
                assert.deepEqual(
                    [role?.scope, role?.principal, role?.created],
                    [`${VAULT_ID}/secrets/api-key`, GUID, true],
                );
            });

            it("takes a named value that is there already", async () => {
                const recorded = await run(
                    () => {
                        const namedValue = new ApimNamedValue("shared", { ...inService, value: CANARY });
                        return new ApimBackend("web", { ...minimal(), auth: { functionKey: { namedValue } } });
                    },
                    { preview },
                );
                assert.deepEqual(below(recorded), ["Backend web"]);
                assert.deepEqual(inputsOf(recorded, BACKEND)["credentials"], {
                    header: { "x-functions-key": [later("{{shared}}")] },
                });
            });

            it("presents a certificate of API Management", async () => {
                const certificateId = `${SERVICE_ID.replace(/0(?=\/resourceGroups)/, "9")}/certificates/partners`;
                const recorded = await signed({ certificate: { certificateIds: [certificateId] } }, preview);
                assert.deepEqual(below(recorded), ["Backend web"]);
                assert.deepEqual(inputsOf(recorded, BACKEND)["credentials"], { certificateIds: [certificateId] });
            });

            it("presents a certificate in Key Vault", async () => {
                const keyVault = { secretId: SECRET_ID, identityClientId: GUID };
                const recorded = await signed({ certificate: { keyVault } }, preview);
                assert.deepEqual(below(recorded), ["Backend web", "Certificate web-certificate"]);
                assert.deepEqual(inputsOf(recorded, CERTIFICATE), {
                    ...inService,
                    keyVault: { secretIdentifier: SECRET_ID, identityClientId: GUID },
                });
                const [role] = (await known(recorded.result.requiredRoles)) ?? [];
                assert.equal(role?.principal, `the user-assigned identity with the client id ${GUID}`);
            });

            it("presents a certificate in Key Vault after it assigned the role", async () => {
                const grant = { vaultId: VAULT_ID, principalId: GUID };
                const recorded = await signed({ certificate: { keyVault: { secretId: SECRET_ID, grant } } }, preview);
                assert.deepEqual(below(recorded), [
                    "Backend web",
                    "Certificate web-certificate",
                    "RoleAssignment web-certificate-reader",
                ]);
            });

            it("presents a certificate that is given, kept secret with its password", async () => {
                const recorded = await signed({ certificate: { data: "TUlJ", password: CANARY } }, preview);
                assert.deepEqual(below(recorded), ["Backend web", "Certificate web-certificate"]);
                assert.deepEqual(inputsOf(recorded, CERTIFICATE), {
                    ...inService,
                    data: secret("TUlJ"),
                    password: secret(CANARY),
                });
                const { certificateIds } = inputsOf(recorded, BACKEND)["credentials"] as Record<string, string[]>;
                assert.match(
                    certificateIds?.[0] ?? "",
                    preview ? /^\(not known yet\)$/ : /\/certificates\/web-certificate/,
                );
            });

            for (const [method, authOf] of Object.entries(SECRETS)) {
                it(`keeps the secret of ${method} out of all that is stored in the clear`, async () => {
                    const recorded = await run(
                        () => {
                            const backend = new ApimBackend("web", { ...minimal(), auth: authOf({ value: CANARY }) });
                            return new ApimApi("api", { ...inService, path: "api", backend });
                        },
                        { preview },
                    );
                    const all = [...recorded.resources.map(({ inputs }) => inputs), ...recorded.outputs.values()];
                    assert.ok(JSON.stringify(all).includes(CANARY));
                    assert.ok(!inTheClear(all).includes(CANARY));
                });
            }
        });
    }

    it("is a token of the managed identity, in Authorization", async () => {
        assert.equal(
            await inboundOf({ managedIdentity: { resource: "app-id" } }),
            '<authentication-managed-identity resource="app-id" />\n',
        );
        const { result } = await signed({ managedIdentity: { resource: "app-id" } });
        assert.deepEqual(await known(result.requiredRoles), [
            {
                role: "an app role of the application, or its user assignment turned off",
                scope: "app-id",
                principal: "the system-assigned identity of the API Management service",
                created: false,
            },
        ]);
    });

    it("is a token of a user-assigned identity, in another header", async () => {
        assert.equal(
            await inboundOf({ managedIdentity: { resource: "app-id", clientId: GUID, header: "X-Token" } }),
            `<authentication-managed-identity resource="app-id" client-id="${GUID}" output-token-variable-name="backend-token" />
<set-header name="X-Token" exists-action="override">
    <value>@("Bearer " + (string)context.Variables["backend-token"])</value>
</set-header>
`,
        );
        const { result } = await signed({ managedIdentity: { resource: "app-id", clientId: GUID } });
        const [role] = (await known(result.requiredRoles)) ?? [];
        assert.equal(role?.principal, `the user-assigned identity with the client id ${GUID}`);
    });

    it("is a user's name and password", async () => {
        assert.equal(
            await inboundOf({ basic: { username: "gate@way", password: { value: CANARY } } }),
            '<authentication-basic username="gate@way" password="{{web-password}}" />\n',
        );
    });

    it("is an OAuth 2.0 token, fetched once and kept until shortly before its end", async () => {
        const auth = {
            oauth2: {
                tokenUrl: "https://login.example.com/token",
                clientId: "shop",
                clientSecret: { value: CANARY },
                scope: "api://shop/.default",
            },
        };
        const key = `@("backend-token " + "https://login.example.com/token" + " " + "shop" + " " + "api://shop/.default")`;
        const answer = `((IResponse)context.Variables["backend-token-answer"])`;
        const field = (name: string) => `(${answer}.Body.As<JObject>(preserveContent: true)["${name}"])`;
        assert.equal(
            await inboundOf(auth),
            `<cache-lookup-value key="${key}" variable-name="backend-token" caching-type="internal" />
<choose>
    <when condition="@(string.IsNullOrEmpty(context.Variables.GetValueOrDefault<string>("backend-token", "")))">
        <send-request mode="new" response-variable-name="backend-token-answer" timeout="10" ignore-error="false">
            <set-url>https://login.example.com/token</set-url>
            <set-method>POST</set-method>
            <set-header name="Content-Type" exists-action="override">
                <value>application/x-www-form-urlencoded</value>
            </set-header>
            <set-body>@("grant_type=client_credentials&client_id=" + System.Net.WebUtility.UrlEncode("shop") + "&scope=" + System.Net.WebUtility.UrlEncode("api://shop/.default") + "&client_secret=" + System.Net.WebUtility.UrlEncode(@"{{web-client-secret}}"))</set-body>
        </send-request>
        <choose>
            <when condition="@(${answer}.StatusCode != 200)">
                <return-response>
                    <set-status code="502" reason="No token for the backend" />
                </return-response>
            </when>
        </choose>
        <set-variable name="backend-token" value="@((string)${field("access_token")})" />
        <cache-store-value key="${key}" value="@((string)context.Variables["backend-token"])" duration="@(Math.Max(1, (int)${field("expires_in")} - 60))" caching-type="internal" />
    </when>
</choose>
<set-header name="Authorization" exists-action="override">
    <value>@("Bearer " + (string)context.Variables["backend-token"])</value>
</set-header>
`,
        );
        const external = await inboundOf({ oauth2: { ...auth.oauth2, cachingType: "external" } });
        assert.equal(external.match(/caching-type="external"/g)?.length, 2);
    });

    it("warns of a version in the id of a certificate's secret", async () => {
        const { warnings } = await warningsOf(() =>
            signed({ certificate: { keyVault: { secretId: `${SECRET_ID}/0123456789abcdef` } } }),
        );
        assert.deepEqual(warnings.length, 1);
        assert.match(
            warnings[0] ?? "",
            /\] ApimBackend web: args\.auth\.certificate\.keyVault\.secretId ends in the version 0123456789abcdef/,
        );
    });

    it("tells the backend the client's host where the backend is an App Service, or where that is asked for", async () => {
        const header = `<set-header name="X-Forwarded-Host" exists-action="override">
    <value>@(context.Request.OriginalUrl.Host)</value>
</set-header>
`;
        const webApp = { id: pulumi.output("/sites/web"), defaultHostName: pulumi.output("web.example.com") } as never;
        assert.equal(await inboundOf({ none: true }), "");
        assert.equal(await inboundOf({ none: true }, { forwardHost: true }), header);
        assert.equal(await inboundOf({ none: true }, { url: undefined, webApp }), header);
        assert.equal(await inboundOf({ none: true }, { url: undefined, webApp, forwardHost: false }), "");
    });

    const managed = (resource: pulumi.Input<string>) => ({ managedIdentity: { resource } });
    refusesFaults<ApimBackendArgs>(
        {
            component: "ApimBackend",
            good: minimal,
            make: (name, args) => new ApimBackend(name, args),
            children: [BACKEND, NAMED_VALUE, CERTIFICATE],
            // A secret's own fault stops what keeps it; the backend that refers to it does not come to be either.
            without: (path) => (path.includes("certificate") ? [NAMED_VALUE] : [CERTIFICATE, NAMED_VALUE, BACKEND]),
        },
        [
            {
                title: "no method",
                args: { auth: {} },
                path: "auth.none",
                says: ["args.auth.functionKey or args.auth.apiKey", "is missing: give exactly one of them"],
                plainOnly: true,
            },
            {
                title: "two methods",
                args: { auth: { functionKey: { value: "a" }, ...managed("b") } },
                path: "auth.managedIdentity",
                says: ["cannot stand beside args.auth.functionKey"],
                plainOnly: true,
            },
            {
                title: "false for none",
                args: { auth: { none: false } },
                path: "auth.none",
                says: ["is false"],
                plainOnly: true,
            },
            {
                title: "a secret without a source",
                args: { auth: { functionKey: {} } },
                path: "auth.functionKey.value",
                says: ["args.auth.functionKey.keyVault or args.auth.functionKey.namedValue is missing"],
                plainOnly: true,
            },
            {
                title: "a secret with two sources",
                args: { auth: { functionKey: { value: "a", keyVault: { secretId: SECRET_ID } } } },
                path: "auth.functionKey.keyVault",
                says: ["cannot stand beside args.auth.functionKey.value"],
                plainOnly: true,
            },
            {
                title: "an empty secret",
                args: { auth: { basic: { username: "a", password: { value: "" } } } },
                path: "auth.basic.password.value",
                says: ["has 0 characters"],
                plainOnly: true,
            },
            {
                title: "no password",
                args: { auth: { basic: { username: "a" } } },
                path: "auth.basic.password",
                says: ["missing", "value, keyVault or namedValue"],
                plainOnly: true,
            },
            {
                title: "no user",
                args: { auth: { basic: { username: "", password: { value: "a" } } } },
                path: "auth.basic.username",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "an id that is no secret's",
                args: { auth: { functionKey: { keyVault: { secretId: "https://shop-keys.vault.azure.net/keys/a" } } } },
                path: "auth.functionKey.keyVault.secretId",
                says: ["address of a secret"],
                plainOnly: true,
            },
            {
                title: "an API key without a place",
                args: { auth: { apiKey: { value: "a" } } },
                path: "auth.apiKey.header",
                says: ["args.auth.apiKey.query is missing"],
                plainOnly: true,
            },
            {
                title: "an API key in a header that cannot be",
                args: { auth: { apiKey: { header: "X Key", value: "a" } } },
                path: "auth.apiKey.header",
                says: ['"X Key"', "letters, digits"],
                plainOnly: true,
            },
            {
                title: "no header",
                args: { auth: { headers: {} } },
                path: "auth.headers",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a header that cannot be",
                args: { auth: { headers: { "a:b": { value: "a" } } } },
                path: "auth.headers.a:b",
                says: ['"a:b"', "letters, digits"],
                plainOnly: true,
            },
            {
                title: "a managed identity for nothing",
                args: { auth: managed("") },
                path: "auth.managedIdentity.resource",
                says: ["missing", "application id"],
                plainOnly: true,
            },
            {
                title: "an identity that is none",
                args: { auth: { managedIdentity: { resource: "a", clientId: "b" } } },
                path: "auth.managedIdentity.clientId",
                says: ['"b"', "client id of an identity"],
                plainOnly: true,
            },
            {
                title: "a token in a header that cannot be",
                args: { auth: { managedIdentity: { resource: "a", header: "X Token" } } },
                path: "auth.managedIdentity.header",
                says: ['"X Token"'],
                plainOnly: true,
            },
            {
                title: "a certificate without a source",
                args: { auth: { certificate: {} } },
                path: "auth.certificate.certificateIds",
                says: ["is missing"],
                plainOnly: true,
            },
            {
                title: "no certificate",
                args: { auth: { certificate: { certificateIds: [] } } },
                path: "auth.certificate.certificateIds",
                says: ["missing", "one or more"],
                plainOnly: true,
            },
            {
                title: "a certificate's id that is none",
                args: { auth: { certificate: { certificateIds: ["partners"] } } },
                path: "auth.certificate.certificateIds[0]",
                says: ['"partners"', "full resource id of a certificate"],
            },
            {
                title: "a certificate's id of a secret in Key Vault that is none",
                args: { auth: { certificate: { keyVault: { secretId: "https://a/b" } } } },
                path: "auth.certificate.keyVault.secretId",
                says: ["address of a secret"],
            },
            {
                title: "a certificate that is not base64, without showing it",
                args: { auth: { certificate: { data: "not-base-64!" } } },
                path: "auth.certificate.data",
                says: ["args.auth.certificate.data has to be PKCS#12 in base64"],
            },
            {
                title: "a password without its certificate",
                args: { auth: { certificate: { certificateIds: [`${SERVICE_ID}/certificates/a`], password: "b" } } },
                path: "auth.certificate.password",
                says: ["args.auth.certificate.data only"],
                plainOnly: true,
            },
            ...(["tokenUrl", "clientId", "scope"] as const).map((missing) => ({
                title: `an OAuth 2.0 client without ${missing}`,
                args: {
                    auth: {
                        oauth2: {
                            tokenUrl: "https://a",
                            clientId: "b",
                            scope: "c",
                            clientSecret: { value: "d" },
                            [missing]: "",
                        },
                    },
                },
                path: `auth.oauth2.${missing}`,
                says: ["missing"],
                plainOnly: true,
            })),
            {
                title: "tokens over plain HTTP",
                args: {
                    auth: {
                        oauth2: { tokenUrl: "http://a", clientId: "b", scope: "c", clientSecret: { value: "d" } },
                    },
                },
                path: "auth.oauth2.tokenUrl",
                says: ['"http://a"', "https://"],
                plainOnly: true,
            },
            {
                title: "a signature of what is no Logic App",
                args: { auth: { signature: { value: "a" } } },
                path: "auth.signature",
                says: ["args.logicApp only"],
                plainOnly: true,
            },
        ],
    );

    for (const resource of ["https://management.azure.com/", "https://management.core.windows.net"]) {
        it(`refuses a token for ${resource} where the backend is an application`, async () => {
            const webApp = { id: pulumi.output("/a"), defaultHostName: pulumi.output("a") } as never;
            await assert.rejects(
                signed(managed(resource), false, { url: undefined, webApp }),
                /args\.auth\.managedIdentity\.resource is .*: a token for Azure Resource Manager opens no application/,
            );
            await signed(managed(resource), false, { url: "https://management.azure.com" });
        });
    }
});

describe("the authentication of a StickyBackendPool", () => {
    const { authenticationManagedIdentity } = policies;
    const member = (name: string, auth?: BackendAuthArgs) => ({
        backend: new ApimBackend(name, { ...inService, url: `https://${name}.example.com`, ...(auth ? { auth } : {}) }),
    });
    const pool = (members: () => { backend: ApimBackend }[], preview = false) =>
        run(() => new StickyBackendPool("shop", { ...inService, members: members() }), { preview });

    it("is that of its members", async () => {
        const auth = { managedIdentity: { resource: pulumi.output("app-id") } };
        const { result } = await pool(() => [member("a", auth), member("b", auth)]);
        assert.deepEqual(
            await known(pulumi.output(result.statements)),
            await known(pulumi.output([authenticationManagedIdentity({ resource: "app-id" })])),
        );
    });

    it("is that of the members that are looked at", async () => {
        const { result } = await run(() => {
            const members = [
                { id: `${SERVICE_ID}/backends/west` },
                member("b", { managedIdentity: { resource: "app" } }),
            ];
            return new StickyBackendPool("shop", { ...inService, members });
        });
        assert.equal(result.statements.length, 1);
    });

    it("is none where each member sends a key of its own", async () => {
        const { result } = await pool(() => ["a", "b"].map((name) => member(name, { functionKey: { value: name } })));
        assert.deepEqual(result.statements, []);
    });

    it("is a secret that the members share", async () => {
        const { result } = await pool(() => {
            const password = { namedValue: new ApimNamedValue("shared", { ...inService, value: CANARY }) };
            return ["a", "b"].map((name) => member(name, { basic: { username: "gateway", password } }));
        });
        assert.equal(result.statements.length, 1);
    });

    const different: [title: string, members: () => { backend: ApimBackend }[]][] = [
        ["of which one is not signed", () => [member("a"), member("b", { managedIdentity: { resource: "app" } })]],
        [
            "with different tokens",
            () => ["a", "b"].map((name) => member(name, { managedIdentity: { resource: pulumi.output(name) } })),
        ],
        [
            "with different passwords",
            () => ["a", "b"].map((name) => member(name, { basic: { username: "u", password: { value: name } } })),
        ],
    ];
    for (const [title, members] of different) {
        it(`refuses members ${title}`, async () => {
            await assert.rejects(
                pool(members),
                /args\.members\[1\]\.backend is signed in another way than args\.members\[0\]\.backend.*one ApimNamedValue/s,
            );
        });
    }
});
