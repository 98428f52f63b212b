export { ApimBackend, type ApimBackendArgs, type BackendProxyArgs } from "./backends/apim-backend";
export { type BackendPlaceArgs } from "./backends/backend-args";
export { type BackendTargetArgs, type LogicAppTargetArgs, type WorkflowTargetArgs } from "./backends/backend-target";
export { type CircuitBreakerArgs, type StatusCodeRangeArgs } from "./backends/circuit-breaker";
export { type RequiredRole } from "./secrets/key-vault-grant";
export { ApimNamedValue, type ApimNamedValueArgs } from "./secrets/apim-named-value";
export { type KeyVaultSecretArgs, type SecretArgs } from "./secrets/secret";
export {
    type ApiKeyAuthArgs,
    type BackendAuthArgs,
    type BackendSecretArgs,
    type BasicAuthArgs,
    type CertificateAuthArgs,
    type ManagedIdentityAuthArgs,
    type OAuth2AuthArgs,
} from "./backends/auth/backend-auth";
export { SESSION_AFFINITY_API_VERSIONS, type SessionAffinityApiVersion } from "./apim-package";
export { ApimProvider, type ApimProviderArgs } from "./apim-provider";
export { type PoolMemberArgs } from "./pools/pool-members";
export { type PoolOriginArgs } from "./pools/pool-origin";
export { StickyBackendPool, type PoolAffinity, type StickyBackendPoolArgs } from "./pools/sticky-backend-pool";
export { ApimApi, type ApimApiArgs, type ApiVersionArgs, type SubscriptionKeyNamesArgs } from "./apis/apim-api";
export { type ApimOperationArgs } from "./apis/apim-operation";
export { ApimPolicy, type ApimPolicyArgs, type OperationScopeArgs, type PolicyScopeArgs } from "./policies/apim-policy";
export { ApimPolicyFragment, type ApimPolicyFragmentArgs } from "./policies/apim-policy-fragment";
export { ApimProduct, type ApimProductArgs, type ProductRouteArgs } from "./apis/apim-product";
export { type ServicePlaceArgs } from "./service-place";
export * as policies from "./policies";
