import * as apimanagement from "@pulumi/azure-native/apimanagement";

import { apimService } from "../../support/apim";
import { type ForeignStack } from "./stack";

/** One API before a backend alone, another before a pool of two. */
export const apiManagement: ForeignStack = {
    title: "API Management before one backend and before a pool",
    program() {
        const apim = apimService();
        const backend = (name: string) =>
            new apimanagement.Backend(name, { ...apim, protocol: "http", url: `https://${name}.example.com/api` });
        const api = (name: string, to: apimanagement.Backend) => {
            const { name: apiId } = new apimanagement.Api(name, {
                ...apim,
                path: name,
                displayName: name,
                protocols: ["https"],
            });
            new apimanagement.ApiPolicy(name, {
                ...apim,
                apiId,
                policyId: "policy",
                format: "rawxml",
                value: to.name.apply(
                    (id) =>
                        `<policies><inbound><base /><set-backend-service backend-id="${id}" /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`,
                ),
            });
        };
        api("prices", backend("prices"));
        const services = ["chat-a", "chat-b"].map((name) => ({ id: backend(name).id, priority: 1, weight: 50 }));
        api("chat", new apimanagement.Backend("chat", { ...apim, type: "Pool", pool: { services } }));
    },
    findings: [["apim-pool-needs-affinity", "mandatory", "chat", "pool.sessionAffinity"]],
};
