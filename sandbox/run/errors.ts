/** What was asked for cannot be done as it was asked: the message says what can. */
export class UsageError extends Error {}

/** The run failed: the message says why, and what to do next. */
export class RunFailed extends Error {}
