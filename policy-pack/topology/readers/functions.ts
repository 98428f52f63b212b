import { type Affinity, noAffinity } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type HopReader } from "../hop";
import { fact } from "../values";

import { readFunctionInstances } from "./function-instances";
import { SITE_KINDS, siteSort } from "./sites";

/** What keeps clients, by what runs on the Functions host. */
const AFFINITIES: Readonly<Record<string, Affinity>> = {
    "function-app": noAffinity("Functions keep no client"),
    "logic-app": noAffinity("Logic Apps are not known to keep clients"),
};

/** Azure Functions, and Logic Apps (Standard) on the same host: a hop chooses among an app's instances, and keeps no client. */
export const functions: HopReader = {
    platform: "functions",
    kinds: SITE_KINDS,
    read(resource, stack) {
        const affinity = AFFINITIES[siteSort(resource) ?? ""];
        if (!affinity) return undefined;
        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "functions",
            replicas: readFunctionInstances(resource, stack),
            affinity: fact(affinity),
            affinityPath: "clientAffinityEnabled",
            clientFacing: true,
            ...readDeclarations(resource.properties, "tags"),
        };
    },
};
