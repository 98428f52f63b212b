import { runtime } from "@pulumi/pulumi";
import { type Callback } from "@pulumi/pulumi/proto/callback_pb";
import type * as proto from "@pulumi/pulumi/proto/resource_pb";

import { DEFAULT_OPTIONS, defaultProvider, type ResourceOptions, type TestedResource } from "./resource";
import { makeUrn, type Place, providerUrn } from "./urn";
import { Transforms } from "./transforms";
import { holdsUnknown, type WireObject, type WireValue } from "./wire";

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
    registerStackTransform(transform: Callback, answer: Answer<unknown>): void;
}

/** Looks over the shoulder of Pulumi's mock monitor, which itself tells neither parents nor dependencies nor options. */
export class Recorder {
    private readonly recorded = new Map<string, TestedResource>();

    private readonly transforms = new Transforms();

    /**
     * @param preview whether the program runs as in a preview.
     * @param config of the stack: default providers take theirs from it.
     */
    constructor(
        private readonly place: Place,
        private readonly preview: boolean,
        private readonly config: Readonly<Record<string, WireValue>>,
    ) {}

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
        monitor.registerStackTransform = (transform, answer) => {
            this.transforms.add(transform);
            answer(null, {});
        };
        monitor.registerResource = (request, answer) => {
            const register = () =>
                registerResource(request, (error, response) => {
                    if (response) this.registered(request, response);
                    answer(error, response);
                });
            this.transforms.apply(request).then(register, (error: Error) => answer(error, undefined));
        };
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

    /** Ends what was started for the program. */
    end(): void {
        this.transforms.end();
    }

    private registered(request: Registration, response: proto.RegisterResourceResponse): void {
        const custom = request.getCustom();
        this.transforms.keep(response.getUrn(), request);
        const common = this.common(request, response.getUrn(), custom);
        if (custom && this.waits(common.provider)) response.setId("").clearObject();
        const dependencies = [...request.getPropertydependenciesMap().entries()] as [
            string,
            proto.RegisterResourceRequest.PropertyDependencies,
        ][];
        this.keep({
            ...common,
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
            options: { ...DEFAULT_OPTIONS, additionalSecretOutputs: request.getAdditionalsecretoutputsList() },
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
        if (!this.recorded.has(urn)) {
            this.keep(defaultProvider(urn, { ...this.configOf(family), ...(version === "" ? {} : { version }) }));
        }
        return urn;
    }

    /** What the configuration has for a package, such as `azure-native:location`. */
    private configOf(family: string): WireObject {
        const own = Object.entries(this.config).filter(([key]) => key.startsWith(`${family}:`));
        return Object.fromEntries(own.map(([key, value]) => [key.slice(family.length + 1), value]));
    }

    /**
     * Whether a provider waits for something in the same deployment: the engine asks it nothing before that is known, and
     * knows no output of its resources. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/provider_plugin.go
     */
    private waits(provider: string | undefined): boolean {
        if (!this.preview || provider === undefined) return false;
        return holdsUnknown(this.recorded.get(provider)?.inputs ?? null);
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
