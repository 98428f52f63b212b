/** What sets cookies of a name. Only what its maker's documentation, or a test against the real thing, says. */
const VENDORS: readonly { readonly name: RegExp; readonly vendor: string }[] = [
    // https://learn.microsoft.com/azure/app-service/configure-common
    { name: /^ARRAffinity(SameSite)?$/, vendor: "Azure App Service" },
    // https://learn.microsoft.com/azure/application-gateway/configuration-http-settings
    { name: /^ApplicationGatewayAffinity(CORS)?$/, vendor: "Azure Application Gateway" },
    // https://learn.microsoft.com/azure/frontdoor/routing-methods
    { name: /^ASLBSA(CORS)?$/, vendor: "Azure Front Door" },
    // https://learn.microsoft.com/azure/application-gateway/for-containers/session-affinity
    { name: /^AGCAffinity$/, vendor: "Azure Application Gateway for Containers" },
    // https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#session-affinity
    { name: /^INGRESSCOOKIE$/, vendor: "ingress-nginx" },
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-sticky-sessions.html
    { name: /^AWSELB$/, vendor: "AWS Classic Load Balancer" },
    // https://my.f5.com/manage/s/article/K6917
    { name: /^BIGipServer/, vendor: "F5 BIG-IP" },
];

/** What sets a cookie of this name by default. Undefined: the name tells nothing. */
export function vendorOf(name: string): string | undefined {
    return VENDORS.find((one) => one.name.test(name))?.vendor;
}
