import { isRecord, isSecret, UNKNOWN_TEXT } from "../../../policy-pack/topology/values";

/** What `pulumi preview --json` writes in the place of a secret. */
const HIDDEN_BY_PREVIEW = "[secret]";

/**
 * Puts what is not known in the place of secrets: of those that Pulumi marks, whether encrypted or not, and of those that
 * a preview hides. What is read off the result can then not tell any.
 *
 * @param value plain data, which is changed.
 */
export function withoutSecrets<T>(value: T): T {
    return hidden(value) as T;
}

function hidden(value: unknown): unknown {
    if (value === HIDDEN_BY_PREVIEW || isSecret(value)) return UNKNOWN_TEXT;
    if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) value[index] = hidden(item);
    } else if (isRecord(value)) {
        for (const key of Object.keys(value)) value[key] = hidden(value[key]);
    }
    return value;
}
