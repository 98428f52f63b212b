import { CouldNotRunError } from "../errors";

/** An answer of an API server that says no. */
export class ClusterRefusal extends CouldNotRunError {
    constructor(
        readonly status: number,
        /** The API server's own sentence. */
        readonly said: string,
        what: string,
    ) {
        super(`${what}: the API server answered ${status}${said === "" ? "" : `: ${said}`}`);
    }
}

/** No answer, or only a part of one. */
export class NoClusterAnswerError extends CouldNotRunError {}
