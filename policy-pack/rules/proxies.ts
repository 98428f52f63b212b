import { type Proxy } from "../topology";

/** A proxy as findings name it, and the service that it is of. */
export interface ProxyName {
    readonly service: string;
    readonly whole: string;
}

const PARTS: Readonly<Record<string, readonly [service: string, part: string]>> = {
    AFDOriginGroup: ["Front Door", "origin group"],
    FrontDoor: ["Front Door", "(classic)"],
    ApplicationGateway: ["Application Gateway", ""],
    Backend: ["API Management", "backend"],
    WorkspaceBackend: ["API Management", "backend"],
    Api: ["API Management", "API"],
    WorkspaceApi: ["API Management", "API"],
};

/** Names a proxy: "API Management backend partner", "Front Door origin group shop (AFDOrigin west)". */
export function nameProxy({ resource, via }: Proxy): ProxyName {
    const [service, part] = PARTS[resource.token.kind] ?? ["API Management", "policy"];
    const said = via.urn === resource.urn ? "" : `(${via.token.kind} ${via.name})`;
    return { service, whole: [service, part, resource.name, said].filter(Boolean).join(" ") };
}
