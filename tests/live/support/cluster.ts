import { type ApiServer } from "./kubernetes/api-server";
import { apply } from "./kubernetes/apply";
import { type Asked, type Manifest } from "./kubernetes/manifests";
import { BACKEND_PORT } from "./namespace/inside";

/** Applies what a program asked for, in its order. Each patch has an owner of its own, as with Pulumi. */
export async function create(server: ApiServer, asked: readonly Asked[]): Promise<Manifest[]> {
    const objects: Manifest[] = [];
    for (const [index, { manifest, patch }] of asked.entries()) {
        const { status, body } = await apply(server, manifest, patch ? `patch-${index}` : undefined);
        if (status >= 300) throw new Error(`${manifest.kind} ${manifest.metadata.name} is refused: ${body.message}`);
        objects.push(body as Manifest);
    }
    return objects;
}

/** Stands in for the controller that writes a Service's EndpointSlice: these backends are there, and those are ready. */
export async function endpoints(
    server: ApiServer,
    service: string,
    all: readonly string[],
    ready: readonly string[] = all,
): Promise<void> {
    const slice = {
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: { name: service, labels: { "kubernetes.io/service-name": service } },
        addressType: "IPv4",
        // A slice's port stands for the Service's port of the same name, which is none here.
        ports: [{ name: "", port: BACKEND_PORT, protocol: "TCP" }],
        endpoints: all.map((address) => {
            const isReady = ready.includes(address);
            return { addresses: [address], conditions: { ready: isReady, serving: isReady, terminating: false } };
        }),
    };
    await create(server, [{ manifest: slice, patch: false }]);
}
