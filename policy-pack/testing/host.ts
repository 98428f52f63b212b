import { type Policies, type PolicyResourceOptions } from "@pulumi/policy";
import * as server from "@pulumi/policy/server";
import { type AnalyzeResponse, type RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb";

import { PolicyFailedError, TestingError } from "./errors";
import { type ReadPack } from "./pack";
import { type TestedResource } from "./resource";
import { marshal, type WireObject } from "./wire";

/** A call of the engine, answered as gRPC does. */
type Rpc<Request, Response> = (
    call: { readonly request: Request },
    answer: (error: Error | null | undefined, response: Response | undefined) => void,
) => Promise<void>;

type MakeRpc<Request, Response> = (
    name: string,
    version: string,
    enforcementLevel: string,
    policies: Policies,
) => Rpc<Request, Response>;

/**
 * The functions with which CrossGuard's host answers the engine, exported without types.
 * https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/server.ts
 */
interface HostFunctions {
    readonly makeAnalyzeRpcFun: MakeRpc<ResourceRequest, AnalyzeResponse>;
    readonly makeAnalyzeStackRpcFun: MakeRpc<StackRequest, AnalyzeResponse>;
    readonly makeRemediateRpcFun: MakeRpc<ResourceRequest, RemediateResponse>;
}

interface StackRequest {
    getResourcesList(): ResourceRequest[];
}

/** CrossGuard's own host, in this process: it makes the arguments of policies, runs them, and collects what they report. */
export class Host {
    private readonly analyzeRpc: Rpc<ResourceRequest, AnalyzeResponse>;
    private readonly analyzeStackRpc: Rpc<StackRequest, AnalyzeResponse>;
    private readonly remediateRpc: Rpc<ResourceRequest, RemediateResponse>;

    /** @param policies with their levels; the host has no configuration of its own here. */
    constructor({ name, version, enforcementLevel }: ReadPack, policies: Policies) {
        const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun, makeRemediateRpcFun } = server as unknown as HostFunctions;
        this.analyzeRpc = makeAnalyzeRpcFun(name, version, enforcementLevel, policies);
        this.analyzeStackRpc = makeAnalyzeStackRpcFun(name, version, enforcementLevel, policies);
        this.remediateRpc = makeRemediateRpcFun(name, version, enforcementLevel, policies);
    }

    /** Runs the resource policies over a resource's inputs. */
    analyze(resource: TestedResource, inputs: WireObject, provider?: TestedResource): Promise<AnalyzeResponse> {
        return call(this.analyzeRpc, new ResourceRequest(resource, marshal(inputs, false), provider));
    }

    /** Runs the remediations over a resource's inputs. */
    remediate(resource: TestedResource, inputs: WireObject, provider?: TestedResource): Promise<RemediateResponse> {
        return call(this.remediateRpc, new ResourceRequest(resource, marshal(inputs, true), provider));
    }

    /** Runs the stack policies over the outputs of all resources. */
    analyzeStack(
        resources: readonly TestedResource[],
        providerOf: (resource: TestedResource) => TestedResource | undefined,
    ): Promise<AnalyzeResponse> {
        const requests = resources.map(
            (resource) => new ResourceRequest(resource, marshal(resource.outputs, false), providerOf(resource)),
        );
        return call(this.analyzeStackRpc, { getResourcesList: () => requests });
    }
}

function call<Request, Response>(rpc: Rpc<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
        const fail = (error: unknown) =>
            reject(new PolicyFailedError(error instanceof Error ? error.message : String(error), { cause: error }));
        rpc({ request }, (error, response) => (response === undefined ? fail(error) : resolve(response))).catch(fail);
    });
}

/** A resource as the host reads it off the engine's messages: the parts of a message are the same objects at each reading. */
class ResourceRequest {
    private readonly properties: Struct;
    private readonly provider: ProviderRequest | undefined;

    /** @param properties as the engine sends them. */
    constructor(
        private readonly resource: TestedResource,
        properties: WireObject,
        provider: TestedResource | undefined,
    ) {
        this.properties = struct(properties);
        this.provider = provider && providerRequest(provider);
    }

    getUrn = (): string => this.resource.urn;
    getType = (): string => this.resource.type;
    getName = (): string => this.resource.name;
    getParent = (): string => this.resource.parent ?? "";
    getDependenciesList = (): string[] => [...this.resource.dependencies];
    getProperties = (): Struct => this.properties;
    getProvider = (): ProviderRequest | undefined => this.provider;

    getPropertydependenciesMap() {
        const given = Object.entries(this.resource.propertyDependencies).filter(([, urns]) => urns.length > 0);
        return new Map(given.sort(byKey).map(([key, urns]) => [key, { getUrnsList: () => [...urns] }]));
    }

    getOptions() {
        const { options, parent = "" } = this.resource;
        return {
            getProtect: () => options.protect,
            getIgnorechangesList: () => [...options.ignoreChanges],
            getDeletebeforereplace: () => options.deleteBeforeReplace ?? false,
            getDeletebeforereplacedefined: () => options.deleteBeforeReplace !== undefined,
            getAliasesList: () => [...options.aliases],
            getAdditionalsecretoutputsList: () => [...options.additionalSecretOutputs],
            getCustomtimeouts: () => timeouts(options.customTimeouts),
            getParent: () => parent,
        };
    }
}

function timeouts({ createSeconds, updateSeconds, deleteSeconds }: PolicyResourceOptions["customTimeouts"]) {
    return { getCreate: () => createSeconds, getUpdate: () => updateSeconds, getDelete: () => deleteSeconds };
}

/** A provider as the host reads it off the engine's messages. */
function providerRequest({ urn, type, name, inputs }: TestedResource) {
    const properties = struct(marshal(inputs, false));
    return { getUrn: () => urn, getType: () => type, getName: () => name, getProperties: () => properties };
}

type ProviderRequest = ReturnType<typeof providerRequest>;

/** What the host reads of a protocol buffer's Struct. */
interface Struct {
    toJavaScript(): WireObject;
}

/** A Struct, of which each reader gets a copy of its own. */
function struct(properties: WireObject): Struct {
    return { toJavaScript: () => structuredClone(properties) };
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
    return one < other ? -1 : 1;
}

/** @throws {TestingError} where the installed @pulumi/policy has no such functions. */
export function checkHost(): void {
    for (const name of ["makeAnalyzeRpcFun", "makeAnalyzeStackRpcFun", "makeRemediateRpcFun"]) {
        if (typeof (server as Record<string, unknown>)[name] === "function") continue;
        throw new TestingError(`@pulumi/policy/server has no ${name}: this harness needs @pulumi/policy 1.21.`);
    }
}
