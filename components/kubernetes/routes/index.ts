export { StickyRoute } from "./sticky-route";
export {
    type RouteAffinityArgs,
    type RouteCookieArgs,
    type RouteHeaderArgs,
    type RouteReplicasArgs,
    type RouteService,
    type RouteServiceReference,
    type StickyRouteArgs,
} from "./args";
export type * from "./controller-args";
export { ROUTE_CAPABILITIES, capabilitiesOf, type RouteCapability, type RouteWay } from "./controllers";
export { serviceMetadataFor, type RouteServiceWay } from "./service-metadata";
export { type RouteServiceMetadata } from "./service-patch";
