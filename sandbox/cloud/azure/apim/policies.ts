import { type Element } from "@xmldom/xmldom";
import { Refusal, type Kind, type Surroundings } from "../../kind";
import { HIDDEN } from "../../values";
import { View } from "../../view";
import { type ArmKind } from "../arm";
import { child, childKey } from "./child";
import { invalid } from "./faults";
import { hasImportedOperation } from "./imports";
import { elementsOf, readPolicyDocument, type PolicyRoot } from "./policy-document";
import { checkDocumentReferences, namedValuesOf } from "./references";

/** https://learn.microsoft.com/rest/api/apimanagement/policy/create-or-update and .../policy-fragment/create-or-update */
const FORMATS: Readonly<Record<PolicyRoot, readonly string[]>> = {
    policies: ["xml", "xml-link", "rawxml", "rawxml-link"],
    fragment: ["xml", "rawxml"],
};

/** The document, checked; undefined where it is not known, or lies behind a link, which nobody follows here. */
function documentOf(inputs: View, root: PolicyRoot): Element | undefined {
    if (inputs.at("format").unknown) return undefined;
    const format = inputs.text("format") ?? "xml";
    if (!FORMATS[root].includes(format)) {
        invalid(`format: '${format}' is not one of '${FORMATS[root].join("', '")}'.`);
    }
    const value = inputs.text("value");
    // A secret document that was saved before is not kept, and was checked then.
    if (value === undefined || value === HIDDEN || format.endsWith("-link")) return undefined;
    return readPolicyDocument(value, { raw: format === "rawxml", root });
}

function withDocument(root: PolicyRoot): Pick<ArmKind, "required" | "validate" | "referencesOf"> {
    return {
        required: ["value"],
        validate: (inputs) => void documentOf(inputs, root),
        referencesOf(inputs, context) {
            const document = documentOf(inputs, root);
            if (document) checkDocumentReferences(document, context);
        },
    };
}

/** There is one policy document at each scope, and its name is `policy`. */
const policyName: ArmKind["name"] = { auto: () => "policy", pattern: /^policy$/ };

const SCOPES = {
    Policy: "",
    ApiPolicy: "apis/{apiId}/",
    ApiOperationPolicy: "apis/{apiId}/operations/{operationId}/",
    ProductPolicy: "products/{productId}/",
} as const;

/** https://learn.microsoft.com/azure/api-management/api-management-howto-policies#scopes */
export const POLICIES: readonly Kind[] = [
    ...Object.entries(SCOPES).flatMap(([kind, below]) =>
        child({
            kind,
            path: `${below}policies/{policyId}`,
            name: policyName,
            impliedParent: hasImportedOperation,
            ...withDocument("policies"),
        }),
    ),
    ...child({ kind: "PolicyFragment", path: "policyFragments/{id}", ...withDocument("fragment") }),
];

/** Every document of the cloud with the named values that it names. */
export function namedInPolicies(cloud: Surroundings): { id: string; names: string[] }[] {
    const roots = new Map<string, PolicyRoot>(Object.keys(SCOPES).map((kind) => [kind, "policies"]));
    return [...roots.set("PolicyFragment", "fragment")].flatMap(([kind, root]) =>
        cloud.all(childKey(kind)).map(({ id, inputs }) => ({ id, names: namesIn(new View(inputs), root) })),
    );
}

function namesIn(inputs: View, root: PolicyRoot): string[] {
    try {
        const document = documentOf(inputs, root);
        return document ? [...elementsOf(document)].flatMap(namedValuesOf) : [];
    } catch (error) {
        // Stored by a sandbox that checked less.
        if (error instanceof Refusal) return [];
        throw error;
    }
}
