import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type Replicas } from "../../affinity/vocabulary";

/** Most instances of an app on an elastic plan. https://learn.microsoft.com/azure/azure-functions/event-driven-scaling#limit-scale-out */
const INSTANCE_LIMIT = 100;
/** Instances of a plan of one's own where nothing is said; the service's own default is not documented. */
const DEFAULT_WORKERS = 20;
/** Bounds of the service's types. https://learn.microsoft.com/azure/templates/microsoft.web/sites */
const MINIMUM_LIMIT = 20;
const PREWARMED_LIMIT = 10;

/** How an app on an elastic plan scales. */
export interface ElasticScaleArgs {
    /** Most instances of the app, 1 to 100. Omitted: as many as its plan has. */
    functionAppScaleLimit?: pulumi.Input<number | undefined>;
    /** Instances that are always there, 0 to 20. Omitted: the service's own. */
    minimumElasticInstanceCount?: pulumi.Input<number | undefined>;
    /** Instances kept warm for the next load, 0 to 10. Omitted: the service's own. */
    preWarmedInstanceCount?: pulumi.Input<number | undefined>;
    /**
     * Most instances of all apps of the plan together, 1 to 100. Only without `serverFarmId`, since it is the plan's.
     * Omitted: 20, or `functionAppScaleLimit` where that is more.
     */
    maximumElasticWorkerCount?: pulumi.Input<number | undefined>;
}

/** Where each limit is written. */
export interface ElasticScale {
    readonly siteConfig: {
        functionAppScaleLimit?: pulumi.Input<number>;
        minimumElasticInstanceCount?: pulumi.Input<number>;
        preWarmedInstanceCount?: pulumi.Input<number>;
    };
    /** The plan's, where it is the app's own. */
    readonly maximumElasticWorkerCount: pulumi.Output<number>;
    readonly replicas: pulumi.Output<Replicas>;
}

interface Known {
    readonly limit: number | undefined;
    readonly minimum: number | undefined;
    readonly workers: number | undefined;
}

/**
 * Checks how an app on an elastic plan scales.
 *
 * @param at path of an argument, from its name.
 * @param ownPlan true where the component creates the plan.
 */
export function readElasticScale(
    check: Checks,
    at: (argument: keyof ElasticScaleArgs) => string,
    args: ElasticScaleArgs,
    ownPlan: boolean,
): ElasticScale {
    refuseForeignPlan(check, at("maximumElasticWorkerCount"), args.maximumElasticWorkerCount, ownPlan);
    const read = (argument: keyof ElasticScaleArgs, min: number, max: number) =>
        check.integer(at(argument), args[argument], { min, max });
    const preWarmed = read("preWarmedInstanceCount", 0, PREWARMED_LIMIT);
    const held = check.together<Known>(
        {
            limit: read("functionAppScaleLimit", 1, INSTANCE_LIMIT),
            minimum: read("minimumElasticInstanceCount", 0, MINIMUM_LIMIT),
            workers: read("maximumElasticWorkerCount", 1, INSTANCE_LIMIT),
        },
        (known) => holdTogether(check, at, known),
    );
    return {
        siteConfig: {
            ...(args.functionAppScaleLimit === undefined
                ? {}
                : { functionAppScaleLimit: held.limit as pulumi.Output<number> }),
            ...(args.minimumElasticInstanceCount === undefined
                ? {}
                : { minimumElasticInstanceCount: held.minimum as pulumi.Output<number> }),
            ...(preWarmed === undefined ? {} : { preWarmedInstanceCount: preWarmed }),
        },
        maximumElasticWorkerCount: held.apply(workersOf),
        replicas: held.apply((known) => replicasOf(known, ownPlan)),
    };
}

/** Throws for a setting of the plan's where the plan is not the component's. */
export function refuseForeignPlan(check: Checks, path: string, given: unknown, ownPlan: boolean): void {
    if (given === undefined || ownPlan) return;
    check.conflict(
        path,
        "serverFarmId",
        "it is the plan's. Set it there, or leave serverFarmId out for a plan of its own.",
    );
}

function holdTogether(check: Checks, at: (argument: keyof ElasticScaleArgs) => string, known: Known): void {
    const { limit, minimum, workers } = known;
    if (limit !== undefined && workers !== undefined && limit > workers) {
        const rule = `it cannot be more than ${at("maximumElasticWorkerCount")}, which is ${workers}.`;
        check.fail(at("functionAppScaleLimit"), limit, rule);
    }
    const [most, of] =
        limit === undefined
            ? ([workers, "maximumElasticWorkerCount"] as const)
            : ([limit, "functionAppScaleLimit"] as const);
    if (minimum !== undefined && most !== undefined && minimum > most) {
        const rule = `it cannot be more than ${at(of)}, which is ${most}.`;
        check.fail(at("minimumElasticInstanceCount"), minimum, rule);
    }
}

function workersOf({ limit, workers }: Known): number {
    return workers ?? Math.max(DEFAULT_WORKERS, limit ?? 0);
}

function replicasOf(known: Known, ownPlan: boolean): Replicas {
    const min = known.minimum ?? 0;
    if (known.limit !== undefined) return { min, max: known.limit, source: "siteConfig.functionAppScaleLimit" };
    if (ownPlan) return { min, max: workersOf(known), source: "maximumElasticWorkerCount of the plan" };
    return { min, max: INSTANCE_LIMIT, source: "the plan's: the component does not create it" };
}
