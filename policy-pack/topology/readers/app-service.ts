import { type Affinity, noAffinity } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type HopReader } from "../hop";
import { type Fact, fact, lookup, notYet } from "../values";

import { planInstancesOf } from "./plan-instances";
import { SITE_KINDS, siteSort } from "./sites";

const AFFINITY_PATH = "clientAffinityEnabled";
/** App Service's own cookie. https://learn.microsoft.com/azure/app-service/configure-common */
const COOKIE = "ARRAffinity";

/** App Service: a hop chooses among an app's instances, which are its plan's. */
export const appService: HopReader = {
    platform: "app-service",
    kinds: SITE_KINDS,
    read(resource, stack) {
        const sort = siteSort(resource);
        if (sort !== "web-app" && sort !== "unknown") return undefined;
        const { properties } = resource;
        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "app-service",
            // It may turn out to be a Function App, of which nothing is asked.
            replicas: sort === "unknown" ? notYet("kind") : planInstancesOf(resource, stack),
            affinity: readAffinity(properties),
            affinityPath: AFFINITY_PATH,
            clientFacing: true,
            ...readDeclarations(properties, "tags"),
        };
    },
};

function readAffinity(properties: unknown): Fact<Affinity> {
    const enabled = lookup(properties, AFFINITY_PATH);
    if (enabled.state === "unknown") return notYet(enabled.path);
    if (enabled.state === "absent") {
        // The service's own default is true. https://github.com/pulumi/pulumi-azure-native/issues/4403
        return fact(noAffinity(`${AFFINITY_PATH} is not set, and azure-native sends false`));
    }
    const source = `${AFFINITY_PATH} = ${JSON.stringify(enabled.value)}`;
    return fact(
        enabled.value === true ? { kind: "cookie", strength: "strong", key: COOKIE, source } : noAffinity(source),
    );
}
