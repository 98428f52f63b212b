import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { StickyOriginGroup, type StickyOriginGroupArgs } from "../../../../components/load-balancers";
import { refusesFaults } from "../../support/faults";
import { GROUP } from "../../support/furniture";
import { known, type Recorded, run, UNKNOWN, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:StickyOriginGroup";
const ORIGIN_GROUP = "azure-native:cdn:AFDOriginGroup";
const ORIGIN = "azure-native:cdn:AFDOrigin";
const ROUTE = "azure-native:cdn:Route";
const REASON = "Any origin serves any request from the cache.";
const STICKY = { kind: "cookie", strength: "strong", key: "ASLBSA", source: "sessionAffinityState" };
const NOBODY = { kind: "none", strength: "none", source: "sessionAffinityState" };
const PROFILE = `${GROUP}/providers/Microsoft.Cdn/profiles/fd`;

const minimal = (): StickyOriginGroupArgs => ({
    resourceGroupName: "rg",
    profileName: "fd",
    origins: [
        { name: "west", hostName: "west.example.com" },
        { name: "north", hostName: "north.example.com" },
    ],
    routes: [{ name: "all", endpointName: "www" }],
});

const place = { resourceGroupName: "rg", profileName: "fd" };
/** Inputs that {@link minimal} gives. */
const groupInputs = {
    ...place,
    sessionAffinityState: "Enabled",
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 },
};
const originInputs = (name: string, preview: boolean) => ({
    ...place,
    originGroupName: preview ? UNKNOWN : "web",
    originName: name,
    hostName: `${name}.example.com`,
    originHostHeader: `${name}.example.com`,
    httpPort: 80,
    httpsPort: 443,
    weight: 50,
    enforceCertificateNameCheck: true,
});
const routeInputs = (preview: boolean) => ({
    ...place,
    endpointName: "www",
    routeName: "all",
    originGroup: { id: preview ? UNKNOWN : `${PROFILE}/originGroups/web` },
    patternsToMatch: ["/*"],
    linkToDefaultDomain: "Enabled",
    httpsRedirect: "Enabled",
    forwardingProtocol: "HttpsOnly",
    supportedProtocols: ["Http", "Https"],
});

function outputsOf({ outputs }: Recorded): Record<string, unknown> {
    return outputs.get(urnOf(COMPONENT, "web")) ?? {};
}

const make = (more: object = {}) => new StickyOriginGroup("web", { ...minimal(), originGroupName: "web", ...more });

describe("StickyOriginGroup", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers the group, its origins and its routes, from the fewest arguments", async () => {
                const recorded = await run(() => make(), { preview });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), [
                    "AFDOrigin web-north",
                    "AFDOrigin web-west",
                    "AFDOriginGroup web",
                    "Route web-all",
                ]);
                assert.equal(recorded.resources.length, 5);
                assert.deepEqual(inputsOf(recorded, ORIGIN_GROUP), { ...groupInputs, originGroupName: "web" });
                for (const name of ["west", "north"]) {
                    assert.deepEqual(inputsOf(recorded, ORIGIN, `web-${name}`), originInputs(name, preview));
                }
                assert.deepEqual(inputsOf(recorded, ROUTE), routeInputs(preview));
                assert.deepEqual(outputsOf(recorded)["hop"], {
                    platform: "front-door",
                    replicas: { min: 1, max: 2, source: "origins" },
                    affinity: STICKY,
                    clientFacing: true,
                });
            });

            it("hands every argument on", async () => {
                const domain = `${PROFILE}/customDomains/shop`;
                const ruleSet = `${PROFILE}/ruleSets/headers`;
                const privateLink = { privateLink: { id: "/sites/app" }, privateLinkLocation: "westeurope" };
                const recorded = await run(
                    () =>
                        make({
                            origins: [
                                {
                                    name: "west",
                                    hostName: "west.example.com",
                                    hostHeader: "shop.example.com",
                                    httpPort: 8080,
                                    httpsPort: 8443,
                                    weight: 900,
                                    priority: 2,
                                    privateLink,
                                },
                            ],
                            healthProbe: { path: "/healthz", protocol: "Http", method: "GET", intervalSeconds: 30 },
                            sampleSize: 6,
                            successfulSamplesRequired: 5,
                            additionalLatencyInMilliseconds: 1000,
                            sessionAffinityState: "Enabled",
                            routes: [
                                {
                                    name: "shop",
                                    endpointName: "www",
                                    patternsToMatch: ["/cart/*", "/pay"],
                                    customDomainIds: [domain],
                                    httpsRedirect: "Disabled",
                                    forwardingProtocol: "MatchRequest",
                                    originPath: "/v2",
                                    ruleSetIds: [ruleSet],
                                },
                            ],
                        }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, ORIGIN_GROUP), {
                    ...groupInputs,
                    originGroupName: "web",
                    loadBalancingSettings: {
                        sampleSize: 6,
                        successfulSamplesRequired: 5,
                        additionalLatencyInMilliseconds: 1000,
                    },
                    healthProbeSettings: {
                        probePath: "/healthz",
                        probeProtocol: "Http",
                        probeRequestType: "GET",
                        probeIntervalInSeconds: 30,
                    },
                });
                assert.deepEqual(inputsOf(recorded, ORIGIN), {
                    ...originInputs("west", preview),
                    originHostHeader: "shop.example.com",
                    httpPort: 8080,
                    httpsPort: 8443,
                    weight: 900,
                    priority: 2,
                    sharedPrivateLinkResource: privateLink,
                });
                assert.deepEqual(inputsOf(recorded, ROUTE), {
                    ...routeInputs(preview),
                    routeName: "shop",
                    patternsToMatch: ["/cart/*", "/pay"],
                    customDomains: [{ id: domain }],
                    linkToDefaultDomain: "Disabled",
                    httpsRedirect: "Disabled",
                    forwardingProtocol: "MatchRequest",
                    originPath: "/v2",
                    ruleSets: [{ id: ruleSet }],
                });
            });

            it("completes a probe, and needs no routes", async () => {
                const recorded = await run(() => make({ routes: undefined, healthProbe: { path: "/" } }), { preview });
                assert.deepEqual(inputsOf(recorded, ORIGIN_GROUP)["healthProbeSettings"], {
                    probePath: "/",
                    probeProtocol: "Https",
                    probeRequestType: "HEAD",
                    probeIntervalInSeconds: 100,
                });
                assert.equal(recorded.resources.length, 4);
            });

            for (const [about, more] of [
                ["where it is declared stateless", { stateless: { reason: REASON } }],
                ["where affinity is turned off", { sessionAffinityState: "Disabled" }],
                ["where affinity is turned off later", { sessionAffinityState: pulumi.output("Disabled") }],
            ] as const) {
                it(`keeps nobody and may cache ${about}`, async () => {
                    const cacheConfiguration = { queryStringCachingBehavior: "UseQueryString" };
                    const routes = [{ name: "all", endpointName: "www", cacheConfiguration }];
                    const recorded = await run(() => make({ routes, ...more }), { preview });
                    assert.equal(inputsOf(recorded, ORIGIN_GROUP)["sessionAffinityState"], "Disabled");
                    assert.deepEqual(inputsOf(recorded, ROUTE)["cacheConfiguration"], cacheConfiguration);
                    assert.deepEqual(outputsOf(recorded)["hop"], {
                        platform: "front-door",
                        replicas: { min: 1, max: 2, source: "origins" },
                        affinity: NOBODY,
                        clientFacing: true,
                        ...("stateless" in more ? { stateless: { reason: REASON } } : {}),
                    });
                });
            }

            it("lets weights differ by default, and every origin have its weight with a latency of 0", async () => {
                const [west, north] = minimal().origins;
                const weighed = [
                    { ...west, weight: 1 },
                    { ...north, weight: 9 },
                ];
                const differing = await run(() => make({ origins: weighed }), { preview });
                assert.equal(inputsOf(differing, ORIGIN, "web-north")["weight"], 9);
                const alike = await run(() => make({ additionalLatencyInMilliseconds: 0 }), { preview });
                assert.deepEqual(inputsOf(alike, ORIGIN_GROUP)["loadBalancingSettings"], {
                    ...groupInputs.loadBalancingSettings,
                    additionalLatencyInMilliseconds: 0,
                });
            });

            it("takes an origin behind Traffic Manager where it is declared stateless", async () => {
                const origins = [{ name: "all", hostName: "shop.trafficmanager.net" }];
                const recorded = await run(() => make({ origins, stateless: { reason: REASON } }), { preview });
                assert.equal(inputsOf(recorded, ORIGIN)["hostName"], "shop.trafficmanager.net");
            });

            it("registers what is public", async () => {
                const recorded = await run(() => make(), { preview });
                assert.deepEqual(Object.keys(outputsOf(recorded)).sort(), [
                    "affinity",
                    "hop",
                    "name",
                    "originGroup",
                    "origins",
                    "resourceId",
                    "routes",
                ]);
                assert.deepEqual(await known(recorded.result.affinity), STICKY);
                assert.deepEqual(outputsOf(recorded)["name"], preview ? UNKNOWN : "web");
                const { resourceId } = outputsOf(recorded);
                assert.equal(resourceId, preview ? UNKNOWN : `${PROFILE}/originGroups/web`);
                assert.deepEqual([recorded.result.origins.length, recorded.result.routes.length], [2, 1]);
            });
        });
    }

    it("makes a name where none is given", async () => {
        const recorded = await run(() => make({ originGroupName: undefined }));
        assert.deepEqual(inputsOf(recorded, ORIGIN_GROUP), groupInputs);
    });

    it("makes routes after the origins: the service refuses a route to an empty group", async () => {
        const { resources } = await run(() => make());
        const types = resources.map(({ type }) => type);
        assert.ok(types.indexOf(ROUTE) > types.lastIndexOf(ORIGIN));
    });

    const origin = (more: object) => ({ origins: [{ name: "west", hostName: "west.example.com", ...more }] });
    const route = (more: object) => ({ routes: [{ name: "all", endpointName: "www", ...more }] });
    const providers = "/subscriptions/s/resourceGroups/rg/providers";
    refusesFaults(
        {
            component: "StickyOriginGroup",
            good: minimal,
            make: (name, args) => new StickyOriginGroup(name, args),
            children: [ORIGIN_GROUP, ORIGIN, ROUTE],
            without: (path) => {
                if (path.startsWith("origins")) return path.endsWith("weight") ? [ORIGIN] : [ORIGIN_GROUP, ORIGIN];
                if (path.startsWith("routes")) return [ORIGIN_GROUP, ORIGIN];
                return /Name$/.test(path) && path !== "originGroupName" ? [] : [ORIGIN, ROUTE];
            },
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: "" },
                path: "resourceGroupName",
                says: ["missing"],
            },
            { title: "no profile", args: { profileName: "" }, path: "profileName", says: ["missing"] },
            {
                title: "a classic Front Door for a profile",
                args: { profileName: `${providers}/Microsoft.Network/frontDoors/fd` },
                path: "profileName",
                says: ["classic", "retires on 2027-03-31", "Standard or Premium"],
            },
            {
                title: "a Traffic Manager profile",
                args: { profileName: `${providers}/Microsoft.Network/trafficManagerProfiles/tm` },
                path: "profileName",
                says: ["DNS", "cannot keep clients"],
            },
            {
                title: "a profile's id",
                args: { profileName: `${providers}/Microsoft.Cdn/profiles/fd` },
                path: "profileName",
                says: ["not its id"],
            },
            ...["-web", "web_1", "a".repeat(91)].map((originGroupName) => ({
                title: `the group's name ${originGroupName}`,
                args: { originGroupName },
                path: "originGroupName",
                says: ["1 to 90 letters"],
            })),
            { title: "no origins", args: { origins: undefined }, path: "origins", says: ["missing"], plainOnly: true },
            { title: "an empty list", args: { origins: [] }, path: "origins", says: ["is empty"], plainOnly: true },
            {
                title: "an origin without a host",
                args: { origins: [{ name: "west" }] },
                path: "origins[0].hostName",
                says: ["missing"],
                plainOnly: true,
            },
            ...["https://west.example.com", "west.example.com/app", "west.example.com:443", "a b"].map((hostName) => ({
                title: `the host ${hostName}`,
                args: origin({ hostName }),
                path: "origins[0].hostName",
                says: ["without a scheme, port or path"],
            })),
            {
                title: "an origin behind Traffic Manager",
                args: origin({ hostName: "Shop.TrafficManager.net" }),
                path: "origins[0].hostName",
                says: ["DNS", "Give what it points to"],
            },
            {
                title: "a host header that is none",
                args: origin({ hostHeader: "https://shop" }),
                path: "origins[0].hostHeader",
                says: ["without a scheme"],
            },
            {
                title: "two origins of one name",
                args: { origins: [minimal().origins[0], { name: "West", hostName: "b.example.com" }] },
                path: "origins[1].name",
                says: ["args.origins[0]"],
                plainOnly: true,
            },
            ...(["httpPort", "httpsPort"] as const).flatMap((port) =>
                [0, 65536].map((value) => ({
                    title: `${port} ${value}`,
                    args: origin({ [port]: value }),
                    path: `origins[0].${port}`,
                    says: ["1 to 65535"],
                })),
            ),
            ...[0, 1001].map((weight) => ({
                title: `a weight of ${weight}`,
                args: origin({ weight }),
                path: "origins[0].weight",
                says: ["1 to 1000"],
            })),
            ...[0, 6].map((priority) => ({
                title: `a priority of ${priority}`,
                args: origin({ priority }),
                path: "origins[0].priority",
                says: ["1 to 5"],
            })),
            {
                title: "weights that a latency of 0 makes moot",
                args: {
                    origins: [...minimal().origins.slice(1), { name: "west", hostName: "w.example.com", weight: 1 }],
                    additionalLatencyInMilliseconds: 0,
                },
                path: "additionalLatencyInMilliseconds",
                says: ["is 0:", "whatever the origins' weights"],
            },
            ...[-1, 1001].map((additionalLatencyInMilliseconds) => ({
                title: `a latency of ${additionalLatencyInMilliseconds}`,
                args: { additionalLatencyInMilliseconds },
                path: "additionalLatencyInMilliseconds",
                says: ["0 to 1000 (milliseconds)"],
            })),
            ...(["sampleSize", "successfulSamplesRequired"] as const).flatMap((key) =>
                [0, 256].map((value) => ({
                    title: `${key} ${value}`,
                    args: { [key]: value },
                    path: key,
                    says: ["1 to 255"],
                })),
            ),
            {
                title: "more successful samples than samples",
                args: { sampleSize: 2, successfulSamplesRequired: 3 },
                path: "successfulSamplesRequired",
                says: ["is 3:", "sampleSize, which is 2"],
            },
            {
                title: "a probe's path that is none",
                args: { healthProbe: { path: "healthz" } },
                path: "healthProbe.path",
                says: ['begin with "/"'],
            },
            {
                title: "a probe without a path",
                args: { healthProbe: {} },
                path: "healthProbe.path",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a probe by TCP",
                args: { healthProbe: { path: "/", protocol: "Tcp" } },
                path: "healthProbe.protocol",
                says: ['"Http", "Https"'],
            },
            {
                title: "a probe by POST",
                args: { healthProbe: { path: "/", method: "POST" } },
                path: "healthProbe.method",
                says: ['"GET", "HEAD"'],
            },
            ...[4, 256].map((intervalSeconds) => ({
                title: `a probe every ${intervalSeconds} seconds`,
                args: { healthProbe: { path: "/", intervalSeconds } },
                path: "healthProbe.intervalSeconds",
                says: ["5 to 255 (seconds)"],
            })),
            {
                title: "a state that does not exist",
                args: { sessionAffinityState: "On" },
                path: "sessionAffinityState",
                says: ['"Enabled", "Disabled"'],
            },
            {
                title: "affinity of a stateless group",
                args: { sessionAffinityState: "Enabled", stateless: { reason: REASON } },
                path: "sessionAffinityState",
                says: ["cannot stand beside args.stateless"],
            },
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ["10 or more"],
                plainOnly: true,
            },
            {
                title: "a route that caches",
                args: route({ cacheConfiguration: { queryStringCachingBehavior: "UseQueryString" } }),
                path: "routes[0].cacheConfiguration",
                says: ["no affinity cookie on an answer that can be cached", "sessionAffinityState"],
            },
            {
                title: "a route that caches in a group whose affinity is turned on",
                args: { ...route({ cacheConfiguration: {} }), sessionAffinityState: "Enabled" },
                path: "routes[0].cacheConfiguration",
                says: ["no affinity cookie"],
            },
            {
                title: "a route to no endpoint",
                args: route({ endpointName: "" }),
                path: "routes[0].endpointName",
                says: ["missing"],
            },
            {
                title: "a route to an endpoint's id",
                args: route({ endpointName: `${PROFILE}/afdEndpoints/www` }),
                path: "routes[0].endpointName",
                says: ["not its id"],
            },
            {
                title: "a pattern without a slash",
                args: route({ patternsToMatch: ["/a", "api/*"] }),
                path: "routes[0].patternsToMatch[1]",
                says: ['begin with "/"'],
            },
            {
                title: "a route of no pattern",
                args: route({ patternsToMatch: [] }),
                path: "routes[0].patternsToMatch",
                says: ["is empty"],
                plainOnly: true,
            },
            {
                title: "a custom domain that is a name",
                args: route({ customDomainIds: ["shop.example.com"] }),
                path: "routes[0].customDomainIds[0]",
                says: ["Microsoft.Cdn/profiles/customDomains"],
            },
            {
                title: "a rule set that is a name",
                args: route({ ruleSetIds: ["headers"] }),
                path: "routes[0].ruleSetIds[0]",
                says: ["Microsoft.Cdn/profiles/ruleSets"],
            },
            ...(["linkToDefaultDomain", "httpsRedirect"] as const).map((key) => ({
                title: `${key} that does not exist`,
                args: route({ [key]: "Yes" }),
                path: `routes[0].${key}`,
                says: ['"Enabled", "Disabled"'],
            })),
            {
                title: "a forwarding protocol that does not exist",
                args: route({ forwardingProtocol: "Https" }),
                path: "routes[0].forwardingProtocol",
                says: ['"HttpOnly", "HttpsOnly", "MatchRequest"'],
            },
            {
                title: "an origin path without a slash",
                args: route({ originPath: "v2" }),
                path: "routes[0].originPath",
                says: ['begin with "/"'],
            },
            {
                title: "two routes of one name",
                args: { routes: [...(minimal().routes ?? []), { name: "all", endpointName: "www" }] },
                path: "routes[1].name",
                says: ["args.routes[0]"],
                plainOnly: true,
            },
        ],
    );
});
