import * as pulumi from "@pulumi/pulumi";

import { type Affinity } from "../../affinity/vocabulary";
import { type AskedAffinity } from "./asked-affinity";
import { type RouteCapability } from "./controllers";

/** What keeps clients, once the controller has what was asked for. */
export function affinityOf(
    can: Pick<RouteCapability, "kind" | "strength" | "customName" | "key" | "source">,
    asked: AskedAffinity,
): pulumi.Output<Affinity> {
    return pulumi.all([can.customName ? asked.name : can.key, asked.ttlSeconds]).apply(([key, ttlSeconds]) => ({
        kind: can.kind,
        strength: can.strength,
        ...(key === undefined ? {} : { key }),
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
        source: can.source,
    }));
}
