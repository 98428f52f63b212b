import { scopeOf } from "../../kubernetes-scope";
import { NameIndex } from "../../named-objects";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../../resource";
import { lookup, lookupText } from "../../values";

import { partsIn, textIn, wholeOf } from "../parts";

/** The Gateway API's policies of a Service, by the release that they came with. https://gateway-api.sigs.k8s.io/geps/gep-1619/ */
const KINDS = [
    ["gateway.networking.x-k8s.io", "XBackendTrafficPolicy"],
    ["gateway.networking.k8s.io", "BackendLBPolicy"],
] as const;

const policiesOf = oncePerStack((stack) => {
    const targets = new NameIndex();
    for (const policy of KINDS.flatMap(([module, kind]) => stack.ofKind("kubernetes", module, kind))) {
        if (lookup(policy.properties, "spec.sessionPersistence").state === "absent") continue;
        const refs = partsIn(wholeOf(policy.properties), "spec.targetRefs");
        const scope = scopeOf(policy, stack);
        if (refs.state === "unknown") targets.add(refs, scope, policy);
        if (refs.state === "known") for (const ref of refs.value) targets.add(textIn(ref, "name"), scope, policy);
    }
    return targets;
});

/** A policy that keeps, or may keep, the clients of a Service where the Gateway's implementation honours it. */
export function backendPolicyOf(service: ParsedResource, stack: ResourceIndex): ParsedResource | undefined {
    const name = lookupText(service.properties, "metadata.name");
    const { certain, possible } = policiesOf(stack).near(name, scopeOf(service, stack), () => true);
    return certain[0] ?? possible[0];
}
