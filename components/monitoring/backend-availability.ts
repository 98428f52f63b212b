import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { type BackendAvailabilityArgs } from "./args";
import { readHealthPath, readUrl } from "./backend-url";
import { readLocations } from "./locations";

const COMPONENT_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Insights\/components\/[^/]+$/i;
const ACTION_GROUP_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Insights\/actionGroups\/[^/]+$/i;
const FREQUENCIES: readonly number[] = [300, 600, 900];
const DEFAULT_CERTIFICATE_DAYS = 7;

/**
 * Watches a backend from outside: a standard availability test of Application Insights asks its health path every few
 * minutes from several places of the world, and an alert tells when too many of them fail. It takes the place of a probe in
 * every request through a gateway. https://learn.microsoft.com/azure/azure-monitor/app/availability
 *
 * The test runs from the internet, so that addresses inside a network are refused.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class BackendAvailability extends pulumi.ComponentResource {
    /** The test. */
    public readonly webTest: applicationinsights.WebTest;
    /** The alert. */
    public readonly metricAlert: monitor.MetricAlert;
    /** Name of the test. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the test. */
    public readonly resourceId: pulumi.Output<string>;
    /** Address that is asked. */
    public readonly requestUrl: pulumi.Output<string>;

    /**
     * @param name name of the component; the alert's name is made from it.
     * @param args see {@link BackendAvailabilityArgs}.
     * @param opts options of the component; providers given here reach the test and the alert.
     */
    constructor(name: string, args: BackendAvailabilityArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:BackendAvailability", name, args, opts);

        const { resourceGroupName, applicationInsightsId, places } = settings;
        this.requestUrl = settings.requestUrl;
        this.webTest = new applicationinsights.WebTest(
            name,
            {
                resourceGroupName,
                location: args.location,
                webTestName: settings.webTestName,
                syntheticMonitorId: settings.webTestName,
                kind: "standard",
                webTestKind: "standard",
                enabled: true,
                retryEnabled: true,
                frequency: settings.frequencySeconds,
                timeout: settings.timeoutSeconds,
                locations: places.apply(({ ids }) => ids.map((location) => ({ location }))),
                request: {
                    requestUrl: this.requestUrl,
                    httpVerb: "GET",
                    followRedirects: false,
                    parseDependentRequests: false,
                },
                validationRules: settings.validationRules,
                tags: linked(args.tags, applicationInsightsId),
            },
            { parent: this },
        );
        this.metricAlert = new monitor.MetricAlert(
            name,
            {
                resourceGroupName,
                location: "global",
                description: pulumi.interpolate`${this.requestUrl} does not answer as it should.`,
                enabled: true,
                autoMitigate: true,
                severity: settings.severity,
                scopes: [this.webTest.id, applicationInsightsId],
                evaluationFrequency: "PT1M",
                // Every place has asked once at least within the window.
                windowSize: pulumi
                    .output(settings.frequencySeconds)
                    .apply((seconds) => (seconds > 300 ? "PT15M" : "PT5M")),
                criteria: {
                    odataType: "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
                    webTestId: this.webTest.id,
                    componentId: applicationInsightsId,
                    failedLocationCount: places.apply(({ failed }) => failed),
                },
                actions: pulumi
                    .output(settings.actionGroupIds)
                    .apply((ids) => ids.map((actionGroupId) => ({ actionGroupId }))),
                tags: linked(args.tags, applicationInsightsId, this.webTest.id),
            },
            { parent: this },
        );
        this.name = this.webTest.name;
        this.resourceId = this.webTest.id;
        this.registerOutputs({
            webTest: this.webTest,
            metricAlert: this.metricAlert,
            name: this.name,
            resourceId: this.resourceId,
            requestUrl: this.requestUrl,
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: BackendAvailabilityArgs) {
    const check = new Checks("BackendAvailability", name);
    const url = readUrl(check, args.url);
    return {
        resourceGroupName: check.required(
            "resourceGroupName",
            args.resourceGroupName,
            "give the name of the resource group.",
        ),
        applicationInsightsId: check.text(
            "applicationInsightsId",
            check.required("applicationInsightsId", args.applicationInsightsId, "give the component's resource id."),
            COMPONENT_ID,
            "it has to be the resource id of an Application Insights component, /subscriptions/<id>/resourceGroups/<name>/" +
                "providers/Microsoft.Insights/components/<name>.",
        ) as pulumi.Input<string>,
        requestUrl: pulumi
            .all([url, readHealthPath(check, args.healthPath)])
            .apply(([known, path]) => `${known.replace(/\/$/, "")}${path}`),
        validationRules: readValidation(check, args, url),
        places: readLocations(check, args),
        frequencySeconds:
            check.value<number>("frequencySeconds", args.frequencySeconds, (seconds) =>
                FREQUENCIES.includes(seconds) ? undefined : `it has to be one of ${FREQUENCIES.join(", ")} (seconds).`,
            ) ?? 300,
        timeoutSeconds:
            check.integer("timeoutSeconds", args.timeoutSeconds, { min: 1, max: 120, unit: "seconds" }) ?? 30,
        severity: check.integer("alert.severity", args.alert?.severity, { min: 0, max: 4 }) ?? 1,
        actionGroupIds: readActionGroups(check, args),
        webTestName:
            check.length("webTestName", args.webTestName, 260) ??
            [name, pulumi.getProject(), pulumi.getStack()].join("-"),
    };
}

/** What an answer is held against: its status and, with https, the certificate. */
function readValidation(check: Checks, args: BackendAvailabilityArgs, url: pulumi.Input<string>) {
    const status = check.integer("expectedStatusCode", args.expectedStatusCode, { min: 200, max: 599 }) ?? 200;
    const path = "certificateDays";
    const days = check.integer(path, args.certificateDays, { min: 1, max: 365, unit: "days" });
    return check
        .together<{ url: string; status: number; days?: number }>(
            { url, status, ...(days === undefined ? {} : { days }) },
            (known) => {
                if (known.days === undefined || isEncrypted(known.url)) return;
                check.fail(
                    path,
                    known.days,
                    "the address is http, and has no certificate. Leave it out, or use https.",
                );
            },
        )
        .apply((known) => ({
            expectedHttpStatusCode: known.status,
            ...(isEncrypted(known.url)
                ? { sSLCheck: true, sSLCertRemainingLifetimeCheck: known.days ?? DEFAULT_CERTIFICATE_DAYS }
                : { sSLCheck: false }),
        }));
}

function isEncrypted(url: string): boolean {
    return new URL(url).protocol === "https:";
}

function readActionGroups(check: Checks, args: BackendAvailabilityArgs): pulumi.Input<string[]> {
    const rule =
        "it has to be a list of resource ids of action groups, /subscriptions/<id>/resourceGroups/<name>/providers/" +
        "Microsoft.Insights/actionGroups/<name>.";
    return (
        check.value<string[]>("alert.actionGroupIds", args.alert?.actionGroupIds as pulumi.Input<string[]>, (ids) =>
            Array.isArray(ids) && ids.every((id) => typeof id === "string" && ACTION_GROUP_ID.test(id))
                ? undefined
                : rule,
        ) ?? []
    );
}

/** Tags by which Application Insights finds what belongs to it, beside the user's own. */
function linked(
    tags: BackendAvailabilityArgs["tags"],
    ...ids: pulumi.Input<string>[]
): pulumi.Output<Record<string, string>> {
    return pulumi.all([pulumi.output(tags), pulumi.all(ids)]).apply(([given, known]) => ({
        ...given,
        ...Object.fromEntries(known.map((id) => [`hidden-link:${id}`, "Resource"])),
    }));
}
