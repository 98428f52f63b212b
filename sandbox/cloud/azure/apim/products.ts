import { type Kind } from "../../kind";
import { child, mustBeInService } from "./child";
import { invalid } from "./faults";

const STATES = ["notPublished", "published"];

/** https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/products */
const product = child({
    kind: "Product",
    path: "products/{productId}",
    required: ["displayName"],
    validate(inputs) {
        const state = inputs.text("state");
        if (state !== undefined && !STATES.includes(state)) {
            invalid(`state: '${state}' is not one of '${STATES.join("', '")}'.`);
        }
    },
    computed: (inputs) => ({
        state: inputs.text("state") ?? "notPublished",
        subscriptionRequired: inputs.boolean("subscriptionRequired") ?? true,
    }),
});

const productApi = child({
    kind: "ProductApi",
    path: "products/{productId}/apis/{apiId}",
    required: ["apiId"],
    referencesOf(inputs, context) {
        const named = inputs.text("apiId")?.replace(/;rev=[^/]*$/, "");
        if (named === undefined) return;
        mustBeInService(context, { kind: "Api", collection: "apis", named, path: "apiId" });
    },
});

export const PRODUCTS: readonly Kind[] = [...product, ...productApi];
