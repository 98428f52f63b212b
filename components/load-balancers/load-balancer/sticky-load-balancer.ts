import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";
import { describeHop } from "../../affinity/hop";
import { declaredTags } from "../../affinity/labels";
import { type StatelessArgs } from "../../affinity/stateless";
import { type Affinity, anyReplicas, noAffinity, type Replicas } from "../../affinity/vocabulary";

import { within } from "../self";
import { BALANCER_NAME, BALANCER_NAME_RULE, readId, readList, readPlainName } from "../targets";
import { type BalancerRule, type LoadBalancerRuleArgs, readRules } from "./rule-args";

/** Name of what the balancer has one of. */
const FRONTEND = "frontend";
const POOL = "members";
const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$/;

/** Arguments of {@link StickyLoadBalancer}. */
export interface StickyLoadBalancerArgs {
    /** Resource group that the balancer is created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the balancer. Omitted: Pulumi makes one from the component's name. */
    loadBalancerName?: pulumi.Input<string | undefined>;
    /** Region of the balancer, which is that of its address or its subnet. Omitted: the resource group's. */
    location?: pulumi.Input<string | undefined>;
    /** Resource id of a public address of the Standard SKU. Give either this or `subnetId`. */
    publicIpAddressId?: pulumi.Input<string | undefined>;
    /** Resource id of the subnet that the balancer has its address in. Give either this or `publicIpAddressId`. */
    subnetId?: pulumi.Input<string | undefined>;
    /** IPv4 address in the subnet. Omitted: the service picks one. Only with `subnetId`. */
    privateIpAddress?: pulumi.Input<string | undefined>;
    /** The ports that lead to the members. */
    rules: LoadBalancerRuleArgs[];
    /** IPv4 addresses of the members, with `virtualNetworkId`. Omitted: network interfaces and scale sets join by `backendPoolId`. */
    memberIpAddresses?: pulumi.Input<string>[];
    /** Resource id of the members' virtual network. Only with `memberIpAddresses`. */
    virtualNetworkId?: pulumi.Input<string | undefined>;
    /** Tags of the balancer. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any member can serve any request. Omitted: the members are taken to be stateful. */
    stateless?: StatelessArgs;
}

/**
 * A Load Balancer (Standard) that keeps each client's address on one member.
 *
 * The member is worked out of the address, and for everybody anew when members come or go: this is weaker than a cookie.
 * Clients behind one NAT gateway or proxy are one address, and all stay on one member.
 * https://learn.microsoft.com/azure/load-balancer/distribution-mode-concepts
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyLoadBalancer extends pulumi.ComponentResource {
    /** The balancer itself. */
    public readonly loadBalancer: network.LoadBalancer;
    /** Name of the balancer. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the balancer. */
    public readonly resourceId: pulumi.Output<string>;
    /** Resource id of the pool, which network interfaces and scale sets join by. */
    public readonly backendPoolId: pulumi.Output<string>;
    /** What keeps a client on its member: of the rules, the one that does so the least. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component; the balancer's name is made from it.
     * @param args see {@link StickyLoadBalancerArgs}.
     * @param opts options of the component; providers given here reach the balancer.
     */
    constructor(name: string, args: StickyLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyLoadBalancer", name, args, opts);

        const probes = settings.rules.flatMap(({ name: rule, probe }) => (probe ? [{ name: rule, ...probe }] : []));
        this.loadBalancer = new network.LoadBalancer(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                loadBalancerName: settings.loadBalancerName,
                location: args.location,
                sku: { name: "Standard" },
                frontendIPConfigurations: [{ name: FRONTEND, ...settings.frontend }],
                backendAddressPools: [{ name: POOL, loadBalancerBackendAddresses: settings.members }],
                probes: probes.length > 0 ? probes : undefined,
                loadBalancingRules: settings.rules.map(ruleOf),
                tags: settings.tags,
            },
            { parent: this },
        );

        this.name = this.loadBalancer.name.apply((known) => known ?? "");
        this.resourceId = this.loadBalancer.id;
        this.backendPoolId = pulumi.interpolate`${this.resourceId}/backendAddressPools/${POOL}`;
        this.affinity = pulumi
            .all(settings.rules.map(({ loadDistribution }) => loadDistribution))
            .apply(describeAffinity);
        this.registerOutputs({
            loadBalancer: this.loadBalancer,
            name: this.name,
            resourceId: this.resourceId,
            backendPoolId: this.backendPoolId,
            affinity: this.affinity,
            hop: describeHop("load-balancer", {
                replicas: countMembers(settings.members?.length),
                affinity: this.affinity,
                clientFacing: args.publicIpAddressId !== undefined,
                stateless: settings.stateless,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyLoadBalancerArgs) {
    const check = new Checks("StickyLoadBalancer", name);
    const stateless = check.stateless("stateless", args.stateless);
    return {
        resourceGroupName: readPlainName(
            check,
            "resourceGroupName",
            check.required("resourceGroupName", args.resourceGroupName, "give the name of the resource group."),
            "the resource group",
        ),
        loadBalancerName: check.text("loadBalancerName", args.loadBalancerName, BALANCER_NAME, BALANCER_NAME_RULE),
        frontend: readFrontend(check, args),
        members: readMembers(check, args),
        rules: readRules(check, args.rules, stateless !== undefined),
        stateless,
        tags: declaredTags(args.tags, stateless),
    };
}

function readFrontend(check: Checks, args: StickyLoadBalancerArgs) {
    const alternative = check.exactlyOne("", args, ["publicIpAddressId", "subnetId"]);
    const address = readAddress(check, "privateIpAddress", args.privateIpAddress);
    if (alternative === "publicIpAddressId") {
        if (address !== undefined) check.conflict("privateIpAddress", "publicIpAddressId", "it is one in a subnet.");
        const id = readId(check, alternative, args.publicIpAddressId, "Microsoft.Network/publicIPAddresses");
        return { publicIPAddress: { id } };
    }
    const id = readId(check, alternative, args.subnetId, "Microsoft.Network/virtualNetworks/subnets");
    return {
        subnet: { id },
        ...(address === undefined ? {} : { privateIPAddress: address, privateIPAllocationMethod: "Static" }),
    };
}

function readAddress(check: Checks, path: string, value: pulumi.Input<string | undefined> | undefined) {
    return check.text(path, value, ADDRESS, "it has to be an IPv4 address.");
}

function readMembers(check: Checks, args: StickyLoadBalancerArgs) {
    const network = readId(check, "virtualNetworkId", args.virtualNetworkId, "Microsoft.Network/virtualNetworks");
    if (args.memberIpAddresses === undefined) {
        if (network !== undefined) {
            throw check.fault("virtualNetworkId", "has an effect with memberIpAddresses only. Leave it out.");
        }
        return undefined;
    }
    const addresses = readList(check, "memberIpAddresses", args.memberIpAddresses, "address");
    const virtualNetwork = { id: check.required("virtualNetworkId", network, "the addresses are of it.") };
    return addresses.map((address, index) => ({
        name: `${POOL}-${index}`,
        ipAddress: readAddress(check, `memberIpAddresses[${index}]`, address),
        virtualNetwork,
    }));
}

function ruleOf({ probe, ...rule }: BalancerRule) {
    return {
        ...rule,
        frontendIPConfiguration: within("frontendIPConfigurations", FRONTEND),
        backendAddressPool: within("backendAddressPools", POOL),
        ...(probe ? { probe: within("probes", rule.name) } : {}),
    };
}

function countMembers(size: number | undefined): Replicas {
    return size === undefined
        ? anyReplicas("members that join the backendAddressPools by themselves")
        : { min: size, max: size, source: "backendAddressPools" };
}

function describeAffinity(distributions: readonly string[]): Affinity {
    const source = "loadBalancingRules.loadDistribution";
    // Worked out of the address, and anew when the pool changes: nothing is stored.
    return distributions.includes("Default") ? noAffinity(source) : { kind: "client-ip", strength: "soft", source };
}
