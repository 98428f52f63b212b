/**
 * Real load balancers for live tests.
 *
 * ```ts
 * const replicas = await startReplicas(3, mode("haproxy-cookie-insert"));
 * const balancer = await startBalancer(mode("haproxy-cookie-insert"), replicas);
 * // ... balancer.url, balancer.restart(), replicas[0].kill(), replicas[0].start()
 * await balancer.stop();
 * await stopReplicas(replicas);
 * ```
 */
import { type Replica } from "../replicas/replicas";
import { Balancer } from "./balancer";
import { type Mode } from "./mode";

export { type Replica, startReplicas, stopReplicas } from "../replicas/replicas";
export { Balancer } from "./balancer";
export { type Key, type Mode } from "./mode";
export { MCP_MODES, mode, MODES } from "./modes";

/**
 * Starts a balancer in front of replicas, and waits until it answers.
 *
 * Throws an Error where its program is missing, or with the end of its log where it does not start.
 */
export function startBalancer(mode: Mode, replicas: readonly Replica[]): Promise<Balancer> {
    return Balancer.start(
        mode,
        replicas.map(({ port }) => port),
    );
}
