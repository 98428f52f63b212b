/** Something that the user has to change or to know; its message says what, and no stack is shown. */
export class CliError extends Error {
    override readonly name: string = "CliError";
}

/** Asked for wrongly: an option's value, or a combination of options. */
export class UsageError extends CliError {
    override readonly name = "UsageError";
}

/** Asked for rightly, and yet it cannot be done: no connection, no certificate that holds, nothing that names the replicas. */
export class CouldNotRunError extends CliError {
    override readonly name = "CouldNotRunError";
}
