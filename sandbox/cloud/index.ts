export {
    Cloud,
    type CheckOptions,
    type CheckResult,
    type CloudOptions,
    type Difference,
    type Placement,
    type ResourceRef,
    type State,
    type UpdateOptions,
} from "./cloud";
export { type Change } from "./diff";
export { Refusal, type Failure, type Stored } from "./kind";
export { cloudMocks, type CloudMocks, type RecordedResource } from "./mocks";
export { HIDDEN, UNKNOWN, isSecret, isUnknown, plain, secret, type Properties, type Value } from "./values";
