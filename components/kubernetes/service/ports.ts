import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type ServicePortArgs, type StickyServiceArgs } from "./args";

const BOUNDS = { min: 1, max: 65535 };
/** https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Name of a container's port: at most 15 characters, with a letter among them. https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
const TARGET_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** A port as a Service's spec has it. */
export interface PortSpec {
    readonly name?: string;
    readonly port: number;
    readonly targetPort?: number | string;
    readonly protocol?: string;
}

/** Ports of which each member may be known later than the others. */
export type Ports = pulumi.Input<pulumi.Input<PortSpec>[]>;

/** Checks the Service's ports: the one of `port`, or those of `ports`. */
export function readPorts(check: Checks, args: StickyServiceArgs): Ports {
    if (args.ports === undefined) {
        const port = check.required("port", args.port, "give the Service's port, or several in ports.");
        const only = { port: port as pulumi.Input<number>, targetPort: args.targetPort };
        return [readPort(check, "", only)];
    }
    for (const path of ["port", "targetPort"] as const) {
        if (args[path] !== undefined) check.conflict(path, "ports", "give the port there too, or leave ports out.");
    }
    if (!Array.isArray(args.ports) || args.ports.length === 0) {
        check.fail("ports", args.ports, "it has to be a list of one port or more, known when the program runs.");
    }
    const several = args.ports.length > 1;
    const ports = args.ports.map((port, index) => readPort(check, `ports[${index}].`, port, several));
    return check.together<PortSpec[]>(ports, (known) => failWhereRepeated(check, known));
}

function readPort(check: Checks, path: string, args: ServicePortArgs, named = false): pulumi.Input<PortSpec> {
    const name = named
        ? check.required(`${path}name`, args.name as pulumi.Input<string>, "each of several ports needs a name.")
        : args.name;
    const port = check.required(`${path}port`, args.port, "give the Service's port.");
    const spec = {
        ...given("name", readName(check, `${path}name`, name)),
        port: check.integer(`${path}port`, port, BOUNDS) as pulumi.Input<number>,
        ...given("targetPort", readTargetPort(check, `${path}targetPort`, args.targetPort)),
        ...given("protocol", check.oneOf(`${path}protocol`, args.protocol, ["TCP", "UDP", "SCTP"])),
    };
    // What has Inputs as its members is an Input as a whole, which the types do not tell.
    return spec as unknown as pulumi.Input<PortSpec>;
}

function given<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
    return value === undefined ? {} : ({ [key]: value } as { [P in K]: T });
}

function readName(check: Checks, path: string, name: pulumi.Input<string | undefined> | undefined) {
    return check.text(
        path,
        name,
        NAME,
        "it has to have at most 63 small letters, digits and hyphens, and a hyphen at neither end.",
    );
}

/** A port of the pods: its number, or the name that a container gives it. */
export function readTargetPort(
    check: Checks,
    path: string,
    value: pulumi.Input<number | string | undefined> | undefined,
): pulumi.Input<number | string> | undefined {
    return check.value<number | string>(path, value, (port) =>
        isPort(port)
            ? undefined
            : "it has to be a whole number from 1 to 65535, or the name of a container's port: at most 15 small letters, " +
              "digits and hyphens.",
    );
}

function isPort(port: unknown): boolean {
    if (typeof port === "string") return TARGET_NAME.test(port);
    return Number.isInteger(port) && (port as number) >= BOUNDS.min && (port as number) <= BOUNDS.max;
}

/** Kubernetes refuses two ports of one name, or of one number and protocol. */
function failWhereRepeated(check: Checks, ports: readonly PortSpec[]): void {
    const failAt = (field: "name" | "port", keyOf: (port: PortSpec) => unknown) =>
        ports.forEach((port, index) => {
            const earlier = ports.findIndex((other) => keyOf(other) === keyOf(port));
            if (keyOf(port) === undefined || earlier === index) return;
            throw check.fault(
                `ports[${index}].${field}`,
                `is the same as args.ports[${earlier}].${field}: give each once.`,
            );
        });
    failAt("name", ({ name }) => name);
    failAt("port", ({ port, protocol }) => `${port}/${protocol ?? "TCP"}`);
}
