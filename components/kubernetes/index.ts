export * from "./custom-resources";
export { StickyService } from "./sticky-service";
export {
    type ServiceAffinity,
    type ServiceAutoscaleArgs,
    type ServiceDisruptionBudgetArgs,
    type ServiceLoadBalancerArgs,
    type ServicePortArgs,
    type ServiceReadinessArgs,
    type ServiceType,
    type ServiceWorkloadKind,
    type StickyServiceArgs,
} from "./service/args";
export * from "./routes";
