import type * as pulumi from "@pulumi/pulumi";

/** A Service with an address of its own outside the cluster; a `StickyService` with a load balancer is one. */
export interface InternalService {
    /** The load balancer's address. */
    readonly host: pulumi.Input<string>;
    /** True where the address is reached from outside the cluster. */
    readonly reachableFromOutside: boolean;
}

/** A Container Apps environment inside a virtual network; azure-native's `ManagedEnvironment` is one. */
export interface ContainerAppsDomain {
    /** Domain of the environment's apps. */
    readonly defaultDomain: pulumi.Input<string>;
    /** Address of the environment's ingress in the network. */
    readonly staticIp: pulumi.Input<string>;
}

/** What a name stands for: exactly one of both. */
export interface PrivateDnsRecordArgs {
    /** IPv4 addresses, 1 to 20. */
    addresses?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** A Service of Kubernetes with an internal load balancer: its address. */
    service?: InternalService;
}

/** Arguments of {@link PrivateDns}. */
export interface PrivateDnsArgs {
    /** Resource group that the zone is created in. */
    resourceGroupName: pulumi.Input<string>;
    /**
     * Name of the zone, 2 to 34 labels, such as "shop.internal". A linked network asks nobody else for names below it. Give
     * either this with `records`, or `containerApps`.
     */
    zoneName?: pulumi.Input<string | undefined>;
    /**
     * What the names in the zone stand for, by name: "orders" or "api.orders" below the zone, "@" for the zone itself, "*"
     * for any other name. Plain names, since they decide which resources there are.
     */
    records?: Record<string, PrivateDnsRecordArgs>;
    /**
     * An internal environment of Container Apps, whose apps no name leads to without this: the zone is its default domain,
     * and all names in it stand for its address. https://learn.microsoft.com/azure/container-apps/networking
     */
    containerApps?: ContainerAppsDomain;
    /**
     * Resource ids of the virtual networks that ask the zone, by a short name for each link; one or more. Plain names,
     * since they decide which resources there are.
     */
    virtualNetworkIds: Record<string, pulumi.Input<string>>;
    /**
     * Seconds for which an answer may be kept, 1 to 2147483647. Omitted: 300, after which clients follow an address that has
     * changed.
     */
    ttlSeconds?: pulumi.Input<number | undefined>;
    /** Tags of the zone and its links. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}
