export { FunctionApp, type FunctionAppArgs, type FunctionRuntimeArgs } from "./function-app";
