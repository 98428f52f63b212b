import { ApimApi, ApimBackend, policies } from "pulumi-session-affinity/apim";

import { apim, orders } from "./shop";

const { expression, multiStatement, rewriteUri, setBody, setHeader } = policies;
const stamped = multiStatement`
    var body = context.Request.Body.As<JObject>();
    body["timestamp"] = DateTime.UtcNow.ToString("o");
    return body.ToString();`;
const wrapped = expression`new JObject(new JProperty("data", context.Response.Body.As<JObject>())).ToString()`;

new ApimApi("orders", {
    ...apim,
    path: "orders",
    operations: [{ method: "POST", urlTemplate: "/{id}" }],
    backend: new ApimBackend("orders", { ...apim, functionApp: orders }),
    policy: {
        inbound: [
            setHeader({ name: "X-Source", value: "APIM" }),
            rewriteUri({ template: "/v2/orders/{id}" }),
            setBody({ value: stamped }),
        ],
        outbound: [setBody({ value: wrapped })],
    },
});
