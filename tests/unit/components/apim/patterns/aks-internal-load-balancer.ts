import { ApimApi, ApimBackend } from "pulumi-session-affinity/apim";

import { apim, internalPartners } from "./shop";

// The load balancer's private address, which API Management reaches from a virtual network of its own or a peered one.
const backend = new ApimBackend("partners", { ...apim, service: internalPartners });

new ApimApi("partners", { ...apim, path: "partners", backend });
