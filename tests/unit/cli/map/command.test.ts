import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { runHere } from "../../../support/run-here";
import { app, entry, exported, service, SHOP, urnOf } from "../../../support/map/shop";
import { parseMermaid } from "../../../support/map/mermaid";

describe("session-affinity map", () => {
    let folder: string;
    const file = (name: string) => path.join(folder, name);
    const read = (name: string) => readFileSync(file(name), "utf8");

    before(() => (folder = mkdtempSync(path.join(tmpdir(), "map-"))));
    beforeEach(() => writeFileSync(file("stack.json"), exported(SHOP)));
    after(() => rmSync(folder, { recursive: true }));

    const map = (...args: string[]) => runHere(["map", ...args]);

    it("writes Mermaid to the standard output, and nothing else", async () => {
        const { code, out, err } = await map(file("stack.json"));
        assert.equal(code, 0);
        assert.equal(parseMermaid(out).labels.size, 15);
        assert.equal(err, "");
    });

    it("writes the files that are asked for, the hops as lines, and where the files are", async () => {
        const given = ["html", "svg", "mermaid"].flatMap((option) => [`--${option}`, file(`map.${option}`)]);
        const { code, out } = await map(file("stack.json"), ...given);
        assert.equal(code, 0);
        const lines = out.trimEnd().split("\n");
        assert.equal(lines[0], "8 hops, 1 broken, 1 undecided, 1 stateless");
        assert.deepEqual(
            lines.slice(1, 5).map((line) => line.trim().split(/ {2,}/)),
            [
                ["Container Apps", "images", "2–10 replicas", "no affinity", "○ stateless"],
                ["Container Apps", "mcp-gateway", "2–10 replicas", "no affinity", "✗ rejected"],
                ["API Management", "orders", "2 backends", "cookie orders-affinity, strong", "✓ ok"],
                ["Container Apps", "orders-ne", "1 replica", "cookie, strong", "✓ ok"],
            ],
        );
        assert.equal(new Set(lines.slice(1, 9).map((line) => line.search(/[○✗✓?–] [a-z ]+$/))).size, 1, "in columns");
        assert.deepEqual(
            lines.slice(-3),
            ["html", "svg", "mermaid"].map((option) => `${option}: ${file(`map.${option}`)}`),
        );
        assert.match(read("map.html"), /^<!doctype html>/);
        assert.match(read("map.svg"), /^<svg /);
        assert.match(read("map.mermaid"), /^flowchart LR\n/);
    });

    it("writes the same bytes each time", async () => {
        const given = ["--html", file("one.html"), "--svg", file("one.svg")];
        await map(file("stack.json"), ...given);
        const first = [read("one.html"), read("one.svg")];
        await map(file("stack.json"), ...given);
        assert.deepEqual([read("one.html"), read("one.svg")], first);
    });

    it("lets no secret of a stack into any picture", async () => {
        const canary = "canary-d41d8cd9";
        const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
        const secret = { ...marked, plaintext: JSON.stringify(canary) };
        const hidden = app("hidden", { affinity: "sticky", tags: { "session-affinity-stateless": secret as never } });
        const [, cart] = service("cart", "shop", { sessionAffinity: secret });
        assert.ok(cart);
        const env = { configuration: { secrets: [{ name: "key", value: canary }] }, template: { containers: [] } };
        const plain = app("plain");
        for (const state of [plain.inputs, plain.outputs]) {
            const { configuration } = state as { configuration: Record<string, unknown> };
            configuration["secrets"] = [{ name: "key", value: canary }];
        }
        const others = [plain, hidden, cart, entry("azure-native:app:ContainerApp", "env", env)];
        const outputs = entry("pulumi:pulumi:Stack", "shop-live", { key: canary, other: secret });
        writeFileSync(file("secret.json"), exported([outputs, ...SHOP, ...others]));
        const given = ["html", "svg", "mermaid"].flatMap((option) => [`--${option}`, file(`secret.${option}`)]);
        const { code, out, err } = await map(file("secret.json"), ...given);
        assert.equal(code, 0);
        const all = [out, err, ...["html", "svg", "mermaid"].map((option) => read(`secret.${option}`))].join("\n");
        assert.ok(all.includes("hidden") && all.includes("plain"));
        assert.ok(!all.includes(canary));
    });

    it("draws a preview and objects of Kubernetes too, and says what may be missing", async () => {
        const steps = [app("shop")].map((newState) => ({ op: "create", urn: newState.urn, newState }));
        writeFileSync(file("preview.json"), JSON.stringify({ steps, changeSummary: { create: 1, same: 4 } }));
        const preview = await map(file("preview.json"), "--html", file("preview.html"));
        assert.equal(preview.code, 0);
        assert.match(preview.out, /Container Apps {2}shop .* ✗ rejected/);
        assert.match(preview.err, /^note: 4 resources that do not change are not in the file/);
        assert.match(read("preview.html"), /Not all is shown: 4 resources/);
        const items = service("cart", "shop").map(({ type, inputs }) => ({
            apiVersion: type.includes("apps") ? "apps/v1" : "v1",
            kind: type.split(":").at(-1),
            ...(inputs as object),
        }));
        writeFileSync(file("objects.json"), JSON.stringify({ apiVersion: "v1", kind: "List", items }));
        const objects = await map(file("objects.json"));
        assert.equal(objects.code, 0);
        assert.match(objects.out, /Kubernetes Service<br\/>/);
    });

    it("notes that Mermaid shows no more than so much", async () => {
        const apps = Array.from({ length: 300 }, (_, index) => app(`app-${index}`));
        writeFileSync(file("large.json"), exported(apps));
        const note = /^note: Mermaid by default shows up to 50000 letters and 500 arrows/;
        assert.match((await map(file("large.json"))).err, note);
        assert.equal((await map(file("large.json"), "--svg", file("large.svg"))).err, "");
        assert.match((await map(file("large.json"), "--mermaid", file("large.mmd"))).err, note);
        writeFileSync(file("large.json"), exported(apps.slice(0, 100)));
        assert.equal((await map(file("large.json"))).err, "");
    });

    it("writes nothing where the file is not there, is cut short, or is something else", async () => {
        writeFileSync(file("cut.json"), exported(SHOP).slice(0, 500));
        writeFileSync(file("foreign.json"), '{"terraform_version":"1.0"}');
        const cases = [
            ["gone.json", /gone\.json is not there/],
            ["cut.json", /cut\.json is cut short/],
            ["foreign.json", /nothing that can be checked: it is of Terraform/],
        ] as const;
        for (const [name, message] of cases) {
            const { code, out, err } = await map(file(name), "--html", file("never.html"));
            assert.equal(code, 3, name);
            assert.match(err, message);
            assert.equal(out, "");
            assert.ok(!existsSync(file("never.html")));
        }
    });

    it("refuses files that cannot be written before it reads, and one file for two pictures", async () => {
        const nowhere = await map(file("gone.json"), "--svg", file("no/where.svg"));
        assert.equal(nowhere.code, 3);
        assert.match(nowhere.err, /--svg: .*there is no folder/);
        const twice = await map(file("stack.json"), "--html", file("same"), "--svg", file("same"));
        assert.equal(twice.code, 3);
        assert.match(twice.err, /--svg: .* is given for another report too/);
        assert.deepEqual(
            readdirSync(folder).filter((name) => name.includes("part") || name === "same"),
            [],
        );
    });

    it("moves no cursor and begins no line with what a resource is called", async () => {
        const name = "a\u001b[2J\nb";
        const one = app("shop", { affinity: "sticky" });
        writeFileSync(file("name.json"), exported([{ ...one, urn: urnOf(one.type, name) }]));
        const { out } = await map(file("name.json"), "--svg", file("name.svg"));
        assert.equal(out.split("\n").length, 4);
        assert.ok(!out.includes("\u001b"));
    });
});
