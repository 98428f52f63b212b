export {
    analyze,
    type Analysis,
    type AnalyzeOptions,
    type NotApplicable,
    type Remediation,
    type Violation,
} from "./analyze";
export { PolicyFailedError, TestingError } from "./errors";
export { fixture, type FixtureOptions, fixtures, type ResourceRef } from "./fixture";
export { type TestedPack } from "./pack";
export { type ResourceOptions, type TestedResource, type TestedStack } from "./resource";
export { type Place } from "./urn";
export { archive, asset, secret, unknown } from "./wire";
export { fromExport } from "./export";
export { fromPreview } from "./preview";
export { fromProgram, type ProgramOptions } from "./program";
