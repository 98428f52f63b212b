import { type Element } from "./statement";

/** Elements that hold what is said of another request or answer than the one under way. */
const APART = ["send-request", "return-response"];

/** True for a statement that puts a token of API Management's own in place of the client's. */
export function setsAuthorization(statement: Element): boolean {
    return ofTheRequest(statement).some(
        (node) =>
            (node.name === "authentication-managed-identity" &&
                node.attributes["output-token-variable-name"] === undefined) ||
            node.name === "authentication-basic" ||
            (node.name === "set-header" && names(node, "name")),
    );
}

/** True for a statement that checks the token that the client sent. */
export function readsAuthorization(statement: Element): boolean {
    return ofTheRequest(statement).some((node) => node.name === "validate-jwt" && names(node, "header-name"));
}

/** The element and all below it that is about the request under way. */
function ofTheRequest(node: Element): Element[] {
    return APART.includes(node.name) ? [node] : [node, ...node.children.flatMap(ofTheRequest)];
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
