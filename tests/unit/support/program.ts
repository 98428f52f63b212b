import * as pulumi from "@pulumi/pulumi";
import type * as proto from "@pulumi/pulumi/proto/resource_pb";
import { catchRejections } from "../../../policy-pack/testing/rejections";
import { cloudMocks, type Cloud, type CloudMocks } from "../../../sandbox/cloud";
import { furnish } from "./furniture";

export const PROJECT = "shop";
export const STACK = "test";

/** A resource as it was asked for, its values as {@link plain} shows them. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    /** URN of the parent, or "" at the root. */
    readonly parent: string;
    readonly inputs: Record<string, unknown>;
    /** Reference of the explicit provider, `<urn>::<id>`, or "". */
    readonly provider: string;
    /** Version of the plugin that was asked for; empty where the package stands for it. */
    readonly version: string;
    /** Reference of the package that was registered for it, or "". */
    readonly packageRef: string;
    readonly aliases: number;
}

/** A parameterised package as it was registered. */
export interface RegisteredPackage {
    readonly base: string;
    readonly baseVersion: string;
    readonly name: string;
    readonly version: string;
    readonly parameter: string;
}

/** What a program did under the mocks. */
export interface Recorded {
    readonly cloud: Cloud;
    readonly resources: readonly Registered[];
    readonly packages: readonly RegisteredPackage[];
    /** Registered outputs by URN. */
    readonly outputs: ReadonlyMap<string, Record<string, unknown>>;
    /** URNs of what has to be there before a resource, by its type and name: `<type>::<name>`. */
    readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

export interface RunOptions {
    readonly preview?: boolean;
    /** Configuration of the stack, and which of its keys are secret. */
    readonly config?: Record<string, string>;
    readonly secretKeys?: readonly string[];
    /** Changes what the cloud answers to a registration. */
    readonly answer?: (type: string, state: Record<string, unknown>) => Record<string, unknown>;
    /** Functions of providers that the cloud does not know, by token. */
    readonly functions?: Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>>;
}

/** The value of an unknown in recorded values. */
export const UNKNOWN = "(not known yet)";
/** A secret in recorded values. */
export const secret = (value: unknown) => ({ "(secret)": value });
/** A reference to a resource in recorded values. */
export const reference = (urn: string) => ({ "(resource)": urn });

/** What of recorded values would be stored in the clear, as text. */
export function inTheClear(value: unknown): string {
    return JSON.stringify(value, (key, inner: unknown) => (key === "(secret)" ? "" : inner));
}

/** The URN that the mocks give a resource. */
export function urnOf(type: string, name: string, parentType?: string): string {
    return `urn:pulumi:${STACK}::${PROJECT}::${parentType ? `${parentType}$${type}` : type}::${name}`;
}

/** The value of an output, or undefined where it is not known. */
export function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    return (output as unknown as { promise(withUnknowns: boolean): Promise<T | undefined> }).promise(false);
}

/** Runs a program under the sandbox's cloud, and waits until all that it asked for is registered. Any error fails it. */
export async function run<T>(program: () => T, options: RunOptions = {}): Promise<Recorded & { result: T }> {
    const started = await begin(options);
    const { recorded, rejections } = started;
    try {
        const result = program();
        await Promise.race([pulumi.runtime.disconnect(), rejections.first]);
        await settled();
        if (rejections.all.length > 0) throw rejections.all[0];
        return { ...recorded, result };
    } finally {
        await started.end();
    }
}

/** Runs a program that is to fail after its constructors are through, and returns every error that nothing took. */
export async function runToFailure(program: () => unknown, options: RunOptions = {}) {
    const started = await begin(options);
    const { recorded, rejections } = started;
    try {
        program();
        await settled();
        return { ...recorded, errors: rejections.all };
    } finally {
        await started.end();
    }
}

/** Runs a program whose constructor is to throw, and returns the error and what was registered before it. */
export async function runToThrow(program: () => unknown, options: RunOptions = {}) {
    const started = await begin(options);
    const { recorded, rejections } = started;
    try {
        let thrown: unknown;
        try {
            program();
        } catch (error) {
            thrown = error;
        }
        await settled();
        return { ...recorded, thrown, errors: rejections.all };
    } finally {
        await started.end();
    }
}

async function begin(options: RunOptions) {
    const mocks = cloudMocks();
    furnish(mocks.cloud);
    await pulumi.runtime.setMocks(answering(mocks, options), PROJECT, STACK, options.preview ?? false);
    pulumi.runtime.setAllConfig(options.config ?? {}, [...(options.secretKeys ?? [])]);
    const rejections = catchRejections();
    return {
        recorded: record(mocks.cloud),
        rejections,
        async end() {
            rejections.stop();
            pulumi.runtime.setAllConfig({});
            // Forgets the promises that a failed program leaves, which Pulumi would report as leaks when the process ends.
            await pulumi.runtime.setMocks(cloudMocks(), PROJECT, STACK, false);
        },
    };
}

function answering(mocks: CloudMocks, { answer, functions }: RunOptions): pulumi.runtime.Mocks {
    return {
        call: (args) => functions?.[args.token]?.(args.inputs as Record<string, unknown>) ?? mocks.call(args),
        newResource(args) {
            const result = mocks.newResource(args);
            if (!answer) return result;
            return { ...result, state: answer(args.type, result.state as Record<string, unknown>) };
        },
    };
}

/** The mocks answer within the process, so nothing but promises is pending: once the event loop has turned, all are done. */
async function settled(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Looks over the mock monitor's shoulder: mocks themselves see neither parents nor secrets nor registered outputs. */
function record(cloud: Cloud): Recorded {
    const resources: Registered[] = [];
    const packages: RegisteredPackage[] = [];
    const outputs = new Map<string, Record<string, unknown>>();
    const dependencies = new Map<string, readonly string[]>();
    const monitor = pulumi.runtime.getMonitor() as unknown as {
        registerResource(request: proto.RegisterResourceRequest, answer: unknown): unknown;
        registerResourceOutputs(request: proto.RegisterResourceOutputsRequest, answer: unknown): unknown;
        registerPackage(
            request: proto.RegisterPackageRequest,
            answer: (error: unknown, response: unknown) => void,
        ): void;
    };
    const registerResource = monitor.registerResource.bind(monitor);
    const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResource = (request, answer) => {
        resources.push({
            type: request.getType(),
            name: request.getName(),
            custom: request.getCustom(),
            parent: request.getParent(),
            inputs: plain(request.getObject()?.toJavaScript()) as Record<string, unknown>,
            provider: request.getProvider(),
            version: request.getVersion(),
            packageRef: request.getPackageref(),
            aliases: request.getAliasesList().length,
        });
        dependencies.set(`${request.getType()}::${request.getName()}`, request.getDependenciesList());
        return registerResource(request, answer);
    };
    monitor.registerResourceOutputs = (request, answer) => {
        outputs.set(request.getUrn(), plain(request.getOutputs()?.toJavaScript()) as Record<string, unknown>);
        return registerResourceOutputs(request, answer);
    };
    monitor.registerPackage = (request, answer) => {
        const parameter = request.getParameterization();
        packages.push({
            base: request.getName(),
            baseVersion: request.getVersion(),
            name: parameter?.getName() ?? "",
            version: parameter?.getVersion() ?? "",
            parameter: Buffer.from(parameter?.getValue_asU8() ?? []).toString("utf8"),
        });
        answer(null, { getRef: () => `package ${packages.length}` });
    };
    return { cloud, resources, packages, outputs, dependencies };
}

/** What went over the wire, with secrets, references and unknowns made visible. */
function plain(value: unknown): unknown {
    if (value === pulumi.runtime.unknownValue) return UNKNOWN;
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const object = value as Record<string, unknown>;
    const signature = object[pulumi.runtime.specialSigKey];
    if (signature === pulumi.runtime.specialSecretSig) return secret(plain(object["value"]));
    if (signature === pulumi.runtime.specialResourceSig) return reference(object["urn"] as string);
    return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, plain(inner)]));
}
