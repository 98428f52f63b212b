import { type ServiceContext } from "../kind";
import { pick } from "../stable";
import { isObject, without, type Properties, type Value } from "../values";
import { type View } from "../view";
import { keyOf, object, type Invalid } from "./object";
import { FIRST_NODE_PORT, LAST_NODE_PORT, validatePorts } from "./service-ports";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const AFFINITIES = ["ClientIP", "None"];

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go: SetDefaults_Service */
const DEFAULT_TIMEOUT = 10800;
const LONGEST_TIMEOUT = 86400;
const TRAFFIC_POLICIES = ["Cluster", "Local"];

function supported(values: readonly string[]): string {
    return `supported values: ${values.map((value) => `"${value}"`).join(", ")}`;
}

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go: ValidateService */
function validate(inputs: View, invalid: Invalid): void {
    const spec = inputs.at("spec");
    const affinity = spec.text("sessionAffinity");
    if (affinity !== undefined && affinity !== "" && !AFFINITIES.includes(affinity)) {
        invalid("spec.sessionAffinity", `Unsupported value: "${affinity}": ${supported(AFFINITIES)}`);
    }
    const timeout = spec.number("sessionAffinityConfig.clientIP.timeoutSeconds");
    if (affinity === "ClientIP" && timeout !== undefined && (timeout <= 0 || timeout > LONGEST_TIMEOUT)) {
        invalid(
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
            `Invalid value: ${timeout}: must be greater than 0 and less than ${LONGEST_TIMEOUT}`,
        );
    }
    const type = spec.text("type");
    if (type !== undefined && !TYPES.includes(type)) {
        invalid("spec.type", `Unsupported value: "${type}": ${supported(TYPES)}`);
    }
    if (spec.text("clusterIP") === "None" && (type === "LoadBalancer" || type === "NodePort")) {
        invalid("spec.clusterIPs[0]", `Invalid value: "None": may not be set to 'None' for ${type} services`);
    }
    validatePorts(spec, invalid);
    validateTrafficPolicy(spec, invalid);
}

function validateTrafficPolicy(spec: View, invalid: Invalid): void {
    const policy = spec.text("externalTrafficPolicy");
    if (policy === undefined || policy === "") return;
    if (!["LoadBalancer", "NodePort"].includes(spec.text("type") ?? "") && spec.list("externalIPs").length === 0) {
        invalid(
            "spec.externalTrafficPolicy",
            `Invalid value: "${policy}": may only be set for externally-accessible services`,
        );
    }
    if (!TRAFFIC_POLICIES.includes(policy)) {
        invalid("spec.externalTrafficPolicy", `Unsupported value: "${policy}": ${supported(TRAFFIC_POLICIES)}`);
    }
}

/** An address of the service network 10.0.0.0/16 that no other Service has. */
function clusterIp({ id, cloud }: ServiceContext): string {
    const taken = new Set(
        cloud
            .all(keyOf("core", "Service"))
            .filter((service) => service.id !== id)
            .map((service) => (isObject(service.outputs["spec"]) ? service.outputs["spec"]["clusterIP"] : undefined)),
    );
    const addresses = 65_534;
    const first = pick(id, addresses);
    for (let i = 0; i < addresses; i++) {
        const number = 1 + ((first + i) % addresses);
        const address = `10.0.${number >> 8}.${number & 255}`;
        if (!taken.has(address)) return address;
    }
    return "";
}

/** Without ClientIP a `sessionAffinityConfig` is thrown away; with it the timeout is filled in. Both without a word. */
function affinityOf(spec: View): Properties {
    const affinity = spec.text("sessionAffinity");
    if (affinity !== "ClientIP") return { sessionAffinity: "None" };
    const timeoutSeconds = spec.number("sessionAffinityConfig.clientIP.timeoutSeconds") ?? DEFAULT_TIMEOUT;
    return { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds } } };
}

const INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal";

function computed(inputs: View, context: ServiceContext): Properties {
    const spec = inputs.at("spec");
    const type = spec.text("type") ?? "ClusterIP";
    const kept = context.previous.text("spec.clusterIP");
    const headless = spec.text("clusterIP") === "None";
    const address = spec.text("clusterIP") || kept || clusterIp(context);
    const opensNodePorts = type === "NodePort" || type === "LoadBalancer";
    const ports = spec.list("ports").map((port, index): Value => {
        const nodePort = FIRST_NODE_PORT + pick(`${context.id}#${index}`, LAST_NODE_PORT - FIRST_NODE_PORT + 1);
        return {
            protocol: "TCP",
            targetPort: port.number("port") ?? 0,
            ...(opensNodePorts ? { nodePort } : {}),
            ...port.properties(),
        };
    });
    const internal = inputs.at("metadata.annotations").member(INTERNAL).text() === "true";
    const ingress = internal ? `10.240.0.${4 + pick(context.id, 250)}` : `203.0.113.${1 + pick(context.id, 254)}`;
    return {
        spec: {
            ...without(spec.properties(), "sessionAffinityConfig"),
            type,
            ...(type === "ExternalName" ? {} : { clusterIP: address, clusterIPs: [address] }),
            ...affinityOf(spec),
            ...(spec.at("ports").present ? { ports } : {}),
            ...(type === "ExternalName"
                ? {}
                : { internalTrafficPolicy: spec.text("internalTrafficPolicy") ?? "Cluster" }),
            ...(opensNodePorts ? { externalTrafficPolicy: spec.text("externalTrafficPolicy") ?? "Cluster" } : {}),
        },
        status: { loadBalancer: type === "LoadBalancer" && !headless ? { ingress: [{ ip: ingress }] } : {} },
    };
}

export const SERVICE = object({
    group: "core",
    kind: "Service",
    nameIsLabel: true,
    defaulted: [
        "spec.type",
        "spec.sessionAffinity",
        "spec.sessionAffinityConfig",
        "spec.internalTrafficPolicy",
        "spec.externalTrafficPolicy",
    ],
    validate,
    computed,
});
