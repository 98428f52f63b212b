import { type Properties, type Value } from "../cloud";
import { removePath } from "../cloud/paths";
import { ArmError } from "./errors";

const VERSION = /^\d{4}-\d{2}-\d{2}(-preview|-alpha|-beta)?$/;

/**
 * First API versions of properties, where the cloud model's own kinds do not tell: https://github.com/Azure/bicep-types-az
 * A version before does not show them, and drops them from what is written.
 */
const FIRST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "microsoft.apimanagement/service/backends": {
        "properties.type": "2023-05-01-preview",
        "properties.pool": "2023-05-01-preview",
        "properties.pool.services[].weight": "2023-09-01-preview",
        "properties.pool.services[].priority": "2023-09-01-preview",
        "properties.pool.failureResponse": "2024-10-01-preview",
        "properties.pool.sessionAffinity": "2024-10-01-preview",
        "properties.pool.services[].preferredCarbonEmission": "2025-03-01-preview",
        "properties.pool.services[].azureRegion": "2025-03-01-preview",
    },
    "microsoft.app/containerapps": {
        "properties.configuration.ingress.stickySessions": "2022-11-01-preview",
        "properties.configuration.ingress.additionalPortMappings": "2023-05-02-preview",
    },
    "microsoft.web/sites": {
        "properties.clientAffinityProxyEnabled": "2024-11-01",
        "properties.clientAffinityPartitioningEnabled": "2024-11-01",
    },
};

/** A document as an API version has it: without what came later. */
export function atVersion(document: Properties, type: string, apiVersion: string): Properties {
    const later = Object.entries(FIRST[type.toLowerCase()] ?? {}).filter(([, first]) => before(apiVersion, first));
    return later.reduce<Value>((rest, [path]) => removePath(rest, path), document) as Properties;
}

/** Of two versions with one date, the preview is the earlier. */
function before(one: string, other: string): boolean {
    return `${one.slice(0, 10)}${one.length > 10 ? "" : "~"}` < `${other.slice(0, 10)}${other.length > 10 ? "" : "~"}`;
}

/**
 * The API version of a request.
 *
 * @param known versions that there are of the type; without them, every one that is spelled as one.
 * @throws ArmError where there is none, or none of these.
 */
export function apiVersionOf(url: URL, type: string, known?: readonly string[]): string {
    const given = url.searchParams.get("api-version");
    if (given === null || given === "") {
        throw new ArmError(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        );
    }
    if (!VERSION.test(given)) {
        throw new ArmError(400, "InvalidApiVersionParameter", `The api-version '${given}' is invalid.`);
    }
    if (known !== undefined && !known.includes(given)) {
        throw new ArmError(
            400,
            "NoRegisteredProviderFound",
            `No registered resource provider found for location 'westeurope' and API version '${given}' for type '${type}'. The supported api-versions are '${known.join(", ")}'.`,
        );
    }
    return given;
}
