import { type Kind, type ServiceContext } from "../../kind";
import { arm, mustExist, type ArmKind } from "../arm";
import { invalid } from "./faults";

export const SERVICE = "Microsoft.ApiManagement/service/{serviceName}";

/** Everything below a service shares its module and API version. */
export function child(description: Omit<ArmKind, "modules" | "apiVersion">): Kind[] {
    return arm({
        modules: ["apimanagement"],
        apiVersion: "2024-05-01",
        ...description,
        path: `${SERVICE}/${description.path}`,
    });
}

/** Key of a kind below a service. */
export const childKey = (kind: string): string => `azure-native:apimanagement:${kind}`;

/** The service that a resource lies in: its id in lower case, as ids are the same in any case. */
export function serviceOf(id: string): string {
    return /^.*?\/service\/[^/]+/i.exec(id)?.[0].toLowerCase() ?? "";
}

/**
 * The full id of what another resource of the service names: by its full id, by the id from the service on, or by its name alone.
 *
 * @throws Refusal where it is not there, or belongs to another service.
 */
export function mustBeInService(
    context: ServiceContext,
    { kind, collection, named, path }: { kind: string; collection: string; named: string; path: string },
): string {
    const service = serviceOf(context.id);
    const full = fullId(service, collection, named);
    mustExist(context, childKey(kind), full, "ValidationError", path);
    if (!full.toLowerCase().startsWith(`${service}/`) && context.cloud.find(childKey(kind), full)) {
        invalid(`${path}: '${named}' belongs to another service.`);
    }
    return full;
}

function fullId(service: string, collection: string, named: string): string {
    if (/^\/subscriptions\//i.test(named)) return named;
    const short = named.replace(/^\//, "");
    return short.includes("/") ? `${service}/${short}` : `${service}/${collection}/${short}`;
}
