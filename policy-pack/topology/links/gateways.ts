import { NamedObjects } from "../named-objects";
import { partsIn, textIn, wholeOf } from "../readers/parts";
import { referredTo } from "../references";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { isKind } from "../type-token";

import { type LinkReader } from "./link";

const MODULE = "gateway.networking.k8s.io";
const gateways = new NamedObjects(MODULE, "Gateway");
/** A Gateway of Application Gateway for Containers names its frontend in Azure by an address of this type. */
const FRONTEND_KINDS = ["FrontendsInterface", "Frontend"];

/** A Gateway sends to the routes that name it, and a frontend of Application Gateway for Containers to its Gateways. */
export const gatewayLinks: LinkReader = (stack) => [
    ...["HTTPRoute", "GRPCRoute"]
        .flatMap((kind) => stack.ofKind("kubernetes", MODULE, kind))
        .filter(({ token }) => !token.patch)
        .flatMap((route) => parentsOf(route, stack).map(({ urn }) => ({ from: urn, to: route.urn, via: route.urn }))),
    ...stack.ofKind("kubernetes", MODULE, "Gateway").flatMap((gateway) =>
        referredTo(gateway, "spec", stack)
            .filter(({ token }) =>
                FRONTEND_KINDS.some((kind) => isKind(token, "azure-native", "servicenetworking", kind)),
            )
            .map(({ urn }) => ({ from: urn, to: gateway.urn, via: gateway.urn })),
    ),
];

function parentsOf(route: ParsedResource, stack: ResourceIndex): readonly ParsedResource[] {
    const refs = partsIn(wholeOf(route.properties), "spec.parentRefs");
    return (refs.state === "known" ? refs.value : []).flatMap((ref) => {
        const kind = textIn(ref, "kind");
        if (kind.state === "known" && kind.value !== "Gateway") return [];
        return gateways.meant(route, "spec", textIn(ref, "name"), stack, textIn(ref, "namespace")).certain;
    });
}
