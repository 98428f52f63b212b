import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";

import { type Registered, run } from "../../support/program";

const ROOT = path.resolve(__dirname, "../../../../..");
const SOURCES = path.join(ROOT, "tests/unit/components/apim/patterns");
const GOLDEN = path.join(SOURCES, "golden");
const PAGE = readFileSync(path.join(ROOT, "docs/apim.md"), "utf8");
/** What the others stand on, which is no pattern itself. */
const GIVEN = "shop";
/** Most lines that a pattern may take. */
const LINES = 25;

/** The patterns of guide 003, in its words, and the examples that answer them. */
const PATTERNS: Readonly<Record<string, readonly string[]>> = {
    "Functions: key": ["function-key", "key-vault"],
    "Functions: managed identity": ["function-managed-identity"],
    "Functions: Entra ID token": ["function-token-header"],
    "AKS: public load balancer": ["aks-public-load-balancer"],
    "AKS: internal service": ["aks-internal-load-balancer"],
    "AKS: ingress controller, mutual TLS": ["aks-ingress"],
    "App Service": ["app-service"],
    "Container Apps": ["container-app"],
    "Logic Apps": ["logic-app-standard", "logic-app-consumption"],
    "External APIs": ["external-api", "on-premises-api"],
    "Backend pool": ["backend-pool"],
    "Circuit breaker": ["circuit-breaker", "fallback"],
    "Dynamic routing": ["dynamic-routing", "product-routing"],
    "Request and response transformation": ["transformation"],
    Caching: ["caching"],
    "Timeout and retry": ["timeout-and-retry", "streaming"],
    "Health monitoring": ["health"],
    "Policies of other scopes": ["shared-policies"],
};

/** Every example, as its file is called. */
const names = readdirSync(SOURCES)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.basename(file, ".ts"));

const CONFIG = {
    "shop:key": "canary-of-the-key",
    "shop:ordersAppId": "22222222-2222-2222-2222-222222222222",
    "shop:gatewayPrincipalId": "33333333-3333-3333-3333-333333333333",
};

/** Runs an example and returns what it registered in API Management, and the roles that it assigned. */
async function registered(name: string): Promise<readonly Registered[]> {
    const { resources } = await run(
        () => {
            for (const file of [GIVEN, name]) {
                const module = path.join(ROOT, "dist/tests/unit/components/apim/patterns", `${file}.js`);
                delete require.cache[module];
                // eslint-disable-next-line @typescript-eslint/no-require-imports -- an example is a program: loading it runs it
                require(module);
            }
        },
        { config: CONFIG, secretKeys: ["shop:key"] },
    );
    return resources.filter(({ type }) => /apimanagement|authorization/.test(type));
}

/** What was registered, as text that a person can read and compare. */
function described(resources: readonly Registered[]): string {
    // The operations of an API that takes everything are many, and are tested where they are made.
    const told = resources.filter(({ inputs }) => inputs["urlTemplate"] !== "/*");
    const entries = told.map(({ type, name, inputs }) => [`${type.split(":").at(-1)} ${name}`, inputs] as const);
    // What was registered first depends on what became known first.
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return stringify(Object.fromEntries(sorted), { lineWidth: 0 });
}

function blocks(language: string): string[] {
    return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, code]) => code ?? "");
}

describe("the patterns of docs/apim.md", () => {
    it("are all those of guide 003, and no other", () => {
        assert.deepEqual([...Object.values(PATTERNS).flat(), GIVEN].sort(), [...names].sort());
    });

    for (const [pattern, examples] of Object.entries(PATTERNS)) {
        for (const example of examples) {
            it(`${pattern}: ${example} registers what its golden file says`, async () => {
                const found = described(await registered(example));
                const file = path.join(GOLDEN, `${example}.yaml`);
                if (process.env["UPDATE_GOLDEN"]) writeFileSync(file, found);
                assert.ok(
                    existsSync(file),
                    `${path.relative(ROOT, file)} is missing: run with UPDATE_GOLDEN=1, and read it`,
                );
                assert.equal(found, readFileSync(file, "utf8"));
                assert.ok(!found.replaceAll(/\(secret\):.*/g, "").includes(CONFIG["shop:key"]), "the key in the clear");
            });
        }
    }

    it(`stand on the page as they are run, each in at most ${LINES} lines`, () => {
        const shown = blocks("ts");
        for (const name of names) {
            const source = readFileSync(path.join(SOURCES, `${name}.ts`), "utf8");
            assert.ok(shown.includes(source), `${name} is not on the page as it is`);
            if (name !== GIVEN) assert.ok(source.trimEnd().split("\n").length <= LINES, `${name} is longer`);
        }
    });
});
