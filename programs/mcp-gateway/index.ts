import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

import { StickyContainerApp } from "pulumi-session-affinity/container-apps";
import { SessionStore } from "pulumi-session-affinity/session-store";

const config = new pulumi.Config();
const sticky = config.getBoolean("sticky") ?? true;
const image = config.get("serverImage") ?? "mcr.microsoft.com/k8se/quickstart:latest";

const group = new resources.ResourceGroup("mcp-gateway", { location: config.get("location") ?? "westeurope" });
const environment = new app.ManagedEnvironment("apps", { resourceGroupName: group.name });
const shared = {
    resourceGroupName: group.name,
    managedEnvironmentId: environment.id,
    external: true,
    minReplicas: 2,
    maxReplicas: 10,
};

// 1. Sessions in the replica that opened them, for clients that keep cookies.
const byAffinity = new StickyContainerApp("by-affinity", {
    ...shared,
    image: "ghcr.io/agentgateway/agentgateway:1.4.1",
    targetPort: 3000,
    affinity: sticky ? "sticky" : "none",
});

// 2. Sessions in a store, for any client: any replica finds any session. The server has to be written for it.
const store = new SessionStore("sessions", {
    resourceGroupName: group.name,
    sku: config.get("storeSku") ?? "Balanced_B0",
});
const byStore = new StickyContainerApp("by-store", { ...shared, image, targetPort: 80, sessionStore: store });

// 3. No sessions: revision 2026-07-28 of the protocol has none, so that any replica serves any request.
const sessionless = new StickyContainerApp("sessionless", {
    ...shared,
    image,
    targetPort: 80,
    stateless: { reason: "serves MCP 2026-07-28 only, which has no sessions" },
});

/** Where each is reached. */
export const urls = { byAffinity: byAffinity.url, byStore: byStore.url, sessionless: sessionless.url };
/** What keeps a client on its replica. */
export const affinity = {
    byAffinity: byAffinity.affinity,
    byStore: byStore.affinity,
    sessionless: sessionless.affinity,
};
