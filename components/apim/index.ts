export { ApimBackend, type ApimBackendArgs } from "./apim-backend";
export { type BackendPlaceArgs } from "./backend-args";
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
