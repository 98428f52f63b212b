import { type StackResource } from "../../topology";
import { readTopology } from "../../topology";
import { stickinessHindrance } from "../../topology/readers/container-apps";
import { parseTypeToken } from "../../topology/type-token";
import { type RuleConfig } from "../config";
import { judge } from "../judge";
import { type Remediation } from "../rule";

/** First API version with sticky sessions; earlier ones drop them without a word. https://github.com/Azure/bicep-types-az */
const FIRST_VERSION_WITH_AFFINITY = "20221101";

/** Turns on the sticky sessions of a Container App with several replicas, where they have an effect. */
export function remediateContainerApp(
    resource: StackResource,
    config: RuleConfig,
    today: string,
): Remediation | undefined {
    const token = parseTypeToken(resource.type);
    if (token?.family !== "azure-native") return undefined;
    const version = token.apiVersion?.replace(/\D/g, "").slice(0, FIRST_VERSION_WITH_AFFINITY.length);
    if (version !== undefined && version < FIRST_VERSION_WITH_AFFINITY) return undefined;
    const [hop] = readTopology([resource]).hops;
    if (hop?.platform !== "container-apps" || judge(hop, config, today).verdict !== "not sticky") return undefined;
    if (stickinessHindrance(resource.properties).state !== "absent") return undefined;
    return { path: ["configuration", "ingress", "stickySessions", "affinity"], value: "sticky" };
}
