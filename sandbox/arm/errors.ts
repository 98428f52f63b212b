import { Refusal } from "../cloud";
import { type Answer } from "./answer";

/** An error as Resource Manager answers it. https://learn.microsoft.com/azure/azure-resource-manager/management/common-error-codes */
export class ArmError extends Error {
    override readonly name = "ArmError";

    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
        readonly headers: Readonly<Record<string, string>> = {},
    ) {
        super(message);
    }
}

/** The same in the shape that goes over the wire. */
export function errorAnswer({ status, code, message, headers }: ArmError): Answer {
    return { status, headers, body: { error: { code, message } } };
}

/** How the cloud model words what a service refuses: `Status=400 Code="ValidationError" Message="…"`. */
const WORDED = /^Status=(\d+) Code="([^"]*)" Message="(.*)"$/s;

/** The cloud model's refusal as an answer; any other error is a defect of the sandbox and goes on. */
export function asArmError(error: unknown): ArmError {
    if (error instanceof ArmError) return error;
    if (!(error instanceof Refusal)) throw error;
    const [, status, code, message] = WORDED.exec(error.message) ?? [];
    return status === undefined
        ? new ArmError(400, "BadRequest", error.message)
        : new ArmError(Number(status), code ?? "BadRequest", message ?? error.message);
}
