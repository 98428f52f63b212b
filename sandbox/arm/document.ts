import { plain, type Properties, type Stored, type Value } from "../cloud";
import { removePath } from "../cloud/paths";
import { without } from "../cloud/values";
import { documentWith, settingsIn } from "../../cli/azure/shape";
import { type ResourceAddress } from "./address";
import { type WritableKind, writableKind } from "./kinds";

/** Of the provider alone. */
const NOT_OF_ARM = ["azureApiVersion", "name", "type", "id", "etag"];

/**
 * A resource of the cloud model as a GET answers it. The model has Pulumi's flat names; Resource Manager keeps what is no
 * envelope in `properties`, and the parts of network resources likewise.
 */
export function documentOf(resource: Stored, outputs: Properties): Properties {
    const known = plain(outputs) as Properties;
    const type = textOf(known["type"]) ?? "";
    const settings = { ...without(known, ...NOT_OF_ARM), ...ownType(resource, type) };
    const document = {
        id: resource.id,
        name: textOf(known["name"])?.split("/").at(-1) ?? resource.id.split("/").at(-1) ?? "",
        type,
        ...documentWith(settings, type),
    };
    return (writableKind(type)?.neverShown ?? []).reduce<Value>(removePath, document) as Properties;
}

/** What was once written of a resource, as the body of a PUT that would write it again. */
export function bodyOf(resource: Stored, kind: WritableKind): Properties {
    const inputs = plain(resource.inputs) as Properties;
    return documentWith(without(inputs, "resourceGroupName", ...kind.parameters), kind.type);
}

/** The body of a PUT as the cloud model takes it. */
export function inputsOf(body: Properties, address: ResourceAddress, kind: WritableKind): Properties {
    return {
        ...settingsIn(body, kind.type),
        resourceGroupName: address.group,
        ...Object.fromEntries(kind.parameters.map((name, index) => [name, address.names[index] ?? ""])),
    };
}

/** A setting called `type`, as backends have it, is hidden by the resource's own type in the model's outputs. */
function ownType(resource: Stored, type: string): Properties {
    const given = resource.inputs["type"];
    return typeof given === "string" && given !== type ? { type: given } : {};
}

function textOf(value: Value | undefined): string | undefined {
    return typeof value === "string" ? value : undefined;
}
