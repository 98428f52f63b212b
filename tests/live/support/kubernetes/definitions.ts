import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { parseAllDocuments } from "yaml";

import { packageRoot } from "../../../../sandbox/package-root";
import { type ApiClient } from "./client";
import { moduleFolder } from "./modules";

/** A file with definitions of custom resources, in a pinned module or in this checkout. */
export interface DefinitionsFile {
    /** Key in tools/crds/modules.json. Omitted: the file is in tests/live/fixtures. */
    readonly module?: string;
    readonly path: string;
    /** The definitions wanted of it, by name. Omitted: all. */
    readonly only?: readonly string[];
}

/** Releases of the Gateway API of which one is installed at a time. */
export type GatewayRelease = "1.1" | "1.2" | "1.3" | "1.4" | "1.5" | "1.6";

/** A Gateway API definition's file. */
const gatewayApi = (release: GatewayRelease, channel: string, plural: string): DefinitionsFile => ({
    module: `gateway-api-${release}`,
    path: `config/crd/${channel}/gateway.networking.k8s.io_${plural}.yaml`,
});

/** The HTTPRoute of a release and channel, the experimental one unless given. */
export const httpRoutes = (release: GatewayRelease, channel: "experimental" | "standard" = "experimental") =>
    gatewayApi(release, channel, "httproutes");
/** The Gateway of a release. */
export const gateways = (release: GatewayRelease) => gatewayApi(release, "standard", "gateways");

export const ISTIO: DefinitionsFile = {
    module: "istio",
    path: "kubernetes/customresourcedefinitions.gen.yaml",
    only: ["destinationrules.networking.istio.io"],
};
const BACKEND_TRAFFIC_POLICY =
    "charts/gateway-crds-helm/templates/generated/gateway.envoyproxy.io_backendtrafficpolicies.yaml";
/** 1.5, which has no other word for a header than the later ones' deprecated one. */
export const ENVOY_GATEWAY: DefinitionsFile = { module: "envoy-gateway-1.5", path: BACKEND_TRAFFIC_POLICY };
/** 1.7. */
export const ENVOY_GATEWAY_LATER: DefinitionsFile = { module: "envoy-gateway-1.7", path: BACKEND_TRAFFIC_POLICY };
export const TRAEFIK: DefinitionsFile = {
    module: "traefik",
    path: "docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml",
    only: ["ingressroutes.traefik.io"],
};
export const CONTOUR: DefinitionsFile = {
    module: "contour",
    path: "examples/contour/01-crds.yaml",
    only: ["httpproxies.projectcontour.io"],
};
export const NGINX_INC: DefinitionsFile = {
    module: "nginx-inc",
    path: "deployments/common/crds/k8s.nginx.org_virtualservers.yaml",
};

/** Application Gateway for Containers; its controller is not published as a module. */
export const AGC: DefinitionsFile = { path: "kubernetes/agc-crds.yaml" };

/** A custom resource's definition, as far as it is looked at here. */
interface Definition {
    readonly metadata: { readonly name: string };
    readonly spec: {
        readonly group: string;
        readonly names: { readonly plural: string };
        readonly versions: readonly { readonly name: string; readonly served: boolean }[];
    };
}

const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const READY_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 50;

/** Installs definitions of custom resources, in place of others of those names, and waits until their objects are served. */
export async function define(client: ApiClient, ...files: readonly DefinitionsFile[]): Promise<void> {
    const definitions = (await Promise.all(files.map(read))).flat();
    await Promise.all(
        definitions.map(async (definition) => {
            await remove(client, definition);
            await client.send("POST", DEFINITIONS, definition);
            await served(client, definition, true);
        }),
    );
}

/** Removes a definition with all its objects, where there is one. */
async function remove(client: ApiClient, definition: Definition): Promise<void> {
    const target = `${DEFINITIONS}/${definition.metadata.name}`;
    const { status, body } = await client.request("GET", target);
    if (status === 404) return;
    await client.send("DELETE", target);
    await until(async () => (await client.request("GET", target)).status === 404, `${target} does not go`);
    await served(client, body as Definition, false);
}

async function read({ module, path: file, only }: DefinitionsFile): Promise<Definition[]> {
    const fixtures = path.join(packageRoot(__dirname), "tests", "live", "fixtures");
    const folder = module === undefined ? fixtures : await moduleFolder(module);
    const found = parseAllDocuments(withoutTemplate(readFileSync(path.join(folder, file), "utf8")))
        .map((document) => {
            if (document.errors[0] !== undefined) throw document.errors[0];
            return document.toJS() as (Definition & { readonly kind: string }) | null;
        })
        .filter(
            (object) => object?.kind === "CustomResourceDefinition" && (only?.includes(object.metadata.name) ?? true),
        )
        .map((object) => object as Definition);
    if (found.length !== (only?.length ?? Math.max(found.length, 1))) {
        throw new Error(`${path.join(folder, file)} does not have all of the definitions that are wanted`);
    }
    return found;
}

/** Helm's conditions stand on lines of their own around whole definitions. */
function withoutTemplate(text: string): string {
    return text.replace(/^\{\{.*\}\}$/gm, "");
}

/** Waits until the definition's objects are served and announced, or are neither. */
async function served(client: ApiClient, { spec }: Definition, wanted: boolean): Promise<void> {
    const { plural } = spec.names;
    for (const { name } of spec.versions.filter((version) => version.served)) {
        const version = `/apis/${spec.group}/${name}`;
        await until(
            async () => {
                const { status } = await client.request("GET", `${version}/${plural}`);
                const announced = (await client.request("GET", version)).body as { resources?: { name: string }[] };
                return (
                    (status === 200) === wanted &&
                    (announced.resources?.some((resource) => resource.name === plural) ?? false) === wanted
                );
            },
            `${version}/${plural} is ${wanted ? "not served" : "still there"}`,
        );
    }
}

async function until(condition: () => Promise<boolean>, otherwise: string): Promise<void> {
    const deadline = Date.now() + READY_MILLISECONDS;
    while (!(await condition())) {
        if (Date.now() > deadline) throw new Error(`${otherwise}, after ${READY_MILLISECONDS} ms`);
        await sleep(POLL_MILLISECONDS);
    }
}
