import { CouldNotRunError } from "../errors";
import { at, isObject, textAt } from "./json";

/** Longest text of somebody else's that an error shows. */
const SHOWN_LENGTH = 500;

/** Nobody is logged in, or the login does not do. */
export class NotLoggedInError extends CouldNotRunError {}

/** An answer of Resource Manager that says no. */
export class ArmFailure extends CouldNotRunError {
    constructor(
        readonly status: number,
        /** Resource Manager's word for it: `AuthorizationFailed`. Empty where the answer has none. */
        readonly code: string,
        /** Its own sentence. */
        readonly said: string,
        what: string,
        /** Milliseconds that Azure asks to wait before anything is asked again. */
        readonly retryAfter?: number,
    ) {
        // An operation that fails is told by an answer of its own, whose status says nothing.
        const named = [...(status < 400 && code !== "" ? [] : [status]), ...(code === "" ? [] : [code])].join(" ");
        super(`${what}: Azure answered ${named}${said === "" ? "" : `: ${said}`}`);
    }
}

/** No answer, or only a part of one. */
export class NoAnswerError extends CouldNotRunError {
    /** @param sent false where the request cannot have reached Azure. */
    constructor(
        what: string,
        why: string,
        readonly sent: boolean,
    ) {
        super(`${what}: ${why}`);
    }
}

/** The failure that an answer tells. `body` is what came, of whatever form. */
export function failureOf(what: string, status: number, body: unknown, retryAfter?: number): ArmFailure {
    const error = isObject(body) ? (at(body, "error") ?? body) : undefined;
    if (isObject(error)) {
        const details = at(error, "details");
        const more = Array.isArray(details) ? details.map((detail) => textAt(detail, "message") ?? "") : [];
        const said = [textAt(error, "message") ?? "", ...more].filter((text) => text !== "").join(" ");
        return new ArmFailure(status, textAt(error, "code") ?? "", shortened(said), what, retryAfter);
    }
    return new ArmFailure(status, "", "not in Azure's own words, so it may be a proxy's answer", what, retryAfter);
}

function shortened(text: string): string {
    const line = text.replace(/\s+/g, " ").trim();
    return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line;
}
