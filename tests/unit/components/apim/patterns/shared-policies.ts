import { ApimPolicy, ApimPolicyFragment, policies } from "pulumi-session-affinity/apim";

import { apim } from "./shop";

const { includeFragment, rateLimitByKey, setHeader, statement, part, expression } = policies;
const limits = new ApimPolicyFragment("limits", {
    ...apim,
    statements: [
        rateLimitByKey({ calls: 100, renewalPeriodSeconds: 60, counterKey: expression`context.Subscription.Id` }),
    ],
});
// What has no function of its own is written by its name.
const cors = statement("cors", ["inbound"], {}, [
    part("allowed-origins", {}, [part("origin", {}, "https://shop.example.com")]),
    part("allowed-methods", {}, [part("method", {}, "GET")]),
]);

new ApimPolicy("all", {
    ...apim,
    scope: { service: true },
    policy: {
        inbound: [cors, includeFragment(limits)],
        outbound: [setHeader({ name: "X-Powered-By", existsAction: "delete" })],
    },
});
