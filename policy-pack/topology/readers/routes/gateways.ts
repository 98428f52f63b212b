import { NamedObjects } from "../../named-objects";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Lookup, lookup, lookupText } from "../../values";

import { type Part, partsIn, textIn, wholeOf } from "../parts";

const MODULE = "gateway.networking.k8s.io";
const gateways = new NamedObjects(MODULE, "Gateway");
const gatewayClasses = new NamedObjects(MODULE, "GatewayClass", false);

/** https://gateway.envoyproxy.io/docs/api/gateway_api/gatewayclass/ */
export const ENVOY_GATEWAY = "gateway.envoyproxy.io/gatewayclass-controller";
/** https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/ */
export const ISTIO = "istio.io/gateway-controller";
/** https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-gateway/ */
export const TRAEFIK = "traefik.io/gateway-controller";
/** https://docs.nginx.com/nginx-gateway-fabric/reference/cli-help/ */
export const NGINX_GATEWAY_FABRIC = "gateway.nginx.org/nginx-gateway-controller";
/** https://github.com/cilium/cilium/blob/main/operator/pkg/gateway-api/controller.go */
export const CILIUM = "io.cilium/gateway-controller";
/** https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller */
export const GATEWAY_FOR_CONTAINERS = "alb.networking.azure.io/alb-controller";
/** The class that Application Gateway for Containers brings with it, so that no program makes it. */
export const GATEWAY_FOR_CONTAINERS_CLASS = "azure-alb-external";

/** A Gateway that a route names. */
export interface RouteGateway {
    readonly name: Lookup<string>;
    /** Absent: the route's own. */
    readonly namespace: Lookup<string>;
    /** `controllerName` of its class; absent where the stack does not tell. */
    readonly controller: Lookup<string>;
}

/** The Gateways that a route names, in the stack or not; one of which nothing is told where it names none. */
export function gatewaysOf(route: ParsedResource, stack: ResourceIndex): readonly RouteGateway[] {
    const refs = partsIn(wholeOf(route.properties), "spec.parentRefs");
    if (refs.state === "unknown") return [{ ...UNTOLD, controller: refs }];
    if (refs.state === "absent" || refs.value.length === 0) return [UNTOLD];
    return refs.value.flatMap((ref) => gatewaysBehind(route, ref, stack));
}

const UNTOLD: RouteGateway = {
    name: { state: "absent" },
    namespace: { state: "absent" },
    controller: { state: "absent" },
};

function gatewaysBehind(route: ParsedResource, ref: Part, stack: ResourceIndex): readonly RouteGateway[] {
    const [kind, name, namespace] = [textIn(ref, "kind"), textIn(ref, "name"), textIn(ref, "namespace")];
    if (kind.state === "unknown") return [{ name, namespace, controller: kind }];
    // A mesh's route names a Service.
    if (kind.state === "known" && kind.value !== "Gateway") return [UNTOLD];
    const { certain, possible } = gateways.meant(route, "spec", name, stack, namespace);
    if (certain.length > 0) {
        return certain.map((one) => ({
            name: name.state === "known" ? name : lookupText(one.properties, "metadata.name"),
            namespace,
            controller: controllerOf(one, stack),
        }));
    }
    if (name.state === "unknown") return [{ name, namespace, controller: name }];
    const waiting: Lookup<string> = { state: "unknown", path: `${ref.path}.name` };
    return [{ name, namespace, controller: possible.length > 0 ? waiting : { state: "absent" } }];
}

function controllerOf(gateway: ParsedResource, stack: ResourceIndex): Lookup<string> {
    const spec = lookup(gateway.properties, "spec");
    const className = lookupText(gateway.properties, "spec.gatewayClassName");
    const { certain, possible } = gatewayClasses.meant(gateway, "spec", className, stack);
    const [gatewayClass] = certain;
    if (gatewayClass) return waitingAt(lookupText(gatewayClass.properties, "spec.controllerName"), gatewayClass.name);
    if (className.state === "known" && className.value === GATEWAY_FOR_CONTAINERS_CLASS) {
        return { state: "known", value: GATEWAY_FOR_CONTAINERS };
    }
    if (className.state === "unknown" || spec.state === "unknown") return waitingAt(className, gateway.name);
    const waiting: Lookup<string> = { state: "unknown", path: `spec.gatewayClassName of ${gateway.name}` };
    return possible.length > 0 ? waiting : { state: "absent" };
}

function waitingAt(found: Lookup<string>, name: string): Lookup<string> {
    return found.state === "unknown" ? { state: "unknown", path: `${found.path} of ${name}` } : found;
}
