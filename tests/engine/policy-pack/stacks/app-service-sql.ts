import * as monitor from "@pulumi/azure-native/monitor";
import * as resources from "@pulumi/azure-native/resources";
import * as sql from "@pulumi/azure-native/sql";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { type ForeignStack } from "./stack";

/** A web app before a database, on a plan that grows with its load, and a small one that does not. */
export const appServiceSql: ForeignStack = {
    title: "App Service before SQL Database, on a plan that scales by itself",
    program() {
        const group = new resources.ResourceGroup("ledger");
        const inGroup = { resourceGroupName: group.name };
        const server = new sql.Server("ledger", {
            ...inGroup,
            administratorLogin: "ledger",
            administratorLoginPassword: pulumi.secret("not-a-password-1"),
        });
        new sql.Database("ledger", { ...inGroup, serverName: server.name, sku: { name: "S0" } });
        const plan = new web.AppServicePlan("ledger", {
            ...inGroup,
            kind: "App",
            sku: { name: "S1", tier: "Standard", capacity: 1 },
        });
        new monitor.AutoscaleSetting("ledger", {
            ...inGroup,
            targetResourceUri: plan.id,
            enabled: true,
            profiles: [{ name: "load", capacity: { minimum: "1", maximum: "5", default: "1" }, rules: [] }],
        });
        new web.WebApp("ledger", {
            ...inGroup,
            serverFarmId: plan.id,
            httpsOnly: true,
            siteConfig: { alwaysOn: true },
        });

        const small = new web.AppServicePlan("admin", { ...inGroup, kind: "App", sku: { name: "B1", tier: "Basic" } });
        new web.WebApp("admin", { ...inGroup, serverFarmId: small.id, httpsOnly: true });
    },
    findings: [
        ["web-app-needs-affinity", "advisory", "admin", "sku.capacity of plan admin"],
        ["web-app-needs-affinity", "mandatory", "ledger", "clientAffinityEnabled"],
    ],
};
