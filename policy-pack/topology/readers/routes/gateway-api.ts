import { type Affinity } from "../../../../components/affinity/vocabulary";
import { type ParsedResource, type ResourceIndex } from "../../resource";
import { type Fact, isRecord, lookup, lookupText, notYet } from "../../values";

import { backendPolicyOf } from "./backend-policies";
import { trafficPolicyAffinity } from "./envoy-gateway";
import { policyAffinity } from "./gateway-for-containers";
import {
    CILIUM,
    ENVOY_GATEWAY,
    GATEWAY_FOR_CONTAINERS,
    gatewaysOf,
    ISTIO,
    NGINX_GATEWAY_FABRIC,
    type RouteGateway,
    TRAEFIK,
} from "./gateways";
import { istioAffinity } from "./istio";
import {
    mayName,
    none,
    records,
    type RouteReading,
    reading,
    strong,
    valueOf,
    weakest,
    weakestOf,
    said,
    secondsSaid,
    type Said,
} from "./reading";

const PATH = "spec.rules[].sessionPersistence";

/** Implementations that take no sessionPersistence off a rule. https://gateway-api.sigs.k8s.io/geps/gep-1619/ */
const IGNORING: ReadonlyMap<string, string> = new Map([
    [ISTIO, "Istio"],
    [TRAEFIK, "Traefik"],
]);
/** Implementations that take cookies only. */
const WITHOUT_HEADERS: ReadonlyMap<string, string> = new Map([
    [NGINX_GATEWAY_FABRIC, "NGINX Gateway Fabric"],
    [CILIUM, "Cilium"],
]);

/** An HTTPRoute or GRPCRoute: the rules that name the Service, as the implementations behind its Gateways take them. */
export function gatewayRoute(
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): RouteReading | undefined {
    const gateways = gatewaysOf(route, stack);
    const policy = policyAffinity(route, stack);
    // Clients may come by any of the Gateways.
    const affinity = weakest(gateways.map((gateway) => throughGateway(gateway, policy, route, service, stack)));
    const contained = gateways.some(
        ({ controller }) => isNamed(controller, GATEWAY_FOR_CONTAINERS) || (policy && controller.state !== "known"),
    );
    if (!affinity) return undefined;
    return contained
        ? { platform: "gateway-for-containers", affinity, path: "spec.default.sessionAffinity of a RoutePolicy" }
        : reading(affinity, PATH);
}

function isNamed(controller: RouteGateway["controller"], name: string): boolean {
    return controller.state === "known" && controller.value === name;
}

function throughGateway(
    gateway: RouteGateway,
    policy: Fact<Affinity> | undefined,
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): Fact<Affinity> | undefined {
    const { controller } = gateway;
    if (isNamed(controller, GATEWAY_FOR_CONTAINERS)) return policy ?? none("no RoutePolicy targets it");
    // Only Application Gateway for Containers reads a RoutePolicy.
    if (policy && controller.state !== "known") return policy;
    if (controller.state === "unknown") return notYet(controller.path);
    const name = valueOf(controller);
    const elsewhere = () => besideRules(name, gateway, route, service, stack);
    return weakestOf(rulesFor(route, service), (rule) => ruleAffinity(rule, name) ?? elsewhere());
}

/** What keeps clients where a rule does not. Of an implementation that is not known, nothing says that it has no way. */
function besideRules(
    controller: string | undefined,
    gateway: RouteGateway,
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): Fact<Affinity> | undefined {
    const unset = none(`${PATH} is not set`);
    if (controller === ISTIO) return istioAffinity(service, stack) ?? unset;
    if (controller === TRAEFIK) return unset;
    if (controller === ENVOY_GATEWAY || controller === undefined) {
        const hashed = trafficPolicyAffinity(route, gateway, stack);
        if (hashed) return hashed;
    }
    // Which implementations honour a policy of the Service is not confirmed.
    if (backendPolicyOf(service, stack)) return undefined;
    if (controller === ENVOY_GATEWAY) return unset;
    return controller === undefined ? istioAffinity(service, stack) : undefined;
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
    const persistence = lookup(rule, "sessionPersistence");
    if (persistence.state === "unknown") return notYet(PATH);
    if (persistence.state === "absent" || !isRecord(persistence.value)) return undefined;
    // What the implementation has beside it may keep clients still.
    if (controller !== undefined && IGNORING.has(controller)) return undefined;
    const type = lookupText(persistence.value, "type");
    if (type.state === "unknown") return notYet(`${PATH}.type`);
    const kind = type.state === "known" && type.value === "Header" ? "header" : "cookie";
    const without = WITHOUT_HEADERS.get(controller ?? "");
    if (kind === "header" && without !== undefined) return none(`${PATH}.type = "Header", which ${without} ignores`);
    const named = lookupText(persistence.value, "sessionName");
    const name = named.state === "absent" ? lookupText(persistence.value, `${kind}.name`) : named;
    const source = `${PATH}${controller === ENVOY_GATEWAY ? "" : ", where the Gateway's implementation honours it"}`;
    return strong(kind, source, said(name, `${PATH}.sessionName`), lifetimeOf(persistence.value));
}

/** The lifetime of a cookie that outlives the browser. */
function lifetimeOf(persistence: unknown): Said<number> {
    const isPermanent = ["cookieConfig.lifetimeType", "cookie.lifetimeType"].some(
        (path) => valueOf(lookupText(persistence, path)) === "Permanent",
    );
    return isPermanent ? secondsSaid(lookupText(persistence, "absoluteTimeout"), `${PATH}.absoluteTimeout`) : undefined;
}
