import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Cloud } from "./cloud";
import { UNKNOWN, type Properties, type Value } from "./values";

/** A resource as a program registered it, in the order of registration. */
export interface RecordedResource {
    readonly type: string;
    readonly name: string;
    /** Exactly what the program sent, before the provider filled anything in. */
    readonly inputs: Record<string, unknown>;
    /** Undefined for a component, and in a preview. */
    id?: string;
    readonly provider?: string;
    readonly custom: boolean;
}

export interface CloudMocks extends pulumi.runtime.Mocks {
    readonly cloud: Cloud;
    readonly resources: readonly RecordedResource[];
    readonly newResource: (args: pulumi.runtime.MockResourceArgs) => pulumi.runtime.MockResourceResult;
}

/**
 * The sandbox's cloud as Pulumi mocks, for unit tests without an engine: `await pulumi.runtime.setMocks(cloudMocks())`. What the cloud
 * would refuse rejects the registration. Its names and random values are the same in every run.
 */
export function cloudMocks(cloud: Cloud = Cloud.inMemory({ random: sameEveryTime() })): CloudMocks {
    const resources: RecordedResource[] = [];
    return {
        cloud,
        resources,
        newResource(args) {
            const recorded: RecordedResource = {
                type: args.type,
                name: args.name,
                inputs: args.inputs as Record<string, unknown>,
                ...(args.provider ? { provider: args.provider } : {}),
                custom: args.custom !== false,
            };
            resources.push(recorded);
            if (!recorded.custom) return { id: undefined, state: {} };
            const inputs = toProperties(args.inputs);
            if (args.type.startsWith("pulumi:")) {
                recorded.id = args.id || `${args.name}-id`;
                return { id: recorded.id, state: inputs };
            }
            const { id, state } = args.id ? read(cloud, args.type, args.id) : register(cloud, args, inputs);
            if (id !== undefined) recorded.id = id;
            return { id, state };
        },
        call: (args) => cloud.invoke(args.token, toProperties(args.inputs)),
    };
}

function read(cloud: Cloud, type: string, id: string): { id: string; state: Properties } {
    const found = cloud.read(type, id);
    if (found === undefined) throw new Error(`resource '${id}' does not exist`);
    return { id, state: found.outputs };
}

function register(
    cloud: Cloud,
    { type, name }: pulumi.runtime.MockResourceArgs,
    given: Properties,
): { id: string | undefined; state: Properties } {
    const randomSeed = createHash("sha256").update(`${type}|${name}`).digest();
    const { inputs, failures } = cloud.check(type, name, given, { randomSeed });
    if (failures.length > 0) {
        const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`).join("; ");
        throw new Error(`${type} resource '${name}' has a problem: ${reasons}`);
    }
    if (pulumi.runtime.isDryRun()) return { id: undefined, state: cloud.preview(type, inputs) };
    const { id, outputs } = cloud.create(type, inputs);
    return { id, state: outputs };
}

/** The mock runtime hands over unknowns, secrets and assets as objects of its own. */
function toProperties(inputs: unknown): Properties {
    return toValue(inputs) as Properties;
}

function toValue(value: unknown): Value {
    if (value === null || value === undefined) return null;
    if (pulumi.isUnknown(value)) return UNKNOWN;
    if (Array.isArray(value)) return value.map(toValue);
    if (typeof value === "object") {
        const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
        return Object.fromEntries(given.map(([key, inner]) => [key, toValue(inner)]));
    }
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function sameEveryTime(): (length: number) => Buffer {
    let calls = 0;
    return (length) => {
        const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
            createHash("sha256").update(String(calls++)).digest(),
        );
        return Buffer.concat(blocks).subarray(0, length);
    };
}
