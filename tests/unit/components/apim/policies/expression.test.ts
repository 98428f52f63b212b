import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { expression, multiStatement, namedValue } from "../../../../../components/apim/policies";
import {
    anyOf,
    type Expression,
    isExpression,
    isNamedValue,
    writeExpression,
    writeLiteral,
} from "../../../../../components/apim/policies/expression";
import { known } from "../../../support/program";
import { runError } from "./written";

/** The expression as a policy holds it. */
async function text(made: Expression): Promise<string> {
    return writeExpression((await known(pulumi.output(made))) as Parameters<typeof writeExpression>[0]);
}

describe("expression", () => {
    it("keeps its code as it is written", async () => {
        const code = expression`context.Response.StatusCode >= 500 && a["b"] < 'c' && list is List<string>`;
        assert.equal(await text(code), `@(context.Response.StatusCode >= 500 && a["b"] < 'c' && list is List<string>)`);
    });

    it("keeps backslashes, which belong to C#", async () => {
        assert.equal(await text(expression`"a\n\"b\\" + '\''`), String.raw`@("a\n\"b\\" + '\'')`);
        assert.equal(await text(expression`@"a\" + ${"b"}`), String.raw`@(@"a\" + "b")`);
    });

    it("makes a C# literal of a text, a number and a boolean", async () => {
        assert.equal(await text(expression`a == ${"b"}`), '@(a == "b")');
        assert.equal(await text(expression`a == ${""}`), '@(a == "")');
        assert.equal(await text(expression`a == ${'" || true'}`), '@(a == "\\u0022 || true")');
        assert.equal(await text(expression`a == ${'"'}`), '@(a == "\\u0022")');
        assert.equal(await text(expression`a > ${3} && b > ${1.5}`), "@(a > 3 && b > 1.5)");
        assert.equal(await text(expression`a == ${0}`), "@(a == 0)");
        assert.equal(await text(expression`a == ${true} || b == ${false}`), "@(a == true || b == false)");
        assert.equal(await text(expression`${"a"}`), '@("a")');
        assert.equal(await text(expression`${"a"} + ${"b"}`), '@("a" + "b")');
    });

    it("keeps a number below zero one operand", async () => {
        assert.equal(await text(expression`a -${-1}`), "@(a -(-1))");
        assert.equal(await text(expression`a == ${pulumi.output(-1.5)}`), "@(a == (-1.5))");
    });

    it("makes a literal of a value that becomes known later", async () => {
        assert.equal(await text(expression`a == ${pulumi.output('b"')}`), '@(a == "b\\u0022")');
        assert.equal(await text(expression`a == ${Promise.resolve(7)}`), "@(a == 7)");
        assert.equal(await text(expression`a == ${pulumi.output(false)}`), "@(a == false)");
    });

    it("puts another expression in parentheses", async () => {
        const either = expression`a || b`;
        assert.equal(await text(expression`c && ${either}`), "@(c && (a || b))");
        assert.equal(await text(expression`!${expression`c == ${"d"} && ${either}`}`), '@(!(c == "d" && (a || b)))');
    });

    it("makes a C# string of a named value's text", async () => {
        assert.equal(await text(expression`"Bearer " + ${namedValue("a-b.c_1")}`), '@("Bearer " + @"{{a-b.c_1}}")');
        assert.equal(await text(expression`${namedValue(pulumi.output("later"))}`), '@(@"{{later}}")');
        assert.equal(await text(expression`${namedValue({ displayName: pulumi.output("own") })}`), '@(@"{{own}}")');
    });

    it("takes a value in the hole of an interpolated string", async () => {
        assert.equal(await text(expression`$"a {${"b"}} c"`), '@($"a {"b"} c")');
    });

    it("is known from other values", () => {
        assert.equal(isExpression(expression`a`), true);
        assert.equal(isExpression(multiStatement`return a;`), true);
        for (const other of [undefined, null, "a", 1, pulumi.output("a"), namedValue("a"), { expression: "a" }]) {
            assert.equal(isExpression(other), false);
        }
        assert.equal(isNamedValue(namedValue("a")), true);
        for (const other of [undefined, null, "a", pulumi.output({ namedValue: "a" }), expression`a`]) {
            assert.equal(isNamedValue(other), false);
        }
    });

    describe("refuses", () => {
        const refused: readonly (readonly [string, () => unknown, string])[] = [
            ["an empty one", () => expression``, "expression `` is empty: give it C# code."],
            ["blanks", () => expression` `, "expression ` ` is empty: give it C# code."],
            ["an open bracket", () => expression`f(a`, "expression `f(a`: its ( is not closed."],
            ["the innermost open bracket", () => expression`f(a[0`, "expression `f(a[0`: its [ is not closed."],
            ["an open string", () => expression`"a`, 'expression `"a`: its string is not closed.'],
            [
                "an open verbatim string",
                () => expression`@"a""`,
                'expression `@"a""`: its verbatim string is not closed.',
            ],
            [
                "an open interpolated string",
                () => expression`$"{a}`,
                'expression `$"{a}`: its interpolated string is not closed.',
            ],
            ["an open character", () => expression`'a`, "expression `'a`: its character is not closed."],
            [
                "a line comment, which would hide the closing parenthesis",
                () => expression`a // b`,
                "expression `a // b`: its line comment is not closed.",
            ],
            [
                "an open block comment",
                () => expression`a /* b`,
                "expression `a /* b`: its block comment is not closed.",
            ],
            [
                "a bracket that nothing opened",
                () => expression`a) + f(b`,
                "expression `a) + f(b`: the last character of `a)` closes nothing.",
            ],
            [
                "a bracket that nothing opened, first of all",
                () => expression`) + (a`,
                "expression `) + (a`: the last character of `)` closes nothing.",
            ],
            [
                "a bracket that nothing opened, after a value, and shows what stands before it",
                () => expression`context.Variables[${"a"}]) == b`,
                "expression `context.Variables[${…}]) == b`: the last character of `context.Variables[0])` closes nothing.",
            ],
            [
                "a bracket that nothing opened, with no more than twenty characters before it",
                () => expression`context.Response.StatusCode)`,
                "expression `context.Response.StatusCode)`: the last character of `.Response.StatusCode)` closes nothing.",
            ],
            [
                "a bracket that another kind opened",
                () => expression`f(a]`,
                "expression `f(a]`: the last character of `f(a]` closes nothing.",
            ],
            [
                "a value within a string",
                () => expression`"a ${"b"} c"`,
                'expression `"a ${…} c"`: ${…} stands within its string. Take it out of there: its value becomes a C# literal.',
            ],
            [
                "a value within an interpolated string",
                () => expression`$"a ${"b"} c"`,
                'expression `$"a ${…} c"`: ${…} stands within its interpolated string. Take it out of there: its value becomes a C# literal.',
            ],
            [
                "a second value within a string",
                () => expression`${"a"} + "${"b"}"`,
                'expression `${…} + "${…}"`: ${…} stands within its string. Take it out of there: its value becomes a C# literal.',
            ],
            [
                "a value within a comment",
                () => expression`a /* ${"b"} */`,
                "expression `a /* ${…} */`: ${…} stands within its block comment. Take it out of there: its value becomes a C# literal.",
            ],
            [
                "braces that are a named value's",
                () => expression`$"{{a-b.c_1}}"`,
                'expression `$"{{a-b.c_1}}"`: API Management takes {{a-b.c_1}} for a named value. For one, write ${namedValue("…")} in its place; for braces, write them apart, as in "{" + "{".',
            ],
            [
                "several statements within it",
                () => expression`a + ${multiStatement`return b;`}`,
                "expression: a multiStatement cannot stand within an expression. Give its code.",
            ],
            [
                "a value that is left out",
                () => expression`a == ${undefined as never}`,
                "expression `a == ${…}`: ${…} is undefined, which is no text, number or boolean.",
            ],
            [
                "null",
                () => expression`a == ${null as never} + ${"b"}`,
                "expression `a == ${…} + ${…}`: ${…} is null, which is no text, number or boolean.",
            ],
            [
                "a number that C# has no literal for",
                () => expression`a == ${NaN}`,
                "expression `a == ${…}`: ${…} is NaN, which is no text, number or boolean.",
            ],
            [
                "a number without end",
                () => expression`a == ${-Infinity}`,
                "expression `a == ${…}`: ${…} is -Infinity, which is no text, number or boolean.",
            ],
        ];
        for (const [title, act, message] of refused) {
            it(title, () => assert.equal(runError(act), message));
        }

        it("a value that turns out to be none", async () => {
            for (const value of [NaN, undefined, null, {}]) {
                const made = expression`a == ${pulumi.output(value as never)}`;
                await assert.rejects(
                    text(made),
                    /expression `a == \$\{…\}`: \$\{…\} is (NaN|undefined|null|an object), which is/,
                );
            }
        });
    });
});

describe("multiStatement", () => {
    it("stands in braces, with all that an expression may hold", async () => {
        const made = multiStatement`
            var a = ${"b"};
            return ${expression`a ?? c`} + ${namedValue("d")}; // done
        `;
        assert.equal(
            await text(made),
            '@{\n            var a = "b";\n            return (a ?? c) + @"{{d}}"; // done\n        }',
        );
    });

    it("is refused as an expression is, under its own name", () => {
        assert.equal(
            runError(() => multiStatement``),
            "multiStatement `` is empty: give it C# code.",
        );
        assert.equal(
            runError(() => multiStatement`if (a) { return b;`),
            "multiStatement `if (a) { return b;`: its { is not closed.",
        );
        assert.match(
            runError(() => multiStatement`return a; }`),
            /closes nothing\.$/,
        );
        assert.match(
            runError(() => multiStatement`return ${multiStatement`return a;`};`),
            /a multiStatement cannot stand within/,
        );
    });
});

describe("namedValue", () => {
    const RULE =
        'a named value\'s display name has 1 to 256 letters, digits, "-", "." and "_" only. Policies refer to it by that name.';

    it("takes every display name that API Management takes", async () => {
        for (const name of ["a", "A-b.c_9", "x".repeat(256)]) {
            assert.equal(namedValue(name).namedValue, name);
            assert.equal(await known(pulumi.output(namedValue(pulumi.output(name)).namedValue)), name);
        }
    });

    for (const name of ["", "a b", "a}}", "{{a}}", 'a"', "a\n", "ä", "x".repeat(257)]) {
        it(`refuses ${JSON.stringify(name).slice(0, 20)}`, async () => {
            const message = `namedValue(${JSON.stringify(name)}): ${RULE}`;
            assert.equal(
                runError(() => namedValue(name)),
                message,
            );
            await assert.rejects(known(pulumi.output(namedValue(pulumi.output(name)).namedValue)), (error: Error) =>
                error.message.includes(message),
            );
        });
    }
});

describe("anyOf", () => {
    it("is true where one of several comparisons is", async () => {
        assert.equal(await text(anyOf([expression`a == ${"b"}`])), '@(a == "b")');
        assert.equal(
            await text(anyOf([expression`a == 1`, expression`b == 2`, expression`c`])),
            "@(a == 1 || b == 2 || c)",
        );
    });
});

describe("a literal", () => {
    it("is an expression that yields the text", () => {
        assert.equal(writeLiteral("a"), '@("a")');
        assert.equal(writeLiteral('@("a")'), '@("\\u0040\\u0028\\u0022a\\u0022\\u0029")');
    });
});
