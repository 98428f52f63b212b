import assert from "node:assert/strict";

import { type Fault } from "../../../../sandbox/arm/faults";
import { type FaceOptions } from "../../../../sandbox/arm/face";
import { type Cloud, type Properties } from "../../../../sandbox/cloud";
import { type VerifyReport } from "../../../../cli/verify/model";
import {
    apiManagement,
    BACKENDS,
    CANARY,
    containerApp,
    frontDoor,
    GROUP,
    groupId,
    ORIGIN_GROUP,
    Stage,
    SUBSCRIPTION,
    TOKEN,
    verify,
    webApps,
} from "./support";

const STICKY = { stickySessions: { affinity: "sticky" } };
const AFFINITY = { sessionAffinity: { sessionId: { source: "cookie", name: "openai-affinity" } } };
const SITE = `${GROUP}/providers/Microsoft.Web/sites/portal`;

/** Front Door before the Container App and another host. */
function frontDoorToApp(cloud: Cloud): void {
    const app = cloud.list().find(({ id }) => id.endsWith("/containerApps/shop"));
    const { ingress } = app?.outputs["configuration"] as { ingress: { fqdn: string } };
    frontDoor(cloud, { shop: ingress.fqdn, other: "other.example.com" });
}

async function withStage<T>(
    fill: (cloud: Cloud) => void,
    test: (stage: Stage) => Promise<T>,
    options: FaceOptions = {},
): Promise<T> {
    const stage = await Stage.set(fill, options);
    try {
        return await test(stage);
    } finally {
        await stage.stop();
    }
}

const hopsOf = ({ hops }: Pick<VerifyReport, "hops">) =>
    hops.map(({ name, replicas, affinity, verdict }) => [
        name,
        "min" in replicas ? [replicas.min, replicas.max] : replicas.unknown,
        "kind" in affinity ? affinity.kind : affinity.unknown,
        verdict,
    ]);
const byName = (names: readonly unknown[][]) =>
    [...names].sort((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1));

const report = (
    fill: (cloud: Cloud) => void,
    args: readonly string[] = ["--resource-group", "rg"],
    options?: FaceOptions,
) => withStage(fill, (stage) => stage.report(...args), options);

describe("verify --resource-group", () => {
    it("draws the chain, says where all of it was read, and what is wrong with it", async () => {
        const fill = (cloud: Cloud) => {
            containerApp(cloud);
            frontDoorToApp(cloud);
        };
        const { out, code, err } = await withStage(fill, (stage) => stage.verify("--resource-group", "rg"));
        assert.deepEqual([code, err], [1, ""]);
        assert.equal(
            out.split("\n").slice(0, 10).join("\n"),
            [
                "  hop      platform        replicas  affinity       strength  verdict",
                "  fd/web   front-door      2         cookie ASLBSA  strong    ok",
                "    replicas: AFDOrigin fd/web/other, fd/web/shop",
                '    affinity: sessionAffinityState = "Enabled"',
                "  └▶ shop  container-apps  1–10      none           none      ✖ rejected",
                "       replicas: template.scale.maxReplicas = 10",
                "       affinity: configuration.ingress.stickySessions is not set",
                "",
                "  shop  azure-native:app/v20250101:ContainerApp",
                "    ✖ mandatory  container-app-needs-affinity  configuration.ingress.stickySessions",
            ].join("\n"),
        );
        assert.match(out, /FAILED {2}1 finding: 1 mandatory \(fails on mandatory\); checked 2 hops in 7 resources/);
    });

    it("passes where every hop keeps its clients", async () => {
        const { verdict, code, hops, findings, gaps } = await report((cloud) => {
            containerApp(cloud, {}, STICKY);
            apiManagement(cloud, AFFINITY);
        });
        assert.deepEqual(byName(hopsOf({ hops })), [
            ["gw/openai", [2, 2], "cookie", "ok"],
            ["shop", [1, 10], "cookie", "ok"],
        ]);
        assert.deepEqual(
            [verdict, code, findings.filter(({ level }) => level === "mandatory"), gaps],
            ["passed", 0, [], []],
        );
    });

    const ineffective: readonly [string, Properties, Properties][] = [
        ['configuration.activeRevisionsMode = "Multiple"', { activeRevisionsMode: "Multiple" }, {}],
        ['configuration.ingress.transport = "tcp"', {}, { transport: "tcp", exposedPort: 80 }],
    ];
    for (const [why, configuration, ingress] of ineffective) {
        it(`says that a setting has no effect: ${why}`, async () => {
            // The service refuses both at once today; what was deployed before stays.
            const fill = (cloud: Cloud) => {
                containerApp(cloud, {}, STICKY);
                const app = cloud.list().find(({ id }) => id.endsWith("/containerApps/shop"));
                const held = app?.outputs["configuration"] as Properties;
                Object.assign(held, configuration);
                Object.assign(held["ingress"] as Properties, ingress);
            };
            const { hops, code } = await report(fill);
            const [{ affinity }] = hops as [VerifyReport["hops"][number]];
            assert.equal(
                "source" in affinity && affinity.source,
                `configuration.ingress.stickySessions.affinity = "sticky", which ${why} leaves without effect`,
            );
            assert.equal(code, 1);
        });
    }

    it("asks by GET alone, with a token that it does not show, over all pages", async () => {
        const fill = (cloud: Cloud) => {
            apiManagement(cloud);
            containerApp(cloud);
            webApps(cloud);
        };
        await withStage(
            fill,
            async (stage) => {
                const { hops } = await stage.report("--resource-group", "rg");
                assert.equal(hops.length, 4);
                const { seen } = stage.server;
                assert.deepEqual([...new Set(seen.map(({ method }) => method))], ["GET"]);
                assert.deepEqual(
                    [...new Set(seen.map(({ headers }) => headers["authorization"]))],
                    [`Bearer ${TOKEN}`],
                );
                assert.ok(seen.some(({ path }) => path.includes("skiptoken")));
                const asked = seen.map(({ path }) => path);
                assert.equal(new Set(asked).size, asked.length, "nothing is read twice");
                assert.ok(
                    asked.every((path) => !/listSecrets|config\/|namedValues|subscriptions\/[^/]+\/keys/i.test(path)),
                );
            },
            { pageSize: 1 },
        );
    });

    it("reads a plan in another group, and what scales it there", async () => {
        const fill = (cloud: Cloud) => {
            webApps(cloud, { clientAffinityEnabled: false });
            cloud.create("azure-native:monitor:AutoscaleSetting", {
                resourceGroupName: "plans",
                autoscaleSettingName: "scale",
                enabled: true,
                targetResourceUri: `${groupId("plans")}/providers/Microsoft.Web/serverfarms/plan`,
                profiles: [{ name: "all", rules: [], capacity: { minimum: "2", maximum: "6", default: "2" } }],
            });
        };
        const { hops, resources } = await report(fill);
        assert.deepEqual(hopsOf({ hops }), [
            ["portal", [2, 6], "none", "rejected"],
            ["portal/stage", [2, 6], "none", "rejected"],
        ]);
        assert.deepEqual(resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort(), [
            "AppServicePlan plan",
            "AutoscaleSetting scale",
            "WebApp portal",
            "WebAppSlot portal/stage",
        ]);
    });

    it("joins several groups, and tells of what was asked for alone", async () => {
        const { hops } = await report(webApps, ["--resource-group", "plans"]);
        assert.deepEqual(hops, []);
        const both = await report(webApps, ["--resource-group", "plans", "--resource-group", "rg"]);
        assert.deepEqual([both.hops.length, both.sources], [2, ["resource group plans", "resource group rg"]]);
    });

    it("tells nothing of what was read beside a group, though it was given twice", async () => {
        const fill = (cloud: Cloud) => {
            webApps(cloud);
            const plan = cloud.list().find(({ id }) => id.endsWith("/serverfarms/plan"));
            if (plan) plan.outputs["tags"] = { "session-affinity-stateless": "no" };
        };
        const rg = ["--resource-group", "rg"];
        assert.deepEqual((await report(fill, [...rg, ...rg])).findings, []);
        const { findings } = await report(fill, ["--resource-group", "plans"]);
        assert.deepEqual(
            findings.map(({ rule, name }) => [rule, name]),
            [["exemption-is-valid", "plan"]],
        );
    });

    it("reads what lies deeper from above alone, though the group's list has some of it", async () => {
        await withStage(webApps, async (stage) => {
            const value = [SITE, `${SITE}/slots/stage`].map((id) => ({ id, name: id, type: "Microsoft.Web/sites" }));
            const headers = { "content-type": "application/json" };
            stage.server.inject({
                path: /rg\/resources\?/,
                answer: { status: 200, headers, text: JSON.stringify({ value }) },
            });
            assert.equal((await stage.report("--resource-group", "rg")).hops.length, 2);
            const asked = stage.server.seen.map(({ path }) => path.split("?")[0] ?? "");
            assert.deepEqual(
                asked.filter((path) => path.includes("/slots")),
                [`${SITE}/slots`],
            );
        });
    });

    it("looks for no origin groups in a profile of the older CDN", async () => {
        const profile = { resourceGroupName: "rg", profileName: "old", sku: { name: "Standard_Microsoft" } };
        await withStage(
            (cloud) => void cloud.create("azure-native:cdn:Profile", profile),
            async (stage) => {
                await stage.report("--resource-group", "rg");
                assert.ok(stage.server.seen.every(({ path }) => !path.includes("/profiles/old/")));
            },
        );
    });

    it("ends with 2 where there is nothing that chooses among replicas", async () => {
        const { gaps, verdict, code } = await report(() => undefined);
        assert.match(gaps.join("\n"), /^nothing that chooses among replicas was found\./);
        assert.deepEqual([verdict, code], ["undecided", 2]);
    });

    it("ends with 2 where a value that decides it is not told", async () => {
        // Of a plan without a capacity nobody says how many instances it has.
        const fill = (cloud: Cloud) => {
            webApps(cloud, { clientAffinityEnabled: false });
            const plan = cloud.list().find(({ id }) => id.endsWith("/serverfarms/plan"));
            if (plan) delete (plan.outputs["sku"] as Properties)["capacity"];
        };
        const { hops, verdict, code } = await report(fill);
        assert.deepEqual(hopsOf({ hops })[0], ["portal", "sku.capacity of plan plan", "none", "not known yet"]);
        assert.deepEqual([verdict, code], ["undecided", 2]);
    });

    it("takes an older API version where Azure lacks the newest", async () => {
        const apiVersions = {
            "Microsoft.ApiManagement/service/backends": ["2024-10-01-preview", "2024-05-01"],
            "Microsoft.App/containerApps": ["2023-05-01"],
        };
        const fill = (cloud: Cloud) => {
            apiManagement(cloud, AFFINITY);
            containerApp(cloud, {}, STICKY);
        };
        const { hops, gaps, resources } = await report(fill, undefined, { apiVersions });
        assert.deepEqual([hops.map(({ verdict }) => verdict), gaps], [["ok", "ok"], []]);
        const types = resources.map(({ type }) => type);
        assert.ok(types.includes("azure-native:apimanagement/v20241001preview:Backend"));
        assert.ok(types.includes("azure-native:app/v20230501:ContainerApp"));
    });

    it("tells nothing that a resource hides, in text, in JSON and in errors", async () => {
        await withStage(
            (cloud) => {
                apiManagement(cloud);
                containerApp(cloud);
                webApps(cloud);
                cloud.create("azure-native:apimanagement:Policy", {
                    resourceGroupName: "rg",
                    serviceName: "gw",
                    policyId: "policy",
                    format: "rawxml",
                    value: `<policies><inbound><set-backend-service base-url="https://me:${CANARY}@api.example.com/v1?code=${CANARY}" /><set-header name="x"><value>${CANARY}</value></set-header></inbound><backend /><outbound /><on-error /></policies>`,
                });
            },
            async (stage) => {
                const ended = [
                    await stage.verify("--resource-group", "rg"),
                    await stage.verify("--resource-group", "rg", "--json"),
                ];
                stage.server.inject({ path: /containerApps/, answer: { status: 400, code: "Odd", message: TOKEN } });
                ended.push(await stage.verify("--resource-group", "rg"));
                assert.match(
                    ended[1]?.out ?? "",
                    /<set-backend-service base-url=\\"https:\/\/api\.example\.com\/v1\\"/,
                );
                for (const { out, err } of ended) {
                    assert.ok(!out.includes(CANARY) && !err.includes(CANARY));
                    assert.ok(!out.includes(TOKEN) && !err.includes(TOKEN));
                }
            },
        );
    });
});

describe("verify --resource", () => {
    const fill = (cloud: Cloud) => {
        apiManagement(cloud);
        containerApp(cloud);
        webApps(cloud);
        frontDoorToApp(cloud);
    };

    const asked: readonly [what: string, id: string, hops: unknown[][]][] = [
        [
            "a web app with its plan, and its slots",
            SITE,
            [
                ["portal", [3, 3], "cookie", "ok"],
                ["portal/stage", [3, 3], "cookie", "ok"],
            ],
        ],
        [
            "a slot alone, in any case",
            `${SITE}/SLOTS/stage`.replace("resourceGroups", "resourcegroups"),
            [["portal/stage", [3, 3], "cookie", "ok"]],
        ],
        ["a pool with its members", `${BACKENDS}/openai`, [["gw/openai", [2, 2], "none", "rejected"]]],
        ["an origin group with its origins", ORIGIN_GROUP, [["fd/web", [2, 2], "cookie", "ok"]]],
        [
            "a profile with its origin groups",
            ORIGIN_GROUP.replace("/originGroups/web", ""),
            [["fd/web", [2, 2], "cookie", "ok"]],
        ],
    ];
    for (const [what, id, hops] of asked) {
        it(`reads ${what}`, async () => {
            const found = await report(fill, ["--resource", id]);
            assert.deepEqual(hopsOf(found), hops);
            assert.ok(found.findings.every(({ urn }) => found.hops.some((hop) => hop.urn === urn)));
        });
    }

    it("does not take a resource whose name begins alike for a part of the one that is asked for", async () => {
        const pools = (cloud: Cloud) => {
            apiManagement(cloud);
            cloud.create("azure-native:apimanagement/v20250901preview:Backend", {
                resourceGroupName: "rg",
                serviceName: "gw",
                backendId: "openai-next",
                type: "Pool",
                pool: { services: [{ id: `${BACKENDS}/east` }, { id: `${BACKENDS}/west` }] },
            });
        };
        const { hops } = await report(pools, ["--resource", `${BACKENDS}/openai`]);
        assert.deepEqual(
            hops.map(({ name }) => name),
            ["gw/openai"],
        );
    });

    it("joins several resources into one chain", async () => {
        const app = `${GROUP}/providers/Microsoft.App/containerApps/shop`;
        const { out } = await withStage(fill, (stage) => stage.verify("--resource", ORIGIN_GROUP, "--resource", app));
        assert.match(out, /^ {2}└▶ shop {2}container-apps/m);
    });

    it("needs no subscription beside an id", async () => {
        await withStage(fill, async (stage) => {
            const env = { AZURE_RESOURCE_MANAGER_ENDPOINT: stage.server.endpoint };
            const { code } = await verify(["--resource", SITE], { env });
            assert.equal(code, 0);
            assert.ok(stage.server.seen.every(({ path }) => !path.startsWith("/subscriptions?")));
        });
    });

    const refused: readonly [id: string, message: RegExp][] = [
        ["shop", /^error: --resource shop: that is no id of a resource\. It begins with \/subscriptions\//],
        [GROUP, /that is no id of a resource/],
        [`${GROUP}/providers/Microsoft.Web/sites`, /that is no id of a resource/],
        [
            `${GROUP}/providers/Microsoft.Storage/storageAccounts/a`,
            /nothing is read off Microsoft\.Storage\/storageAccounts, which keeps no clients\./,
        ],
        [`${SITE}x`, /^error: --resource .*: there is no Microsoft\.Web\/sites "portalx"\. There is: portal\.\n$/],
        [
            `${BACKENDS}/nope`,
            /there is no Microsoft\.ApiManagement\/service\/backends "nope"\. There is: east, openai, west\.\n$/,
        ],
        [SITE.replace("/rg/", "/nope/"), /: there is no resource group "nope"\. There is: plans, rg\.\n$/],
    ];
    for (const [id, message] of refused) {
        it(`refuses ${id.split("/").slice(-2).join("/")}`, async () => {
            const { code, err, out } = await withStage(fill, (stage) => stage.verify("--resource", id));
            assert.match(err, message);
            assert.deepEqual([code, out], [3, ""]);
        });
    }
});

describe("verify in Azure, where something goes wrong", () => {
    const fill = (cloud: Cloud) => {
        containerApp(cloud, {}, STICKY);
        webApps(cloud);
    };
    const RG = ["--resource-group", "rg"];

    it("says what it may not read, judges the rest, and ends with 2", async () => {
        const allows = (action: string) => !action.startsWith("Microsoft.Web/serverfarms/");
        const { gaps, verdict, code, hops } = await report(fill, RG, { allows });
        assert.deepEqual(gaps, [
            'Microsoft.Web/serverfarms: this login may not do Microsoft.Web/serverfarms/read. The role "Reader" suffices.',
        ]);
        assert.deepEqual([verdict, code, hops.length], ["undecided", 2, 3]);
        const { out } = await withStage(fill, (stage) => stage.verify(...RG), { allows });
        assert.match(out, /incomplete: Microsoft\.Web\/serverfarms: this login may not do/);
    });

    it("ends with 1 where what it could read is wrong already", async () => {
        const allows = (action: string) => !action.startsWith("Microsoft.Web/");
        const { code, gaps } = await report((cloud) => containerApp(cloud), RG, { allows });
        assert.deepEqual([code, gaps], [1, []]);
        const both = await report(
            (cloud) => {
                containerApp(cloud);
                webApps(cloud);
            },
            RG,
            { allows },
        );
        assert.deepEqual([both.code, both.gaps.length], [1, 1]);
    });

    it("asks for a role where it may not look into the group", async () => {
        const allows = (action: string) => !action.includes("subscriptions/resources");
        const { code, err } = await withStage(fill, (stage) => stage.verify(...RG), { allows });
        assert.equal(
            err,
            `error: resource group rg: this login may not look into it. Ask for the role "Reader" on /subscriptions/${SUBSCRIPTION}/resourceGroups/rg\n`,
        );
        assert.equal(code, 3);
    });

    it("lists the groups that there are for one that there is not", async () => {
        const { code, err } = await withStage(fill, (stage) => stage.verify("--resource-group", "shop"));
        assert.equal(err, 'error: resource group shop: there is no resource group "shop". There is: plans, rg.\n');
        assert.equal(code, 3);
    });

    it("goes on after a 429, a 503 and a cut connection", async () => {
        await withStage(fill, async (stage) => {
            stage.server.inject(
                { path: /sites\/portal\?/, answer: { status: 429, headers: { "retry-after": "0" } } },
                { path: /resources\?/, answer: { status: 503 } },
                { path: /containerApps/, cut: "within the answer" },
            );
            const { code, err } = await stage.verify(...RG);
            assert.deepEqual([code, err], [0, "  Azure is throttling: waiting 0 s.\n"]);
        });
    });

    it("says what failed for good, judges the rest, and ends with 2", async () => {
        await withStage(fill, async (stage) => {
            stage.server.inject({
                path: /containerApps/,
                times: 9,
                answer: { status: 500, code: "Odd", message: "Broken." },
            });
            const { code, hops, gaps } = await stage.report(...RG);
            assert.deepEqual([code, hops.length], [2, 2]);
            assert.match(gaps.join(), /containerApps\/shop: reading .*: Azure answered 500 Odd: Broken\.$/);
        });
    });

    it("has no gap for a collection that a tier does not have, nor for what is deleted meanwhile", async () => {
        await withStage(apiManagement, async (stage) => {
            const tier = { status: 400, code: "MethodNotAllowedInPricingTier" };
            stage.server.inject(
                { path: /workspaces\?/, answer: tier },
                { path: /products\?/, answer: { status: 405 } },
                { path: /apis\?/, answer: { status: 404 } },
            );
            assert.deepEqual((await stage.report(...RG)).gaps, []);
            stage.server.inject({
                path: /workspaces\?/,
                answer: { status: 400, code: "ValidationError", message: "No." },
            });
            assert.match((await stage.report(...RG)).gaps.join(), /workspaces: listing .* 400 ValidationError: No\.$/);
        });
    });

    const ending: readonly [what: string, fault: Fault, message: RegExp][] = [
        [
            "a login that is not taken",
            { answer: { status: 401, message: "expired" } },
            /Azure does not take this login \(expired\)/,
        ],
        [
            "a pause that is too long",
            { path: /containerApps/, answer: { status: 429, headers: { "retry-after": "900" } } },
            /Azure answered 429.*try again in 900 s/,
        ],
        [
            "a connection that is cut each time",
            { path: /containerApps/, times: 9, cut: "before" },
            /the connection was cut/,
        ],
        ["a proxy's page", { path: /containerApps/, answer: { status: 200, text: "<html>" } }, /may be a proxy's/],
        ["no answer", { path: /containerApps/, times: 9, silent: true }, /no answer within 2 s/],
    ];
    for (const [what, fault, message] of ending) {
        it(`ends with 3 for ${what}, and prints no half of a report`, async () => {
            await withStage(fill, async (stage) => {
                stage.server.inject(fault);
                const { code, out, err } = await stage.verify(...RG, "--json");
                assert.match(err, message);
                assert.deepEqual([code, out], [3, ""]);
            });
        });
    }

    it("says how to log in", async () => {
        const env = { AZURE_SUBSCRIPTION_ID: SUBSCRIPTION };
        const credential = { getToken: () => Promise.reject(new Error("no")) };
        const { code, err } = await verify(RG, { env, credential });
        assert.match(err, /^error: not logged in to Azure\. Run "az login"/);
        assert.equal(code, 3);
    });
});
