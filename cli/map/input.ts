import { readFile } from "node:fs/promises";

import { fromState, type StackResource, type StateEntry } from "../../policy-pack/topology";
import { isRecord } from "../../policy-pack/topology/values";
import { CouldNotRunError } from "../errors";

/** The resources of a `pulumi stack export` or a `pulumi preview --json`. Throws CouldNotRunError. */
export async function readStackFile(file: string): Promise<StackResource[]> {
    const text = await readFile(file, "utf8").catch((error: Error) => {
        throw new CouldNotRunError(`${file} cannot be read: ${error.message}. Give the name of a file.`);
    });
    const content = parse(text, file);
    const deployment = isRecord(content) ? content["deployment"] : undefined;
    if (isRecord(deployment) && Array.isArray(deployment["resources"])) {
        return fromState(deployment["resources"] as StateEntry[]);
    }
    if (isRecord(content) && Array.isArray(content["steps"])) {
        const steps = content["steps"] as { op?: string; newState?: StateEntry }[];
        return fromState(steps.flatMap(({ op, newState }) => (op === "delete" || !newState ? [] : [newState])));
    }
    throw new CouldNotRunError(
        `${file} is neither a stack export nor a preview. Write one: pulumi stack export > stack.json`,
    );
}

function parse(text: string, file: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new CouldNotRunError(`${file} is no JSON: ${(error as Error).message}`);
    }
}
