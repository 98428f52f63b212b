import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { StickyWebApp } from "pulumi-session-affinity/app-service";
import { StickyApplicationGateway } from "pulumi-session-affinity/load-balancers";

import { createEntrance } from "./network";
import { withoutAffinity } from "./without-affinity";

/** What the shop of a region is created from. */
export interface RegionArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    /** Id of the Front Door that clients come by. */
    readonly frontDoorId: pulumi.Input<string>;
    readonly plan: { readonly size: string; readonly instances: number };
    readonly sticky: boolean;
}

/** The shop of one region. */
export interface Region {
    /** Address of its gateway. */
    readonly ipAddress: pulumi.Output<string>;
    readonly gateway: StickyApplicationGateway;
    readonly apps: StickyWebApp[];
}

/** Creates the shop of one region: a gateway, and two web apps behind it, each on a plan of its own. */
export function createRegion(name: string, args: RegionArgs): Region {
    const { sticky, plan } = args;
    const place = { resourceGroupName: args.resourceGroupName, location: args.location };
    const entrance = createEntrance(`gateway-${name}`, place, args.frontDoorId);
    const apps = ["a", "b"].map((letter) => {
        const app = `shop-${name}-${letter}`;
        const { id } = new web.AppServicePlan(app, {
            ...place,
            kind: "linux",
            reserved: true,
            sku: { name: plan.size, capacity: plan.instances },
        });
        return new StickyWebApp(app, {
            ...place,
            serverFarmId: id,
            kind: "app,linux",
            siteConfig: {
                linuxFxVersion: "NODE|22-lts",
                alwaysOn: true,
                ipSecurityRestrictionsDefaultAction: "Deny",
                ipSecurityRestrictions: [
                    {
                        name: "gateway",
                        priority: 100,
                        action: "Allow",
                        // The gateway calls the app from its public address.
                        ipAddress: pulumi.interpolate`${entrance.ipAddress}/32`,
                    },
                ],
            },
            // The app's cookie is for the host that Front Door was asked for; with the app's own the browser would drop it.
            ...(sticky ? { proxied: true } : { affinity: "none" }),
        });
    });
    const gateway = new StickyApplicationGateway(
        `gateway-${name}`,
        {
            ...place,
            subnetId: entrance.subnetId,
            publicIpAddressId: entrance.address.id,
            sku: "WAF_v2",
            firewallPolicyId: entrance.firewallPolicyId,
            minCapacity: 1,
            backends: [{ name: "shop", fqdns: apps.map(({ hostName }) => hostName) }],
        },
        { transforms: sticky ? [] : [withoutAffinity] },
    );
    return { ipAddress: entrance.ipAddress, gateway, apps };
}
