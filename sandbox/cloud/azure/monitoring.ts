import { type Kind, type ServiceContext } from "../kind";
import { type View } from "../view";
import { arm, mustExist, refuse } from "./arm";
import { needs, oneOf, within } from "./parts";

/**
 * Availability tests of Application Insights, and alerts. https://learn.microsoft.com/azure/azure-monitor/app/availability
 * The codes and words of its refusals are the sandbox's own.
 */

const COMPONENT = "azure-native:applicationinsights:Component";
const WEB_TEST = "azure-native:applicationinsights:WebTest";
const ACTION_GROUP = "azure-native:monitor:ActionGroup";
const LINK = "hidden-link:";
const BY_LOCATION = "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria";
const WINDOWS = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"];

const webTest = arm({
    modules: ["applicationinsights", "insights"],
    kind: "WebTest",
    path: "Microsoft.Insights/webtests/{webTestName}",
    apiVersion: "2022-06-15",
    required: ["locations", "syntheticMonitorId", "webTestKind"],
    validate(inputs) {
        oneOf(inputs, "webTestKind", ["ping", "multistep", "standard"]);
        within(inputs, "timeout", 1, 120);
        const frequency = inputs.number("frequency");
        if (frequency !== undefined && ![300, 600, 900].includes(frequency)) {
            refuse(400, "BadRequest", `The Frequency ${frequency} is not one of 300, 600, 900.`);
        }
        if (inputs.text("webTestKind") === "standard") needs(inputs, "A standard test", ["request.requestUrl"]);
        if (!inputs.at("tags").unknown && linksOf(inputs).length !== 1) {
            refuse(400, "BadRequest", "A web test needs one tag 'hidden-link:<id of its component>': 'Resource'.");
        }
    },
    referencesOf(inputs, context) {
        for (const id of linksOf(inputs)) mustExist(context, COMPONENT, id, "ComponentNotFound", "tags");
    },
    computed: () => ({ provisioningState: "Succeeded" }),
});

const actionGroup = arm({
    modules: ["monitor", "insights"],
    kind: "ActionGroup",
    path: "Microsoft.Insights/actionGroups/{actionGroupName}",
    apiVersion: "2024-10-01-preview",
    required: ["enabled", "groupShortName"],
});

const metricAlert = arm({
    modules: ["monitor", "insights"],
    kind: "MetricAlert",
    path: "Microsoft.Insights/metricAlerts/{ruleName}",
    apiVersion: "2018-03-01",
    required: ["criteria", "enabled", "evaluationFrequency", "scopes", "severity", "windowSize"],
    validate(inputs) {
        within(inputs, "severity", 0, 4);
        oneOf(inputs, "evaluationFrequency", ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H"]);
        oneOf(inputs, "windowSize", WINDOWS);
        const location = inputs.text("location");
        if (location !== undefined && location.toLowerCase() !== "global") {
            refuse(400, "LocationNotAvailableForResourceType", `A metric alert is 'global', not in '${location}'.`);
        }
        if (inputs.text("criteria.odataType") === BY_LOCATION) validateByLocation(inputs);
    },
    referencesOf: mustKnowAll,
});

export const MONITORING: readonly Kind[] = [...webTest, ...actionGroup, ...metricAlert];

/** Ids that the tags link to. */
function linksOf(inputs: View): string[] {
    return inputs.entries("tags").flatMap(([tag]) => (tag.startsWith(LINK) ? [tag.slice(LINK.length)] : []));
}

/** An alert on a test is about the test and its component, both. */
function validateByLocation(inputs: View): void {
    needs(inputs, "The alert", ["criteria.webTestId", "criteria.componentId", "criteria.failedLocationCount"]);
    within(inputs, "criteria.failedLocationCount", 1, 16);
    const scopes = inputs.list("scopes").map((scope) => scope.text()?.toLowerCase());
    for (const path of ["criteria.webTestId", "criteria.componentId"]) {
        const id = inputs.text(path);
        if (id === undefined || scopes.includes(undefined) || scopes.includes(id.toLowerCase())) continue;
        refuse(400, "BadRequest", `The ${path} '${id}' is not among the scopes.`);
    }
}

function mustKnowAll(inputs: View, context: ServiceContext): void {
    mustExist(context, WEB_TEST, inputs.text("criteria.webTestId"), "WebTestNotFound", "criteria.webTestId");
    mustExist(context, COMPONENT, inputs.text("criteria.componentId"), "ComponentNotFound", "criteria.componentId");
    for (const action of inputs.list("actions")) {
        mustExist(context, ACTION_GROUP, action.text("actionGroupId"), "ActionGroupNotFound", "actions");
    }
}
