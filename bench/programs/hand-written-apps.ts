import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";

import { makePlace } from "./place";

interface AppArgs {
    resourceGroupName: pulumi.Input<string>;
    managedEnvironmentId: pulumi.Input<string>;
    image: pulumi.Input<string>;
    targetPort: pulumi.Input<number>;
}

/** The component that one writes without the package: the same Container App, no checks, one output. */
class HandWrittenApp extends pulumi.ComponentResource {
    readonly url: pulumi.Output<string>;

    constructor(name: string, args: AppArgs, opts?: pulumi.ComponentResourceOptions) {
        super("shop:index:App", name, args, opts);
        const containerApp = new app.ContainerApp(
            name,
            {
                resourceGroupName: args.resourceGroupName,
                managedEnvironmentId: args.managedEnvironmentId,
                configuration: {
                    activeRevisionsMode: "Single",
                    ingress: {
                        external: true,
                        targetPort: args.targetPort,
                        transport: "auto",
                        stickySessions: { affinity: "sticky" },
                    },
                },
                template: {
                    containers: [{ name, image: args.image }],
                    scale: { minReplicas: 1, maxReplicas: 10 },
                },
            },
            { parent: this },
        );
        this.url = containerApp.configuration.apply((configuration) => `https://${configuration?.ingress?.fqdn ?? ""}`);
        this.registerOutputs({ url: this.url });
    }
}

/** So many sticky Container Apps, each by a component written by hand. */
export function handWrittenApps(count: number): void {
    const place = makePlace();
    for (let index = 0; index < count; index++) {
        new HandWrittenApp(`app-${index}`, { ...place, image: "shop:1", targetPort: 8080 });
    }
}
