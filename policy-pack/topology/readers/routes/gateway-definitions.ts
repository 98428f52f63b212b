import { sharesCluster } from "../../kubernetes-scope";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../../resource";
import { getOrAdd } from "../../scoped-index";
import { lookupText } from "../../values";

const CHANNEL = ["metadata", "annotations", "gateway.networking.k8s.io/channel"];

const standardDefinitions = oncePerStack((stack) => {
    const found = new Map<string, ParsedResource[]>();
    for (const one of stack.ofKind("kubernetes", "apiextensions.k8s.io", "CustomResourceDefinition")) {
        const [name, channel] = [lookupText(one.properties, "metadata.name"), lookupText(one.properties, CHANNEL)];
        if (name.state === "known" && channel.state === "known" && channel.value === "standard") {
            getOrAdd(found, name.value, () => []).push(one);
        }
    }
    return found;
});

/**
 * True where the stack itself installs a route's kind from the Gateway API's standard channel, in which no release has
 * `sessionPersistence`: the API server drops or refuses it. https://gateway-api.sigs.k8s.io/geps/gep-1619/
 */
export function isOfStandardChannel(route: ParsedResource, stack: ResourceIndex): boolean {
    const name = `${route.token.kind.toLowerCase()}s.gateway.networking.k8s.io`;
    return (standardDefinitions(stack).get(name) ?? []).some((one) => sharesCluster(one, route));
}
