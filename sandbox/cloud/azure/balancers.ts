import { type Kind } from "../kind";
import { guid } from "../stable";
import { type View } from "../view";
import { arm, refuse } from "./arm";
import { needs, oneOf, partMustExist, partsOf, within } from "./parts";
import { addressesMustFit } from "./public-addresses";

const ready = (id: string) => ({ provisioningState: "Succeeded", resourceGuid: guid(id) });

const BALANCER_PARTS = [
    "frontendIPConfigurations",
    "backendAddressPools",
    "probes",
    "loadBalancingRules",
    "inboundNatRules",
    "outboundRules",
];

const loadBalancer = arm({
    modules: ["network"],
    kind: "LoadBalancer",
    path: "Microsoft.Network/loadBalancers/{loadBalancerName}",
    apiVersion: "2024-05-01",
    name: { maximum: 80 },
    writeOnly: ["id"],
    validate(inputs, { id }) {
        oneOf(inputs, "sku.name", ["Basic", "Standard", "Gateway"]);
        for (const rule of inputs.list("loadBalancingRules")) validateRule(inputs, rule, id);
        for (const probe of inputs.list("probes")) {
            needs(probe, "A probe", ["protocol", "port"]);
            oneOf(probe, "protocol", ["Tcp", "Http", "Https"]);
            const byPath = probe.text("protocol") !== "Tcp";
            if (byPath !== probe.at("requestPath").present) {
                refuse(
                    400,
                    "InvalidProbe",
                    "A probe has a requestPath with the protocols Http and Https, and with no other.",
                );
            }
        }
    },
    // https://learn.microsoft.com/azure/load-balancer/skus
    referencesOf: addressesMustFit((inputs) => inputs.text("sku.name") ?? "Basic"),
    computed: (inputs, { id }) => ({ ...partsOf(inputs, id, BALANCER_PARTS), ...ready(id) }),
});

function validateRule(inputs: View, rule: View, id: string): void {
    const where = `${id}/loadBalancingRules/${rule.text("name") ?? ""}`;
    needs(rule, where, ["protocol", "frontendPort", "frontendIPConfiguration"]);
    oneOf(rule, "protocol", ["Tcp", "Udp", "All"]);
    oneOf(rule, "loadDistribution", ["Default", "SourceIP", "SourceIPProtocol"]);
    within(rule, "frontendPort", 0, 65534);
    within(rule, "backendPort", 0, 65535);
    within(rule, "idleTimeoutInMinutes", 4, 30);
    for (const part of ["frontendIPConfiguration", "backendAddressPool", "probe"]) {
        partMustExist(inputs, id, rule.text(`${part}.id`), where);
    }
    for (const pool of rule.list("backendAddressPools")) partMustExist(inputs, id, pool.text("id"), where);
}

const GATEWAY_PARTS = [
    "frontendIPConfigurations",
    "frontendPorts",
    "backendAddressPools",
    "backendHttpSettingsCollection",
    "backendSettingsCollection",
    "httpListeners",
    "listeners",
    "probes",
    "requestRoutingRules",
    "routingRules",
    "urlPathMaps",
    "sslCertificates",
    "gatewayIPConfigurations",
];

const applicationGateway = arm({
    modules: ["network"],
    kind: "ApplicationGateway",
    path: "Microsoft.Network/applicationGateways/{applicationGatewayName}",
    apiVersion: "2024-05-01",
    name: { maximum: 80 },
    writeOnly: ["id"],
    validate(inputs, { id }) {
        oneOf(inputs, "sku.name", ["Basic", "Standard_v2", "WAF_v2"]);
        const settings = inputs.list("backendHttpSettingsCollection");
        for (const one of settings) {
            oneOf(one, "cookieBasedAffinity", ["Enabled", "Disabled"]);
            oneOf(one, "protocol", ["Http", "Https"]);
            within(one, "requestTimeout", 1, 86400);
            partMustExist(inputs, id, one.text("probe.id"), `${id}/backendHttpSettingsCollection`);
        }
        for (const listener of inputs.list("httpListeners")) {
            for (const part of ["frontendIPConfiguration", "frontendPort", "sslCertificate"]) {
                partMustExist(inputs, id, listener.text(`${part}.id`), `${id}/httpListeners`);
            }
        }
        for (const map of inputs.list("urlPathMaps")) validatePathMap(inputs, map, id);
        for (const rule of inputs.list("requestRoutingRules")) validateRoutingRule(inputs, rule, id);
    },
    // https://learn.microsoft.com/azure/application-gateway/configuration-frontend-ip
    referencesOf: addressesMustFit(() => "Standard"),
    computed: (inputs, { id }) => ({
        ...partsOf(inputs, id, GATEWAY_PARTS),
        operationalState: "Running",
        ...ready(id),
    }),
});

function validatePathMap(inputs: View, map: View, id: string): void {
    const where = `${id}/urlPathMaps/${map.text("name") ?? ""}`;
    for (const part of ["defaultBackendAddressPool", "defaultBackendHttpSettings"]) {
        if (!map.at("defaultRedirectConfiguration").present) needs(map, where, [part]);
        partMustExist(inputs, id, map.text(`${part}.id`), where);
    }
    for (const rule of map.list("pathRules")) {
        needs(rule, where, ["paths"]);
        for (const part of ["backendAddressPool", "backendHttpSettings"]) {
            partMustExist(inputs, id, rule.text(`${part}.id`), where);
        }
    }
}

function validateRoutingRule(inputs: View, rule: View, id: string): void {
    const where = `${id}/requestRoutingRules/${rule.text("name") ?? ""}`;
    // https://learn.microsoft.com/azure/application-gateway/multiple-site-overview
    needs(rule, where, ["priority", "httpListener"]);
    within(rule, "priority", 1, 20000);
    oneOf(rule, "ruleType", ["Basic", "PathBasedRouting"]);
    for (const part of ["httpListener", "backendAddressPool", "backendHttpSettings", "urlPathMap"]) {
        partMustExist(inputs, id, rule.text(`${part}.id`), where);
    }
}

export const BALANCERS: readonly Kind[] = [...loadBalancer, ...applicationGateway];
