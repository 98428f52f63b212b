import { type ArmClient } from "../azure/client";
import { ArmFailure } from "../azure/errors";
import { whatIsMissing } from "../azure/missing";
import { CouldNotRunError } from "../errors";
import { type Target } from "./target";

/** https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors */
const BUSY: ReadonlySet<string> = new Set([
    "ContainerAppOperationInProgress",
    "AnotherOperationInProgress",
    "OperationNotAllowed",
    "Conflict",
]);

/** An answer of Azure's that says no, with what to do about it. Any other error stays as it is. */
export async function explained(error: unknown, target: Target, client: ArmClient): Promise<unknown> {
    if (!(error instanceof ArmFailure)) return error;
    const { status, code, message } = error;
    if (status === 404) return new CouldNotRunError(`${target.label}: ${await whatIsMissing(client, target.steps)}`);
    if (status === 403) return new CouldNotRunError(forbidden(error, target));
    if (status === 409 || BUSY.has(code)) return new CouldNotRunError(`${message} Try again when it is over.`);
    if (status === 412) {
        return new CouldNotRunError(`${message} Others keep changing it. It is not there when read back: try again.`);
    }
    if (status === 429) return new CouldNotRunError(`${message} Azure is throttling: try again in some minutes.`);
    return status >= 500 ? new CouldNotRunError(`${message} Azure is failing: try again later.`) : error;
}

function forbidden({ said, code }: ArmFailure, { label, role, type, id }: Target): string {
    if (code === "ScopeLocked") {
        return `${label} is locked: no one may write to it. Take the lock away, or ask who set it. (${said})`;
    }
    if (code === "RequestDisallowedByPolicy") return `${label}: a policy of Azure's forbids it: ${said}`;
    const action = /perform action '([^']+)'/.exec(said)?.[1] ?? `${type}/write`;
    return `${label}: this login may not do ${action}. Ask for the role "${role}", or one with ${type}/read and ${type}/write, on ${id}`;
}
