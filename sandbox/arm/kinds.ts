/** What the face has to know of a type of resource to write it. All that is read is told from the cloud model alone. */
export interface WritableKind {
    /** ARM's type. */
    readonly type: string;
    readonly module: string;
    readonly kind: string;
    /** Properties of the cloud model that the names in the id fill. */
    readonly parameters: readonly string[];
    /** True where a PATCH is answered with 202 and goes on in the background. */
    readonly longRunning?: boolean;
    /** Paths of a document, as `removePath` has them, that no GET shows. */
    readonly neverShown?: readonly string[];
}

const WRITABLE: readonly WritableKind[] = [
    {
        type: "Microsoft.ApiManagement/service",
        module: "apimanagement",
        kind: "ApiManagementService",
        parameters: ["serviceName"],
        longRunning: true,
    },
    {
        type: "Microsoft.ApiManagement/service/backends",
        module: "apimanagement",
        kind: "Backend",
        parameters: ["serviceName", "backendId"],
    },
    {
        type: "Microsoft.App/containerApps",
        module: "app",
        kind: "ContainerApp",
        parameters: ["containerAppName"],
        longRunning: true,
        // https://learn.microsoft.com/rest/api/containerapps/container-apps/list-secrets: values come from there alone.
        neverShown: ["properties.configuration.secrets[].value"],
    },
    { type: "Microsoft.Web/serverfarms", module: "web", kind: "AppServicePlan", parameters: ["name"] },
    { type: "Microsoft.Web/sites", module: "web", kind: "WebApp", parameters: ["name"] },
    { type: "Microsoft.Web/sites/slots", module: "web", kind: "WebAppSlot", parameters: ["name", "slot"] },
];

const BY_TYPE = new Map(WRITABLE.map((kind) => [kind.type.toLowerCase(), kind]));

/** What is known of a type in any case; undefined for one that is read only. */
export function writableKind(type: string): WritableKind | undefined {
    return BY_TYPE.get(type.toLowerCase());
}

/** The token under which the cloud model reads and writes at an API version: `azure-native:app/v20240301:ContainerApp`. */
export function tokenAt(key: string, apiVersion: string): string {
    const [, module = "", kind = ""] = key.split(":");
    return `azure-native:${module}/v${apiVersion.replaceAll("-", "")}:${kind}`;
}
