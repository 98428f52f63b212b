import { type Cloud, type Properties, type Stored } from "../cloud";
import { removePath } from "../cloud/paths";
import { SUBSCRIPTION, TENANT } from "../cloud/azure/arm";
import { isObject, merge } from "../cloud/values";
import { actionOf } from "./action";
import { addressOf, type Address, type ResourceAddress } from "./address";
import { type Answer, type Question } from "./answer";
import { bodyOf, documentOf, inputsOf } from "./document";
import { ArmError } from "./errors";
import { checkMatch, etagOf } from "./etag";
import { tokenAt, writableKind, type WritableKind } from "./kinds";
import { mergePatch } from "./merge-patch";
import { Operations } from "./operations";
import { page } from "./paging";
import { bodyFrom } from "./request-body";
import { checkSecrets } from "./secrets";
import { apiVersionOf, atVersion } from "./versions";

const GROUP = "azure-native:resources:ResourceGroup";

export interface FaceOptions {
    /** Subscriptions that are visible. Omitted: the cloud's own alone. Others are empty. */
    readonly subscriptions?: readonly { readonly id: string; readonly name: string }[];
    /** Whether the caller may do what it asks, as `Microsoft.Web/sites/write`, to an id. Omitted: everything. */
    readonly allows?: (action: string, id: string) => boolean;
    /** API versions that there are, by type. Omitted: every one that is spelled as one. */
    readonly apiVersions?: Readonly<Record<string, readonly string[]>>;
    /**
     * What a PATCH does to an object inside of `properties`: lays it over the one that is there, or puts it in its place. The
     * documents of Container Apps say the first; those of API Management say neither. Omitted: "merge".
     */
    readonly patch?: "merge" | "replace";
    /** Elements on a page of a list. Omitted: 100. */
    readonly pageSize?: number;
    /** Looks at a long-running operation until it has ended. Omitted: 1. */
    readonly polls?: number;
}

/** Answers as Azure Resource Manager would for the resources of a cloud model. Knows nothing of connections. */
export class ArmFace {
    private readonly operations: Operations;

    constructor(
        private readonly cloud: Cloud,
        private readonly options: FaceOptions = {},
    ) {
        this.operations = new Operations(options.polls ?? 1);
    }

    /**
     * @param operationFails makes a long-running operation come to nothing.
     * @throws ArmError, or Refusal of the cloud model.
     */
    answer(question: Question, operationFails = false): Answer {
        const address = addressOf(question.url.pathname);
        if (address === undefined) throw new ArmError(404, "NotFound", `There is nothing at ${question.url.pathname}.`);
        const type = "type" in address ? address.type : "Microsoft.Resources";
        const known = this.options.apiVersions?.[type];
        const apiVersion = apiVersionOf(question.url, type, known);
        this.checkAuthorized(question, address);
        this.checkSubscription(address);
        if (address.scope === "resource") return this.resource(question, address, apiVersion, operationFails);
        if (question.method !== "GET") {
            throw new ArmError(405, "MethodNotAllowed", `${question.method} is not for ${question.url.pathname}.`);
        }
        if (address.scope === "operation") return this.operations.poll(address.operation, address.result);
        return this.look(question, address, apiVersion);
    }

    private look(
        { url }: Question,
        address: Exclude<Address, { scope: "resource" | "operation" }>,
        apiVersion: string,
    ): Answer {
        const listed = (all: readonly Properties[]) => page(all, url, this.options.pageSize ?? 100);
        switch (address.scope) {
            case "subscriptions":
                return listed(this.subscriptions.map(subscriptionDocument));
            case "subscription": {
                const found = this.subscriptions.find(({ id }) => sameText(id, address.subscription));
                return { status: 200, body: found === undefined ? {} : subscriptionDocument(found) };
            }
            case "groups":
                return listed(this.ofSubscription(address.subscription).filter(isGroup).map(groupDocument));
            case "group":
                return { status: 200, body: groupDocument(this.group(address)) };
            case "group resources":
                return listed(this.topLevel(this.group(address)));
            case "collection":
                this.parentMustBeThere(address);
                return listed(this.children(address.id).map((child) => this.document(child, apiVersion)));
        }
    }

    private resource(
        question: Question,
        address: ResourceAddress,
        apiVersion: string,
        operationFails: boolean,
    ): Answer {
        const resource = this.find(address.id);
        switch (question.method) {
            case "GET":
                return this.shown(this.existing(resource, address), apiVersion);
            case "DELETE": {
                if (resource === undefined) return { status: 204 };
                checkMatch(question.headers["if-match"], resource);
                this.cloud.delete(resource.kind, resource.id);
                return { status: 200 };
            }
            case "PUT":
            case "PATCH":
                return this.write(question, address, apiVersion, operationFails);
            default:
                throw new ArmError(405, "MethodNotAllowed", `${question.method} is not for resources.`);
        }
    }

    private write(question: Question, address: ResourceAddress, apiVersion: string, operationFails: boolean): Answer {
        const kind = writableKind(address.type);
        if (kind === undefined) {
            throw new ArmError(
                405,
                "MethodNotAllowed",
                `The sandbox's Resource Manager does not write ${address.type}.`,
            );
        }
        const given = bodyFrom(question);
        const before = this.find(address.id);
        const patch = question.method === "PATCH";
        if (patch) this.conditionMustBeGiven(question, address);
        const target = patch ? this.existing(before, address) : before;
        checkMatch(question.headers["if-match"], target);
        if (!patch) checkSecrets(given, kind.type);
        const body = patch && target !== undefined ? this.patched(bodyOf(target, kind), given) : given;
        const inputs = inputsOf(atVersion(body, kind.type, apiVersion), address, kind);
        if (!(operationFails && kind.longRunning)) this.put(kind, apiVersion, inputs, target);
        const shown = () => this.shown(this.existing(this.find(address.id), address), apiVersion);
        if (kind.longRunning === true && patch) {
            const place = `/subscriptions/${address.subscription}/providers/${kind.type.split("/")[0]}/locations/westeurope`;
            return this.operations.begin(question.url.origin, place, shown, operationFails);
        }
        return { ...shown(), status: target === undefined ? 201 : 200 };
    }

    private put(kind: WritableKind, apiVersion: string, inputs: Properties, before: Stored | undefined): void {
        const token = tokenAt(`azure-native:${kind.module}:${kind.kind}`, apiVersion);
        if (before === undefined) this.cloud.create(token, inputs);
        else this.cloud.update(token, before.id, { ...inputs, ...namesOf(before, kind) });
    }

    private patched(body: Properties, patch: Properties): Properties {
        if (this.options.patch !== "replace") return mergePatch(body, patch) as Properties;
        const { properties, ...beside } = patch;
        const inside = { ...(body["properties"] as Properties), ...(isObject(properties) ? properties : {}) };
        return { ...(mergePatch(body, beside) as Properties), properties: mergePatch({}, inside) };
    }

    /** https://learn.microsoft.com/rest/api/apimanagement/backend/update: If-Match is required. */
    private conditionMustBeGiven({ headers }: Question, { type }: ResourceAddress): void {
        if (headers["if-match"] !== undefined || !/^microsoft\.apimanagement\/service\//i.test(type)) return;
        throw new ArmError(400, "MissingOrIncorrectIfMatch", "The header If-Match is required: an ETag, or *.");
    }

    private shown(resource: Stored, apiVersion: string): Answer {
        const etag = etagOf(resource);
        return {
            status: 200,
            ...(etag === undefined ? {} : { headers: { etag } }),
            body: this.document(resource, apiVersion),
        };
    }

    private document(resource: Stored, apiVersion: string): Properties {
        const read = this.cloud.read(tokenAt(resource.kind, apiVersion), resource.id);
        const document = documentOf(resource, read?.outputs ?? resource.outputs);
        const { type } = document;
        return atVersion(document, typeof type === "string" ? type : "", apiVersion);
    }

    private find(id: string): Stored | undefined {
        return this.cloud.list().find((resource) => isAzure(resource) && sameText(resource.id, id));
    }

    private existing(resource: Stored | undefined, address: ResourceAddress): Stored {
        if (resource !== undefined) return resource;
        this.parentMustBeThere(address);
        throw new ArmError(
            404,
            "ResourceNotFound",
            `The Resource '${address.type}/${address.names.join("/")}' under resource group '${address.group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        );
    }

    private group({ subscription, group }: { subscription: string; group: string }): Stored {
        const found = this.find(`/subscriptions/${subscription}/resourceGroups/${group}`);
        if (found !== undefined) return found;
        throw new ArmError(404, "ResourceGroupNotFound", `Resource group '${group}' could not be found.`);
    }

    private parentMustBeThere(address: { id: string; subscription: string; group: string; type: string }): void {
        this.group(address);
        const [group = "", below = ""] = address.id.split("/providers/");
        const segments = below.split("/");
        const parent = segments.slice(0, segments.length - (segments.length % 2 === 0 ? 1 : 2));
        if (parent.length < 3) return;
        const above = `${group}/providers/${parent.join("/")}`;
        if (this.find(above) !== undefined) return;
        throw new ArmError(
            404,
            "ParentResourceNotFound",
            `Failed to perform 'read' on resource(s) of type '${address.type}', because the parent resource '${above}' could not be found.`,
        );
    }

    private children(collection: string): readonly Stored[] {
        const prefix = `${collection.toLowerCase()}/`;
        return this.cloud.list().filter((resource) => {
            const id = resource.id.toLowerCase();
            return isAzure(resource) && id.startsWith(prefix) && !id.slice(prefix.length).includes("/");
        });
    }

    /** A group's list has resources of the first level, without their properties. */
    private topLevel(group: Stored): Properties[] {
        const prefix = `${group.id.toLowerCase()}/providers/`;
        return this.cloud
            .list()
            .filter(({ id }) => id.toLowerCase().startsWith(prefix) && id.slice(prefix.length).split("/").length === 3)
            .map((resource) => removePath(documentOf(resource, resource.outputs), "properties") as Properties);
    }

    private get subscriptions(): readonly { id: string; name: string }[] {
        return this.options.subscriptions ?? [{ id: SUBSCRIPTION, name: "sandbox" }];
    }

    private ofSubscription(subscription: string): readonly Stored[] {
        const prefix = `/subscriptions/${subscription.toLowerCase()}/`;
        return this.cloud.list().filter(({ id }) => id.toLowerCase().startsWith(prefix));
    }

    private checkSubscription(address: Address): void {
        if (!("subscription" in address)) return;
        if (this.subscriptions.some(({ id }) => sameText(id, address.subscription))) return;
        const message = `The subscription '${address.subscription}' could not be found.`;
        throw new ArmError(404, "SubscriptionNotFound", message);
    }

    private checkAuthorized({ method, url }: Question, address: Address): void {
        const action = actionOf(method, address);
        const id = "id" in address ? address.id : url.pathname;
        if (address.scope === "operation" || (this.options.allows?.(action, id) ?? true)) return;
        throw new ArmError(
            403,
            "AuthorizationFailed",
            `The client 'sandbox' with object id '${TENANT}' does not have authorization to perform action '${action}' over scope '${id}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        );
    }
}

/** Names as the resource was created with: an id in another case is the same resource. */
function namesOf({ inputs }: Stored, kind: WritableKind): Properties {
    const names = ["resourceGroupName", ...kind.parameters].filter((name) => Object.hasOwn(inputs, name));
    return Object.fromEntries(names.map((name) => [name, inputs[name] ?? null]));
}

function subscriptionDocument({ id, name }: { id: string; name: string }): Properties {
    return { id: `/subscriptions/${id}`, subscriptionId: id, displayName: name, state: "Enabled", tenantId: TENANT };
}

function groupDocument(group: Stored): Properties {
    const { properties, ...rest } = documentOf(group, group.outputs);
    return {
        ...rest,
        properties: merge({ provisioningState: "Succeeded" }, (properties as Properties)["properties"] ?? {}),
    };
}

const isGroup = ({ kind }: Stored): boolean => kind === GROUP;
const isAzure = ({ kind }: Stored): boolean => kind.startsWith("azure-native:");
const sameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
