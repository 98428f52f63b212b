export { ApimBackend, type ApimBackendArgs, type BackendProxyArgs } from "./apim-backend";
export { type BackendPlaceArgs, type ServicePlaceArgs } from "./backend-args";
export { type BackendCredentials } from "./backend-credentials";
export { type BackendTargetArgs, type LogicAppTargetArgs, type WorkflowTargetArgs } from "./backend-target";
export { type CircuitBreakerArgs, type StatusCodeRangeArgs } from "./circuit-breaker";
export { type RequiredRole } from "./key-vault-grant";
export { ApimNamedValue, type ApimNamedValueArgs, type NamedValueKeyVaultArgs } from "./named-value";
export { SESSION_AFFINITY_API_VERSIONS, type SessionAffinityApiVersion } from "./apim-package";
export { ApimProvider, type ApimProviderArgs } from "./apim-provider";
export {
    StickyBackendPool,
    type PoolAffinity,
    type PoolMemberArgs,
    type StickyBackendPoolArgs,
} from "./sticky-backend-pool";
