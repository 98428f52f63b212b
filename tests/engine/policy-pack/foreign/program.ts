import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RandomInteger } from "@pulumi/random";

class Shop extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("test:index:Shop", name, { size: 3 }, opts);
    }
}

/** A program with options, parents, dependencies, secrets and unknowns. Names are given, so that none is made up. */
export function foreignProgram(): Record<string, pulumi.Input<string>> {
    const group = new resources.ResourceGroup("group", { resourceGroupName: "group", location: "westeurope" });
    const environment = new app.ManagedEnvironment(
        "environment",
        { environmentName: "environment", resourceGroupName: "group", location: "westeurope", tags: { team: "shop" } },
        { dependsOn: group, protect: false, customTimeouts: { create: "1h30m", delete: "90s" } },
    );
    const bare = new app.ManagedEnvironment(
        "bare",
        { environmentName: "bare", resourceGroupName: group.name, location: "westeurope" },
        { deleteBeforeReplace: true },
    );
    const shop = new Shop("shop");
    const count = new RandomInteger("count", { min: 9, max: 9 });
    const container = { name: "main", image: "shop:1" };
    const about = { resourceGroupName: group.name, location: "westeurope", managedEnvironmentId: environment.id };
    new app.ContainerApp(
        "cart",
        {
            ...about,
            containerAppName: "cart",
            configuration: { ingress: { targetPort: 80 }, secrets: [{ name: "key", value: pulumi.secret("hunter2") }] },
            template: { containers: [container], scale: { maxReplicas: 1 } },
        },
        { parent: shop, ignoreChanges: ["tags"], additionalSecretOutputs: ["latestRevisionName"] },
    );
    new app.ContainerApp(
        "search",
        {
            ...about,
            containerAppName: "search",
            managedEnvironmentId: bare.id,
            configuration: { ingress: { targetPort: 80 } },
            template: { containers: [container], scale: { maxReplicas: count.result } },
        },
        { parent: shop, dependsOn: [environment], aliases: [{ name: "find" }] },
    );
    return { group: group.name, password: pulumi.secret("hunter3") };
}
