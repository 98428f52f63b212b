import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type RouteService, type RouteServiceReference } from "./args";
import { mustBePresent } from "./present";

const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The Service behind a route. */
export interface RouteBackend {
    readonly name: pulumi.Input<string>;
    readonly namespace: pulumi.Input<string | undefined> | undefined;
    readonly port: pulumi.Input<number>;
}

/** Checks the Service that was given and finds its name, its namespace and its port. */
export function readBackend(check: Checks, given: RouteService): RouteBackend {
    mustBePresent(check, "service", given, "give the Service behind the route.");
    const service = objectOf(given);
    if (!service) return readReference(check, given as RouteServiceReference);
    return {
        name: service.metadata.name,
        namespace: service.metadata.namespace,
        port: onlyPort(check, service),
    };
}

/** Each property is asked for by itself, so that a preview knows it while others are not known yet. */
function onlyPort(check: Checks, service: kubernetes.core.v1.Service): pulumi.Output<number> {
    const { ports } = service.spec;
    return pulumi.all([ports.length, ports[0]?.port]).apply(([count, port]) => {
        if (count !== 1 || port === undefined) {
            throw check.fault(
                "service",
                `has ${count ?? 0} ports: give the one that is meant, as { name, namespace, port }.`,
            );
        }
        return port;
    });
}

function objectOf(given: RouteService): kubernetes.core.v1.Service | undefined {
    if (kubernetes.core.v1.Service.isInstance(given)) return given;
    return "service" in given ? given.service : undefined;
}

function readReference(check: Checks, given: RouteServiceReference): RouteBackend {
    return {
        name: check.text(
            "service.name",
            check.required("service.name", given.name, "give the Service's name."),
            SERVICE_NAME,
            "it has to have at most 63 small letters, digits and hyphens, begin with a letter and not end with a hyphen.",
        ) as pulumi.Input<string>,
        namespace: given.namespace,
        port: check.integer("service.port", check.required("service.port", given.port, "give the Service's port."), {
            min: 1,
            max: 65535,
        }) as pulumi.Input<number>,
    };
}
