import * as app from "@pulumi/azure-native/app";
import { type app as inputs } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { declaredTags } from "../affinity/labels";
import { type SessionStoreConnection } from "../affinity/session-store";
import { type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";
import { failWithoutRoom, needsGrant, readIdentity, withSecrets, withStore, withVariables } from "./session-store";

/** Replicas at most where nothing is given: the service's own default. https://learn.microsoft.com/azure/container-apps/scale-app */
const DEFAULT_MAX_REPLICAS = 10;
/** Most replicas an app may have. https://learn.microsoft.com/azure/container-apps/scale-app */
const REPLICA_LIMIT = 1000;
/** What Container Apps takes as a name, 2 to 32 characters. */
const NAME = /^[a-z][0-9a-z-]{0,30}[0-9a-z]$/;
/** A component's name that Pulumi can make an app's from, with eight hexadecimal digits; it is the container's as it stands. */
const AUTO_NAME = /^[a-z]([0-9a-z-]{0,22}[0-9a-z])?$/;

/** `sticky` keeps each client on the replica that it got first, `none` does not. */
export type ContainerAppAffinity = "sticky" | "none";

/** Arguments of {@link StickyContainerApp}. */
export interface StickyContainerAppArgs {
    /** Resource group that the app is created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Resource id of the Container Apps environment, which the component does not create. */
    managedEnvironmentId: pulumi.Input<string>;
    /** Image of the app's only container. Give either this or `template`. */
    image?: pulumi.Input<string | undefined>;
    /** Environment variables of the container of `image`. Omitted: none. */
    env?: pulumi.Input<pulumi.Input<inputs.EnvironmentVarArgs>[] | undefined>;
    /**
     * The provider's own template, for several containers, probes, volumes or scale rules. Give either this or `image`.
     * Its `scale.minReplicas` and `scale.maxReplicas` stay empty: the component's arguments set them.
     */
    template?: pulumi.Input<inputs.TemplateArgs | undefined>;
    /** Port that the container listens on, 1 to 65535. */
    targetPort: pulumi.Input<number>;
    /** True: reachable from the internet. Omitted: from inside the environment and its network only. */
    external?: pulumi.Input<boolean | undefined>;
    /** How the ingress speaks to the container. Omitted: the service finds out ("auto"). Affinity needs HTTP, so there is no "tcp". */
    transport?: pulumi.Input<"auto" | "http" | "http2" | undefined>;
    /**
     * Whether a client stays on its replica. Omitted: "sticky", or "none" where `stateless` or `sessionStore` is given.
     * The cookie that does it, its name and its lifetime are the service's own. https://learn.microsoft.com/azure/container-apps/sticky-sessions
     */
    affinity?: pulumi.Input<ContainerAppAffinity | undefined>;
    /** Omitted: "Single", the only mode with sticky sessions; "Multiple" and "Labels" need `affinity: "none"`, `stateless` or `sessionStore`. */
    activeRevisionsMode?: pulumi.Input<"Single" | "Multiple" | "Labels" | undefined>;
    /** Fewest replicas, 0 to 1000. Omitted: 1, since scaling to none ends every session; with `stateless` or `sessionStore`, the service's 0. */
    minReplicas?: pulumi.Input<number | undefined>;
    /** Most replicas, 1 to 1000. Omitted: 10, the service's own default. */
    maxReplicas?: pulumi.Input<number | undefined>;
    /** The app's name, 2 to 32 characters. Omitted: Pulumi makes one from the component's name. */
    containerAppName?: pulumi.Input<string | undefined>;
    /** Managed identity of the app. Omitted: none, or the one that Azure gives it where `sessionStore` needs one. */
    identity?: pulumi.Input<inputs.ManagedServiceIdentityArgs | undefined>;
    /** Registries that the image is pulled from. Omitted: public ones only. */
    registries?: pulumi.Input<pulumi.Input<inputs.RegistryCredentialsArgs>[] | undefined>;
    /** The app's secrets; kept secret in Pulumi's state. Omitted: none. */
    secrets?: pulumi.Input<pulumi.Input<inputs.SecretArgs>[] | undefined>;
    /** Tags of the app. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any replica can serve any request. Omitted: as `sessionStore` says, else the app is taken to be stateful. */
    stateless?: StatelessArgs;
    /**
     * Where the app keeps its sessions, so that any replica can serve any request: it is declared stateless, and the
     * container of `image`, or the first one of `template`, gets the store's variables. The store lets in the identity that
     * Azure gives the app, once that is there: the first replica may be refused for a moment, and has to try again. With
     * `store.forIdentity` it is let in before. Omitted: in its replicas.
     */
    sessionStore?: SessionStoreConnection;
}

/**
 * A Container App that keeps each client on one replica.
 *
 * Sticky sessions work with an HTTP ingress in single revision mode only, and are lost where a later deployment leaves
 * them out; the component refuses the combinations that the service would accept and ignore.
 * https://learn.microsoft.com/azure/container-apps/sticky-sessions
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyContainerApp extends pulumi.ComponentResource {
    /** The Container App itself. */
    public readonly containerApp: app.ContainerApp;
    /** Name of the Container App. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the Container App. */
    public readonly resourceId: pulumi.Output<string>;
    /** Host name of the ingress. */
    public readonly fqdn: pulumi.Output<string>;
    /** Address of the ingress, `https://<fqdn>`. */
    public readonly url: pulumi.Output<string>;
    /** What keeps a client on its replica. */
    public readonly affinity: pulumi.Output<Affinity>;
    /** What lets the app's identity into its `sessionStore`, where that needs anything. */
    public readonly sessionStoreAccess: pulumi.Resource | undefined;

    /**
     * @param name name of the component; the app's name is made from it, so at most 24 characters, unless `containerAppName` is given.
     * @param args see {@link StickyContainerAppArgs}.
     * @param opts options of the component; providers given here reach the app.
     */
    constructor(name: string, args: StickyContainerAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyContainerApp", name, withoutStore(args, settings.secrets), opts);

        this.containerApp = new app.ContainerApp(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                managedEnvironmentId: settings.managedEnvironmentId,
                containerAppName: settings.containerAppName,
                identity: settings.identity,
                configuration: {
                    activeRevisionsMode: settings.ingress.activeRevisionsMode,
                    ingress: {
                        external: args.external,
                        targetPort: settings.targetPort,
                        transport: settings.ingress.transport,
                        stickySessions: { affinity: settings.ingress.affinity },
                    },
                    registries: args.registries,
                    secrets: settings.secrets,
                },
                template: settings.template,
                tags: settings.tags,
            },
            { parent: this },
        );

        this.name = this.containerApp.name;
        this.resourceId = this.containerApp.id;
        // With secrets in it the whole configuration is secret, and with it the host name, which is none.
        this.fqdn = pulumi.unsecret(
            this.containerApp.configuration.apply((configuration) => configuration?.ingress?.fqdn ?? ""),
        );
        this.url = pulumi.interpolate`https://${this.fqdn}`;
        this.affinity = settings.ingress.affinity.apply(describeAffinity);
        this.sessionStoreAccess =
            args.sessionStore && needsGrant(args.sessionStore)
                ? args.sessionStore.grantAccess(name, principalOf(this.containerApp))
                : undefined;
        this.registerOutputs({
            containerApp: this.containerApp,
            name: this.name,
            resourceId: this.resourceId,
            fqdn: this.fqdn,
            url: this.url,
            affinity: this.affinity,
            sessionStoreAccess: this.sessionStoreAccess,
            hop: describeHop("container-apps", {
                replicas: settings.replicas.apply((replicas) => ({ ...replicas, source: "template.scale" })),
                affinity: this.affinity,
                clientFacing: args.external,
                stateless: settings.stateless,
            }),
        });
    }
}

/** The arguments as the engine stores them: a store is no value, and secrets stay secret. */
function withoutStore({ sessionStore: _, ...args }: StickyContainerAppArgs, secrets: unknown): pulumi.Inputs {
    return { ...args, secrets };
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, given: StickyContainerAppArgs) {
    const check = new Checks("StickyContainerApp", name);
    const args = { ...given, stateless: given.stateless ?? given.sessionStore?.stateless };
    const stateless = check.stateless("stateless", args.stateless);
    const replicas = readReplicas(check, args);
    return {
        resourceGroupName: check.required(
            "resourceGroupName",
            args.resourceGroupName,
            "give the name of the resource group.",
        ),
        managedEnvironmentId: check.required(
            "managedEnvironmentId",
            args.managedEnvironmentId,
            "give the id of the Container Apps environment.",
        ),
        containerAppName: readName(check, name, args),
        targetPort: check.integer(
            "targetPort",
            check.required(
                "targetPort",
                args.targetPort,
                "sticky sessions need an HTTP ingress, and the ingress needs the container's port.",
            ),
            { min: 1, max: 65535 },
        ),
        ingress: readIngress(check, args),
        replicas,
        template: readTemplate(check, name, args, replicas),
        identity: readIdentity(check, args.identity, args.sessionStore),
        secrets: withSecrets(check, args.secrets, args.sessionStore),
        stateless,
        tags: declaredTags(args.tags, stateless),
    };
}

function readName(check: Checks, name: string, args: StickyContainerAppArgs): pulumi.Input<string> | undefined {
    if (args.containerAppName !== undefined) {
        return check.text(
            "containerAppName",
            args.containerAppName,
            NAME,
            "it has to have 2 to 32 small letters, digits and hyphens, begin with a letter and not end with a hyphen.",
        );
    }
    if (!AUTO_NAME.test(name)) {
        check.missing(
            "containerAppName",
            `the app's name cannot be made from the component's name ${JSON.stringify(name)}, which has to have at most 24 ` +
                "small letters, digits and hyphens, begin with a letter and not end with a hyphen. Change it, or give containerAppName.",
        );
    }
    return undefined;
}

/** The three settings that sticky sessions depend on, held against each other once all are known. */
function readIngress(check: Checks, args: StickyContainerAppArgs) {
    const byDefault: ContainerAppAffinity = args.stateless ? "none" : "sticky";
    const settings = {
        affinity: check.oneOf("affinity", args.affinity, ["sticky", "none"]) ?? byDefault,
        activeRevisionsMode:
            check.oneOf("activeRevisionsMode", args.activeRevisionsMode, ["Single", "Multiple", "Labels"]) ?? "Single",
        transport:
            check.value<string>("transport", args.transport, (transport) =>
                transport === "tcp"
                    ? 'sticky sessions work with an HTTP ingress only. Use "auto", "http" or "http2".'
                    : ["auto", "http", "http2"].includes(transport)
                      ? undefined
                      : 'it has to be one of "auto", "http", "http2".',
            ) ?? "auto",
    };
    const held = check.together<{ affinity: string; activeRevisionsMode: string; transport: string }>(
        settings,
        (known) => {
            if (known.affinity !== "sticky") return;
            if (args.stateless) {
                check.conflict(
                    "affinity",
                    args.sessionStore ? "sessionStore" : "stateless",
                    'an app is sticky or stateless. Leave affinity out, or set it to "none".',
                );
            }
            if (known.activeRevisionsMode !== "Single") {
                check.fail(
                    "activeRevisionsMode",
                    known.activeRevisionsMode,
                    "sticky sessions work in single revision mode only.\n" +
                        'Use "Single", or declare the app stateless with stateless: { reason }.',
                );
            }
        },
    );
    return { affinity: held.affinity, activeRevisionsMode: held.activeRevisionsMode, transport: held.transport };
}

function readReplicas(check: Checks, args: StickyContainerAppArgs) {
    const min =
        check.integer("minReplicas", args.minReplicas, { min: 0, max: REPLICA_LIMIT }) ?? (args.stateless ? 0 : 1);
    const max = check.integer("maxReplicas", args.maxReplicas, { min: 1, max: REPLICA_LIMIT }) ?? DEFAULT_MAX_REPLICAS;
    return check.together<{ min: number; max: number }>({ min, max }, (known) => {
        if (known.min > known.max) {
            check.fail("minReplicas", known.min, `it cannot be more than maxReplicas, which is ${known.max}.`);
        }
    });
}

function readTemplate(
    check: Checks,
    name: string,
    args: StickyContainerAppArgs,
    replicas: pulumi.Output<{ min: number; max: number }>,
): pulumi.Output<inputs.TemplateArgs> {
    const alternative = check.exactlyOne("", args, ["image", "template"]);
    if (alternative === "template" && args.env !== undefined) {
        check.conflict("env", "template", "set the environment variables of each container inside the template.");
    }
    const container = () => ({
        name: args.containerAppName ?? name,
        image: check.required("image", args.image, "give an image."),
        env: args.sessionStore ? withVariables(check, "env", args.env, args.sessionStore) : args.env,
    });
    const given = alternative === "image" ? { containers: [container()] } : readOwnTemplate(check, args);
    return pulumi.all([given, replicas]).apply(([template, { min, max }]) => ({
        ...(template as inputs.TemplateArgs),
        scale: { ...(template?.scale as inputs.ScaleArgs | undefined), minReplicas: min, maxReplicas: max },
    }));
}

function readOwnTemplate(check: Checks, args: StickyContainerAppArgs): pulumi.Output<inputs.TemplateArgs | undefined> {
    const { sessionStore } = args;
    const held = check.together<{ template: inputs.TemplateArgs | undefined }>(
        { template: args.template },
        ({ template }) => {
            const scale = template?.scale as inputs.ScaleArgs | undefined;
            for (const bound of ["minReplicas", "maxReplicas"] as const) {
                if (scale?.[bound] !== undefined) {
                    check.fail(
                        `template.scale.${bound}`,
                        scale[bound],
                        `the component sets it. Give args.${bound} instead.`,
                    );
                }
            }
            if (sessionStore) failWithoutRoom(check, template, sessionStore);
        },
    );
    const template = held.apply((known) => known.template);
    return sessionStore ? withStore(template, sessionStore) : template;
}

/** Who the app is. A preview may see its identity before Azure has given it one. */
function principalOf(containerApp: app.ContainerApp): pulumi.Output<string> {
    return containerApp.identity.apply(
        (identity) => identity?.principalId ?? (pulumi.runtime.isDryRun() ? (pulumi.unknown as unknown as string) : ""),
    );
}

function describeAffinity(affinity: string): Affinity {
    const source = "configuration.ingress.stickySessions.affinity";
    // The service names its cookie itself and documents neither name nor lifetime, so there is no key to give.
    return affinity === "sticky" ? { kind: "cookie", strength: "strong", source } : noAffinity(source);
}
