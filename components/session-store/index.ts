export {
    type SessionStoreAccess,
    type SessionStoreConnection,
    type SessionStoreVariable,
} from "../affinity/session-store";
export { SessionStore } from "./session-store";
export {
    type SessionStoreArgs,
    type SessionStoreClustering,
    type SessionStoreEnvironment,
    type SessionStoreIdentity,
} from "./args";
