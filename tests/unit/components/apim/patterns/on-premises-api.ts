import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, key } from "./shop";

const backend = new ApimBackend("ledger", {
    ...apim,
    url: "https://ledger.contoso.local:8443",
    proxy: { url: "http://proxy.contoso.local:3128" },
    auth: { basic: { username: "gateway", password: { value: key } } },
});

new ApimApi("ledger", { ...apim, path: "ledger", backend });
