import { Refusal, type Kind, type ServiceContext } from "../../kind";
import { View } from "../../view";
import { ARM_MESSAGES, refuse } from "../arm";
import { child, childKey } from "./child";
import { invalid } from "./faults";
import { operationsBroughtBy } from "./imports";

/** Every `{name}` of a template; `{*name}` is one that takes the rest of the path. */
function parametersIn(urlTemplate: string): string[] {
    return [...urlTemplate.matchAll(/\{\*?([^{}]*)\}/g)].flatMap(([, name]) => name ?? []);
}

/** https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/apis/operations */
function validateOperation(inputs: View): void {
    const urlTemplate = inputs.text("urlTemplate");
    const given = inputs.at("templateParameters");
    const parameters = given.list().map((parameter) => parameter.at("name"));
    if (urlTemplate === undefined || given.unknown || parameters.some(({ unknown }) => unknown)) return;
    const declared = parameters.map((name) => name.text() ?? "");
    const used = parametersIn(urlTemplate);
    const undeclared = used.find((name) => !declared.includes(name));
    if (undeclared !== undefined) {
        invalid(
            "templateParameters: All template parameters used in the UriTemplate must be defined in the Operation, " +
                `please ensure that '${undeclared}' is.`,
        );
    }
    const unused = declared.find((name) => !used.includes(name));
    if (unused !== undefined) {
        invalid(`templateParameters: '${unused}' is not used in the UriTemplate '${urlTemplate}'.`);
    }
}

function operationMustBeNew(inputs: View, context: ServiceContext): void {
    const [, apiId = ""] = /^(.*)\/operations\/[^/]+$/i.exec(context.id.toLowerCase()) ?? [];
    const brought = (operationsBroughtBy(context.cloud, apiId) ?? []).map((operation) => ({
        ...operation,
        id: `${apiId}/operations/${operation.id}`,
    }));
    const own = context.id.toLowerCase();
    if (!context.previous.present && brought.some(({ id }) => id === own)) {
        throw new Refusal(ARM_MESSAGES.exists(context.id));
    }
    const written = context.cloud.all(childKey("ApiOperation")).map(({ id, inputs: given }) => ({
        id: id.toLowerCase(),
        method: new View(given).text("method"),
        urlTemplate: new View(given).text("urlTemplate"),
    }));
    const method = inputs.text("method")?.toLowerCase();
    const urlTemplate = inputs.text("urlTemplate")?.toLowerCase();
    const clash = [...written, ...brought].find(
        (other) =>
            other.id.startsWith(`${apiId}/operations/`) &&
            other.id !== own &&
            other.method?.toLowerCase() === method &&
            other.urlTemplate?.toLowerCase() === urlTemplate,
    );
    if (clash === undefined || method === undefined || urlTemplate === undefined) return;
    refuse(
        409,
        "Conflict",
        `Operation with the same method '${inputs.text("method")}' and URL template '${inputs.text("urlTemplate")}' exists: ${clash.id}.`,
    );
}

export const OPERATIONS: readonly Kind[] = child({
    kind: "ApiOperation",
    path: "apis/{apiId}/operations/{operationId}",
    required: ["displayName", "method", "urlTemplate"],
    validate: validateOperation,
    referencesOf: operationMustBeNew,
});
