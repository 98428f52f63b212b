import { type Affinity } from "../../../../components/affinity/vocabulary";
import { sharesCluster } from "../../kubernetes-scope";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, fact, isRecord, type Lookup, lookup, lookupText, notYet } from "../../values";

import { trafficPolicyAffinity } from "./envoy-gateway";
import { policyAffinity } from "./gateway-for-containers";
import { mayName, none, records, type RouteReading, reading, weakestOf } from "./reading";

const MODULE = "gateway.networking.k8s.io";
const AGC_CLASS = "azure-alb-external";
const ENVOY_GATEWAY = "gateway.envoyproxy.io/gatewayclass-controller";

/** Implementations that take no sessionPersistence off a rule. https://gateway-api.sigs.k8s.io/geps/gep-1619/ */
const IGNORING: ReadonlyMap<string, string> = new Map([
    ["istio.io/gateway-controller", "Istio"],
    ["traefik.io/gateway-controller", "Traefik"],
]);

/** An HTTPRoute or GRPCRoute: the rules that name the Service, as the implementation behind its Gateway takes them. */
export function gatewayRoute(
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): RouteReading | undefined {
    const { className, controller } = implementationOf(route, stack);
    const policy = policyAffinity(route, stack);
    if (policy || (className.state === "known" && className.value === AGC_CLASS)) {
        const affinity = policy ?? none("no RoutePolicy targets it");
        return { platform: "gateway-for-containers", affinity, path: "spec.default.sessionAffinity of a RoutePolicy" };
    }
    const path = "spec.rules[].sessionPersistence";
    if (className.state === "unknown") return reading(notYet(className.path), path);
    const hashed = controller === ENVOY_GATEWAY ? trafficPolicyAffinity(route, stack) : undefined;
    const affinity = weakestOf(
        rulesFor(route, service),
        (rule) => ruleAffinity(rule, controller) ?? hashed ?? unset(controller),
    );
    return affinity && reading(affinity, path);
}

/** Of an implementation that is not known, nothing says that it has no way of its own. */
function unset(controller: string | undefined): Fact<Affinity> | undefined {
    const read = controller === ENVOY_GATEWAY || (controller !== undefined && IGNORING.has(controller));
    return read ? none("spec.rules[].sessionPersistence is not set") : undefined;
}

function rulesFor(route: ParsedResource, service: ParsedResource): ReturnType<typeof records> {
    const { items, waitsFor } = records(route.properties, "spec.rules");
    const naming = items.filter((rule) => {
        const backends = records(rule, "backendRefs");
        return backends.waitsFor !== undefined || backends.items.some(({ name }) => mayName(name, service));
    });
    return { items: naming, ...(waitsFor === undefined ? {} : { waitsFor }) };
}

function ruleAffinity(rule: unknown, controller: string | undefined): Fact<Affinity> | undefined {
    const path = "spec.rules[].sessionPersistence";
    const persistence = lookup(rule, "sessionPersistence");
    if (persistence.state === "unknown") return notYet(path);
    if (persistence.state === "absent" || !isRecord(persistence.value)) return undefined;
    const ignoring = controller === undefined ? undefined : IGNORING.get(controller);
    if (ignoring !== undefined) return none(`${path} does nothing, as ${ignoring} does not read it`);
    const type = lookupText(persistence.value, "type");
    if (type.state === "unknown") return notYet(`${path}.type`);
    const kind = type.state === "known" && type.value === "Header" ? "header" : "cookie";
    const named = lookupText(persistence.value, "sessionName");
    const name = named.state === "absent" ? lookupText(persistence.value, `${kind}.name`) : named;
    return fact({
        kind,
        strength: "strong",
        source: `${path}${controller === ENVOY_GATEWAY ? "" : ", where the Gateway's implementation honours it"}`,
        ...(name.state === "known" ? { key: name.value } : {}),
    });
}

/** The class of the Gateways that the route names, and its controller, as far as they are in the stack. */
function implementationOf(
    route: ParsedResource,
    stack: ResourceIndex,
): { readonly className: Lookup<string>; readonly controller?: string } {
    const { items } = records(route.properties, "spec.parentRefs");
    const gateway = stack.ofKind("kubernetes", MODULE, "Gateway").find((one) => {
        const own = lookupText(one.properties, "metadata.name");
        const named = own.state === "known" && items.some(({ name }) => name === own.value);
        const made = (route.propertyDependencies["spec"] ?? []).includes(one.urn);
        return (named || made) && sharesCluster(one, route);
    });
    const className = lookupText(gateway?.properties, "spec.gatewayClassName");
    if (className.state !== "known") return { className };
    const gatewayClass = stack.ofKind("kubernetes", MODULE, "GatewayClass").find((one) => {
        const own = lookupText(one.properties, "metadata.name");
        return own.state === "known" && own.value === className.value;
    });
    const controller = lookupText(gatewayClass?.properties, "spec.controllerName");
    return { className, ...(controller.state === "known" ? { controller: controller.value } : {}) };
}
