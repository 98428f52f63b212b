import { type ServiceContext } from "../../kind";
import { View } from "../../view";
import { checkCircuitBreaker, checkCredentials, checkProxy, checkStatusCode } from "./backend-settings";
import { child, childKey, mustBeInService } from "./child";
import { invalid } from "./faults";
import { checkCredentialReferences } from "./references";

const BACKEND = childKey("Backend");

/** https://learn.microsoft.com/azure/api-management/backends#limitations */
const MOST_MEMBERS = 30;

/** First API version that knows session affinity: https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const FIRST_WITH_AFFINITY = "2024-10-01";

function validate(inputs: View): void {
    checkCircuitBreaker(inputs.at("circuitBreaker"));
    checkProxy(inputs.at("proxy"));
    checkCredentials(inputs.at("credentials"));
    if (inputs.at("type").unknown) return;
    const type = inputs.text("type") ?? "Single";
    if (type.toLowerCase() === "pool") validatePool(inputs);
    else validateSingle(inputs);
}

function validateSingle(inputs: View): void {
    for (const property of ["url", "protocol"]) {
        if (!inputs.at(property).present) invalid(`${property}: a backend of type Single needs it.`);
    }
}

function validatePool(inputs: View): void {
    for (const property of ["url", "protocol", "tls", "circuitBreaker"]) {
        if (inputs.at(property).present) invalid(`${property}: a backend of type Pool cannot have it.`);
    }
    if (inputs.at("pool").unknown || inputs.at("pool.services").unknown) return;
    const members = inputs.list("pool.services");
    if (members.length === 0) invalid("pool.services: a pool needs at least one backend.");
    if (members.length > MOST_MEMBERS) {
        invalid(`pool.services: a pool can have ${MOST_MEMBERS} backends, not ${members.length}.`);
    }
    checkStatusCode(inputs, "pool.failureResponse.statusCode");
    members.forEach((member, index) => {
        for (const property of ["weight", "priority"]) {
            const value = member.number(property);
            if (value !== undefined && (value < 0 || value > 100)) {
                invalid(`pool.services[${index}].${property}: must be from 0 to 100, not ${value}.`);
            }
        }
        if (!member.at("id").present) invalid(`pool.services[${index}].id: it is required.`);
    });
}

/** Members are backends of the same service, and no pools themselves. */
function membersMustExist(inputs: View, context: ServiceContext): void {
    inputs.list("pool.services").forEach((member, index) => {
        const path = `pool.services[${index}].id`;
        const id = member.text("id");
        if (id === undefined) return;
        const full = mustBeInService(context, { kind: "Backend", collection: "backends", named: id, path });
        const found = context.cloud.find(BACKEND, full);
        if (found !== undefined && new View(found.inputs).text("type")?.toLowerCase() === "pool") {
            invalid(`${path}: '${id}' is a pool, and a pool cannot be in a pool.`);
        }
    });
}

/** https://learn.microsoft.com/azure/api-management/backends */
export const backend = child({
    kind: "Backend",
    path: "backends/{backendId}",
    name: { minimum: 1, maximum: 80 },
    dropped: (apiVersion) =>
        apiVersion.slice(0, FIRST_WITH_AFFINITY.length) >= FIRST_WITH_AFFINITY
            ? []
            : ["pool.sessionAffinity", "pool.failureResponse", "circuitBreaker.rules[].failureResponse"],
    validate,
    referencesOf(inputs, context) {
        membersMustExist(inputs, context);
        checkCredentialReferences(inputs, context);
    },
    // The output `type` is ARM's type of the resource, not Single or Pool: @pulumi/azure-native apimanagement/backend.d.ts
});
