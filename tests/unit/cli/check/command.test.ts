import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { type Log } from "sarif";

import { type CheckReport } from "../../../../cli/check/report/model";
import { renderSarif } from "../../../../cli/check/report/sarif";
import { sessionAffinity as spawned } from "../../../support/probe/bin";
import { app, BACKEND_TYPES, COOKIE, pool, resource, UNKNOWN, workload } from "../../policy-pack/stacks";

import { CART, Folder, listOf, preview, type Ran, sessionAffinity, stackExport } from "./files";

const APPS = "container-app-needs-affinity";
const BAD = app({});
const GOOD = app({ stickySessions: { affinity: "sticky" } });
const OPEN = app({ scale: { maxReplicas: UNKNOWN } });
/** A pool with an advisory fault alone: priorities without breakers. */
const ADVISORY = [
    resource(BACKEND_TYPES.storing[0], "pool", {
        type: "Pool",
        pool: {
            services: [
                { id: "/b/0", priority: 1 },
                { id: "/b/1", priority: 2 },
            ],
            sessionAffinity: COOKIE,
        },
    }),
    resource(BACKEND_TYPES.storing[0], "zero", { url: "https://a.example" }, { id: "/b/0" }),
    resource(BACKEND_TYPES.storing[0], "one", { url: "https://b.example" }, { id: "/b/1" }),
];

/** The SARIF 2.1.0 schema of OASIS, as Microsoft's own matchers have it. It is of draft 4, which is why its marks go. */
const sarifSchema = () => {
    const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const schema = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    for (const mark of ["id", "$schema"]) delete schema[mark];
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats(ajv);
    return ajv.compile(schema);
};

describe("session-affinity check", () => {
    let folder: Folder;
    beforeEach(() => (folder = new Folder()));
    afterEach(() => folder.remove());

    const check = (content: unknown, ...args: string[]): Promise<Ran> =>
        sessionAffinity("check", folder.write("stack.json", content), ...args);

    async function report(content: unknown, ...args: string[]): Promise<CheckReport & { code: number }> {
        const { code, stdout, stderr } = await check(content, "--json", ...args);
        assert.equal(stderr, "");
        return { code, ...(JSON.parse(stdout) as CheckReport) };
    }

    describe("ends", () => {
        const cases: [what: string, content: unknown, args: string[], code: number, verdict: string][] = [
            ["with 0 where nothing is found", stackExport(GOOD), [], 0, "PASSED"],
            ["with 1 for a mandatory finding", stackExport(BAD), [], 1, "FAILED"],
            ["with 0 for an advisory one", advisoryStack(), [], 0, "PASSED"],
            ["with 1 for an advisory one that counts", advisoryStack(), ["--fail-on", "advisory"], 1, "FAILED"],
            ["with 0 for what is undecided", preview(OPEN), [], 0, "PASSED"],
            ["with 2 for what is undecided and counts", preview(OPEN), ["--fail-on", "advisory"], 2, "UNDECIDED"],
            ["with 1 where a violation counts beside it", preview(OPEN, app({}, undefined, "two")), [], 1, "FAILED"],
            ["with 2 where the file does not hold all", listOf(CART.service), [], 2, "UNDECIDED"],
        ];
        for (const [what, content, args, code, verdict] of cases) {
            it(what, async () => {
                const ran = await check(content, ...args);
                assert.equal(ran.code, code, ran.stdout + ran.stderr);
                assert.match(ran.stdout, new RegExp(`^ {2}${verdict}  `, "m"));
                assert.equal(ran.stderr, "");
            });
        }

        it("with 2 for what is undecided and mandatory by the configuration, and with 0 where that is disabled", async () => {
            const config = (onUnknown: string) => folder.write("c.json", { [APPS]: { onUnknown } });
            assert.equal((await check(preview(OPEN), "--config", config("mandatory"))).code, 2);
            const disabled = await report(preview(OPEN), "--config", config("disabled"), "--fail-on", "advisory");
            assert.deepEqual([disabled.code, disabled.findings], [0, []]);
        });

        it("with 3 where it cannot run, and says why", async () => {
            const cannot = async (message: RegExp, ...args: string[]) => {
                const { code, stdout, stderr } = await sessionAffinity("check", ...args);
                assert.deepEqual([code, stdout], [3, ""]);
                assert.match(stderr, message);
            };
            const file = folder.write("f.json", stackExport(BAD));
            await cannot(/^error: .*none is not there/, folder.at("none"));
            await cannot(/^error: .*is no JSON/, folder.write("x", "hello"));
            await cannot(/missing required argument 'file'/);
            await cannot(/--fail-on.*Allowed choices are advisory, mandatory/, file, "--fail-on", "low");
            await cannot(/--rule x: there is no such rule/, file, "--rule", "x");
            await cannot(/^error: --config: .*none cannot be read/, file, "--config", folder.at("none"));
            await cannot(/^error: --config: .*is no JSON/, file, "--config", folder.write("c", "{"));
            await cannot(
                /^error: --config: configuration of container-app-needs-affinity: assume has to be one of stateful, stateless\./,
                file,
                "--config",
                folder.write("c", { [APPS]: { assume: 1 } }),
            );
            await cannot(
                /--sarif: .*is given for another report|--junit: .*is given/,
                file,
                "--sarif",
                "a",
                "--junit",
                "a",
            );
            await cannot(/--junit: .*there is no folder/, file, "--junit", folder.at("no/r.xml"));
        });
    });

    it("tells findings by resource, and counts them at its end", async () => {
        const { stdout } = await check(stackExport(BAD, ...ADVISORY));
        const lines = stdout.split("\n");
        assert.deepEqual(lines.slice(0, 2), [
            "  web  azure-native:app:ContainerApp",
            "    ✖ mandatory  container-app-needs-affinity  configuration.ingress.stickySessions",
        ]);
        assert.match(lines[2] ?? "", /^ {6}Up to 10 replicas \(/);
        assert.match(lines[3] ?? "", /^ {6}Set configuration\.ingress\.stickySessions\.affinity to "sticky", or/);
        assert.equal(lines[4], "      docs/rules/container-app-needs-affinity.md");
        assert.equal(lines[5], "");
        assert.match(stdout, /^ {4}⚠ advisory {2}pool-failover-needs-circuit-breaker {2}pool\.services$/m);
        assert.equal(
            lines.at(-2),
            "  FAILED  2 findings: 1 mandatory, 1 advisory (fails on mandatory); checked 2 hops in 4 resources, 17 rules",
        );
    });

    it("tells how much it looked at where it finds nothing, and what is undecided", async () => {
        assert.equal(
            (await check(stackExport(GOOD))).stdout,
            "  PASSED  no finding (fails on mandatory); checked 1 hop in 1 resource, 17 rules\n",
        );
        const { stdout } = await check(preview(OPEN));
        assert.match(stdout, /^ {4}\? advisory {2}container-app-needs-affinity {2}template\.scale\.maxReplicas$/m);
        assert.match(stdout, /1 finding: 1 undecided \(/);
        assert.match((await check(listOf(CART.service))).stdout, /^ {2}incomplete: the file holds Services/m);
    });

    it("shows no control characters of names", async () => {
        const bad = { ...app({}, undefined, "a\u001b[2J\nb"), urn: "urn:pulumi:x::y::t::a\u001b[2J\nb" };
        const { stdout } = await check(stackExport(bad));
        assert.match(stdout, /^ {2}a\ufffd\[2J b {2}azure/);
    });

    it("tells all of it as JSON", async () => {
        const { code, findings, rules, version, ...rest } = await report(stackExport(BAD));
        assert.equal(code, 1);
        assert.equal(rules.length, 17);
        assert.match(version, /^\d+\./);
        assert.deepEqual(rest, {
            file: folder.at("stack.json"),
            kind: "stack export",
            resources: 1,
            hops: 1,
            failOn: "mandatory",
            verdict: "failed",
            gaps: [],
        });
        const [{ message, fix, ...finding }] = findings as [CheckReport["findings"][number]];
        assert.match(`${message} ${fix}`, /^Up to 10 replicas.* Set configuration/);
        assert.deepEqual(finding, {
            rule: APPS,
            level: "mandatory",
            kind: "violation",
            severity: "high",
            urn: BAD.urn,
            type: "azure-native:app:ContainerApp",
            name: "web",
            path: "configuration.ingress.stickySessions",
            page: `docs/rules/${APPS}.md`,
        });
    });

    it("orders findings by resource, whatever the file's order", async () => {
        const many = ["c", "a", "b"].map((name) => app({}, undefined, name));
        const { findings } = await report(stackExport(...many));
        assert.deepEqual(
            findings.map(({ name }) => name),
            ["a", "b", "c"],
        );
    });

    it("takes levels, settings and exemptions of a configuration, and single rules", async () => {
        const exempt = [{ resource: "web", reason: "moves to the shared store" }];
        const config = folder.write("c.json", { all: "advisory", [APPS]: { exempt } });
        assert.deepEqual((await report(stackExport(BAD), "--config", config)).findings, []);
        const unmatched = await report(stackExport(app({}, undefined, "api")), "--config", config);
        assert.deepEqual(
            unmatched.findings.map(({ rule, level }) => [rule, level]),
            [
                [APPS, "advisory"],
                ["exemption-is-valid", "advisory"],
            ],
        );
        const only = await report(stackExport(BAD, ...ADVISORY), "--rule", "pool-failover-needs-circuit-breaker");
        assert.deepEqual([only.code, only.findings.length, only.rules.length], [0, 1, 1]);
        assert.equal((await check(stackExport(BAD), "--config", folder.write("empty", " "))).code, 1);
    });

    it("says on stderr which names of the configuration are no rules, and goes on", async () => {
        const config = folder.write("c.json", { typo: "disabled" });
        const { code, stderr } = await check(stackExport(BAD), "--config", config);
        assert.deepEqual([code, stderr], [1, "note: --config names typo, which is no rule of this pack.\n"]);
    });

    describe("writes SARIF", () => {
        async function sarif(content: unknown, ...args: string[]) {
            const { code } = await check(content, "--sarif", folder.at("r.sarif"), ...args);
            assert.notEqual(code, 3);
            const log = JSON.parse(readFileSync(folder.at("r.sarif"), "utf8")) as Log;
            const [run] = log.runs;
            assert.ok(run);
            return { log, run, results: run.results ?? [] };
        }

        it("that its schema takes, with and without findings", async () => {
            const validate = sarifSchema();
            for (const content of [stackExport(BAD, ...ADVISORY), stackExport(), preview(OPEN), listOf(CART.service)]) {
                const { log } = await sarif(content);
                assert.ok(validate(log), JSON.stringify(validate.errors));
            }
            assert.equal(validate({ version: "2.1.0", runs: [{}] }), false, "the schema refuses something");
        });

        it("with every rule and what its page says", async () => {
            const { run } = await sarif(stackExport(BAD));
            assert.equal(run.tool.driver.name, "session-affinity");
            const rules = run.tool.driver.rules ?? [];
            assert.equal(rules.length, 17);
            const rule = rules.find(({ id }) => id === APPS);
            assert.match(rule?.shortDescription?.text ?? "", /^Container Apps with several replicas/);
            assert.match(
                rule?.help?.markdown ?? "",
                /^# container-app-needs-affinity[^]*## Why[^]*## How to fix[^]*## How to exempt/,
            );
            assert.doesNotMatch(rule?.help?.markdown ?? "", /## How it decides|\]\((?!http)|<!--/);
            assert.deepEqual(rule?.defaultConfiguration, { level: "error" });
        });

        it("with the levels, places and the same fingerprints every time", async () => {
            const { results, run } = await sarif(stackExport(BAD, ...ADVISORY));
            assert.deepEqual(
                results.map(({ ruleId, level }) => [ruleId, level]),
                [
                    [APPS, "error"],
                    ["pool-failover-needs-circuit-breaker", "warning"],
                ],
            );
            const [first] = results;
            assert.equal(run.tool.driver.rules?.[first?.ruleIndex ?? -1]?.id, APPS);
            assert.match(first?.message.text ?? "", /^web, configuration\.ingress\.stickySessions: Up to 10/);
            const [location] = first?.locations ?? [];
            assert.deepEqual(location?.logicalLocations, [
                { fullyQualifiedName: BAD.urn, name: "web", kind: "resource" },
            ]);
            assert.match(location?.physicalLocation?.artifactLocation?.uri ?? "", /^file:\/\/.*\/stack\.json$/);
            const line = location?.physicalLocation?.region?.startLine ?? 0;
            const lines = readFileSync(folder.at("stack.json"), "utf8").split("\n");
            assert.equal(lines[line]?.trim(), `"urn": "${BAD.urn}",`);

            const prints = (of: typeof results) => of.map(({ partialFingerprints }) => partialFingerprints);
            const again = await sarif(stackExport(...ADVISORY, app({ scale: { maxReplicas: 7 } })));
            assert.deepEqual(prints(again.results), prints(results), "whatever else changes");
            assert.equal(new Set(prints(results).map((one) => JSON.stringify(one))).size, 2);
        });

        it("with a note for what is undecided, an error where that is mandatory, and a warning for what is missing", async () => {
            assert.deepEqual(
                (await sarif(preview(OPEN))).results.map(({ level }) => level),
                ["note"],
            );
            const config = folder.write("c.json", { [APPS]: { onUnknown: "mandatory" } });
            assert.deepEqual(
                (await sarif(preview(OPEN), "--config", config)).results.map(({ level }) => level),
                ["error"],
            );
            const [invocation] = (await sarif(listOf(CART.service))).run.invocations ?? [];
            assert.equal(invocation?.executionSuccessful, true);
            assert.match(invocation.toolExecutionNotifications?.[0]?.message.text ?? "", /^the file holds Services/);
        });

        it("with fingerprints of their own for two faults of one property", async () => {
            const found = await report(stackExport(BAD));
            const [finding] = found.findings;
            assert.ok(finding);
            const twice = await renderSarif({ ...found, findings: [finding, finding] }, [], new Map());
            const results = (JSON.parse(twice) as Log).runs[0]?.results ?? [];
            assert.equal(
                new Set(results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).size,
                2,
            );
        });

        it("whatever resources are called", async () => {
            const named = app({}, undefined, "SARIF_BUILDER_INVALID");
            assert.equal((await sarif(stackExport(named))).results.length, 1);
        });

        it("with a path relative to where it was called, for a file below that", async () => {
            const before = process.cwd();
            process.chdir(folder.path);
            try {
                folder.write("a stack.json", stackExport(BAD));
                await sessionAffinity("check", "a stack.json", "--sarif", "r.sarif");
            } finally {
                process.chdir(before);
            }
            const log = JSON.parse(readFileSync(folder.at("r.sarif"), "utf8")) as Log;
            const uri = log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
            assert.equal(uri, "a%20stack.json");
        });
    });

    describe("writes JUnit XML", () => {
        async function junit(content: unknown, ...args: string[]) {
            await check(content, "--junit", folder.at("r.xml"), ...args);
            const root = new DOMParser().parseFromString(
                readFileSync(folder.at("r.xml"), "utf8"),
                "text/xml",
            ).documentElement;
            assert.ok(root);
            const numbers = ["tests", "failures", "errors"].map((name) => Number(root.getAttribute(name)));
            const cases = [...root.getElementsByTagName("testcase")].map((one) => [
                one.getAttribute("classname"),
                one.getAttribute("name"),
                [...one.childNodes].map((child) => (child as Element).tagName).join(),
            ]);
            return { numbers, cases, text: root.textContent ?? "" };
        }

        it("with a case for each finding, and one for each rule without any", async () => {
            const { numbers, cases, text } = await junit(stackExport(BAD, ...ADVISORY));
            assert.deepEqual(numbers, [17, 1, 0]);
            assert.deepEqual(
                cases.filter(([, , outcome]) => outcome !== ""),
                [
                    [APPS, "web: configuration.ingress.stickySessions", "failure"],
                    ["pool-failover-needs-circuit-breaker", "pool: pool.services", "system-out"],
                ],
            );
            assert.match(text, /Up to 10 replicas/);
        });

        it("with failures and errors as the level asks", async () => {
            assert.deepEqual((await junit(advisoryStack(), "--fail-on", "advisory")).numbers, [17, 1, 0]);
            assert.deepEqual((await junit(preview(OPEN))).numbers, [17, 0, 0]);
            assert.deepEqual((await junit(preview(OPEN), "--fail-on", "advisory")).numbers, [17, 0, 1]);
            assert.deepEqual((await junit(listOf(CART.service))).numbers, [18, 0, 1]);
        });

        it("that says so where it could not run, in place of an older one", async () => {
            folder.write("r.xml", "old");
            const { code, stderr } = await check(
                "hello",
                "--junit",
                folder.at("r.xml"),
                "--sarif",
                folder.at("r.sarif"),
            );
            assert.equal(code, 3);
            assert.match(stderr, /is no JSON/);
            assert.match(
                readFileSync(folder.at("r.xml"), "utf8"),
                /errors="1".*<error type="could not run" message=".*is no JSON/s,
            );
            assert.equal(existsSync(folder.at("r.sarif")), false, "one without results would close alerts");
        });
    });

    it("writes all formats at once, from the same findings", async () => {
        const { findings } = await report(stackExport(BAD), "--sarif", folder.at("s"), "--junit", folder.at("j"));
        assert.equal(findings.length, 1);
        assert.match(readFileSync(folder.at("s"), "utf8"), /Up to 10 replicas/);
        assert.match(readFileSync(folder.at("j"), "utf8"), /Up to 10 replicas/);
    });

    it("explains itself", async () => {
        const { code, stdout } = await sessionAffinity("check", "--help");
        assert.equal(code, 0);
        for (const word of [
            "--config",
            "--fail-on",
            "--rule",
            "--json",
            "--sarif",
            "--junit",
            "Exit code: 0",
            "kubectl get -o json",
        ]) {
            assert.ok(stdout.replace(/\s+/g, " ").includes(word), word);
        }
    });

    it("runs as the built command, also from standard input", async function () {
        this.timeout(20_000);
        const { code, stdout } = await spawned(["check", folder.write("f.json", stackExport(BAD))]);
        assert.equal(code, 1);
        assert.match(stdout, /FAILED/);
        const nothing = await spawned(["check", "-"]);
        assert.deepEqual([nothing.code, nothing.stdout], [3, ""]);
        assert.match(nothing.stderr, /standard input is empty/);
    });

    it("takes a pool and a workload together with what joins them", async () => {
        const { hops } = await report(stackExport(pool({}, BACKEND_TYPES.storing[0]), workload("Deployment")));
        assert.equal(hops, 1);
    });
});

function advisoryStack(): Record<string, unknown> {
    return stackExport(...ADVISORY);
}
