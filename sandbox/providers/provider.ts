import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { plain, type Cloud, type Placement, type Properties } from "../cloud";
import { toDiffResponse } from "./detailed-diff";
import { fromStruct, toStruct } from "./marshal";
import { fromArguments, fromValue } from "./parameters";
import { type PackageName } from "./versions";

/** What every request about a resource carries: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto */
interface ResourceRequest {
    getUrn(): string;
    getType(): string;
    getName(): string;
}

/** One connection of an engine: it may configure the provider in its own way. */
interface Connection {
    engine?: string;
    placement: Placement;
    readonly warned: Set<string>;
}

/** The gRPC face of the cloud for one package. Any number of engines, and of configurations of each, can be connected to it. */
export class Provider {
    private readonly connections = new Map<string, Connection>();

    constructor(
        private readonly cloud: Cloud,
        private readonly name: PackageName,
        private readonly version: string,
        private readonly onWarning: (warning: string) => void,
    ) {}

    handshake(request: proto.ProviderHandshakeRequest, peer: string): proto.ProviderHandshakeResponse {
        this.connection(peer).engine = request.getEngineAddress();
        return new proto.ProviderHandshakeResponse().setAcceptSecrets(true);
    }

    attach(request: PluginAttach, peer: string): Empty {
        this.connection(peer).engine = request.getAddress();
        return new Empty();
    }

    getPluginInfo(): PluginInfo {
        const info = new PluginInfo();
        info.setVersion(this.version);
        return info;
    }

    getSchema(): proto.GetSchemaResponse {
        return new proto.GetSchemaResponse().setSchema("{}");
    }

    checkConfig(request: proto.CheckRequest): proto.CheckResponse {
        return new proto.CheckResponse().setInputs(request.getNews());
    }

    diffConfig(request: proto.DiffRequest): proto.DiffResponse {
        const before = fromStruct(request.getOldInputs() ?? request.getOlds());
        const difference = this.cloud.diff("pulumi:providers:any", before, fromStruct(request.getNews()));
        return toDiffResponse(difference);
    }

    configure(request: proto.ConfigureRequest, peer: string): proto.ConfigureResponse {
        const args = plain(fromStruct(request.getArgs())) as Properties;
        const text = (key: string) => (typeof args[key] === "string" && args[key] !== "" ? args[key] : undefined);
        const location = text("location");
        const namespace = text("namespace");
        const connection = this.connection(peer);
        connection.placement = {
            ...(this.name === "azure-native" && location !== undefined ? { location } : {}),
            ...(this.name === "kubernetes" && namespace !== undefined ? { namespace } : {}),
        };
        connection.warned.clear();
        return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }

    parameterize(request: proto.ParameterizeRequest): proto.ParameterizeResponse {
        if (this.name !== "azure-native") throw new Error(`the package ${this.name} takes no parameters`);
        const value = request.getValue();
        const { name } = value
            ? fromValue(value.getValue_asU8())
            : fromArguments(request.getArgs()?.getArgsList() ?? []);
        return new proto.ParameterizeResponse().setName(name).setVersion(value?.getVersion() || this.version);
    }

    check(request: proto.CheckRequest, peer: string): proto.CheckResponse {
        const connection = this.connection(peer);
        const type = typeOf(request);
        const { inputs, failures, warning } = this.cloud.check(type, nameOf(request), fromStruct(request.getNews()), {
            ...connection.placement,
            ...(request.getOlds() ? { previousInputs: fromStruct(request.getOlds()) } : {}),
            randomSeed: request.getRandomseed_asU8(),
        });
        if (warning !== undefined && !connection.warned.has(type)) {
            connection.warned.add(type);
            this.warn(connection, warning, request.getUrn());
        }
        return new proto.CheckResponse()
            .setInputs(toStruct(inputs))
            .setFailuresList(
                failures.map(({ property, reason }) =>
                    new proto.CheckFailure().setProperty(property).setReason(reason),
                ),
            );
    }

    diff(request: proto.DiffRequest): proto.DiffResponse {
        const before = fromStruct(request.getOldInputs() ?? request.getOlds());
        const after = fromStruct(request.getNews());
        return toDiffResponse(this.cloud.diff(typeOf(request), before, after, nameOf(request)));
    }

    async create(request: proto.CreateRequest, peer: string): Promise<proto.CreateResponse> {
        const { placement } = this.connection(peer);
        const inputs = fromStruct(request.getProperties());
        const type = typeOf(request);
        if (request.getPreview()) {
            const outputs = this.cloud.preview(type, inputs, undefined, placement);
            return new proto.CreateResponse().setProperties(toStruct(outputs));
        }
        const { id, outputs } = this.cloud.create(type, inputs, placement);
        await this.cloud.saved();
        return new proto.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }

    read(request: proto.ReadRequest): proto.ReadResponse {
        const inputs = fromStruct(request.getInputs());
        const outputs = fromStruct(request.getProperties());
        const held = Object.keys(inputs).length > 0 ? { inputs, outputs } : undefined;
        const found = this.cloud.read(typeOf(request), request.getId(), held);
        // No id is how a provider says that the resource is gone.
        if (found === undefined) return new proto.ReadResponse();
        return new proto.ReadResponse()
            .setId(request.getId())
            .setInputs(toStruct(found.inputs))
            .setProperties(toStruct(found.outputs));
    }

    async update(request: proto.UpdateRequest, peer: string): Promise<proto.UpdateResponse> {
        const { placement } = this.connection(peer);
        const inputs = fromStruct(request.getNews());
        const type = typeOf(request);
        if (request.getPreview()) {
            const outputs = this.cloud.preview(type, inputs, fromStruct(request.getOlds()), placement);
            return new proto.UpdateResponse().setProperties(toStruct(outputs));
        }
        const heldOutputs = fromStruct(request.getOlds());
        const { outputs } = this.cloud.update(type, request.getId(), inputs, { ...placement, heldOutputs });
        await this.cloud.saved();
        return new proto.UpdateResponse().setProperties(toStruct(outputs));
    }

    async delete(request: proto.DeleteRequest): Promise<Empty> {
        this.cloud.delete(typeOf(request), request.getId());
        await this.cloud.saved();
        return new Empty();
    }

    invoke(request: proto.InvokeRequest): proto.InvokeResponse {
        const outputs = this.cloud.invoke(request.getTok(), fromStruct(request.getArgs()));
        return new proto.InvokeResponse().setReturn(toStruct(outputs));
    }

    cancel(): Empty {
        return new Empty();
    }

    private connection(peer: string): Connection {
        const known = this.connections.get(peer) ?? { placement: {}, warned: new Set<string>() };
        this.connections.set(peer, known);
        return known;
    }

    /** To the log of the run, and to whoever started the providers. A run that is over cannot be told, and need not be. */
    private warn({ engine }: Connection, warning: string, urn: string): void {
        this.onWarning(warning);
        if (engine === undefined) return;
        const client = new EngineClient(engine, grpc.credentials.createInsecure());
        const entry = new LogRequest().setSeverity(LogSeverity.WARNING).setMessage(warning).setUrn(urn);
        client.log(entry, () => client.close());
    }
}

/** Engines before 3.150 give no type and name of their own: both are in the URN, `urn:pulumi:<stack>::<project>::<types>::<name>`. */
function typeOf(request: ResourceRequest): string {
    return request.getType() || (request.getUrn().split("::")[2]?.split("$").at(-1) ?? "");
}

function nameOf(request: ResourceRequest): string {
    return request.getName() || request.getUrn().split("::").slice(3).join("::");
}
