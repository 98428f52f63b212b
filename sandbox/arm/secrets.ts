import { type Properties } from "../cloud";
import { View } from "../cloud/view";
import { ArmError } from "./errors";

/**
 * A Container App that is written as a whole has to come with the values of its secrets, which no GET shows: whoever writes
 * back what was read is refused. https://github.com/Azure/azure-sdk-for-net/issues/41244
 *
 * @throws ArmError where a value is missing.
 */
export function checkSecrets(body: Properties, type: string): void {
    if (type !== "Microsoft.App/containerApps") return;
    const missing = new View(body)
        .list("properties.configuration.secrets")
        .filter((secret) => !secret.at("value").present && !secret.at("keyVaultUrl").present)
        .map((secret) => secret.text("name") ?? "");
    if (missing.length === 0) return;
    throw new ArmError(
        400,
        "ContainerAppSecretInvalid",
        `Invalid Request: Container app secret(s) with name(s) '${missing.join(", ")}' are invalid: value or keyVaultUrl and identity should be provided.`,
    );
}
