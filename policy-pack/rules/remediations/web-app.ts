import { readTopology, type StackResource } from "../../topology";
import { fact } from "../../topology/values";
import { type RuleConfig } from "../config";
import { judge } from "../judge";
import { type Remediation } from "../rule";

const ANY_NUMBER = fact({ min: 1, max: Infinity, source: "a plan that is not looked at" });

/** Turns on the client affinity of a web app. Its plan is another resource: one instance is treated as several are. */
export function remediateWebApp(resource: StackResource, config: RuleConfig, today: string): Remediation | undefined {
    // What may turn out to be a Function App waits for its kind.
    const [hop] = readTopology([resource]).hops;
    if (hop?.platform !== "app-service" || waitsForKind(hop.replicas)) return undefined;
    return judge({ ...hop, replicas: ANY_NUMBER }, config, today).verdict === "not sticky"
        ? { path: [hop.affinityPath], value: true }
        : undefined;
}

function waitsForKind(replicas: { readonly known: boolean; readonly path?: string }): boolean {
    return replicas.path === "kind";
}
