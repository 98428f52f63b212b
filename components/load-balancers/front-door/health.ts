import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { type Origin } from "./origin-args";

/** https://learn.microsoft.com/azure/frontdoor/health-probes */
const DEFAULT_INTERVAL_SECONDS = 100;
const MIN_INTERVAL_SECONDS = 5;
const MAX_INTERVAL_SECONDS = 255;
/** https://learn.microsoft.com/azure/frontdoor/health-probes#how-front-door-determines-backend-health */
const DEFAULT_SAMPLE_SIZE = 4;
const DEFAULT_SUCCESSFUL_SAMPLES = 3;
const SAMPLE_LIMIT = 255;
/** What the portal proposes. The service's own 0 sends all new clients to the fastest origin. https://learn.microsoft.com/azure/frontdoor/routing-methods */
const DEFAULT_ADDITIONAL_LATENCY = 50;
const ADDITIONAL_LATENCY_LIMIT = 1000;

/** How Front Door finds out which origins are healthy, and how far away they are. */
export interface FrontDoorHealthProbeArgs {
    /** Path that answers with status 200, such as "/healthz". */
    path: pulumi.Input<string>;
    /** Omitted: "Https". */
    protocol?: pulumi.Input<"Http" | "Https" | undefined>;
    /** Omitted: "HEAD". */
    method?: pulumi.Input<"GET" | "HEAD" | undefined>;
    /** Seconds between probes of each place of Front Door, 5 to 255. Omitted: 100. */
    intervalSeconds?: pulumi.Input<number | undefined>;
}

/** What of a group's arguments decides which origin a new client gets. */
export interface BalancingArgs {
    /** Probes to look at, 1 to 255. Omitted: 4. */
    sampleSize?: pulumi.Input<number | undefined>;
    /** Probes among them that have to succeed, 1 to `sampleSize`. Omitted: 3. */
    successfulSamplesRequired?: pulumi.Input<number | undefined>;
    /**
     * How many milliseconds slower than the fastest an origin may be to get clients, 0 to 1000. Omitted: 50. With 0 weights
     * have no effect. Microsoft's support has said that affinity holds among these origins only, so give more where origins
     * lie far apart. https://learn.microsoft.com/answers/questions/5875342/azure-front-door-session-affinity-question
     */
    additionalLatencyInMilliseconds?: pulumi.Input<number | undefined>;
}

/** The probe, in the provider's terms. */
export function readHealthProbe(check: Checks, probe: FrontDoorHealthProbeArgs | undefined) {
    if (!probe) return undefined;
    const path = check.required("healthProbe.path", probe.path, "give the path that tells of health.");
    return {
        probePath: check.text("healthProbe.path", path, /^\//, 'it has to begin with "/".'),
        probeProtocol: check.oneOf("healthProbe.protocol", probe.protocol, ["Http", "Https"]) ?? "Https",
        probeRequestType: check.oneOf("healthProbe.method", probe.method, ["GET", "HEAD"]) ?? "HEAD",
        probeIntervalInSeconds:
            check.integer("healthProbe.intervalSeconds", probe.intervalSeconds, {
                min: MIN_INTERVAL_SECONDS,
                max: MAX_INTERVAL_SECONDS,
                unit: "seconds",
            }) ?? DEFAULT_INTERVAL_SECONDS,
    };
}

/** The balancing, in the provider's terms. */
export function readBalancing(check: Checks, args: BalancingArgs, origins: readonly Origin[]) {
    const sample = (key: "sampleSize" | "successfulSamplesRequired") =>
        check.integer(key, args[key], { min: 1, max: SAMPLE_LIMIT });
    const latency = check.integer("additionalLatencyInMilliseconds", args.additionalLatencyInMilliseconds, {
        min: 0,
        max: ADDITIONAL_LATENCY_LIMIT,
        unit: "milliseconds",
    });
    const samples = check.together<{ sampleSize: number; successfulSamplesRequired: number }>(
        {
            sampleSize: sample("sampleSize") ?? DEFAULT_SAMPLE_SIZE,
            successfulSamplesRequired: sample("successfulSamplesRequired") ?? DEFAULT_SUCCESSFUL_SAMPLES,
        },
        (known) => {
            if (known.successfulSamplesRequired > known.sampleSize) {
                check.fail(
                    "successfulSamplesRequired",
                    known.successfulSamplesRequired,
                    `it cannot be more than sampleSize, which is ${known.sampleSize}.`,
                );
            }
        },
    );
    const weighed = check.together<{ latency: number; weights: number[] }>(
        {
            latency: latency ?? DEFAULT_ADDITIONAL_LATENCY,
            weights: origins.map(({ weight }) => weight) as unknown as pulumi.Input<number[]>,
        },
        (known) => {
            if (known.latency === 0 && new Set(known.weights).size > 1) {
                check.fail(
                    "additionalLatencyInMilliseconds",
                    known.latency,
                    "all new clients then go to the fastest origin, whatever the origins' weights. Leave it out, or the weights.",
                );
            }
        },
    );
    return {
        sampleSize: samples.sampleSize,
        successfulSamplesRequired: samples.successfulSamplesRequired,
        additionalLatencyInMilliseconds: weighed.latency,
    };
}
