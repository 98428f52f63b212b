import { type Kind, type ServiceContext, type Stored, type Surroundings } from "../../kind";
import { View } from "../../view";
import { child, childKey, serviceOf } from "./child";
import { invalid } from "./faults";
import { namedInPolicies } from "./policies";
import { credentialTexts, findNamedValue, namedValuesIn, refuseWhileNamed } from "./references";

/** https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/namedvalues */
const DISPLAY_NAME = /^[A-Za-z0-9-._]+$/;
const MOST_LETTERS = 256;
const LONGEST_VALUE = 4096;
const MOST_TAGS = 32;

function validate(inputs: View): void {
    const displayName = inputs.text("displayName");
    if (displayName !== undefined && !DISPLAY_NAME.test(displayName)) {
        invalid(
            `displayName '${displayName}' may hold letters, digits, '-', '.' and '_' only (${DISPLAY_NAME.source}).`,
        );
    }
    if (displayName !== undefined && displayName.length > MOST_LETTERS) {
        invalid(`displayName: it can have ${MOST_LETTERS} characters, not ${displayName.length}.`);
    }
    if (!inputs.at("value").present && !inputs.at("keyVault.secretIdentifier").present) {
        invalid("value: it or keyVault.secretIdentifier has to be given.");
    }
    const value = inputs.text("value");
    if (value !== undefined && (value.trim() === "" || value.length > LONGEST_VALUE)) {
        invalid(`value: it needs 1 to ${LONGEST_VALUE} characters, and not only space.`);
    }
    const tags = inputs.list("tags");
    if (tags.length > MOST_TAGS) invalid(`tags: there can be ${MOST_TAGS}, not ${tags.length}.`);
}

function displayNameMustBeFree(inputs: View, context: ServiceContext): void {
    const displayName = inputs.text("displayName");
    if (displayName === undefined) return;
    const taken = findNamedValue(context.cloud, serviceOf(context.id), displayName);
    if (taken === undefined || taken.id.toLowerCase() === context.id.toLowerCase()) return;
    // https://github.com/Azure/apiops/issues/837 shows the answer.
    invalid(`displayName '${displayName}': Property with the same name already exist: ${taken.id}.`);
}

/** https://learn.microsoft.com/azure/api-management/api-management-howto-properties: what is referred to cannot be deleted. */
function mustBeUnused(named: Stored, cloud: Surroundings): void {
    const backends = cloud.all(childKey("Backend")).map(({ id, inputs }) => ({
        id,
        names: credentialTexts(new View(inputs)).flatMap(({ text }) => namedValuesIn(text)),
    }));
    const service = serviceOf(named.id);
    const users = [...namedInPolicies(cloud), ...backends].filter(({ id }) => serviceOf(id) === service);
    refuseWhileNamed(named, users);
}

export const NAMED_VALUES: readonly Kind[] = child({
    kind: "NamedValue",
    path: "namedValues/{namedValueId}",
    required: ["displayName"],
    // A GET does not return the value: https://learn.microsoft.com/rest/api/apimanagement/named-value/get
    writeOnly: ["value"],
    validate,
    referencesOf: displayNameMustBeFree,
    removable: mustBeUnused,
    computed: (inputs) => ({ provisioningState: "Succeeded", secret: inputs.boolean("secret") ?? false }),
});
