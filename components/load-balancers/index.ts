export {
    StickyApplicationGateway,
    type StickyApplicationGatewayArgs,
} from "./application-gateway/sticky-application-gateway";
export {
    type ApplicationGatewayBackendArgs,
    type ApplicationGatewayBackendProbeArgs,
} from "./application-gateway/backend-args";
export { type ApplicationGatewayCertificateArgs } from "./application-gateway/layout";
export { type OwnApplicationGatewayArgs } from "./application-gateway/own-gateway";
export { stickyBackendHttpSettings } from "./application-gateway/backend-http-settings";
export { StickyOriginGroup, type StickyOriginGroupArgs } from "./front-door/sticky-origin-group";
export { type FrontDoorOriginArgs } from "./front-door/origin-args";
export { type FrontDoorHealthProbeArgs } from "./front-door/health";
export { type FrontDoorRouteArgs } from "./front-door/route-args";
export { StickyLoadBalancer, type StickyLoadBalancerArgs } from "./load-balancer/sticky-load-balancer";
export {
    type LoadBalancerProbeArgs,
    type LoadBalancerRuleArgs,
    type LoadDistribution,
} from "./load-balancer/rule-args";
