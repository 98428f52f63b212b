import { type ClassicKind, type ClassicKinds } from "./kind";
import { type Move, move } from "./shape";

const SERVICE = move("serviceName", "apiManagementName");
const DOCUMENT = move("value", "xmlContent");

function policy(kind: string, ...moves: Move[]): ClassicKind {
    return { native: ["apimanagement", kind], shape: { moves: [DOCUMENT, ...moves] } };
}

/** https://www.pulumi.com/registry/packages/azure/api-docs/apimanagement/ */
export const apiManagement: ClassicKinds = {
    "apimanagement:Backend": {
        native: ["apimanagement", "Backend"],
        shape: {
            moves: [
                SERVICE,
                { native: "circuitBreaker.rules", classic: "circuitBreakerRule", convert: (rule) => [rule] },
            ],
        },
        // Its API version is 2024-05-01. https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/api_management_backend
        phrases: [
            ["pool.sessionAffinity is not set", "the azure package has no property for it"],
            ["pool.sessionAffinity", "pool"],
        ],
        fix: "Take the Backend of azure-native at API version 2024-10-01-preview or later for the pool (StickyBackendPool does)",
    },
    "apimanagement:Api": { native: ["apimanagement", "Api"], shape: { moves: [SERVICE] } },
    "apimanagement:Service": { native: ["apimanagement", "ApiManagementService"], shape: {} },
    "apimanagement:ApiPolicy": policy("ApiPolicy", SERVICE),
    "apimanagement:ApiOperationPolicy": policy("ApiOperationPolicy", SERVICE),
    "apimanagement:ProductPolicy": policy("ProductPolicy", SERVICE),
    "apimanagement:Policy": policy("Policy", { native: "serviceName", classic: "apiManagementId", unsaid: true }),
    "apimanagement:PolicyFragment": policy("PolicyFragment", {
        native: "serviceName",
        classic: "apiManagementId",
        unsaid: true,
    }),
};
