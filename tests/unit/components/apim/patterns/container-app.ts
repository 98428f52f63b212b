import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, carts } from "./shop";

const backend = new ApimBackend("carts", { ...apim, containerApp: carts });

new ApimApi("carts", { ...apim, path: "carts", backend });
