export { FunctionApp, type FunctionAppArgs } from "./function-app";
export { type ConsumptionHostingArgs } from "./functions/consumption-hosting";
export { type DedicatedHostingArgs } from "./functions/dedicated-hosting";
export { type ElasticPremiumHostingArgs } from "./functions/elastic-premium-hosting";
export { type FlexHostingArgs } from "./functions/flex-hosting";
export { type FunctionCodeArgs } from "./functions/function-code";
export { type FunctionLanguage, type FunctionRuntimeArgs } from "./functions/function-runtime";
export { type FunctionHostingArgs } from "./functions/hosting";
export { type OperatingSystem } from "./functions/operating-system";
export { LogicApp, type LogicAppArgs } from "./logic-app";
export { type ClientAffinityArgs, type WebAppAffinity } from "./sites/client-affinity";
export { type ContentShareArgs } from "./sites/content-share";
export { type ElasticScaleArgs } from "./sites/elastic-scale";
export {
    type AuthenticationArgs,
    type EntraAuthenticationArgs,
    type UnauthenticatedAction,
} from "./sites/entra-settings";
export { type SlotArgs, type WebSiteArgs } from "./sites/web-site-args";
export { StickyWebApp, type StickyWebAppArgs, type WebAppSlotArgs } from "./sticky-web-app";
export { WebApp, type WebAppArgs } from "./web-app";
export { type HostStorageArgs } from "./workflows/host-storage";
export { type WorkflowRuntimeArgs } from "./workflows/workflow-settings";
