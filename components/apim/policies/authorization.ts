import { type Element, everyElement } from "./statement";

/** True for a statement that puts a token of API Management's own in place of the client's. */
export function setsAuthorization(statement: Element): boolean {
    return everyElement(statement).some(
        (node) =>
            (node.name === "authentication-managed-identity" &&
                node.attributes["output-token-variable-name"] === undefined) ||
            node.name === "authentication-basic" ||
            (node.name === "set-header" && names(node, "name")),
    );
}

/** True for a statement that checks the token that the client sent. */
export function readsAuthorization(statement: Element): boolean {
    return everyElement(statement).some((node) => node.name === "validate-jwt" && names(node, "header-name"));
}

function names(node: Element, attribute: string): boolean {
    const value = node.attributes[attribute];
    return (
        value !== undefined &&
        "text" in value &&
        typeof value.text === "string" &&
        value.text.toLowerCase() === "authorization"
    );
}
