import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

const COMPONENTS = path.join(__dirname, "..", "..", "..", "components");

/** Prints which packages a module loads, and which folders of azure-native. */
const SCRIPT = `
require(process.argv[1]);
const loaded = Object.keys(require.cache).map((file) => file.replaceAll("\\\\", "/"));
const matches = (pattern) => [...new Set(loaded.map((file) => pattern.exec(file)?.[1]).filter(Boolean))].sort();
console.log(JSON.stringify({
    packages: matches(/.*node_modules\\/(@pulumi\\/[^/]+)\\//),
    azure: matches(/node_modules\\/@pulumi\\/azure-native\\/([^/]+)\\//),
}));
`;

function loads(platform: string): { packages: string[]; azure: string[] } {
    const output = execFileSync(process.execPath, ["-e", SCRIPT, path.join(COMPONENTS, platform)], {
        encoding: "utf8",
        timeout: 240_000,
    });
    return JSON.parse(output) as { packages: string[]; azure: string[] };
}

describe("importing one platform", () => {
    const azure = ["@pulumi/azure-native", "@pulumi/pulumi"];
    const cases: [string, string[], string[]][] = [
        ["affinity", [], []],
        ["container-apps", azure, ["app"]],
        ["app-service", azure, ["authorization", "web"]],
        ["apim", azure, ["apimanagement"]],
        ["load-balancers", azure, ["cdn", "network"]],
        ["session-store", azure, ["redisenterprise"]],
        ["discovery", azure, ["privatedns"]],
        ["monitoring", azure, ["applicationinsights", "monitor"]],
        [
            "gateway-for-containers",
            ["@pulumi/azure-native", "@pulumi/kubernetes", "@pulumi/pulumi"],
            ["authorization", "network", "servicenetworking"],
        ],
        ["kubernetes", ["@pulumi/kubernetes", "@pulumi/pulumi"], []],
    ];
    for (const [platform, packages, modules] of cases) {
        it(`${platform} loads ${modules.join(", ") || "no part"} of azure-native, and no package of another platform`, () => {
            const loaded = loads(platform);
            assert.deepEqual(loaded.packages, packages);
            assert.deepEqual(
                loaded.azure.filter((folder) => folder !== "types"),
                modules,
            );
        });
    }
});
