import assert from "node:assert/strict";
import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import { StickyContainerApp } from "../../../../components/container-apps";
import { BackendAvailability, type BackendAvailabilityArgs } from "../../../../components/monitoring";
import { refusesFaults } from "../../support/faults";
import { ENVIRONMENT_ID, GROUP } from "../../support/furniture";
import { known, type Recorded, reference, run, runToFailure, UNKNOWN, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:BackendAvailability";
const WEB_TEST = "azure-native:applicationinsights:WebTest";
const ALERT = "azure-native:monitor:MetricAlert";
/** Of another subscription, whose resources the sandbox does not see. */
const ELSEWHERE = "/subscriptions/99999999-0000-0000-0000-000000000000/resourceGroups/ops";
const INSIGHTS_ID = `${ELSEWHERE}/providers/Microsoft.Insights/components/insights`;
const ACTION_ID = `${ELSEWHERE}/providers/Microsoft.Insights/actionGroups/on-call`;
const TEST_ID = `${GROUP}/providers/Microsoft.Insights/webtests/up-shop-test`;

const minimal = (): BackendAvailabilityArgs => ({
    resourceGroupName: "rg",
    applicationInsightsId: INSIGHTS_ID,
    url: "https://api.example.com",
});
const FIVE = ["us-tx-sn1-azr", "us-va-ash-azr", "emea-nl-ams-azr", "apac-sg-sin-azr", "emea-au-syd-edge"];
const at = (...ids: string[]) => ids.map((location) => ({ location }));

const testOf = (recorded: Recorded) => inputsOf(recorded, WEB_TEST);
const alertOf = (recorded: Recorded) => inputsOf(recorded, ALERT);
const make = (more: Partial<BackendAvailabilityArgs> = {}, options: { preview?: boolean } = {}) =>
    run(() => new BackendAvailability("up", { ...minimal(), ...more }), options);

describe("BackendAvailability", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const testId = preview ? UNKNOWN : TEST_ID;

            it("registers a test and its alert, from the fewest arguments", async () => {
                const recorded = await make({}, { preview });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "up")), ["MetricAlert up", "WebTest up"]);
                assert.equal(recorded.resources.length, 3);
                assert.deepEqual(testOf(recorded), {
                    resourceGroupName: "rg",
                    webTestName: "up-shop-test",
                    syntheticMonitorId: "up-shop-test",
                    kind: "standard",
                    webTestKind: "standard",
                    enabled: true,
                    retryEnabled: true,
                    frequency: 300,
                    timeout: 30,
                    locations: at(...FIVE),
                    request: {
                        requestUrl: "https://api.example.com/",
                        httpVerb: "GET",
                        followRedirects: false,
                        parseDependentRequests: false,
                    },
                    validationRules: {
                        expectedHttpStatusCode: 200,
                        sSLCheck: true,
                        sSLCertRemainingLifetimeCheck: 7,
                    },
                    tags: { [`hidden-link:${INSIGHTS_ID}`]: "Resource" },
                });
                assert.deepEqual(alertOf(recorded), {
                    resourceGroupName: "rg",
                    location: "global",
                    description: "https://api.example.com/ does not answer as it should.",
                    enabled: true,
                    autoMitigate: true,
                    severity: 1,
                    scopes: [testId, INSIGHTS_ID],
                    evaluationFrequency: "PT1M",
                    windowSize: "PT5M",
                    criteria: {
                        odataType: "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
                        webTestId: testId,
                        componentId: INSIGHTS_ID,
                        failedLocationCount: 3,
                    },
                    actions: [],
                    tags: preview
                        ? UNKNOWN
                        : { [`hidden-link:${INSIGHTS_ID}`]: "Resource", [`hidden-link:${TEST_ID}`]: "Resource" },
                });
                assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "up")), {
                    webTest: reference(urnOf(WEB_TEST, "up", COMPONENT)),
                    metricAlert: reference(urnOf(ALERT, "up", COMPONENT)),
                    name: preview ? UNKNOWN : "up-shop-test",
                    resourceId: testId,
                    requestUrl: "https://api.example.com/",
                });
            });

            it("hands every argument on, as plain values and as Outputs", async () => {
                const plain = {
                    url: "https://api.example.com/",
                    healthPath: "/healthz?full=1",
                    expectedStatusCode: 204,
                    locations: ["emea-nl-ams-azr", "us-va-ash-azr"],
                    frequencySeconds: 900 as const,
                    timeoutSeconds: 120,
                    certificateDays: 30,
                    location: "westeurope",
                    webTestName: "orders",
                    tags: { team: "shop" },
                };
                const alert = { actionGroupIds: [ACTION_ID], failedLocationCount: 2, severity: 0 };
                const later = <T extends object>(args: T) =>
                    Object.fromEntries(Object.entries(args).map(([key, value]) => [key, pulumi.output(value)])) as T;
                for (const args of [
                    { ...plain, alert },
                    { ...later(plain), alert: later(alert) },
                ]) {
                    const recorded = await make(args, { preview });
                    const { request, validationRules, tags, ...test } = testOf(recorded);
                    assert.deepEqual(test, {
                        resourceGroupName: "rg",
                        location: "westeurope",
                        webTestName: "orders",
                        syntheticMonitorId: "orders",
                        kind: "standard",
                        webTestKind: "standard",
                        enabled: true,
                        retryEnabled: true,
                        frequency: 900,
                        timeout: 120,
                        locations: at("emea-nl-ams-azr", "us-va-ash-azr"),
                    });
                    assert.equal(
                        (request as { requestUrl: string }).requestUrl,
                        "https://api.example.com/healthz?full=1",
                    );
                    assert.deepEqual(validationRules, {
                        expectedHttpStatusCode: 204,
                        sSLCheck: true,
                        sSLCertRemainingLifetimeCheck: 30,
                    });
                    assert.deepEqual(tags, { team: "shop", [`hidden-link:${INSIGHTS_ID}`]: "Resource" });
                    const { severity, windowSize, actions, criteria } = alertOf(recorded);
                    assert.deepEqual([severity, windowSize], [0, "PT15M"]);
                    assert.deepEqual(actions, [{ actionGroupId: ACTION_ID }]);
                    assert.equal((criteria as { failedLocationCount: number }).failedLocationCount, 2);
                }
            });

            it("checks no certificate where there is none", async () => {
                const recorded = await make({ url: "http://api.example.com:8080" }, { preview });
                assert.deepEqual(testOf(recorded)["validationRules"], { expectedHttpStatusCode: 200, sSLCheck: false });
            });
        });
    }

    it("stands on a component and action groups of the same program, and watches a public Container App", async () => {
        const recorded = await run(() => {
            const insights = new applicationinsights.Component("insights", {
                resourceGroupName: "rg",
                applicationType: "web",
                kind: "web",
            });
            const onCall = new monitor.ActionGroup("on-call", {
                resourceGroupName: "rg",
                enabled: true,
                groupShortName: "on-call",
            });
            const web = new StickyContainerApp("web", {
                resourceGroupName: "rg",
                managedEnvironmentId: ENVIRONMENT_ID,
                image: "nginx",
                targetPort: 80,
                external: true,
            });
            return new BackendAvailability("up", {
                resourceGroupName: "rg",
                applicationInsightsId: insights.id,
                url: web.url,
                healthPath: "/healthz",
                alert: { actionGroupIds: [onCall.id] },
            });
        });
        assert.match(
            String(await known(recorded.result.requestUrl)),
            /^https:\/\/web.*\.azurecontainerapps\.io\/healthz$/,
        );
    });

    for (const [count, failed] of [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 2],
        [16, 14],
    ] as const) {
        it(`alarms when ${failed} of ${count} places fail, where nothing is said`, async () => {
            const locations = Array.from({ length: count }, (_, index) => `emea-nl-${index}`);
            const { criteria } = alertOf(await make({ locations }));
            assert.equal((criteria as { failedLocationCount: number }).failedLocationCount, failed);
        });
    }

    for (const [frequencySeconds, window] of [
        [300, "PT5M"],
        [600, "PT15M"],
    ] as const) {
        it(`looks back ${window} where each place asks every ${frequencySeconds} seconds`, async () => {
            assert.equal(alertOf(await make({ frequencySeconds }))["windowSize"], window);
        });
    }

    const PUBLIC = [
        "9.255.255.255",
        "11.0.0.0",
        "100.63.0.1",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
    ];
    for (const host of [...PUBLIC, "[2001:db8::1]", "internal.example.com", "local.example.com", "svc.example.com"]) {
        it(`takes the host ${host}`, async () => {
            const recorded = await make({ url: `https://${host}` });
            assert.equal((testOf(recorded)["request"] as { requestUrl: string }).requestUrl, `https://${host}/`);
        });
    }

    it("refuses an internal Container App when its name becomes known", async () => {
        const { errors, resources } = await runToFailure(() => {
            const web = new StickyContainerApp("web", {
                resourceGroupName: "rg",
                managedEnvironmentId: ENVIRONMENT_ID,
                image: "nginx",
                targetPort: 80,
            });
            return new BackendAvailability("up", { ...minimal(), url: web.url });
        });
        const text = errors.map(String).join("\n");
        assert.match(text, /args\.url is .*Container App with an internal ingress.*API Management/);
        assert.deepEqual(
            resources.filter(({ type }) => type === WEB_TEST || type === ALERT),
            [],
        );
    });

    const PRIVATE = [
        ...[
            "10.0.0.4",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "127.0.0.1",
            "169.254.169.254",
        ],
        ...["100.64.0.1", "100.127.255.255", "0.0.0.0", "[::1]", "[::]", "[fd00::1]", "[fc00::1]", "[fe80::1]"],
        ...["localhost", "api.localhost", "orders.shop.internal", "printer.local", "web", "web.shop.svc"],
        ...["web.shop.svc.cluster.local", "nas.lan", "host.home.arpa", "ORDERS.SHOP.INTERNAL", "orders.shop.internal."],
        "web.internal.happy-sea-1.westeurope.azurecontainerapps.io",
    ];
    refusesFaults<BackendAvailabilityArgs>(
        {
            component: "BackendAvailability",
            good: minimal,
            make: (name, args) => new BackendAvailability(name, args),
            children: [WEB_TEST, ALERT],
            without: (path) =>
                path.startsWith("alert.severity") || path.startsWith("alert.actionGroupIds") ? [WEB_TEST] : [],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing"],
            },
            {
                title: "no component",
                args: { applicationInsightsId: undefined },
                path: "applicationInsightsId",
                says: ["missing"],
            },
            ...["insights", ACTION_ID].map((applicationInsightsId) => ({
                title: `the component ${applicationInsightsId.slice(-12)}`,
                args: { applicationInsightsId },
                path: "applicationInsightsId",
                says: ["Microsoft.Insights/components/<name>"],
            })),
            { title: "no address", args: { url: undefined }, path: "url", says: ["missing"] },
            ...["api.example.com", "ftp://api.example.com", "//api.example.com"].map((url) => ({
                title: `the address ${url}`,
                args: { url },
                path: "url",
                says: [`"${url}"`, "http or https"],
            })),
            ...["https://api.example.com/healthz", "https://api.example.com?a=1", "https://api.example.com/#a"].map(
                (url) => ({
                    title: `the address ${url}`,
                    args: { url },
                    path: "url",
                    says: [`"${url}"`, "in healthPath"],
                }),
            ),
            ...["https://me@api.example.com", "https://:open-sesame@api.example.com"].map((url) => ({
                title: `the address ${url}`,
                args: { url },
                path: "url",
                says: ["user or password"],
            })),
            ...PRIVATE.map((host) => ({
                title: `the private host ${host}`,
                args: { url: `https://${host}` },
                path: "url",
                says: ["runs from the internet", "readiness probe"],
            })),
            ...["healthz", "/health z", "/a#b"].map((healthPath) => ({
                title: `the path "${healthPath}"`,
                args: { healthPath },
                path: "healthPath",
                says: [`"${healthPath}"`, "begins with a slash"],
            })),
            ...[199, 600, 200.5].map((expectedStatusCode) => ({
                title: `the status ${expectedStatusCode}`,
                args: { expectedStatusCode },
                path: "expectedStatusCode",
                says: ["200 to 599"],
            })),
            ...[
                [],
                Array.from({ length: 17 }, (_, i) => `a-${i}`),
                ["West Europe"],
                ["a-b", "a-b"],
                ["westeurope"],
            ].map((locations, index) => ({
                title: `wrong places, ${index}`,
                args: { locations },
                path: "locations",
                says: ["1 to 16 of Azure's ids"],
            })),
            ...[299, 1200].map((frequencySeconds) => ({
                title: `a test every ${frequencySeconds} seconds`,
                args: { frequencySeconds },
                path: "frequencySeconds",
                says: ["300, 600, 900"],
            })),
            ...[0, 121].map((timeoutSeconds) => ({
                title: `${timeoutSeconds} seconds for an answer`,
                args: { timeoutSeconds },
                path: "timeoutSeconds",
                says: ["1 to 120"],
            })),
            ...[0, 366].map((certificateDays) => ({
                title: `a certificate good for ${certificateDays} days`,
                args: { certificateDays },
                path: "certificateDays",
                says: ["1 to 365"],
            })),
            {
                title: "days for a certificate without one",
                args: { url: "http://api.example.com", certificateDays: 7 },
                path: "certificateDays",
                says: ["no certificate"],
            },
            ...[-1, 5].map((severity) => ({
                title: `the severity ${severity}`,
                args: { alert: { severity } },
                path: "alert.severity",
                says: ["0 to 4"],
            })),
            ...[0, 17].map((failedLocationCount) => ({
                title: `${failedLocationCount} failed places`,
                args: { alert: { failedLocationCount } },
                path: "alert.failedLocationCount",
                says: ["1 to 16"],
            })),
            {
                title: "more failed places than there are",
                args: { alert: { failedLocationCount: 6 } },
                path: "alert.failedLocationCount",
                says: ["from 5 places"],
            },
            ...[["on-call"], [INSIGHTS_ID], ACTION_ID].map((actionGroupIds, index) => ({
                title: `wrong action groups, ${index}`,
                args: { alert: { actionGroupIds } },
                path: "alert.actionGroupIds",
                says: ["Microsoft.Insights/actionGroups/<name>"],
            })),
            ...["", "a".repeat(261)].map((webTestName) => ({
                title: `a test's name of ${webTestName.length} characters`,
                args: { webTestName },
                path: "webTestName",
                says: ["1 to 260"],
            })),
        ],
    );
});
