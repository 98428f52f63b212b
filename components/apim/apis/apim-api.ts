import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";

import { type ApimOperationArgs, createOperation, type Operation, readOperations } from "./apim-operation";
import { createPolicy } from "../policies/apim-policy";
import { importedId, type OpenApiImport, readOpenApi } from "./open-api";
import { readsAuthorization, setsAuthorization } from "../policies/authorization";
import { documentsOf, layOutPolicies, mergePolicies, picksBackend, type PolicyDocument } from "../policies/document";
import { sendTo, type SignedBackend } from "../policies/patterns";
import { renderPolicies } from "../policies/render";
import { readEntityId, readServicePlace, type ServicePlaceArgs } from "../service-place";

/** A version of an API. */
export interface ApiVersionArgs {
    /** Name of the version, such as "v2". */
    name: pulumi.Input<string>;
    /** The set of the API's versions, or its resource id. */
    set: apimanagement.ApiVersionSet | pulumi.Input<string>;
}

/** Header and query parameter that subscription keys come in. */
export interface SubscriptionKeyNamesArgs {
    /** Omitted: `Ocp-Apim-Subscription-Key`. */
    header?: pulumi.Input<string | undefined>;
    /** Omitted: `subscription-key`. */
    query?: pulumi.Input<string | undefined>;
}

/** Arguments of {@link ApimApi}. */
export interface ApimApiArgs extends ServicePlaceArgs {
    /** Path of the API below the gateway's address, without a slash at its ends. "" takes every path. */
    path: pulumi.Input<string>;
    /** Id of the API, 1 to 80 characters. Omitted: Pulumi makes one from the component's name. */
    apiId?: pulumi.Input<string | undefined>;
    /** Name that people read, 1 to 300 characters. Omitted: the component's name. */
    displayName?: pulumi.Input<string | undefined>;
    /** Description, at most 1000 characters. Omitted: none. */
    description?: pulumi.Input<string | undefined>;
    /** Its operations. Give one of `operations` and `openApi`, or none: every path is taken, with each of the usual methods. */
    operations?: readonly ApimOperationArgs[] | undefined;
    /** OpenAPI document: version 3 as JSON or YAML, version 2 as JSON. */
    openApi?: pulumi.Input<string | undefined>;
    /** Policies of single operations of `openApi`, by `operationId`. Omitted: those of the API. */
    operationPolicies?: Readonly<Record<string, PolicyDocument>> | undefined;
    /** Where requests go: an `ApimBackend` or a `StickyBackendPool`, with what signs requests to it. Omitted: `policy`, or an `ApimProduct`, says so. */
    backend?: SignedBackend | undefined;
    /** Policies of the API; of several, the first stands first. Omitted: what sends requests to `backend`. */
    policy?: PolicyDocument | readonly PolicyDocument[] | undefined;
    /** `https`, or others too. Omitted: https alone. */
    protocols?: pulumi.Input<pulumi.Input<"http" | "https" | "ws" | "wss">[] | undefined>;
    /** False: calls need no subscription key. Omitted: they do. */
    subscriptionRequired?: pulumi.Input<boolean | undefined>;
    /** Where subscription keys come in. Omitted: where API Management looks for them itself. */
    subscriptionKeyNames?: pulumi.Input<SubscriptionKeyNamesArgs | undefined>;
    /** Which version of the API this is. Omitted: it has none. */
    version?: ApiVersionArgs | undefined;
}

/** Bounds of an API's path. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/apis */
const PATH = /^(?:[^/].{0,398}[^/]|[^/]?)$/;

/** Every path and method that an API without operations of its own takes. */
const EVERYTHING: readonly ApimOperationArgs[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map(
    (method) => ({ method, urlTemplate: "/*" }),
);

/**
 * An API of API Management with its operations, and the policy that sends its requests to a backend and signs them.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class ApimApi extends pulumi.ComponentResource {
    /** The API itself. */
    public readonly api: apimanagement.Api;
    /** Its operations; none where they come from an OpenAPI document. */
    public readonly operations: readonly apimanagement.ApiOperation[];
    /** Id of the API, which `context.Api.Id` holds. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the API. */
    public readonly resourceId: pulumi.Output<string>;
    /** Name of the component. */
    public readonly componentName: string;
    /** True where the API itself says where its requests go, by its backend or by a statement of its policy. */
    public readonly hasBackend: boolean;
    /** True where a policy of the API or of an operation checks the token that clients send in `Authorization`. */
    public readonly checksAuthorization: boolean;

    /**
     * @param name name of the component; the API's id is made from it unless `apiId` is given.
     * @param args see {@link ApimApiArgs}.
     * @param opts options of the component; an azure-native provider given here reaches all that it creates.
     */
    constructor(name: string, args: ApimApiArgs, opts?: pulumi.ComponentResourceOptions) {
        const check = new Checks("ApimApi", name);
        const settings = readArgs(check, name, args);
        super("session-affinity:index:ApimApi", name, { ...settings.place, ...settings.api }, opts);

        const below = { parent: this };
        const { place } = settings;
        this.api = new apimanagement.Api(name, { ...place, ...settings.api }, below);
        const inApi = { ...place, apiId: this.api.name };
        this.operations = settings.operations.map((operation) =>
            createOperation(`${name}-${operation.operationId}`, operation, inApi, below),
        );
        if (settings.document) {
            createPolicy(
                name,
                { ...place, scope: { kind: "api", apiId: this.api.name }, value: settings.document },
                below,
            );
        }
        settings.operationPolicies.forEach(({ key, operationId, index, document }) => {
            const listed = index === undefined ? undefined : this.operations[index]?.name;
            createPolicy(
                `${name}-${key}`,
                {
                    ...place,
                    scope: {
                        kind: "operation",
                        apiId: this.api.name,
                        operationId: listed ?? operationId,
                    },
                    value: document,
                },
                below,
            );
        });

        this.componentName = name;
        this.name = this.api.name;
        this.resourceId = this.api.id;
        this.hasBackend = settings.hasBackend;
        this.checksAuthorization = settings.checksAuthorization;
        this.registerOutputs({ api: this.api, name: this.name, resourceId: this.resourceId });
    }
}

type ImportedApi = pulumi.Output<OpenApiImport>;

/** The policy of one operation: that of the list's, or of an OpenAPI document's. */
interface OperationPolicy {
    /** Id that the policy is given for, which names the resource. */
    readonly key: string;
    /** Id of the operation in API Management. */
    readonly operationId: string;
    /** Where the operation stands in the list. */
    readonly index?: number;
    readonly path: string;
    readonly policy: PolicyDocument;
}

/** Checks the arguments, and writes the policies. */
function readArgs(check: Checks, name: string, args: ApimApiArgs) {
    const place = readServicePlace(check, args);
    if (args.operations && args.openApi !== undefined) {
        check.conflict("openApi", "operations", "an API's operations come from one of them. Leave the other out.");
    }
    const openApi = readOpenApi(check, "openApi", args.openApi, (api) => holdPolicies(check, args, api));
    const operations = openApi ? [] : readOperations(check, args.operations ?? EVERYTHING);
    const policy = readPolicy(check, args);
    const operationPolicies = readOperationPolicies(check, args, operations, openApi);
    const checked = operationPolicies.filter(({ policy: { inbound = [] } }) => inbound.some(readsAuthorization));
    if (policy?.inbound?.some(setsAuthorization)) {
        for (const { path } of checked) {
            throw check.fault(
                path,
                "has validate-jwt on Authorization, and the API's own policy, which comes first, puts API Management's token " +
                    "there. Move validate-jwt to args.policy of the API.",
            );
        }
    }
    return {
        place,
        api: readApi(check, name, args, openApi),
        operations,
        document: policy && renderPolicies(check, "policy", layOutPolicies(check, "policy", policy, "below")),
        operationPolicies: operationPolicies.map(({ path, policy: document, ...operation }) => ({
            ...operation,
            document: renderPolicies(check, path, layOutPolicies(check, path, document, "below")),
        })),
        hasBackend: policy !== undefined && picksBackend(policy),
        checksAuthorization: checked.length > 0 || (policy?.inbound?.some(readsAuthorization) ?? false),
    };
}

function readApi(
    check: Checks,
    name: string,
    args: ApimApiArgs,
    openApi: ImportedApi | undefined,
): Omit<apimanagement.ApiArgs, "resourceGroupName" | "serviceName"> {
    const { version } = args;
    return {
        apiId: readEntityId(check, "apiId", args.apiId),
        path: check.text(
            "path",
            args.path ?? check.missing("path", 'give the path below the gateway\'s address, or "" for every path.'),
            PATH,
            "it has to have at most 400 characters, without a slash at its ends.",
        ) as pulumi.Input<string>,
        displayName: check.length("displayName", args.displayName, 300) ?? name,
        description: check.length("description", args.description, 1000),
        protocols: args.protocols ?? ["https"],
        // What the service takes for it where nothing is said is not documented, and an open API is no default.
        subscriptionRequired: args.subscriptionRequired ?? true,
        subscriptionKeyParameterNames: args.subscriptionKeyNames,
        ...(openApi ? { format: openApi.format, value: openApi.value } : {}),
        ...(version
            ? {
                  apiVersion: check.required("version.name", version.name, 'give one, such as "v2".'),
                  apiVersionSetId: check.required(
                      "version.set",
                      idOf(version.set),
                      "give the set, or its resource id.",
                  ),
              }
            : {}),
    };
}

function readPolicy(check: Checks, { backend, policy }: ApimApiArgs): PolicyDocument | undefined {
    const given = documentsOf(policy);
    if (!backend && given.length === 0) return undefined;
    const [send, ...sign] = backend ? sendTo(backend) : [];
    // What signs requests comes last: before it, Authorization is still the client's.
    return mergePolicies(check, "policy", send && { inbound: [send] }, ...given, { inbound: sign });
}

function readOperationPolicies(
    check: Checks,
    { operationPolicies }: ApimApiArgs,
    operations: readonly Operation[],
    openApi: ImportedApi | undefined,
): OperationPolicy[] {
    if (operationPolicies && !openApi) {
        throw check.fault(
            "operationPolicies",
            "are those of args.openApi. Give each of args.operations a policy of its own.",
        );
    }
    const named = Object.entries(operationPolicies ?? {}).map(([key, policy]): OperationPolicy => ({
        key,
        operationId: importedId(key),
        path: `operationPolicies.${key}`,
        policy,
    }));
    const own = operations.flatMap(({ operationId, policy, path }, index): OperationPolicy[] =>
        policy ? [{ key: operationId, operationId, index, path: `${path}.policy`, policy }] : [],
    );
    return [...named, ...own];
}

/** Each policy of a single operation is of one that the document has. */
function holdPolicies(check: Checks, { operationPolicies = {} }: ApimApiArgs, { operationIds }: OpenApiImport): void {
    for (const key of Object.keys(operationPolicies)) {
        if (operationIds.includes(key)) continue;
        throw check.fault(
            `operationPolicies.${key}`,
            `is of no operation in args.openApi, whose ids are: ${operationIds.join(", ") || "(none)"}.`,
        );
    }
}

function idOf(set: ApiVersionArgs["set"]): pulumi.Input<string> {
    return pulumi.Resource.isInstance(set) ? set.id : set;
}
