import { type Kind, type ServiceContext } from "../../kind";
import { View } from "../../view";
import { child, childKey, mustBeInService, serviceOf } from "./child";
import { invalid } from "./faults";
import { importedOperations } from "./imports";

const withoutRevision = (id: string): string => id.replace(/;rev=[^/]*$/, "").toLowerCase();

function validateApi(inputs: View): void {
    for (const [one, other] of [
        ["format", "value"],
        ["value", "format"],
    ] as const) {
        if (inputs.at(one).present && !inputs.at(other).present) invalid(`${other}: it has to be given with ${one}.`);
    }
    importedOperations(inputs);
    if (inputs.at("apiVersion").present && !versionSetOf(inputs).present) {
        invalid("apiVersionSetId: an API with an apiVersion needs it.");
    }
}

function versionSetOf(inputs: View): View {
    return inputs.at("apiVersionSetId").present ? inputs.at("apiVersionSetId") : inputs.at("apiVersionSet");
}

/** The name of a version set, whichever way it is given; none for one that is not known. */
function versionSetName(inputs: View): string | undefined {
    return (versionSetOf(inputs).text() ?? inputs.text("apiVersionSet.id"))?.split("/").at(-1)?.toLowerCase();
}

function apiReferences(inputs: View, context: ServiceContext): void {
    const named = inputs.text("apiVersionSetId");
    if (named !== undefined) {
        const path = "apiVersionSetId";
        mustBeInService(context, { kind: "ApiVersionSet", collection: "apiVersionSets", named, path });
    }
    pathMustBeFree(inputs, context);
}

const plainPath = (inputs: View): string | undefined =>
    inputs
        .text("path")
        ?.replace(/^\/+|\/+$/g, "")
        .toLowerCase();

/** Only versions of one API share a path: https://learn.microsoft.com/azure/api-management/api-management-versions */
function pathMustBeFree(inputs: View, context: ServiceContext): void {
    const path = plainPath(inputs);
    const set = versionSetName(inputs);
    if (path === undefined || versionSetOf(inputs).unknown || inputs.at("apiVersion").unknown) return;
    const clash = context.cloud.all(childKey("Api")).find(({ id, inputs: given }) => {
        const other = new View(given);
        if (serviceOf(id) !== serviceOf(context.id) || withoutRevision(id) === withoutRevision(context.id))
            return false;
        if (plainPath(other) !== path) return false;
        const versions = set !== undefined && versionSetName(other) === set;
        return !versions || other.text("apiVersion") === inputs.text("apiVersion");
    });
    if (clash) invalid(`path: Cannot create API '${context.id}' with the same Path '${path}' as API '${clash.id}'.`);
}

const api = child({
    kind: "Api",
    path: "apis/{apiId}",
    required: ["path"],
    writeOnly: ["format", "value", "wsdlSelector", "translateRequiredQueryParametersConduct", "soapApiType"],
    validate: validateApi,
    referencesOf: apiReferences,
    computed: (inputs, { name }) => ({
        apiRevision: inputs.text("apiRevision") ?? "1",
        displayName: inputs.text("displayName") ?? name,
        isCurrent: inputs.boolean("isCurrent") ?? true,
        protocols: inputs.at("protocols").present ? inputs.plain("protocols") : ["https"],
        provisioningState: "Succeeded",
    }),
});

/** Where each scheme has the version, and the property that names that place. */
const SCHEMES: ReadonlyMap<string, string | undefined> = new Map([
    ["Segment", undefined],
    ["Header", "versionHeaderName"],
    ["Query", "versionQueryName"],
]);

/** https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/apiversionsets */
const versionSet = child({
    kind: "ApiVersionSet",
    path: "apiVersionSets/{versionSetId}",
    required: ["displayName", "versioningScheme"],
    validate(inputs) {
        const scheme = inputs.text("versioningScheme");
        if (scheme === undefined) return;
        if (!SCHEMES.has(scheme)) {
            invalid(`versioningScheme: '${scheme}' is not one of '${[...SCHEMES.keys()].join("', '")}'.`);
        }
        const property = SCHEMES.get(scheme);
        if (property !== undefined && !inputs.at(property).present) {
            invalid(`${property}: the versioningScheme '${scheme}' needs it.`);
        }
    },
});

export const APIS: readonly Kind[] = [...api, ...versionSet];
