import { type Properties } from "../cloud";
import { isObject } from "../cloud/values";
import { type Question } from "./answer";
import { ArmError } from "./errors";

/** @throws ArmError where a body is no JSON object, or does not say that it is one. */
export function bodyFrom({ headers, body }: Question): Properties {
    const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json" && type !== "application/merge-patch+json") {
        throw new ArmError(415, "UnsupportedMediaType", `The content media type '${type ?? ""}' is not supported.`);
    }
    let parsed: unknown;
    try {
        parsed = JSON.parse(body);
    } catch {
        throw new ArmError(
            400,
            "InvalidRequestContent",
            "The request content was invalid and could not be deserialized.",
        );
    }
    if (isObject(parsed)) return parsed;
    throw new ArmError(400, "InvalidRequestContent", "The request content has to be an object.");
}
