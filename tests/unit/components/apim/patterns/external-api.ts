import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, key } from "./shop";

const backend = new ApimBackend("payments", {
    ...apim,
    url: "https://api.payments.example.com/v3",
    auth: {
        oauth2: {
            tokenUrl: "https://login.payments.example.com/oauth2/token",
            clientId: "shop",
            clientSecret: { value: key },
            scope: "https://api.payments.example.com/.default",
        },
    },
});

new ApimApi("payments", { ...apim, path: "payments", backend });
