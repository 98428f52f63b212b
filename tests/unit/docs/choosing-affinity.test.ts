import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import * as apim from "../../../components/apim";
import * as appService from "../../../components/app-service";
import * as containerApps from "../../../components/container-apps";
import * as gatewayForContainers from "../../../components/gateway-for-containers";
import * as kubernetes from "../../../components/kubernetes";
import * as loadBalancers from "../../../components/load-balancers";

const ROOT = path.resolve(__dirname, "../../../..");
const page = readFileSync(path.join(ROOT, "docs", "choosing-affinity.md"), "utf8");
/** The cells of each row, without the tables' heads. */
const rows = page
    .split("\n")
    .filter((line) => /^\| (?!-|place)/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

describe("docs/choosing-affinity.md", () => {
    it("has a row for every component that keeps clients", () => {
        const exported = {
            ...apim,
            ...appService,
            ...containerApps,
            ...gatewayForContainers,
            ...kubernetes,
            ...loadBalancers,
        };
        const sticky = Object.keys(exported).filter((name) => /^Sticky[A-Z]/.test(name));
        assert.equal(sticky.length, 10);
        const named = rows.flatMap((cells) => cells.flatMap((cell) => /^`(Sticky\w+)`/.exec(cell)?.[1] ?? []));
        assert.deepEqual([...new Set(named)].sort(), sticky.sort());
    });

    it("has a row for every controller of StickyRoute, with its strengths", () => {
        const controllers = new Map<string, Set<string>>();
        for (const { way, strength } of kubernetes.ROUTE_CAPABILITIES) {
            const [controller = "", member] = way.split(".");
            const name = controller === "istio" ? `istio.${member}` : controller;
            controllers.set(name, (controllers.get(name) ?? new Set()).add(strength));
        }
        const written = rows.flatMap((cells) => {
            const name = /^`StickyRoute`, `([\w.]+)`$/.exec(cells[2] ?? "")?.[1];
            return name === undefined ? [] : [[name, (cells[4] ?? "").split("; ").sort()] as const];
        });
        assert.deepEqual(
            Object.fromEntries(written),
            Object.fromEntries([...controllers].map(([name, strengths]) => [name, [...strengths].sort()])),
        );
    });

    it("names tests that are there", () => {
        const files = rows.flatMap((cells) => (cells.at(-2) ?? "").split(", "));
        assert.equal(rows.length > 20 && files.length >= rows.length, true);
        assert.deepEqual(
            files.filter((file) => !existsSync(path.join(ROOT, file))),
            [],
        );
    });
});
