export * from "./vocabulary";
export { type StatelessArgs, STATELESS_KEY, STATELESS_UNTIL_KEY } from "./stateless";
