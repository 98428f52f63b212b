import { ArmFailure } from "./errors";

/** Answers that say that this API version is not to be had here: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-invalid-resource-type */
const NO_VERSION: ReadonlySet<string> = new Set([
    "NoRegisteredProviderFound",
    "InvalidResourceType",
    "InvalidApiVersionParameter",
    "UnsupportedApiVersion",
]);

/**
 * Asks at the first of some API versions that Azure has. A cloud or a region may lack the newest.
 *
 * @param apiVersions one or more, the wanted one first.
 * @throws what the request throws, where it is not for its API version.
 */
export async function atFirstVersion<T>(
    apiVersions: readonly string[],
    ask: (apiVersion: string) => Promise<T>,
): Promise<{ readonly answer: T; readonly apiVersion: string }> {
    const [apiVersion = "", ...others] = apiVersions;
    try {
        return { answer: await ask(apiVersion), apiVersion };
    } catch (error) {
        if (others.length === 0 || !(error instanceof ArmFailure) || !NO_VERSION.has(error.code)) throw error;
        return atFirstVersion(others, ask);
    }
}
