import { type Answer } from "./answer";
import { ArmError } from "./errors";

interface Operation {
    polls: number;
    readonly failed: boolean;
    readonly result: () => Answer;
}

/** Long-running operations: https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations */
export class Operations {
    private readonly running = new Map<string, Operation>();

    /** @param polls how often the state is asked for until an operation has ended. */
    constructor(private readonly polls: number) {}

    /** The 202 that begins an operation. `result` answers what a GET of its Location answers in the end. */
    begin(origin: string, place: string, result: () => Answer, failed: boolean): Answer {
        const id = `00000000-0000-0000-0000-${String(this.running.size + 1).padStart(12, "0")}`;
        this.running.set(id, { polls: this.polls, failed, result });
        const at = (kind: string) => `${origin}${place}/${kind}/${id}?api-version=2024-03-01`;
        return {
            status: 202,
            headers: {
                "azure-asyncoperation": at("operationStatuses"),
                location: at("operationResults"),
                "retry-after": "0",
            },
        };
    }

    /** What a look at an operation shows. */
    poll(id: string, result: boolean): Answer {
        const operation = this.running.get(id);
        if (operation === undefined) throw new ArmError(404, "OperationNotFound", `There is no operation ${id}.`);
        const over = operation.polls-- <= 0;
        if (result) return over ? operation.result() : { status: 202, headers: { "retry-after": "0" } };
        if (!over) return { status: 200, headers: { "retry-after": "0" }, body: { id, status: "InProgress" } };
        if (!operation.failed) return { status: 200, body: { id, status: "Succeeded" } };
        const error = { code: "OperationFailed", message: "The operation came to nothing." };
        return { status: 200, body: { id, status: "Failed", error } };
    }
}
