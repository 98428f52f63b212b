import * as app from "@pulumi/azure-native/app";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as logic from "@pulumi/azure-native/logic";
import * as web from "@pulumi/azure-native/web";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";

const inGroup = { resourceGroupName: "rg" };
const config = new pulumi.Config();

/** The API Management service. */
export const apim = { ...inGroup, serviceName: "gw" };
/** A secret of the stack, such as a key: `pulumi config set --secret key …`. */
export const key = config.requireSecret("key");
/** Application id of the orders app in Entra ID. */
export const ordersAppId = config.require("ordersAppId");
/** Two Function Apps. */
export const orders = new web.WebApp("orders", { ...inGroup, name: "shop-orders", kind: "functionapp" });
export const stock = new web.WebApp("stock", { ...inGroup, name: "shop-stock", kind: "functionapp" });
/** An App Service, and a Logic App of the Standard plan. */
export const legacy = new web.WebApp("legacy", { ...inGroup, name: "shop-legacy", clientAffinityEnabled: true });
export const flows = new web.WebApp("flows", { ...inGroup, name: "shop-flows", kind: "functionapp,workflowapp" });
/** A Logic App of the Consumption plan. */
export const invoices = new logic.Workflow("invoices", {
    ...inGroup,
    workflowName: "shop-invoices",
    definition: { triggers: { manual: { type: "Request", kind: "Http" } }, actions: {} },
});
/** A secret in a Key Vault, and the object id of API Management's identity. */
export const vault = new keyvault.Vault("shop", {
    ...inGroup,
    vaultName: "shop-kv",
    properties: {
        tenantId: "11111111-1111-1111-1111-111111111111",
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    },
});
export const stored = new keyvault.Secret("key", {
    ...inGroup,
    vaultName: vault.name,
    secretName: "orders-key",
    properties: { value: key },
});
export const gatewayPrincipalId = config.require("gatewayPrincipalId");
/** A Container App. */
export const carts = new app.ContainerApp("carts", {
    ...inGroup,
    containerAppName: "shop-carts",
    managedEnvironmentId:
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/env",
    configuration: { ingress: { external: true, targetPort: 80 } },
    template: { containers: [{ name: "carts", image: "nginx" }] },
});
/** A Service of AKS with a public load balancer, one with an internal one, and an Ingress. */
const partners = (annotations: Record<string, string>) => ({
    metadata: { annotations },
    spec: { type: "LoadBalancer", selector: { app: "partners" }, ports: [{ port: 80 }] },
});
export const publicPartners = new core.Service("public-partners", partners({}));
export const internalPartners = new core.Service(
    "internal-partners",
    partners({ "service.beta.kubernetes.io/azure-load-balancer-internal": "true" }),
);
export const partnersIngress = new networking.Ingress("partners", {
    spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: ["partners.internal.contoso.com"], secretName: "partners-tls" }],
        rules: [{ host: "partners.internal.contoso.com" }],
    },
});
