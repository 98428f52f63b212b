export { FunctionApp, type FunctionAppArgs, type FunctionRuntimeArgs } from "./function-app";
export { StickyWebApp, type StickyWebAppArgs, type WebAppAffinity, type WebAppSlotArgs } from "./sticky-web-app";
