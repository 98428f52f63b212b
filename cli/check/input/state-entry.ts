import { type StateEntry } from "../../../policy-pack/topology";

import { recordAt, textAt } from "./damaged";
import { withoutSecrets } from "./secrets";

/**
 * One resource as exports and previews write it, without its secrets. What a program only reads has no inputs: rules of
 * one resource are not shown it.
 *
 * @throws {CouldNotRunError} where it is no resource.
 */
export function readStateEntry(value: unknown, name: string, path: string): StateEntry {
    const entry = recordAt(value, name, path) as Partial<StateEntry> & { external?: unknown };
    const { urn, type, inputs, outputs, external } = entry;
    return {
        ...entry,
        urn: textAt(urn, name, `${path}.urn`),
        type: textAt(type, name, `${path}.type`),
        inputs: external === true ? undefined : withoutSecrets(inputs ?? {}),
        outputs: withoutSecrets(outputs ?? {}),
    };
}
