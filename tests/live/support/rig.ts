import { type Balancer, type Mode, type Replica, startBalancer, startReplicas, stopReplicas } from "./balancers";

/** Replicas and balancers of one test. To be stopped. */
export class Rig {
    readonly balancers: Balancer[] = [];

    private constructor(
        readonly mode: Mode,
        readonly replicas: readonly Replica[],
    ) {}

    /** Starts balancers of one configuration in front of the first three replicas. */
    static async start(mode: Mode, { replicas = 3, balancers = 1 } = {}): Promise<Rig> {
        const rig = new Rig(mode, await startReplicas(replicas, mode));
        try {
            for (let count = 0; count < balancers; count++) {
                rig.balancers.push(await startBalancer(mode, rig.replicas.slice(0, 3)));
            }
            return rig;
        } catch (error) {
            await rig.stop();
            throw error;
        }
    }

    get balancer(): Balancer {
        return this.balancers[0] as Balancer;
    }

    async stop(): Promise<void> {
        for (const balancer of this.balancers) await balancer.stop();
        await stopReplicas(this.replicas);
    }
}
