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
export { ApimApi, type ApimApiArgs, type ApiVersionArgs, type SubscriptionKeyNamesArgs } from "./apim-api";
export { type ApimOperationArgs } from "./apim-operation";
export { ApimPolicy, type ApimPolicyArgs, type OperationScopeArgs, type PolicyScopeArgs } from "./apim-policy";
export { ApimPolicyFragment, type ApimPolicyFragmentArgs } from "./apim-policy-fragment";
export { ApimProduct, type ApimProductArgs, type ProductRouteArgs } from "./apim-product";
export { type ServicePlaceArgs } from "./service-place";
export * as policies from "./policies";
