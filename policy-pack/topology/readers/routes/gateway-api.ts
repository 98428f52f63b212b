import { type Affinity } from "../../../../components/affinity/vocabulary";
import { servicesOf } from "../../kubernetes-routes";
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
import { isOfStandardChannel } from "./gateway-definitions";
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

const UNTARGETED = none("no RoutePolicy targets it");

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
    if (isNamed(controller, GATEWAY_FOR_CONTAINERS)) return policy ?? UNTARGETED;
    // Only Application Gateway for Containers reads a RoutePolicy.
    if (policy && controller.state !== "known") return policy;
    if (controller.state === "unknown") return notYet(controller.path);
    return weakestOf(rulesFor(route, service), (rule) => throughRule(rule, gateway, route, service, stack));
}

/** What a rule comes to behind a Gateway, with what else its implementation has. */
function throughRule(
    rule: unknown,
    gateway: RouteGateway,
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): Fact<Affinity> | undefined {
    const controller = valueOf(gateway.controller);
    const ignoring = ignoringPersistence(controller, route, stack);
    if (ignoring === undefined) {
        return ruleAffinity(rule, controller) ?? besideRules(NOT_SET, controller, gateway, route, service, stack);
    }
    // What the implementation has beside it may keep clients still.
    const ignored = none(`${PATH}, which ${ignoring} does not have`);
    const unset = lookup(rule, "sessionPersistence").state === "absent" ? NOT_SET : ignored;
    return besideRules(unset, controller, gateway, route, service, stack);
}

const NOT_SET = none(`${PATH} is not set`);

/** What leaves a rule's sessionPersistence without effect: the implementation, or the definition of the route's kind. */
function ignoringPersistence(
    controller: string | undefined,
    route: ParsedResource,
    stack: ResourceIndex,
): string | undefined {
    if (isOfStandardChannel(route, stack)) return `the standard channel's ${route.token.kind}`;
    return controller === undefined ? undefined : IGNORING.get(controller);
}

/** What each rule that has sessionPersistence comes to, behind each Gateway; none where it is not read. */
export function persistenceAffinities(route: ParsedResource, stack: ResourceIndex): Fact<Affinity>[] {
    const rules = records(route.properties, "spec.rules").items.filter(
        (rule) => lookup(rule, "sessionPersistence").state === "known",
    );
    if (rules.length === 0) return [];
    const services = servicesOf(route, stack);
    // What is said of a rule holds for any Service, where the stack has none of those that it names.
    const named = services.length > 0 ? services : [{ ...route, urn: "", properties: {} }];
    const policy = policyAffinity(route, stack);
    return gatewaysOf(route, stack).flatMap((gateway) =>
        named.flatMap((service) =>
            rules
                .filter((rule) => sendsTo(rule, service))
                .flatMap((rule) => {
                    if (isNamed(gateway.controller, GATEWAY_FOR_CONTAINERS)) return policy ?? UNTARGETED;
                    if (gateway.controller.state === "unknown") return notYet<Affinity>(gateway.controller.path);
                    const ignoring = ignoringPersistence(valueOf(gateway.controller), route, stack);
                    const ignored = ignoring === undefined ? [] : none(`${PATH}, which ${ignoring} does not have`);
                    return throughRule(rule, gateway, route, service, stack) ?? ignored;
                }),
        ),
    );
}

/** What keeps clients where a rule does not. Of an implementation that is not known, nothing says that it has no way. */
function besideRules(
    unset: Fact<Affinity>,
    controller: string | undefined,
    gateway: RouteGateway,
    route: ParsedResource,
    service: ParsedResource,
    stack: ResourceIndex,
): Fact<Affinity> | undefined {
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
    const naming = items.filter((rule) => sendsTo(rule, service));
    return { items: naming, ...(waitsFor === undefined ? {} : { waitsFor }) };
}

function sendsTo(rule: unknown, service: ParsedResource): boolean {
    const backends = records(rule, "backendRefs");
    return backends.waitsFor !== undefined || backends.items.some(({ name }) => mayName(name, service));
}

function ruleAffinity(rule: unknown, controller: string | undefined): Fact<Affinity> | undefined {
    const persistence = lookup(rule, "sessionPersistence");
    if (persistence.state === "unknown") return notYet(PATH);
    if (persistence.state === "absent" || !isRecord(persistence.value)) return undefined;
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
