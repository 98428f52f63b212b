import assert from "node:assert/strict";

import { chooseRules } from "../../../../cli/check/settings";
import { UsageError } from "../../../../cli/errors";
import { rules } from "../../../../policy-pack/rules";

const APPS = "container-app-needs-affinity";
const ADVISORY = "pool-failover-needs-circuit-breaker";

const levelsOf = (config?: unknown, only?: string[]) =>
    Object.fromEntries(chooseRules(config, only).chosen.map(({ rule, level }) => [rule.name, level]));

describe("the rules that check runs", () => {
    it("are all, at their own levels", () => {
        const levels = levelsOf();
        assert.deepEqual(
            Object.keys(levels),
            rules.map(({ name }) => name),
        );
        for (const [name, level] of Object.entries(levels)) {
            assert.equal(level, name === ADVISORY ? "advisory" : "mandatory");
        }
    });

    it("take levels as the engine does: the rule's, else that of all, else its own", () => {
        assert.equal(levelsOf({ all: "advisory" })[APPS], "advisory");
        assert.equal(levelsOf({ all: "mandatory" })[ADVISORY], "mandatory");
        assert.equal(levelsOf({ all: { enforcementLevel: "advisory" } })[APPS], "advisory");
        assert.equal(levelsOf({ [APPS]: "mandatory", all: "advisory" })[APPS], "mandatory");
        assert.equal(levelsOf({ [APPS]: { enforcementLevel: "remediate" }, all: "advisory" })[APPS], "mandatory");
        assert.equal(levelsOf({ [APPS]: { assume: "stateless" }, all: "advisory" })[APPS], "advisory");
        assert.equal(levelsOf({ [APPS]: "disabled" })[APPS], undefined);
        assert.deepEqual(levelsOf({ all: "disabled", [APPS]: "advisory" }), { [APPS]: "advisory" });
    });

    it("take settings, without the level", () => {
        const { chosen } = chooseRules({
            [APPS]: { enforcementLevel: "advisory", assume: "stateless" },
            all: "advisory",
        });
        assert.deepEqual(chosen.find(({ rule }) => rule.name === APPS)?.settings, { assume: "stateless" });
        assert.ok(chosen.every((one) => one.rule.name === APPS || !("settings" in one)));
    });

    it("are those that were asked for", () => {
        assert.deepEqual(levelsOf(undefined, [ADVISORY, APPS]), { [APPS]: "mandatory", [ADVISORY]: "advisory" });
        assert.deepEqual(levelsOf({ [APPS]: "disabled" }, [APPS]), {});
    });

    it("say which names of the configuration are none of theirs", () => {
        assert.deepEqual(chooseRules({ all: "advisory", typo: "disabled", [APPS]: "advisory" }).unknown, ["typo"]);
    });

    it("refuse what is wrong", () => {
        const refuses = (config: unknown, message: string, only?: string[]) =>
            assert.throws(
                () => chooseRules(config, only),
                (error) => error instanceof UsageError && error.message.startsWith(message),
            );
        refuses([], "--config: it has to be an object of rules' names");
        refuses("advisory", "--config: it has to be an object");
        refuses({ [APPS]: 5 }, `--config: ${APPS} has to be a level or an object of settings.`);
        refuses(
            { [APPS]: "low" },
            `--config: the level of ${APPS} is "low", and has to be one of advisory, mandatory, remediate, disabled.`,
        );
        refuses({ all: { enforcementLevel: 1 } }, "--config: the level of all is 1");
        refuses(undefined, "--rule nothing: there is no such rule. There are: affinity-cookies-distinct,", ["nothing"]);
    });
});
