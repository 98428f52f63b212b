import { type ParsedResource, type ResourceIndex } from "../resource";
import { isKind } from "../type-token";

/** What has an address of its own besides hops, and leads to what is behind it. */
const DOORS = [
    ["azure-native", "apimanagement", "ApiManagementService"],
    ["azure-native", "network", "PublicIPAddress"],
    ["azure-native", "servicenetworking", "FrontendsInterface"],
    ["azure-native", "servicenetworking", "Frontend"],
    ["kubernetes", "gateway.networking.k8s.io", "Gateway"],
] as const;

/** The doors of a stack. */
export function doorsOf(stack: ResourceIndex): ParsedResource[] {
    return DOORS.flatMap(([family, module, kind]) => stack.ofKind(family, module, kind));
}

/** True for what only leads to what is behind it. */
export function isDoor({ token }: ParsedResource): boolean {
    return DOORS.some(([family, module, kind]) => isKind(token, family, module, kind));
}
