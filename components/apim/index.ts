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
