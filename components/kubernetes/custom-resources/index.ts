export * from "./backend-traffic-policy";
export * from "./destination-rule";
export * from "./gateway";
export * from "./http-proxy";
export * from "./http-route";
export * from "./ingress-route";
export { type DeepInput, TypedObject, type TypedObjectArgs } from "./typed-object";
export * from "./virtual-server";
