import assert from "node:assert/strict";

import { type Recorded } from "./program";

/** What stands below resources whose URN begins so, as `type name`, in the order of the alphabet. */
export function childrenOf({ resources }: Recorded, ...parents: readonly string[]): string[] {
    return resources
        .filter(({ parent }) => parents.some((urn) => parent.startsWith(urn)))
        .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`)
        .sort();
}

/** Inputs of the one resource of a type, or of a type and a name. */
export function inputsOf({ resources }: Recorded, type: string, name?: string): Record<string, unknown> {
    const found = resources.filter(
        (resource) => resource.type === type && (name === undefined || resource.name === name),
    );
    assert.equal(found.length, 1, `${type} ${name ?? ""}`);
    return found[0]?.inputs ?? {};
}
