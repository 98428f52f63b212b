import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import {
    capabilitiesOf,
    ROUTE_CAPABILITIES,
    type RouteAffinityArgs,
    type RouteCapability,
    type RouteWay,
    StickyRoute,
} from "../../../../../components/kubernetes";
import { assertFault } from "../../../support/faults";
import { run, runToThrow } from "../../../support/program";
import { childrenOf, outputsOf, place } from "./fixture";
import { WAYS } from "./ways";

const KINDS = ["cookie", "header", "client-ip"] as const;
const ASKED: Readonly<Record<RouteCapability["kind"], RouteAffinityArgs>> = {
    cookie: { cookie: {} },
    header: { header: { name: "X-User-Id" } },
    "client-ip": { clientIp: true },
};
const MEMBERS = { cookie: "cookie", header: "header", "client-ip": "clientIp" } as const;
const ways = Object.keys(WAYS) as RouteWay[];

const make = (way: RouteWay, affinity: RouteAffinityArgs) =>
    new StickyRoute("web", { ...place(), affinity, controller: WAYS[way] });

const find = (way: RouteWay, kind: RouteCapability["kind"]) =>
    ROUTE_CAPABILITIES.find((one) => one.way === way && one.kind === kind);

/** Asserts that the refusal names each controller that can do it, and no other. */
async function refuses(
    way: RouteWay,
    affinity: RouteAffinityArgs,
    path: string,
    can: (capability: RouteCapability) => boolean,
): Promise<void> {
    const { thrown, resources } = await runToThrow(() => make(way, affinity));
    assertFault(thrown, "StickyRoute", "web", { path, says: [`what controller.${way} cannot do`] });
    assert.deepEqual(
        resources.filter(({ type }) => type.includes("StickyRoute")),
        [],
    );
    const named = [...thrown.reason.matchAll(/controller\.([A-Za-z.]+) \((strong|soft)\)/g)].map(
        ([, one, strength]) => `${one} ${strength}`,
    );
    const able = ROUTE_CAPABILITIES.filter(can).map((one) => `${one.way} ${one.strength}`);
    assert.ok(able.length > 0);
    assert.deepEqual(named, able);
    const elsewhere = thrown.reason.includes("a StickyService keeps it by itself");
    assert.equal(elsewhere, path === "affinity.clientIp");
}

describe("what each controller can do", () => {
    for (const way of ["contour", "agic"] as const) {
        it(`${way} names those that take a cookie's name and lifetime together`, () =>
            refuses(
                way,
                { cookie: { name: "sid", ttlSeconds: 60 } },
                "affinity.cookie.name",
                (one) => one.kind === "cookie" && one.customName && one.customLifetime,
            ));
    }

    it("is told of each way, each kind once", () => {
        assert.deepEqual([...new Set(ROUTE_CAPABILITIES.map(({ way }) => way))].sort(), [...ways].sort());
        const keys = ROUTE_CAPABILITIES.map(({ way, kind }) => `${way} ${kind}`);
        assert.equal(new Set(keys).size, keys.length);
        for (const { url } of ROUTE_CAPABILITIES) assert.match(url, /^https:\/\//);
    });

    it("gives a lifetime to cookies only, and no name to addresses", () => {
        const told = (kind: RouteCapability["kind"]) =>
            ROUTE_CAPABILITIES.filter((one) => one.kind === kind).map(
                ({ customName, customLifetime }) => `${customName} ${customLifetime}`,
            );
        assert.deepEqual(new Set(told("header")), new Set(["true false"]));
        assert.deepEqual(new Set(told("client-ip")), new Set(["false false"]));
    });

    it("can be asked for one way", () => {
        assert.deepEqual(
            capabilitiesOf("contour").map(({ kind, strength, key }) => ({ kind, strength, key })),
            [
                { kind: "cookie", strength: "soft", key: "X-Contour-Session-Affinity" },
                { kind: "header", strength: "soft", key: undefined },
                { kind: "client-ip", strength: "soft", key: undefined },
            ],
        );
    });

    for (const way of ways) {
        for (const kind of KINDS) {
            const can = find(way, kind);
            if (!can) {
                it(`${way} refuses ${kind}, and names those that keep it`, () =>
                    refuses(way, ASKED[kind], `affinity.${MEMBERS[kind]}`, (one) => one.kind === kind));
                continue;
            }
            it(`${way} lets nobody write by hand what it writes for ${kind}`, async () => {
                const written = childrenOf(await run(() => make(way, ASKED[kind]))).flatMap(({ inputs }) =>
                    Object.keys((inputs["metadata"] as { annotations?: object }).annotations ?? {}),
                );
                for (const key of written) {
                    const args = { ...place(), affinity: ASKED[kind], controller: WAYS[way] };
                    const { thrown } = await runToThrow(
                        () => new StickyRoute("web", { ...args, annotations: { [key]: "other" } }),
                    );
                    assertFault(thrown, "StickyRoute", "web", { path: "annotations", says: [`has "${key}"`] });
                }
            });
            it(`${way} keeps clients by ${kind}`, async () => {
                const recorded = await run(() => make(way, ASKED[kind]));
                assert.ok(childrenOf(recorded).length > 0);
                const { kind: kept, strength } = outputsOf(recorded)["affinity"] as Record<string, unknown>;
                assert.deepEqual({ kept, strength }, { kept: kind, strength: can.strength });
            });
        }

        const cookie = find(way, "cookie");
        for (const [setting, value, able] of [
            ["name", "sid", "customName"],
            ["ttlSeconds", 60, "customLifetime"],
        ] as const) {
            if (!cookie) continue;
            if (cookie[able]) {
                it(`${way} takes a cookie's ${setting}`, async () => {
                    const recorded = await run(() => make(way, { cookie: { [setting]: value } }));
                    assert.ok(JSON.stringify(childrenOf(recorded)).includes(String(value === 60 ? "" : value)));
                    const { key, ttlSeconds } = outputsOf(recorded)["affinity"] as Record<string, unknown>;
                    assert.deepEqual({ key, ttlSeconds }[setting === "name" ? "key" : "ttlSeconds"], value);
                });
                continue;
            }
            for (const [title, given] of [
                ["", value],
                [", known later", pulumi.output(Promise.resolve(value))],
            ] as const) {
                it(`${way} refuses a cookie's ${setting}${title}, and names those that take it`, () =>
                    refuses(
                        way,
                        { cookie: { [setting]: given } },
                        `affinity.cookie.${setting}`,
                        (one) => one.kind === "cookie" && one[able],
                    ));
            }
        }
    }
});
