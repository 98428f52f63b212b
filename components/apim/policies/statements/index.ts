export * from "./access";
export * from "./authentication";
export * from "./backend";
export * from "./caching";
export {
    choose,
    includeFragment,
    limitConcurrency,
    part,
    retry,
    returnResponse,
    sendRequest,
    setVariable,
    statement,
    trace,
    type Fragment,
    type LimitConcurrencyArgs,
    type RetryArgs,
    type ReturnResponseArgs,
    type SendRequestArgs,
    type SetVariableArgs,
    type TraceArgs,
    type When,
} from "./control";
export {
    rewriteUri,
    setBody,
    setHeader,
    setMethod,
    setQueryParameter,
    setStatus,
    type ExistsAction,
    type PolicyHeaders,
    type RewriteUriArgs,
    type SetBodyArgs,
    type SetNamedArgs,
    type StatusArgs,
} from "./transformation";
