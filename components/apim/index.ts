export { ApimBackend, type ApimBackendArgs, type BackendProxyArgs } from "./apim-backend";
export { type BackendPlaceArgs } from "./backend-args";
export { type BackendTargetArgs, type LogicAppTargetArgs, type WorkflowTargetArgs } from "./backend-target";
export { type CircuitBreakerArgs, type StatusCodeRangeArgs } from "./circuit-breaker";
export { type RequiredRole } from "./key-vault-grant";
export { ApimNamedValue, type ApimNamedValueArgs } from "./named-value";
export { type KeyVaultSecretArgs, type SecretArgs } from "./secret";
export {
    type ApiKeyAuthArgs,
    type BackendAuthArgs,
    type BackendSecretArgs,
    type BasicAuthArgs,
    type CertificateAuthArgs,
    type ManagedIdentityAuthArgs,
    type OAuth2AuthArgs,
} from "./auth/backend-auth";
export { SESSION_AFFINITY_API_VERSIONS, type SessionAffinityApiVersion } from "./apim-package";
export { ApimProvider, type ApimProviderArgs } from "./apim-provider";
export { type PoolMemberArgs } from "./pool-members";
export { type PoolOriginArgs } from "./pool-origin";
export { StickyBackendPool, type PoolAffinity, type StickyBackendPoolArgs } from "./sticky-backend-pool";
export { ApimApi, type ApimApiArgs, type ApiVersionArgs, type SubscriptionKeyNamesArgs } from "./apim-api";
export { type ApimOperationArgs } from "./apim-operation";
export { ApimPolicy, type ApimPolicyArgs, type OperationScopeArgs, type PolicyScopeArgs } from "./apim-policy";
export { ApimPolicyFragment, type ApimPolicyFragmentArgs } from "./apim-policy-fragment";
export { ApimProduct, type ApimProductArgs, type ProductRouteArgs } from "./apim-product";
export { type ServicePlaceArgs } from "./service-place";
export * as policies from "./policies";
