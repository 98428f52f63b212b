export {
    StickyService,
    type ServiceAffinity,
    type ServiceLoadBalancerArgs,
    type StickyServiceArgs,
} from "./sticky-service";
export * from "./routes";
