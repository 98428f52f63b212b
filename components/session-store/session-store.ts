import * as redisenterprise from "@pulumi/azure-native/redisenterprise";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import {
    type SessionStoreAccess,
    type SessionStoreConnection,
    type SessionStoreVariable,
} from "../affinity/session-store";
import { type StatelessArgs } from "../affinity/stateless";
import { grantDefaultPolicy } from "./access-policy";
import { type SessionStoreArgs, type SessionStoreEnvironment, type SessionStoreIdentity } from "./args";
import { readArgs } from "./read-args";
import { readGuid } from "./guid";
import { checkPrefix, variablesOf } from "./variables";

/** https://learn.microsoft.com/azure/redis/overview */
const PORT = 10000;
/** The only database of a store, as Azure's own tools name it. */
const DATABASE = "default";

/**
 * Sessions in Azure Managed Redis, for workloads that leave affinity behind: any replica finds any session there.
 *
 * A session is never evicted: a full store refuses new ones instead, with an error that the application sees. Clients
 * connect over TLS 1.2 or later only. Give the store to a component as its `sessionStore`, or to anything else by
 * `environment` and `stateless`.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class SessionStore extends pulumi.ComponentResource implements SessionStoreConnection {
    /** The cluster that the store runs on. */
    public readonly cluster: redisenterprise.RedisEnterprise;
    /** The database with the sessions. */
    public readonly database: redisenterprise.Database;
    /** Name of the store. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the store. */
    public readonly resourceId: pulumi.Output<string>;
    /** Host that clients connect to. */
    public readonly host: pulumi.Output<string>;
    /** Port that clients connect to, with TLS. */
    public readonly port: number = PORT;
    /** A key that opens the store, secret; undefined where keys open nothing. */
    public readonly key: pulumi.Output<string> | undefined;
    public readonly access: SessionStoreAccess;
    /** False: the store is for any identity that is let in. */
    public readonly hasIdentity: boolean = false;
    public readonly stateless: StatelessArgs;

    private readonly check: Checks;
    private readonly componentName: string;
    private readonly prefix: string;
    private readonly resourceGroupName: pulumi.Input<string>;

    /**
     * @param name name of the component; the store's name is made from it, so at most 52 letters, digits and single
     * hyphens, unless `clusterName` is given.
     * @param args see {@link SessionStoreArgs}.
     * @param opts options of the component; providers given here reach the store.
     */
    constructor(name: string, args: SessionStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        const check = new Checks("SessionStore", name);
        const settings = readArgs(check, name, args);
        super("session-affinity:index:SessionStore", name, args, opts);
        this.check = check;
        this.componentName = name;
        this.prefix = settings.prefix;
        this.access = settings.access;
        this.resourceGroupName = settings.resourceGroupName;

        this.cluster = new redisenterprise.RedisEnterprise(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                clusterName: settings.clusterName,
                sku: { name: settings.sku },
                highAvailability: settings.highAvailability,
                minimumTlsVersion: "1.2",
                publicNetworkAccess: settings.publicNetworkAccess,
                tags: args.tags,
            },
            { parent: this },
        );
        this.database = new redisenterprise.Database(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                clusterName: this.cluster.name,
                databaseName: DATABASE,
                accessKeysAuthentication: settings.access === "key" ? "Enabled" : "Disabled",
                clientProtocol: "Encrypted",
                clusteringPolicy: settings.clusteringPolicy,
                evictionPolicy: "NoEviction",
                port: PORT,
            },
            { parent: this },
        );
        this.name = this.cluster.name;
        this.resourceId = this.cluster.id;
        // Who knows the host may connect, so that it is told no sooner than there is a database.
        this.host = after(this.database, this.cluster.hostName);
        this.key = settings.access === "key" ? this.primaryKey() : undefined;
        // The component's name, and not the store's, which is not known in a preview, so that policies can read it there.
        this.stateless = { reason: `Sessions are kept in Azure Managed Redis ${name}.` };
        this.registerOutputs({
            cluster: this.cluster,
            database: this.database,
            name: this.name,
            resourceId: this.resourceId,
            host: this.host,
            port: this.port,
            key: this.key,
            access: this.access,
            hasIdentity: this.hasIdentity,
            stateless: this.stateless,
        });
    }

    /**
     * What a workload has to know: `<prefix>HOST`, `<prefix>PORT`, `<prefix>TLS` ("true"), and `<prefix>KEY`, which is
     * secret, where a key opens the store. With `clientId` also `AZURE_CLIENT_ID`, by which the Azure Identity libraries
     * pick a user-assigned identity.
     *
     * @throws {pulumi.InputPropertyError} for a prefix that no variable can begin with.
     */
    public environment(options: SessionStoreEnvironment = {}): SessionStoreVariable[] {
        const prefix = options.prefix ?? this.prefix;
        checkPrefix(this.check, "prefix", prefix);
        return variablesOf(prefix, { host: this.host, port: this.port, key: this.key, clientId: options.clientId });
    }

    /**
     * Lets an identity read and write all sessions. A component with this `sessionStore` does so itself for the identity
     * that Azure gives it. Groups are not let in. The assignment is the store's child, and is made by its provider.
     *
     * @param name what the assignment's name is made from, after the store's: the workload's.
     * @param principalId object id of the identity, a GUID.
     * @throws {pulumi.InputPropertyError} where keys open the store, and for an id that is no GUID.
     */
    public grantAccess(name: string, principalId: pulumi.Input<string>): redisenterprise.AccessPolicyAssignment {
        if (this.access === "key") {
            throw this.check.fault(
                "access",
                'is "key": who has the key has access, and nobody is let in by identity. Leave access out, or grant nothing.',
            );
        }
        return grantDefaultPolicy(
            this,
            `${this.componentName}-${name}`,
            {
                resourceGroupName: this.resourceGroupName,
                clusterName: this.cluster.name,
                databaseName: this.database.name,
            },
            readGuid(this.check, "principalId", principalId),
        );
    }

    /**
     * The store for workloads that have a user-assigned identity, which it lets in once, however many of them there are.
     *
     * @param name what the assignment's name is made from, after the store's: the identity's.
     * @param identity see {@link SessionStoreIdentity}.
     * @returns what such workloads take as their `sessionStore`.
     * @throws {pulumi.InputPropertyError} where keys open the store, and for ids that are no GUIDs.
     */
    public forIdentity(name: string, identity: SessionStoreIdentity): SessionStoreConnection {
        const clientId = readGuid(this.check, "clientId", identity.clientId);
        const granted = this.grantAccess(name, identity.principalId);
        const host = after(granted, this.host);
        return {
            access: this.access,
            hasIdentity: true,
            stateless: this.stateless,
            environment: () => variablesOf(this.prefix, { host, port: this.port, key: undefined, clientId }),
            grantAccess: (to, principalId) => this.grantAccess(to, principalId),
        };
    }

    private primaryKey(): pulumi.Output<string> {
        const keys = redisenterprise.listDatabaseKeysOutput(
            {
                resourceGroupName: this.resourceGroupName,
                clusterName: this.cluster.name,
                databaseName: this.database.name,
            },
            { parent: this, dependsOn: [this.database] },
        );
        return pulumi.secret(keys.primaryKey);
    }
}

/** A value that becomes known once a resource is there. */
function after(resource: pulumi.CustomResource, value: pulumi.Output<string>): pulumi.Output<string> {
    return pulumi.all([resource.id, value]).apply(([, known]) => known);
}
