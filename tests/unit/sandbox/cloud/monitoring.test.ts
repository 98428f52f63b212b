import * as assert from "node:assert/strict";
import { type Cloud, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import { furnished, GROUP_ID, inRg, refused } from "./support";

const COMPONENT = "azure-native:applicationinsights:Component";
const WEB_TEST = "azure-native:applicationinsights:WebTest";
const ACTION_GROUP = "azure-native:monitor:ActionGroup";
const ALERT = "azure-native:monitor:MetricAlert";
const idOf = (kind: string, name: string) => `${GROUP_ID}/providers/Microsoft.Insights/${kind}/${name}`;
const COMPONENT_ID = idOf("components", "insights");
const TEST_ID = idOf("webtests", "up");

const webTest = (more: Properties = {}): Properties =>
    inRg({
        webTestName: "up",
        syntheticMonitorId: "up",
        webTestKind: "standard",
        locations: [{ location: "emea-nl-ams-azr" }],
        request: { requestUrl: "https://api.example.com/" },
        tags: { [`hidden-link:${COMPONENT_ID}`]: "Resource" },
        ...more,
    });
const criteria = (more: Properties = {}): Properties => ({
    odataType: "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
    webTestId: TEST_ID,
    componentId: COMPONENT_ID,
    failedLocationCount: 1,
    ...more,
});
const alert = (more: Properties = {}): Properties =>
    inRg({
        ruleName: "up",
        location: "global",
        enabled: true,
        severity: 1,
        scopes: [TEST_ID, COMPONENT_ID],
        evaluationFrequency: "PT1M",
        windowSize: "PT5M",
        criteria: criteria(),
        ...more,
    });

function withTest(): Cloud {
    const { cloud } = furnished();
    cloud.create(COMPONENT, inRg({ resourceName: "insights", applicationType: "web", kind: "web" }));
    cloud.create(WEB_TEST, webTest());
    return cloud;
}

describe("cloud: availability tests and alerts", () => {
    it("has a test, an action group and an alert", () => {
        const cloud = withTest();
        const group = cloud.create(
            ACTION_GROUP,
            inRg({ actionGroupName: "on-call", enabled: true, groupShortName: "call" }),
        );
        assert.equal(group.id, idOf("actionGroups", "on-call"));
        const { id } = cloud.create(ALERT, alert({ actions: [{ actionGroupId: group.id }] }));
        assert.equal(id, idOf("metricAlerts", "up"));
        assert.equal(cloud.list().find(({ type }) => type === WEB_TEST)?.id, TEST_ID);
    });

    it("wants what is required, before anything is sent", () => {
        const { cloud } = furnished();
        const missing = (type: string) => cloud.check(type, "up", inRg({})).failures.map(({ property }) => property);
        assert.deepEqual(missing(WEB_TEST), ["locations", "syntheticMonitorId", "webTestKind"]);
        assert.deepEqual(missing(ACTION_GROUP), ["enabled", "groupShortName"]);
        assert.deepEqual(missing(ALERT), [
            "criteria",
            "enabled",
            "evaluationFrequency",
            "scopes",
            "severity",
            "windowSize",
        ]);
    });

    it("refuses a test that is not tied to a component, or asks nothing", () => {
        const cloud = withTest();
        for (const [more, message] of [
            [{ tags: {} }, /one tag 'hidden-link:/],
            [
                { tags: { [`hidden-link:${COMPONENT_ID}`]: "Resource", "hidden-link:/other": "Resource" } },
                /one tag 'hidden-link:/,
            ],
            [{ tags: { [`hidden-link:${COMPONENT_ID}2`]: "Resource" } }, /Code="ComponentNotFound"/],
            [{ request: {} }, /has no request\.requestUrl/],
            [{ frequency: 60 }, /300, 600, 900/],
            [{ timeout: 121 }, /of timeout is out of range/],
            [{ webTestKind: "tcp" }, /of webTestKind is not one/],
        ] as const) {
            refused(() => cloud.create(WEB_TEST, webTest({ webTestName: "other", ...(more as Properties) })), message);
        }
        cloud.create(WEB_TEST, webTest({ webTestName: "ping", webTestKind: "ping", request: {} }));
        cloud.create(WEB_TEST, webTest({ webTestName: "later", tags: UNKNOWN, frequency: 900 }));
    });

    it("refuses an alert in a region, on what is not there, or about what it does not look at", () => {
        const cloud = withTest();
        for (const [more, message] of [
            [{ location: "westeurope" }, /Code="LocationNotAvailableForResourceType"/],
            [{ severity: 5 }, /of severity is out of range/],
            [{ evaluationFrequency: "PT2M" }, /of evaluationFrequency is not one/],
            [{ windowSize: "PT10M" }, /of windowSize is not one/],
            [{ scopes: [TEST_ID] }, /criteria\.componentId .* is not among the scopes/],
            [{ scopes: [COMPONENT_ID] }, /criteria\.webTestId .* is not among the scopes/],
            [{ criteria: criteria({ failedLocationCount: 0 }) }, /failedLocationCount is out of range/],
            [
                { criteria: criteria({ webTestId: `${TEST_ID}2` }), scopes: [`${TEST_ID}2`, COMPONENT_ID] },
                /Code="WebTestNotFound"/,
            ],
            [
                { criteria: criteria({ componentId: `${COMPONENT_ID}2` }), scopes: [TEST_ID, `${COMPONENT_ID}2`] },
                /Code="ComponentNotFound"/,
            ],
            [{ actions: [{ actionGroupId: idOf("actionGroups", "none") }] }, /Code="ActionGroupNotFound"/],
        ] as const) {
            refused(() => cloud.create(ALERT, alert({ ruleName: "other", ...(more as Properties) })), message);
        }
        const incomplete = { odataType: criteria()["odataType"] ?? "", webTestId: TEST_ID, componentId: COMPONENT_ID };
        refused(() => cloud.create(ALERT, alert({ criteria: incomplete })), /has no criteria\.failedLocationCount/);
        cloud.create(ALERT, alert({ scopes: [UNKNOWN, COMPONENT_ID] }));
        cloud.create(ALERT, alert({ ruleName: "cpu", scopes: ["/x"], criteria: { odataType: "Other" } }));
    });
});
