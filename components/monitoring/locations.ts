import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { type BackendAvailabilityArgs } from "./args";

/**
 * Five places at least are advised: Texas, Virginia, the Netherlands, Singapore, Australia.
 * https://learn.microsoft.com/azure/azure-monitor/app/availability#location-population-tags
 */
const DEFAULT_LOCATIONS = ["us-tx-sn1-azr", "us-va-ash-azr", "emea-nl-ams-azr", "apac-sg-sin-azr", "emea-au-syd-edge"];
const MOST_LOCATIONS = 16;
const LOCATION = /^[a-z0-9]+(-[a-z0-9]+)+$/;

/** Checks where the test runs, and from how many places it has to fail. */
export function readLocations(
    check: Checks,
    args: BackendAvailabilityArgs,
): pulumi.Output<{ ids: string[]; failed: number }> {
    const path = "alert.failedLocationCount";
    const ids =
        check.value<string[]>("locations", args.locations as pulumi.Input<string[]>, faultOfLocations) ??
        DEFAULT_LOCATIONS;
    const failed = check.integer(path, args.alert?.failedLocationCount, { min: 1, max: MOST_LOCATIONS });
    return check
        .together<{ ids: string[]; failed?: number }>({ ids, ...(failed === undefined ? {} : { failed }) }, (known) => {
            if (known.failed === undefined || known.failed <= known.ids.length) return;
            check.fail(path, known.failed, `the test runs from ${known.ids.length} places, and no more can fail.`);
        })
        .apply((known) => ({ ids: known.ids, failed: known.failed ?? Math.max(1, known.ids.length - 2) }));
}

function faultOfLocations(ids: string[]): string | undefined {
    return Array.isArray(ids) &&
        ids.length >= 1 &&
        ids.length <= MOST_LOCATIONS &&
        new Set(ids).size === ids.length &&
        ids.every((id) => typeof id === "string" && LOCATION.test(id))
        ? undefined
        : `it has to be a list of 1 to ${MOST_LOCATIONS} of Azure's ids, each once, such as "emea-nl-ams-azr".`;
}
