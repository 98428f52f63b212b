import { type StatelessDeclaration } from "../../../components/affinity/vocabulary";
import { declarationOf } from "../declaration";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { spelledSetting } from "../spelled";
import { kindKey } from "../type-token";
import { type Fact } from "../values";

import { ANNOTATED_KINDS, misplacedAnnotations } from "./annotations";
import { backendPool, containerApp, originGroup } from "./azure";
import { ingressExtension, routePolicy } from "./gateway-for-containers";
import { ingressSettings } from "./ingress";
import { kubernetesService } from "./kubernetes-service";
import {
    contourProxy,
    destinationRule,
    gatewayRoute,
    ingressRoute,
    traefikService,
    trafficPolicy,
    virtualServer,
} from "./routes";
import { type Setting, type SettingsReader } from "./setting";

/** Affinity that a resource of the stack asks for. */
export interface AffinitySetting extends Setting {
    readonly urn: string;
    /** Name of the resource in its program. */
    readonly name: string;
    /** What the resource says of itself. */
    readonly stateless?: Fact<StatelessDeclaration>;
}

/** The readers of settings by the kind of resource, as `<package>:<module>:<kind>`; a new kind is one line here. */
const READERS: ReadonlyMap<string, readonly SettingsReader[]> = byKind([
    ["azure-native:app:ContainerApp", containerApp],
    ["azure-native:apimanagement:Backend", backendPool],
    ["azure-native:apimanagement:WorkspaceBackend", backendPool],
    ["azure-native:cdn:AFDOriginGroup", originGroup],
    ["kubernetes:core:Service", kubernetesService],
    ["kubernetes:networking.k8s.io:Ingress", ingressSettings],
    ["kubernetes:gateway.networking.k8s.io:HTTPRoute", gatewayRoute],
    ["kubernetes:gateway.networking.k8s.io:GRPCRoute", gatewayRoute],
    ["kubernetes:gateway.envoyproxy.io:BackendTrafficPolicy", trafficPolicy],
    ["kubernetes:alb.networking.azure.io:RoutePolicy", routePolicy],
    ["kubernetes:alb.networking.azure.io:IngressExtension", ingressExtension],
    ["kubernetes:networking.istio.io:DestinationRule", destinationRule],
    ["kubernetes:projectcontour.io:HTTPProxy", contourProxy],
    ["kubernetes:k8s.nginx.org:VirtualServer", virtualServer],
    ["kubernetes:traefik.io:IngressRoute", ingressRoute],
    ["kubernetes:traefik.io:TraefikService", traefikService],
    ...ANNOTATED_KINDS.map((kind) => [`kubernetes:${kind}`, misplacedAnnotations] as const),
]);

function byKind(
    entries: readonly (readonly [kind: string, reader: SettingsReader])[],
): ReadonlyMap<string, readonly SettingsReader[]> {
    const found = new Map<string, SettingsReader[]>();
    for (const [kind, reader] of entries) found.set(kind, [...(found.get(kind) ?? []), reader]);
    return found;
}

/** What the resources of a stack ask for, each property once, in the order of their URNs. */
export function readSettings(stack: ResourceIndex): AffinitySetting[] {
    const found: AffinitySetting[] = [];
    for (const resource of stack.all()) {
        const readers = READERS.get(kindKey(resource.token));
        if (readers) found.push(...settingsOf(resource, readers, stack));
    }
    return found;
}

/**
 * The settings of one resource. What the service dropped is in the inputs only, and what it tells is in the outputs: the
 * outputs have the first word.
 */
function settingsOf(
    resource: ParsedResource,
    readers: readonly SettingsReader[],
    stack: ResourceIndex,
): AffinitySetting[] {
    const byPath = new Map<string, Setting>();
    for (const view of viewsOf(resource)) {
        for (const setting of weakestFirst(readers.flatMap((reader) => reader(view, stack)))) {
            if (!byPath.has(setting.path)) byPath.set(setting.path, setting);
        }
    }
    if (byPath.size === 0) return [];
    const { urn, name, type } = resource;
    const stateless = declarationOf(resource)?.found;
    return [...byPath.values()].map((setting) => ({
        ...spelledSetting(type, setting),
        urn,
        name,
        ...(stateless ? { stateless } : {}),
    }));
}

/** A resource by its outputs, and by its inputs where those are others. */
function viewsOf(resource: ParsedResource): readonly ParsedResource[] {
    const { inputs, properties } = resource;
    return inputs === undefined || inputs === properties ? [resource] : [resource, { ...resource, properties: inputs }];
}

/** Of several that one property comes to, the one that keeps nobody speaks, then the one that is not known yet. */
function weakestFirst(settings: readonly Setting[]): Setting[] {
    const rank = ({ affinity }: Setting) => (!affinity.known ? 1 : affinity.value.kind === "none" ? 0 : 2);
    return [...settings].sort((one, other) => rank(one) - rank(other));
}
