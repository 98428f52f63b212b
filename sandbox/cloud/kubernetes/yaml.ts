import { parseAllDocuments } from "yaml";

import { Refusal } from "../kind";
import { isObject, type Properties, type Value } from "../values";

/**
 * The objects in a text of YAML documents: what `ConfigFile` and `ConfigGroup` ask the provider for. Empty documents are
 * left out; lists stay lists, which the SDK takes apart.
 *
 * @throws Refusal where the text is no YAML, or a document of it no object.
 */
export function decodeYaml(text: string): Properties {
    const result: Value[] = [];
    for (const document of parseAllDocuments(text)) {
        const [fault] = document.errors;
        if (fault) throw new Refusal(`the YAML cannot be read: ${fault.message}`);
        const object = document.toJS() as Value;
        if (object === null) continue;
        if (!isObject(object)) throw new Refusal(`a document of the YAML is no object: ${JSON.stringify(object)}`);
        result.push(object);
    }
    return { result };
}
