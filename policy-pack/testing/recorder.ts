import { runtime } from "@pulumi/pulumi";
import type * as proto from "@pulumi/pulumi/proto/resource_pb";

import { defaultProvider, type ResourceOptions, type TestedResource } from "./resource";
import { makeUrn, type Place, providerUrn } from "./urn";
import { type WireObject } from "./wire";

type Struct = { toJavaScript(): unknown } | undefined;
type Registration = proto.RegisterResourceRequest;
type Reading = proto.ReadResourceRequest;
type Answer<Response> = (error: Error | null, response: Response | undefined) => void;

/** What this needs of the monitor that Pulumi's mocks put in the engine's place. */
interface Monitor {
    newUrn(parent: string, type: string, name: string): string;
    registerResource(request: Registration, answer: Answer<proto.RegisterResourceResponse>): unknown;
    readResource(request: Reading, answer: Answer<proto.ReadResourceResponse>): unknown;
    registerResourceOutputs(request: proto.RegisterResourceOutputsRequest, answer: Answer<unknown>): unknown;
}

/** Looks over the shoulder of Pulumi's mock monitor, which itself tells neither parents nor dependencies nor options. */
export class Recorder {
    private readonly recorded = new Map<string, TestedResource>();

    constructor(private readonly place: Place) {}

    /** Resources in the order of their registration, each default provider before the first that uses it. */
    get resources(): readonly TestedResource[] {
        return [...this.recorded.values()];
    }

    /** Listens to the current monitor. */
    attach(): void {
        const monitor = runtime.getMonitor() as unknown as Monitor;
        const registerResource = monitor.registerResource.bind(monitor);
        const readResource = monitor.readResource.bind(monitor);
        const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor);
        // The mocks' own URNs have the root stack's type in them, which the engine leaves out.
        monitor.newUrn = (parent, type, name) => makeUrn(this.place, type, name, parent === "" ? undefined : parent);
        monitor.registerResource = (request, answer) =>
            registerResource(request, (error, response) => {
                if (response) this.registered(request, response);
                answer(error, response);
            });
        monitor.readResource = (request, answer) =>
            readResource(request, (error, response) => {
                if (response) this.read(request, response);
                answer(error, response);
            });
        monitor.registerResourceOutputs = (request, answer) => {
            const resource = this.recorded.get(request.getUrn());
            if (resource) this.keep({ ...resource, outputs: plain(request.getOutputs()) });
            return registerResourceOutputs(request, answer);
        };
    }

    private registered(request: Registration, response: proto.RegisterResourceResponse): void {
        const custom = request.getCustom();
        const dependencies = [...request.getPropertydependenciesMap().entries()] as [
            string,
            proto.RegisterResourceRequest.PropertyDependencies,
        ][];
        this.keep({
            ...this.common(request, response.getUrn(), custom),
            custom,
            read: false,
            inputs: plain(request.getObject()),
            outputs: custom ? plain(response.getObject()) : {},
            propertyDependencies: Object.fromEntries(dependencies.map(([key, urns]) => [key, urns.getUrnsList()])),
            options: optionsOf(request),
        });
    }

    private read(request: Reading, response: proto.ReadResourceResponse): void {
        this.keep({
            ...this.common(request, response.getUrn(), true),
            custom: true,
            read: true,
            inputs: plain(request.getProperties()),
            outputs: plain(response.getProperties()),
            propertyDependencies: {},
            options: {
                protect: false,
                ignoreChanges: [],
                aliases: [],
                customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
                additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
            },
        });
    }

    private common(request: Registration | Reading, urn: string, custom: boolean) {
        const parent = request.getParent();
        const provider = custom ? this.providerOf(request) : undefined;
        return {
            urn,
            type: request.getType(),
            name: request.getName(),
            ...(parent === "" ? {} : { parent }),
            ...(provider === undefined ? {} : { provider }),
            dependencies: request.getDependenciesList(),
        };
    }

    /** The provider that the program names, or the default one of the package and version, as the engine makes it. */
    private providerOf(request: Registration | Reading): string | undefined {
        const reference = request.getProvider();
        if (reference !== "") return providerUrn(reference);
        const [family = ""] = request.getType().split(":");
        if (family === "pulumi") return undefined;
        const version = request.getVersion().replace(/^v/, "");
        const name = version === "" ? "default" : `default_${version.replaceAll(".", "_")}`;
        const urn = makeUrn(this.place, `pulumi:providers:${family}`, name);
        if (!this.recorded.has(urn)) this.keep(defaultProvider(urn, version === "" ? {} : { version }));
        return urn;
    }

    private keep(resource: TestedResource): void {
        this.recorded.set(resource.urn, resource);
    }
}

function plain(struct: Struct): WireObject {
    return (struct?.toJavaScript() ?? {}) as WireObject;
}

function optionsOf(request: Registration): ResourceOptions {
    const timeouts = request.getCustomtimeouts();
    return {
        protect: request.getProtect() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        aliases: request.getAliasurnsList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        customTimeouts: {
            createSeconds: seconds(timeouts?.getCreate()),
            updateSeconds: seconds(timeouts?.getUpdate()),
            deleteSeconds: seconds(timeouts?.getDelete()),
        },
        ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
    };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Seconds of a duration as Go writes it, such as "1h30m". */
function seconds(duration = ""): number {
    const parts = [...duration.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)];
    return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (UNIT_SECONDS[unit] ?? 0), 0);
}
