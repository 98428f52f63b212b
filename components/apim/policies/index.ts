export { type Expression, expression, multiStatement, namedValue, type NamedValueReference } from "./expression";
export { type PolicyDocument } from "./document";
export { type Section } from "./sections";
export {
    type Element as PolicyElement,
    type PolicyBoolean,
    type PolicyNumber,
    type PolicyText,
    type Statement,
} from "./statement";
export * from "./statements";
export {
    cacheResponses,
    fallBackTo,
    forwardHost,
    refuseWhileUnhealthy,
    retryRequests,
    routeRequests,
    sendTo,
    streamResponses,
    type CacheResponsesArgs,
    type FallBackArgs,
    type Otherwise,
    type RefuseWhileUnhealthyArgs,
    type RetryRequestsArgs,
    type Route,
    type SignedBackend,
    type StreamResponsesArgs,
} from "./patterns";
