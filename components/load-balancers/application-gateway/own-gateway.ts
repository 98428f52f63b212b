import type * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { type BackendHttpSettings, completeSettings } from "./backend-http-settings";

/** The provider's own arguments, without those that the component takes itself. */
export type OwnApplicationGatewayArgs = Omit<
    network.ApplicationGatewayArgs,
    "resourceGroupName" | "applicationGatewayName" | "tags"
>;

/** Parts of a gateway that pass TCP and TLS on, which has no affinity. https://learn.microsoft.com/azure/application-gateway/tcp-tls-proxy-overview */
const LAYER_4 = ["backendSettingsCollection", "listeners", "routingRules"] as const;

/** A gateway of the provider's own arguments, with affinity for all that it sends to. */
export function completeGateway(
    check: Checks,
    name: string,
    gateway: OwnApplicationGatewayArgs,
    stateless: boolean,
): OwnApplicationGatewayArgs & { backendHttpSettingsCollection: pulumi.Output<BackendHttpSettings[]> } {
    const layer4 = LAYER_4.map((part) => [
        part,
        check.value<unknown[]>(`gateway.${part}`, gateway[part], (parts) =>
            stateless || parts.length === 0
                ? undefined
                : "the gateway has no affinity for TCP and TLS. Use backendHttpSettingsCollection, " +
                  "or declare the gateway stateless with stateless: { reason }.",
        ),
    ]);
    return {
        ...gateway,
        ...(Object.fromEntries(
            layer4.filter(([, parts]) => parts !== undefined),
        ) as Partial<OwnApplicationGatewayArgs>),
        backendHttpSettingsCollection: completeSettings(
            check,
            "gateway.backendHttpSettingsCollection",
            name,
            gateway.backendHttpSettingsCollection,
            stateless,
        ),
    };
}
