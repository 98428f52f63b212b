import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, partnersIngress } from "./shop";

// The Ingress's host name, in a DNS zone that API Management can ask; the certificate is checked against it.
const backend = new ApimBackend("partners", {
    ...apim,
    ingress: partnersIngress,
    auth: {
        certificate: { keyVault: { secretId: "https://shop-kv.vault.azure.net/secrets/partners-client" } },
    },
});

new ApimApi("partners", { ...apim, path: "partners", backend });
