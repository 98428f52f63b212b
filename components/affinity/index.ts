export * from "./vocabulary";
export { type SessionStoreAccess, type SessionStoreConnection, type SessionStoreVariable } from "./session-store";
export { type StatelessArgs, STATELESS_KEY, STATELESS_UNTIL_KEY } from "./stateless";
