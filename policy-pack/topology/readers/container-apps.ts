import { type Affinity, noAffinity, type Replicas } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type HopReader } from "../hop";
import { type Fact, fact, type Lookup, lookup, lookupNumber, lookupText, notYet } from "../values";

/** Replicas where the template says nothing: 0 to 10. https://learn.microsoft.com/azure/container-apps/scale-app */
const DEFAULT_MIN_REPLICAS = 0;
const DEFAULT_MAX_REPLICAS = 10;

const AFFINITY_PATH = "configuration.ingress.stickySessions";

/** Container Apps: a hop chooses among an app's replicas. An app without an ingress has no clients, so it is no hop. */
export const containerApps: HopReader = {
    platform: "container-apps",
    kinds: ["azure-native:app:ContainerApp"],
    read(resource) {
        const { properties } = resource;
        if (lookup(properties, "configuration.ingress").state === "absent") return undefined;

        const external = lookup(properties, "configuration.ingress.external");
        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "container-apps",
            replicas: readReplicas(properties),
            affinity: containerAppAffinity(properties),
            affinityPath: AFFINITY_PATH,
            ...(external.state === "unknown"
                ? {}
                : { clientFacing: external.state === "known" && external.value === true }),
            ...readDeclarations(properties, "tags"),
        };
    },
};

function readReplicas(properties: unknown): Fact<Replicas> {
    const min = lookupNumber(properties, "template.scale.minReplicas");
    const max = lookupNumber(properties, "template.scale.maxReplicas");
    if (max.state === "unknown") {
        // There are never fewer at most than at least.
        return min.state === "known" && min.value > 1
            ? fact({ min: min.value, max: Infinity, source: `template.scale.minReplicas = ${min.value}` })
            : notYet(max.path);
    }
    return fact({
        min: min.state === "known" ? min.value : DEFAULT_MIN_REPLICAS,
        max: max.state === "known" ? max.value : DEFAULT_MAX_REPLICAS,
        source:
            max.state === "known"
                ? `template.scale.maxReplicas = ${max.value}`
                : "the service's default, as template.scale.maxReplicas is not set",
    });
}

/** What keeps the clients of a Container App. */
export function containerAppAffinity(properties: unknown): Fact<Affinity> {
    const affinity = lookupText(properties, `${AFFINITY_PATH}.affinity`);
    if (affinity.state === "unknown") return notYet(affinity.path);
    if (affinity.state === "absent") return fact(noAffinity(`${AFFINITY_PATH} is not set`));
    const source = `${AFFINITY_PATH}.affinity = "${affinity.value}"`;
    if (affinity.value !== "sticky") return fact(noAffinity(source));
    const hindered = stickinessHindrance(properties);
    if (hindered.state === "unknown") return notYet(hindered.path);
    if (hindered.state === "known") return fact(noAffinity(`${source}, which ${hindered.value} leaves without effect`));
    // The service documents neither its cookie's name nor its lifetime.
    return fact({ kind: "cookie", strength: "strong", source });
}

/** The setting that leaves sticky sessions without effect. https://learn.microsoft.com/azure/container-apps/sticky-sessions */
export function stickinessHindrance(properties: unknown): Lookup<string> {
    const mode = lookupText(properties, "configuration.activeRevisionsMode");
    if (mode.state === "known" && mode.value.toLowerCase() !== "single") {
        return { state: "known", value: `configuration.activeRevisionsMode = "${mode.value}"` };
    }
    const transport = lookupText(properties, "configuration.ingress.transport");
    if (transport.state === "known" && transport.value.toLowerCase() === "tcp") {
        return { state: "known", value: `configuration.ingress.transport = "${transport.value}"` };
    }
    return [mode, transport].find(({ state }) => state === "unknown") ?? { state: "absent" };
}
