import { StickyService, type StickyServiceArgs } from "../../../../../components/kubernetes";
import { PROJECT, type Recorded, run, STACK, urnOf } from "../../../support/program";
import { childrenOf, inputsOf } from "../../../support/registered";

export const COMPONENT = "session-affinity:index:StickyService";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
export const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";
export const SERVICE = "kubernetes:core/v1:Service";
export const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
export const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
export const CHILDREN = [DEPLOYMENT, STATEFUL_SET, SERVICE, AUTOSCALER, BUDGET];

const readinessProbe = { tcpSocket: { port: 8080 } };
export const podSpec = { containers: [{ name: "api", image: "nginx", readinessProbe }] };
export const minimal = (): StickyServiceArgs => ({ podSpec, port: 80 });
export const selector = { "app.kubernetes.io/name": "web", "app.kubernetes.io/instance": `${PROJECT}.${STACK}.web` };

export const make = (name: string, args: StickyServiceArgs) => new StickyService(name, args);

/** Makes the component `web` with more arguments than the fewest. */
export function made(args: StickyServiceArgs, preview = false): Promise<Recorded & { result: StickyService }> {
    return run(() => make("web", { ...minimal(), ...args }), { preview });
}

/** The component's children, as `type name`. */
export function childrenMade(recorded: Recorded): string[] {
    return childrenOf(recorded, urnOf(COMPONENT, "web"));
}

/** The spec of the only child of a type, or of a type and a name. */
export function specOf(recorded: Recorded, type: string, name?: string): Record<string, unknown> {
    return inputsOf(recorded, type, name)["spec"] as Record<string, unknown>;
}

/** What the component registered. */
export function outputsOf({ outputs }: Recorded): Record<string, unknown> {
    return outputs.get(urnOf(COMPONENT, "web")) ?? {};
}

/** How many replicas its hop has. */
export function replicasOf(recorded: Recorded): unknown {
    return (outputsOf(recorded)["hop"] as Record<string, unknown>)["replicas"];
}

/** For a table of faults: every child but those given may be registered. */
export function allBut(...takers: string[]): string[] {
    return CHILDREN.filter((type) => !takers.includes(type));
}
