import type * as pulumi from "@pulumi/pulumi";

/** When, and whom, a test that fails tells. */
export interface AvailabilityAlertArgs {
    /** Resource ids of the action groups that are told. Omitted: none, so that the alert stands in the portal alone. */
    actionGroupIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Places, 1 up to the number of `locations`, from which the backend has to fail at once. Omitted: two less than there
     * are, and 1 at least, so that trouble on the way from one place alarms nobody.
     * https://learn.microsoft.com/azure/azure-monitor/app/availability
     */
    failedLocationCount?: pulumi.Input<number | undefined>;
    /** Severity of the alert, 0 (critical) to 4 (verbose). Omitted: 1, an error. */
    severity?: pulumi.Input<number | undefined>;
}

/** Arguments of {@link BackendAvailability}. */
export interface BackendAvailabilityArgs {
    /** Resource group that the test and its alert are created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Resource id of the Application Insights component that gathers the results. */
    applicationInsightsId: pulumi.Input<string>;
    /** Region of the test's resource, which has to be that of the component. Omitted: the resource group's. */
    location?: pulumi.Input<string | undefined>;
    /** Address of the backend as the internet sees it, `https://<host>` or `http://<host>`, without a path. */
    url: pulumi.Input<string>;
    /** Path that answers while the backend can serve, such as "/healthz". Omitted: "/". */
    healthPath?: pulumi.Input<string | undefined>;
    /** Status of the answer, 200 to 599. A redirect is not followed: a page that asks to log in is no answer. Omitted: 200. */
    expectedStatusCode?: pulumi.Input<number | undefined>;
    /**
     * Places that the test runs from, by Azure's ids, 1 to 16. Omitted: five, in America, Europe, Asia and Australia.
     * https://learn.microsoft.com/azure/azure-monitor/app/availability#location-population-tags
     */
    locations?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** Seconds from one test to the next in each place: 300, 600 or 900. Omitted: 300. */
    frequencySeconds?: pulumi.Input<300 | 600 | 900 | undefined>;
    /** Seconds that an answer may take, 1 to 120. Omitted: 30. */
    timeoutSeconds?: pulumi.Input<number | undefined>;
    /** Days for which the certificate has to be good yet, 1 to 365. Omitted: 7. Only with an `https` address. */
    certificateDays?: pulumi.Input<number | undefined>;
    /** When, and whom, the test tells. Omitted: as the alert's own defaults say. */
    alert?: AvailabilityAlertArgs;
    /** Name of the test, 1 to 260 characters. Omitted: the component's name, the project's and the stack's, with hyphens. */
    webTestName?: pulumi.Input<string | undefined>;
    /** Tags of the test and its alert. Omitted: only those that Application Insights finds them by. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}
