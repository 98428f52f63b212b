import assert from "node:assert/strict";
import fc from "fast-check";
import { csharpString, scanCSharp } from "../../../../../components/apim/policies/csharp";

/** What C# makes of a string that holds no escapes but `\uXXXX`. */
function decoded(literal: string): string {
    const inner = /^"([^"]*)"$/.exec(literal)?.[1];
    assert.ok(inner !== undefined, literal);
    return inner.replace(/\\u([0-9A-F]{4})|\\/g, (found, digits?: string) => {
        assert.ok(digits !== undefined, `${found} in ${literal}`);
        return String.fromCharCode(parseInt(digits, 16));
    });
}

/** Texts of every kind: control characters and halves of a character too. */
const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.string({ unit: fc.constantFrom('"', "\\", "'", "@", "(", ")", "{", "}", "<", ">", "&", "/", "*", "$", "\n") }),
);

describe("scanning C#", () => {
    const open = (source: string) => scanCSharp(source).open;

    describe("finds everything closed in", () => {
        for (const source of [
            "",
            "context.Response.StatusCode >= 500 && a < b",
            'context.Request.Headers.GetValueOrDefault("a", "")',
            "new Dictionary<string, List<int>>()[0]",
            '"a bracket ( in a string"',
            '"an escaped \\" quote ("',
            '"a backslash at the end \\\\"',
            '@"a backslash at the end \\"',
            '@"a doubled "" quote ("',
            '""',
            '@""',
            '$""',
            '$"{context.Variables["x"]}"',
            '$"{(a ? "}" : "{")}"',
            '$"{{ no hole ( {a} no hole ) }}"',
            '$"{{{a}}}"',
            '$"an escaped \\" quote {a}"',
            '$"{a} and {$"{b["c"]} inside"}"',
            '$@"a backslash \\ a doubled "" quote {a["b"]}"',
            '@$"a backslash \\ a doubled "" quote {a["b"]}"',
            "'\"'",
            "'\\''",
            "'\\\\'",
            "'('",
            "a // a ) comment with \" and '\n",
            "a /* a ) comment with \" and ' and // */",
            "a /* a comment *// b",
            '"// no comment" + a',
            '"/* no comment" + a',
            "a / b",
            "{ if (a) { return b[0]; } }",
        ]) {
            it(JSON.stringify(source), () => {
                assert.deepEqual(scanCSharp(source), { open: [], inText: false });
            });
        }
    });

    describe("names what is open, outermost first, in", () => {
        for (const [source, expected, inText] of [
            ["(", ["("], false],
            ["{[(", ["{", "[", "("], false],
            ["f(a[0]", ["("], false],
            ['f("a', ["(", "string"], true],
            ['"a\\"', ["string"], true],
            ['@"a""', ["verbatim string"], true],
            ['@"a\\" + "', ["string"], true],
            ['$"{a', ["interpolated string", "{"], false],
            ['$"{a["b', ["interpolated string", "{", "[", "string"], true],
            ['$"{{a', ["interpolated string"], true],
            ['$"{a}', ["interpolated string"], true],
            ['$@"a""', ["interpolated string"], true],
            ['@$"a""', ["interpolated string"], true],
            ['$@"a\\" + "', ["string"], true],
            ["'a", ["character"], true],
            ["'\\'", ["character"], true],
            ["a // b", ["line comment"], true],
            ["a // b */ ", ["line comment"], true],
            ["a /* b\n", ["block comment"], true],
            ["a /*/", ["block comment"], true],
            ["( // )", ["(", "line comment"], true],
        ] as const) {
            it(JSON.stringify(source), () => {
                assert.deepEqual(scanCSharp(source), { open: expected, inText });
            });
        }
    });

    describe("stops at a closing bracket that nothing opened, in", () => {
        for (const [source, stray, expected] of [
            [")", 0, []],
            ["a]", 1, []],
            ["a }", 2, []],
            ["(a]", 2, ["("]],
            ["f(a))", 4, []],
            ['$"{a)}"', 4, ["interpolated string", "{"]],
            ['")" + a)', 7, []],
            ["{(}", 2, ["{", "("]],
        ] as const) {
            it(JSON.stringify(source), () => {
                assert.deepEqual(scanCSharp(source), { open: expected, inText: false, stray });
            });
        }
    });

    it("goes on in code after a line comment ends", () => {
        assert.deepEqual(open("a // (\n ("), ["("]);
        assert.deepEqual(open("a /* ( */ ["), ["["]);
    });
});

describe("a text as a C# string", () => {
    it("is the text where it is harmless, and a number for every other character", () => {
        assert.equal(csharpString(""), '""');
        assert.equal(csharpString("/orders/v2?a=b+c"), '"/orders/v2?a=b+c"');
        assert.equal(csharpString('a"b\\c'), '"a\\u0022b\\u005Cc"');
        assert.equal(csharpString("@(x)"), '"\\u0040\\u0028x\\u0029"');
        assert.equal(csharpString("{{x}}"), '"\\u007B\\u007Bx\\u007D\\u007D"');
        assert.equal(csharpString("é\n😀"), '"\\u00E9\\u000A\\uD83D\\uDE00"');
    });

    it("holds nothing that means something to C#, to XML or to API Management, and reads back as the text", () => {
        fc.assert(
            fc.property(texts, (text) => {
                const literal = csharpString(text);
                assert.match(literal, /^"[\x20-\x7E]*"$/);
                assert.doesNotMatch(literal.slice(1, -1), /["'<>&{}@()[\]`]/);
                assert.equal(decoded(literal), text);
            }),
            { numRuns: 1000 },
        );
    });

    it("opens nothing, wherever it stands", () => {
        fc.assert(
            fc.property(texts, texts, (one, other) => {
                const [a, b] = [csharpString(one), csharpString(other)];
                assert.deepEqual(scanCSharp(a), { open: [], inText: false });
                assert.deepEqual(scanCSharp(`f(${a}, $"{${b}}")`), { open: [], inText: false });
                assert.deepEqual(scanCSharp(`(${a} + [${b}`), { open: ["(", "["], inText: false });
            }),
            { numRuns: 500 },
        );
    });
});
