import { type Element } from "@xmldom/xmldom";
import { type ServiceContext, type Stored, type Surroundings } from "../../kind";
import { View } from "../../view";
import { refuse } from "../arm";
import { childKey, mustBeInService, serviceOf } from "./child";
import { elementFault, invalid } from "./faults";
import { elementsOf, textOf } from "./policy-document";

/** https://learn.microsoft.com/azure/api-management/api-management-howto-properties: policies name a named value by its display name. */
const NAMED_VALUE = /\{\{([A-Za-z0-9-._]+)\}\}/g;

export function namedValuesIn(text: string): string[] {
    return [...text.matchAll(NAMED_VALUE)].flatMap(([, name]) => name ?? []);
}

/** Attributes that name another resource of the service, and the element they stand in; any element where none is given. */
const NAMING: readonly { attribute: string; element?: string; kind: string; collection: string; what: string }[] = [
    {
        attribute: "backend-id",
        element: "set-backend-service",
        kind: "Backend",
        collection: "backends",
        what: "Backend",
    },
    {
        attribute: "fragment-id",
        element: "include-fragment",
        kind: "PolicyFragment",
        collection: "policyFragments",
        what: "Policy fragment",
    },
    { attribute: "certificate-id", kind: "Certificate", collection: "certificates", what: "Certificate" },
];

/**
 * The service looks for all that a document names when it is saved: https://github.com/Azure/apiops/issues/565 shows its answer.
 *
 * @throws Refusal where the document names what is not in the service.
 */
export function checkDocumentReferences(document: Element, context: ServiceContext): void {
    const service = serviceOf(context.id);
    for (const element of elementsOf(document)) {
        for (const { attribute, element: only, kind, collection, what } of NAMING) {
            const named = element.getAttribute(attribute);
            const elsewhere = only !== undefined && element.nodeName !== only;
            // Expressions and named values are resolved for each request.
            if (named === null || elsewhere || named.startsWith("@") || named.includes("{{")) continue;
            if (context.cloud.find(childKey(kind), `${service}/${collection}/${named}`)) continue;
            elementFault(element.nodeName, element.lineNumber, `${what} with id '${named}' could not be found.`);
        }
        for (const name of namedValuesOf(element)) {
            if (findNamedValue(context.cloud, service, name)) continue;
            elementFault(element.nodeName, element.lineNumber, `Cannot find the named value '${name}'.`);
        }
    }
}

/** The named values that an element itself names, not those of elements below it. */
export function namedValuesOf(element: Element): string[] {
    // In a Liquid template double braces are Liquid's own: https://learn.microsoft.com/azure/api-management/set-body-policy
    const text = element.getAttribute("template") === "liquid" ? "" : textOf(element);
    return [...Array.from(element.attributes, ({ value }) => value), text].flatMap(namedValuesIn);
}

export function findNamedValue(cloud: Surroundings, service: string, displayName: string): Stored | undefined {
    return cloud
        .all(childKey("NamedValue"))
        .find(({ id, inputs }) => serviceOf(id) === service && new View(inputs).text("displayName") === displayName);
}

/** A text of a backend's credentials that may name a named value, and its path. */
export function credentialTexts(backend: View): { path: string; text: string }[] {
    const lists = ["header", "query"].flatMap((map) =>
        backend
            .entries(`credentials.${map}`)
            .flatMap(([name, values]) =>
                values.list().map((value, index) => ({ path: `credentials.${map}.${name}[${index}]`, value })),
            ),
    );
    const parameter = "credentials.authorization.parameter";
    return [...lists, { path: parameter, value: backend.at(parameter) }].flatMap(({ path, value }) => {
        const text = value.text();
        return text === undefined ? [] : [{ path, text }];
    });
}

/** @throws Refusal where the credentials name a named value or a certificate that is not in the service. */
export function checkCredentialReferences(backend: View, context: ServiceContext): void {
    for (const { path, text } of credentialTexts(backend)) {
        for (const name of namedValuesIn(text)) {
            if (findNamedValue(context.cloud, serviceOf(context.id), name) === undefined) {
                invalid(`${path}: Cannot find the named value '${name}'.`);
            }
        }
    }
    backend.list("credentials.certificateIds").forEach((value, index) => {
        const named = value.text();
        if (named === undefined) return;
        const path = `credentials.certificateIds[${index}]`;
        mustBeInService(context, { kind: "Certificate", collection: "certificates", named, path });
    });
}

/** @throws Refusal where one of these names the named value, which then cannot be deleted. */
export function refuseWhileNamed(
    { id, inputs }: Stored,
    users: readonly { readonly id: string; readonly names: readonly string[] }[],
): void {
    const displayName = new View(inputs).text("displayName");
    const user = users.find((other) => displayName !== undefined && other.names.includes(displayName));
    if (user === undefined) return;
    refuse(
        409,
        "Conflict",
        `The named value '${displayName}' (${id}) cannot be deleted while '${user.id}' refers to it.`,
    );
}
