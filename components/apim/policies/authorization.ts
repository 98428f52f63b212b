import { isExpression } from "./expression";
import { type Element, type ElementValue } from "./statement";

/** Variable of the request that components keep API Management's own token in. */
export const BACKEND_TOKEN = "backend-token";

/** Elements that hold what is said of another request or answer than the one under way. */
const APART = ["send-request", "return-response"];

/** True for a statement that puts a token of API Management's own in place of the client's. */
export function setsAuthorization(statement: Element): boolean {
    return ofTheRequest(statement).some(
        (node) =>
            (node.name === "authentication-managed-identity" &&
                node.attributes["output-token-variable-name"] === undefined) ||
            node.name === "authentication-basic" ||
            (node.name === "set-header" && names(node, "name") && node.children.some(holdsOwnToken)),
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

/** True for a header's value that is made of API Management's own token. What else is put there may be the client's, from a cookie. */
function holdsOwnToken({ text }: Element): boolean {
    const value: ElementValue | undefined = text;
    if (!value || !("text" in value) || !isExpression(value.text)) return false;
    return value.text.parts.some((part) => "literal" in part && part.literal === BACKEND_TOKEN);
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
