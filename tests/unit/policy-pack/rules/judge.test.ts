import assert from "node:assert/strict";

import { type Affinity, noAffinity, type Replicas } from "../../../../components/affinity/vocabulary";
import { DEFAULT_CONFIG, type RuleConfig } from "../../../../policy-pack/rules/config";
import { judge } from "../../../../policy-pack/rules/judge";
import { type Hop } from "../../../../policy-pack/topology/hop";
import { fact, notYet } from "../../../../policy-pack/topology/values";
import { REASON, TODAY } from "../stacks";

const SOME = { single: of(1), several: of(3), unbounded: of(Infinity), unknown: notYet<Replicas>("replicas") };
const KEPT: Affinity = { kind: "cookie", strength: "strong", source: "set" };
const SOFT: Affinity = { kind: "header", strength: "soft", source: "hashed" };
const NONE = noAffinity("not set");
const AFFINITIES = { on: fact(KEPT), soft: fact(SOFT), off: fact(NONE), unknown: notYet<Affinity>("affinity") };
const DECLARATIONS = {
    none: undefined,
    holds: fact({ reason: REASON }),
    expired: fact({ reason: REASON, expiresOn: "2026-06-14" }),
    short: fact({ reason: "because" }),
    unknown: notYet<{ reason: string }>("tags"),
} as const;
const CONFIGS: Record<string, RuleConfig> = {
    default: DEFAULT_CONFIG,
    forbidding: { ...DEFAULT_CONFIG, allowExemptions: false },
    exempting: { ...DEFAULT_CONFIG, exempt: [{ resource: "web", reason: REASON, expiresOn: TODAY }] },
    "exempting until yesterday": {
        ...DEFAULT_CONFIG,
        exempt: [{ resource: "web", reason: REASON, expiresOn: "2026-06-14" }],
    },
    "exempting and forbidding": {
        ...DEFAULT_CONFIG,
        allowExemptions: false,
        exempt: [{ resource: "web", reason: REASON }],
    },
    "exempting others": { ...DEFAULT_CONFIG, exempt: [{ resource: "other", reason: REASON }] },
};

function of(max: number) {
    return fact<Replicas>({ min: 1, max, source: "counted" });
}

function hop(parts: Partial<Hop>): Hop {
    return {
        urn: "urn:web",
        type: "a:b:C",
        name: "web",
        platform: "container-apps",
        replicas: SOME.several,
        affinity: AFFINITIES.off,
        affinityPath: "affinity",
        ...parts,
    };
}

/** What the judgement has to be, said anew: affinity suffices, one replica suffices, then declarations, then unknowns. */
function expected(replicas: string, affinity: string, declaration: string, config: string): string {
    if (affinity === "on" || affinity === "soft") return "sticky";
    if (replicas === "single") return "single";
    const counted = !config.includes("forbidding");
    if (counted && (config === "exempting" || declaration === "holds")) return "stateless";
    if (counted && declaration === "unknown") return "undecided tags";
    if (affinity === "unknown") return "undecided affinity";
    if (replicas === "unknown") return "undecided replicas";
    return "not sticky";
}

describe("judging a hop", () => {
    for (const [config, configuration] of Object.entries(CONFIGS)) {
        it(`by every mix of replicas, affinity and declaration, under a configuration that is ${config}`, () => {
            let count = 0;
            for (const [replicas, some] of Object.entries(SOME)) {
                for (const [affinity, kept] of Object.entries(AFFINITIES)) {
                    for (const [declaration, declared] of Object.entries(DECLARATIONS)) {
                        const given = hop({
                            replicas: some,
                            affinity: kept,
                            ...(declared === undefined ? {} : { stateless: declared }),
                        });
                        const found = judge(given, configuration, TODAY);
                        const word = found.verdict === "undecided" ? `undecided ${found.path}` : found.verdict;
                        const about = `${replicas} replicas, affinity ${affinity}, declaration ${declaration}`;
                        assert.equal(word, expected(replicas, affinity, declaration, config), about);
                        count++;
                    }
                }
            }
            assert.equal(count, 80);
        });
    }

    it("tells what it judged by", () => {
        assert.deepEqual(judge(hop({ affinity: AFFINITIES.on }), DEFAULT_CONFIG, TODAY), {
            verdict: "sticky",
            affinity: KEPT,
        });
        assert.deepEqual(judge(hop({ replicas: SOME.single }), DEFAULT_CONFIG, TODAY), {
            verdict: "single",
            replicas: { min: 1, max: 1, source: "counted" },
        });
        assert.deepEqual(judge(hop({}), DEFAULT_CONFIG, TODAY), {
            verdict: "not sticky",
            replicas: { min: 1, max: 3, source: "counted" },
            affinity: NONE,
        });
        assert.deepEqual(judge(hop({ stateless: DECLARATIONS.holds }), DEFAULT_CONFIG, TODAY), {
            verdict: "stateless",
            declaration: { reason: REASON },
        });
    });

    const refusals: [about: string, hop: Partial<Hop>, config: Partial<RuleConfig>, refused: string][] = [
        [
            "expired yesterday",
            { stateless: DECLARATIONS.expired },
            {},
            "the declaration as stateless does not count: it expired on 2026-06-14",
        ],
        [
            "a short reason",
            { stateless: DECLARATIONS.short },
            {},
            "the declaration as stateless does not count: its reason has 7 characters, and needs 10 or more",
        ],
        [
            "a long reason",
            { stateless: fact({ reason: "x".repeat(257) }) },
            {},
            "the declaration as stateless does not count: its reason has 257 characters, and may have 256",
        ],
        [
            "a date that is none",
            { stateless: fact({ reason: REASON, expiresOn: "2026-02-30" }) },
            {},
            'the declaration as stateless does not count: "2026-02-30" is no date written YYYY-MM-DD',
        ],
        [
            "no exemptions allowed",
            { stateless: DECLARATIONS.holds },
            { allowExemptions: false },
            "the declaration as stateless does not count: the pack allows no exemptions",
        ],
        [
            "an exemption of the pack that expired",
            {},
            { exempt: [{ resource: "urn:web", reason: REASON, expiresOn: "2020-01-01" }] },
            "the exemption in the pack's configuration does not count: it expired on 2020-01-01",
        ],
    ];
    for (const [about, parts, config, refused] of refusals) {
        it(`says why a declaration does not count: ${about}`, () => {
            const found = judge(hop(parts), { ...DEFAULT_CONFIG, ...config }, TODAY);
            assert.equal(found.verdict === "not sticky" ? found.refused : found.verdict, refused);
        });
    }

    it("takes exemptions by name and by URN, and any that holds", () => {
        const verdict = (...exempt: RuleConfig["exempt"]) =>
            judge(hop({}), { ...DEFAULT_CONFIG, exempt }, TODAY).verdict;
        assert.equal(verdict({ resource: "web", reason: REASON }), "stateless");
        assert.equal(verdict({ resource: "urn:web", reason: REASON }), "stateless");
        assert.equal(verdict({ resource: "we", reason: REASON }), "not sticky");
        const expired = { resource: "web", reason: REASON, expiresOn: "2020-01-01" };
        assert.equal(verdict(expired, { resource: "urn:web", reason: REASON }), "stateless");
        assert.equal(verdict(expired), "not sticky");
    });

    it("counts a declaration on its last day", () => {
        const stateless = fact({ reason: REASON, expiresOn: TODAY });
        assert.equal(judge(hop({ stateless }), DEFAULT_CONFIG, TODAY).verdict, "stateless");
        assert.equal(judge(hop({ stateless }), DEFAULT_CONFIG, "2026-06-16").verdict, "not sticky");
    });
});
