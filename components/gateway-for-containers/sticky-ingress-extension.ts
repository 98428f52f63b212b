import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { type Affinity } from "../affinity/vocabulary";
import { type BackendSettingsArgs, type CheckedBackend, readBackends } from "./backend-settings";
import { IngressExtension } from "./custom-resources/ingress-extension";
import { readName, readNamespace, requireAutoName } from "./object-name";

/** By this an Ingress finds its extension. https://learn.microsoft.com/azure/application-gateway/for-containers/ingress-api-annotations */
const EXTENSION_ANNOTATION = "alb.networking.azure.io/alb-ingress-extension";

/** Arguments of {@link StickyIngressExtension}. */
export interface StickyIngressExtensionArgs {
    /** The Services behind the Ingress whose clients are kept, one or more. Others of the Ingress need no entry. */
    backendSettings: readonly BackendSettingsArgs[];
    /** Namespace of the Ingress, its Services and the extension. Omitted: the provider's. */
    namespace?: pulumi.Input<string | undefined>;
    /** Name of the extension in the cluster. Omitted: Pulumi makes one from the component's name. */
    extensionName?: pulumi.Input<string | undefined>;
}

/**
 * Keeps each client of an Ingress on one pod of each Service, by cookies that Application Gateway for Containers sets.
 *
 * The Ingress has to carry {@link StickyIngressExtension.annotations}: without them the extension does nothing. A client
 * that keeps no cookies is not kept. https://learn.microsoft.com/azure/application-gateway/for-containers/session-affinity
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyIngressExtension extends pulumi.ComponentResource {
    /** The IngressExtension itself. */
    public readonly ingressExtension: IngressExtension;
    /** Name of the IngressExtension. */
    public readonly name: pulumi.Output<string>;
    /** Id of the IngressExtension, `namespace/name`. */
    public readonly resourceId: pulumi.Output<string>;
    /** Annotations that the Ingress has to carry. */
    public readonly annotations: pulumi.Output<Record<string, string>>;
    /** What keeps a client on its pod, for each of `backendSettings` in their order. */
    public readonly affinities: pulumi.Output<Affinity[]>;

    /**
     * @param name name of the component; the extension's name is made from it unless `extensionName` is given.
     * @param args see {@link StickyIngressExtensionArgs}.
     * @param opts options of the component; a Kubernetes provider given here reaches the extension.
     */
    constructor(name: string, args: StickyIngressExtensionArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyIngressExtension", name, args, opts);

        const { backends } = settings;
        this.ingressExtension = new IngressExtension(
            name,
            {
                metadata: { name: settings.extensionName, namespace: settings.namespace },
                spec: { backendSettings: backends.map((backend) => backend.settings) },
            },
            { parent: this },
        );

        this.name = this.ingressExtension.metadata.name;
        this.resourceId = this.ingressExtension.id;
        this.annotations = this.name.apply((extension): Record<string, string> => ({
            [EXTENSION_ANNOTATION]: extension,
        }));
        this.affinities = pulumi.all(backends.map(({ affinity }) => affinity));
        const hops = pulumi.all(backends.map(describeBackend));
        this.registerOutputs({
            ingressExtension: this.ingressExtension,
            name: this.name,
            resourceId: this.resourceId,
            annotations: this.annotations,
            affinities: this.affinities,
            hop: hops.apply(([first]) => first),
            hops,
        });
    }
}

function describeBackend({ affinity, replicas }: CheckedBackend) {
    return describeHop("gateway-for-containers", { replicas, affinity, clientFacing: true, stateless: undefined });
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyIngressExtensionArgs) {
    const check = new Checks("StickyIngressExtension", name);
    if (args.extensionName === undefined) requireAutoName(check, name);
    return {
        backends: readBackends(check, args.backendSettings),
        namespace: readNamespace(check, "namespace", args.namespace),
        extensionName: readName(check, "extensionName", args.extensionName),
    };
}
