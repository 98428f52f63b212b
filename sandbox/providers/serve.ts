import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { type Cloud } from "../cloud";
import { Provider } from "./provider";
import { PACKAGE_NAMES, versionOf, type PackageName } from "./versions";

/** As the engine's own limit: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/util/rpcutil/serve.go */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

export interface Serving {
    readonly ports: Readonly<Record<PackageName, number>>;
    stop(): void;
}

/** Serves the cloud as one provider a package, each on a port of its own that the system chooses. */
export async function serve(cloud: Cloud, onWarning: (warning: string) => void = () => {}): Promise<Serving> {
    const servers: grpc.Server[] = [];
    const ports: [PackageName, number][] = [];
    for (const name of PACKAGE_NAMES) {
        const server = new grpc.Server({
            "grpc.max_receive_message_length": LARGEST_MESSAGE,
            "grpc.max_send_message_length": LARGEST_MESSAGE,
        });
        const provider = new Provider(cloud, name, versionOf(name), onWarning);
        server.addService(ResourceProviderService, implementation(provider));
        servers.push(server);
        ports.push([name, await listen(server)]);
    }
    return {
        ports: Object.fromEntries(ports) as Record<PackageName, number>,
        stop: () => servers.forEach((server) => server.forceShutdown()),
    };
}

function listen(server: grpc.Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
            error ? reject(error) : resolve(port),
        );
    });
}

type Method = (request: unknown, peer: string) => unknown;

/** Every method of the provider as a gRPC handler. A method that throws answers with its message, on one line. */
function implementation(provider: Provider): grpc.UntypedServiceImplementation {
    const methods = provider as unknown as Record<string, Method>;
    const names = Object.keys(ResourceProviderService).filter((name) => name in provider);
    return Object.fromEntries(
        names.map((name) => {
            const handler: grpc.handleUnaryCall<unknown, unknown> = (call, callback) => {
                new Promise((resolve) => resolve(methods[name]?.(call.request, call.getPeer()))).then(
                    (response) => callback(null, response),
                    (error: unknown) => callback({ code: grpc.status.UNKNOWN, details: oneLine(error) }),
                );
            };
            return [name, handler];
        }),
    );
}

function oneLine(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    return text.replace(/\s*\n\s*/g, " ");
}
