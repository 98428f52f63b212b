export { type BackendPortArgs, type BackendSettingsArgs } from "./backend-settings";
export { type BringYourOwnArgs } from "./bring-your-own";
export { type ApplicationCookieArgs, type CookieAffinityArgs } from "./cookie-affinity";
export {
    ApplicationLoadBalancer,
    type ApplicationLoadBalancerSpec,
} from "./custom-resources/application-load-balancer";
export {
    IngressExtension,
    type IngressBackendPort,
    type IngressBackendSettings,
    type IngressExtensionSpec,
} from "./custom-resources/ingress-extension";
export { RoutePolicy, type RoutePolicySpec } from "./custom-resources/route-policy";
export { type SessionAffinity } from "./custom-resources/session-affinity";
export { GatewayForContainers, type GatewayForContainersArgs } from "./gateway-for-containers";
export { type GatewayListenerArgs } from "./listeners";
export { type ManagedArgs } from "./managed";
export { type RouteReference } from "./route";
export { StickyIngressExtension, type StickyIngressExtensionArgs } from "./sticky-ingress-extension";
export { StickyRoutePolicy, type StickyRoutePolicyArgs } from "./sticky-route-policy";
export { type GatewaySubnetArgs, type NewSubnetArgs } from "./subnet";
