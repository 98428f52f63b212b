import { referredTo } from "../references";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { isKind } from "../type-token";

import { type Link, type LinkReader } from "./link";

/** What takes a public address for its own, and by which of its properties. */
const HOLDERS = [
    { family: "azure-native", module: "network", kind: "ApplicationGateway", properties: ["frontendIPConfigurations"] },
    { family: "azure-native", module: "network", kind: "LoadBalancer", properties: ["frontendIPConfigurations"] },
    // A balancer of AKS takes one by `loadBalancerIP` or by an annotation. https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
    { family: "kubernetes", module: "core", kind: "Service", properties: ["spec", "metadata"] },
] as const;

/** A public address that is a resource of its own leads to what has taken it. */
export const publicAddressLinks: LinkReader = (stack) =>
    stack.ofKind("azure-native", "network", "PublicIPAddress").length === 0
        ? []
        : HOLDERS.flatMap(({ family, module, kind, properties }) =>
              stack
                  .ofKind(family, module, kind)
                  .filter(({ token }) => !token.patch)
                  .flatMap((holder) => properties.flatMap((property) => linksOf(holder, property, stack))),
          );

function linksOf(holder: ParsedResource, property: string, stack: ResourceIndex): Link[] {
    return referredTo(holder, property, stack)
        .filter(({ token }) => isKind(token, "azure-native", "network", "PublicIPAddress"))
        .map(({ urn }) => ({ from: urn, to: holder.urn, via: holder.urn }));
}
