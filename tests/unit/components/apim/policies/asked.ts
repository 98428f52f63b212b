import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import {
    choose,
    type Expression,
    expression,
    limitConcurrency,
    multiStatement,
    namedValue,
    part,
    type PolicyText,
    retry,
    returnResponse,
    sendRequest,
    setBody,
    setHeader,
    setVariable,
    statement,
    type Statement,
    trace,
} from "../../../../../components/apim/policies";
import { type ReadElement } from "./read-back";

/** A value as it was asked for. Of code, what is no text is one that a literal stands for. */
type AskedValue =
    | { readonly text: string }
    | { readonly asIs: string }
    | { readonly code: readonly (string | { readonly literal: string })[] };

/** An element as it was asked for. */
interface Asked {
    readonly name: string;
    readonly attributes: Readonly<Record<string, AskedValue>>;
    readonly children?: readonly Asked[];
    readonly text?: AskedValue;
}

interface AskedStatement {
    readonly made: Statement<"inbound" | "outbound">;
    readonly asked: Asked;
}

/** Pieces that mean something to XML, to C#, to API Management or to the writer itself. */
const PIECES = [
    ...["@(", "@{", "@", ")", "(", "{{", "}}", "{{a}}", "{", "}", "]]>", "<![CDATA[", "<!--", "-->", "<?a ?>"],
    ...['"', "'", "\\", "<", "</value>", ">", "/>", "&", "&amp;", "&#10;", "&lt;", "//", "/*", "$", "%"],
    ...["\n", "\r\n", "\r", "\t", " ", "\0", "\u0001", "\u007F", "\u0085", "\u00A0", "\u2028", "\uFEFF", "\uFFFE"],
    ...[
        "\uFFFD",
        "\uE000",
        "\uE001",
        "\uE0000\uE001",
        "\uE0001\uE001",
        "\uF8FF",
        "\uFDD0",
        "\uD800",
        "\uDC00",
        "😀",
        "é",
        "a",
    ],
];

/** Texts of every kind. */
export const texts = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 6 }),
    fc.string({ maxLength: 8 }),
);

/** C# whose brackets and quotes are hard to follow, with places for values in between. */
const CODES = [
    ["a == ", ""],
    ['context.Variables["x"] + ', " < ", " && c > d"],
    ['$"{context.Variables["x"]}" + ', ""],
    ['$"a {{ ) {f("}", \'"\')} \\" }}" + ', ' + $@"{a["b"]} \\ "" ("'],
    ['@"a \\" + ', ' + @"b "" ("'],
    ["f('\"', '\\'', '(', ", ")"],
    ['new Dictionary<string, List<int>> { { "a", ', ' } }["</value>]]>&amp;/>"]'],
    ["/* ) \" ' */ f(", ") // \" ) '\n"],
    ['"\\")@(" + ', ""],
    ["", " + ", ""],
    ["context.Response\n    .StatusCode == ", ""],
] as const;
const BLOCKS = [
    ["var a = ", '; if (a < 1) { return "}"; } return ', "; // done }\n"],
    ["return ", ";"],
];

interface AskedExpression {
    readonly made: Expression;
    readonly code: readonly (string | { readonly literal: string })[];
}

const { single } = fc.letrec<{ single: AskedExpression; operand: Operand }>((tie) => ({
    operand: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        texts.map((literal): Operand => ({ given: literal, code: [{ literal }] })),
        texts.map((literal): Operand => ({ given: pulumi.output(literal), code: [{ literal }] })),
        fc.integer().map((number): Operand => ({ given: number, code: [number < 0 ? `(${number})` : `${number}`] })),
        fc.boolean().map((truth): Operand => ({ given: truth, code: [`${truth}`] })),
        fc.constant<Operand>({ given: namedValue("key"), code: ['@"{{key}}"'] }),
        tie("single").map(({ made, code }): Operand => ({ given: made, code: ["(", ...code.slice(1, -1), ")"] })),
    ),
    single: fc
        .tuple(fc.constantFrom(...CODES), fc.array(tie("operand"), { minLength: 2, maxLength: 2 }))
        .map(([codes, operands]) => composed(expression, codes, operands, ["@(", ")"])),
}));
const block = fc
    .tuple(fc.constantFrom(...BLOCKS), fc.array(texts, { minLength: 2, maxLength: 2 }))
    .map(([codes, given]) =>
        composed(
            multiStatement,
            codes,
            given.map((literal) => ({ given: literal, code: [{ literal }] })),
            ["@{", "}"],
        ),
    );

interface Operand {
    readonly given: Parameters<typeof expression>[1];
    readonly code: AskedExpression["code"];
}

/** What the tag makes of the codes with the operands in between. */
function composed(
    tag: typeof expression,
    codes: readonly string[],
    operands: readonly Operand[],
    [start, end]: readonly [string, string],
): AskedExpression {
    const between = operands.slice(0, codes.length - 1);
    const strings = Object.assign([...codes], { raw: codes });
    const code = codes.flatMap((own, index) => [own, ...(between[index]?.code ?? [])]);
    return { made: tag(strings, ...between.map(({ given }) => given)), code: [start, ...code, end] };
}

/** Values wherever an expression may stand. */
const values: fc.Arbitrary<{ given: PolicyText; asked: AskedValue }> = fc.oneof(
    texts.map((text) => ({ given: text, asked: { text } })),
    texts.map((text) => ({ given: pulumi.output(text), asked: { text } })),
    texts.map((text) => ({ given: Promise.resolve(text), asked: { text } })),
    single.map(({ made, code }) => ({ given: made, asked: { code } })),
    block.map(({ made, code }) => ({ given: made, asked: { code } })),
    fc.stringMatching(/^[A-Za-z0-9._-]{1,8}$/).map((name) => ({
        given: namedValue(name),
        asked: { asIs: `{{${name}}}` },
    })),
);
const someValues = fc.array(values, { minLength: 1, maxLength: 3 });
const givenOf = (list: readonly { given: PolicyText }[]) => list.map(({ given }) => given);
const textElement = (name: string, text: AskedValue): Asked => ({ name, attributes: {}, text });
const setsHeader = (name: AskedValue, list: readonly { asked: AskedValue }[], action = "override"): Asked => ({
    name: "set-header",
    attributes: { name, "exists-action": { asIs: action } },
    children: list.map(({ asked }) => textElement("value", asked)),
});

/** Templates that a Liquid body may have. */
const templates = texts
    .map((text) => `{{body.a}} ${text.replace(/@[({]|[^\t\n\x20-\x7E]/gu, "")}{% if a < b %}`)
    .filter((text) => !/@[({]/.test(text));

const leaves = fc.oneof(
    fc
        .tuple(values, someValues, fc.constantFrom("override", "skip", "append"))
        .map(([name, list, existsAction]): AskedStatement => ({
            made: setHeader({ name: name.given, value: givenOf(list), existsAction }),
            asked: setsHeader(name.asked, list, existsAction),
        })),
    values.map(({ given, asked }): AskedStatement => ({
        made: setVariable({ name: "a", value: given }),
        asked: { name: "set-variable", attributes: { name: { asIs: "a" }, value: asked } },
    })),
    fc.oneof(fc.integer(), fc.boolean()).map((value): AskedStatement => ({
        made: setVariable({ name: pulumi.output("a b"), value: pulumi.output(value) as pulumi.Output<number> }),
        asked: { name: "set-variable", attributes: { name: { asIs: "a b" }, value: { asIs: String(value) } } },
    })),
    values.map(({ given, asked }): AskedStatement => ({
        made: setBody({ value: given }),
        asked: textElement("set-body", asked),
    })),
    templates.map((liquid): AskedStatement => ({
        made: setBody({ liquid }),
        asked: { name: "set-body", attributes: { template: { asIs: "liquid" } }, text: { asIs: liquid } },
    })),
    fc.tuple(values, someValues, values).map(([reason, list, body]): AskedStatement => ({
        made: returnResponse({
            status: { code: 503, reason: reason.given },
            headers: { "X-A": givenOf(list) },
            body: body.given,
        }),
        asked: {
            name: "return-response",
            attributes: {},
            children: [
                { name: "set-status", attributes: { code: { asIs: "503" }, reason: reason.asked } },
                setsHeader({ asIs: "X-A" }, list),
                textElement("set-body", body.asked),
            ],
        },
    })),
    fc.tuple(values, values).map(([url, body]): AskedStatement => ({
        made: sendRequest({ responseVariableName: "a", url: url.given, body: body.given }),
        asked: {
            name: "send-request",
            attributes: { mode: { asIs: "new" }, "response-variable-name": { asIs: "a" } },
            children: [
                textElement("set-url", url.asked),
                textElement("set-method", { asIs: "GET" }),
                textElement("set-body", body.asked),
            ],
        },
    })),
    fc.tuple(values, values).map(([message, value]): AskedStatement => ({
        made: trace({ source: "a", message: message.given, metadata: { b: value.given } }),
        asked: {
            name: "trace",
            attributes: { source: { asIs: "a" } },
            children: [
                textElement("message", message.asked),
                { name: "metadata", attributes: { name: { asIs: "b" }, value: value.asked } },
            ],
        },
    })),
    fc
        .tuple(
            fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/),
            fc.dictionary(
                fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,5}$/).filter((name) => !/^xml/i.test(name)),
                values,
                { maxKeys: 3, noNullPrototype: true },
            ),
            fc.option(values, { nil: undefined }),
        )
        .map(([name, attributes, text]): AskedStatement => {
            const pick = <K extends "given" | "asked">(key: K) =>
                Object.fromEntries(Object.entries(attributes).map(([own, value]) => [own, value[key]]));
            const within = part("within", pick("given"), text?.given);
            const asked: Asked = {
                name: "within",
                attributes: pick("asked"),
                ...(text ? { text: text.asked } : {}),
            };
            return {
                made: statement(name, ["inbound", "outbound"], pick("given") as Record<string, PolicyText>, [within]),
                asked: { name, attributes: pick("asked"), children: [asked] },
            };
        }),
);

/** Statements of every kind, within one another. */
export const statements = fc.letrec<{ any: AskedStatement; list: AskedStatement[] }>((tie) => ({
    list: fc.array(tie("any"), { minLength: 1, maxLength: 3 }),
    any: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        { arbitrary: leaves, weight: 4 },
        {
            arbitrary: fc
                .tuple(fc.array(fc.tuple(single, tie("list")), { minLength: 1, maxLength: 2 }), fc.option(tie("list")))
                .map(([conditions, otherwise]): AskedStatement => ({
                    made: choose(
                        conditions.map(([condition, then]) => ({ condition: condition.made, then: madeOf(then) })),
                        otherwise ? madeOf(otherwise) : undefined,
                    ),
                    asked: {
                        name: "choose",
                        attributes: {},
                        children: [
                            ...conditions.map(([{ code }, then]) => ({
                                name: "when",
                                attributes: { condition: { code } },
                                children: askedOf(then),
                            })),
                            ...(otherwise ? [{ name: "otherwise", attributes: {}, children: askedOf(otherwise) }] : []),
                        ],
                    },
                })),
            weight: 1,
        },
        {
            arbitrary: fc.tuple(single, tie("list")).map(([{ made, code }, list]): AskedStatement => ({
                made: retry({ condition: made, count: 2, intervalSeconds: 1 }, madeOf(list)),
                asked: {
                    name: "retry",
                    attributes: { condition: { code }, count: { asIs: "2" }, interval: { asIs: "1" } },
                    children: askedOf(list),
                },
            })),
            weight: 1,
        },
        {
            arbitrary: fc.tuple(values, tie("list")).map(([key, list]): AskedStatement => ({
                made: limitConcurrency({ key: key.given, maxCount: pulumi.output(2) }, madeOf(list)),
                asked: {
                    name: "limit-concurrency",
                    attributes: { key: key.asked, "max-count": { asIs: "2" } },
                    children: askedOf(list),
                },
            })),
            weight: 1,
        },
    ),
})).list;

export const madeOf = (list: readonly AskedStatement[]) => list.map(({ made }) => made);
export const askedOf = (list: readonly AskedStatement[]) => list.map(({ asked }) => asked);

/** Asserts that what was read is what was asked for, and no more. */
export function assertSame(read: ReadElement, asked: Asked): void {
    assert.equal(read.name, asked.name);
    assert.deepEqual(Object.keys(read.attributes).sort(), Object.keys(asked.attributes).sort(), read.name);
    for (const [name, value] of Object.entries(asked.attributes)) {
        assertValue(read.attributes[name] as string, value);
    }
    assert.equal(read.children.length, asked.children?.length ?? 0, read.name);
    read.children.forEach((child, index) => assertSame(child, asked.children?.[index] as Asked));
    if (asked.text) assertValue(read.text, asked.text);
    else assert.equal(read.text.trim(), "", `no text in ${read.name}`);
}

function assertValue(read: string, asked: AskedValue): void {
    if ("asIs" in asked) return assert.equal(read, asked.asIs);
    if ("code" in asked) return assertCode(read, asked.code);
    // A text that only an expression can stand for is the only thing that such an expression holds.
    if (/^@[({]/.test(read)) return assertCode(read, ["@(", { literal: asked.text }, ")"]);
    assertLeftAlone(read);
    assert.equal(read, asked.text);
}

/** Asserts that API Management takes a value for nothing else than the text that it is. */
export function assertLeftAlone(read: string): void {
    assert.doesNotMatch(read, /@[({]|\{\{/);
    assert.equal(read, read.trim());
}

function assertCode(read: string, code: AskedExpression["code"]): void {
    let at = 0;
    for (const piece of code) {
        if (typeof piece === "string") {
            assert.equal(read.slice(at, at + piece.length), piece, read);
            at += piece.length;
            continue;
        }
        const literal = /"((?:[^"\\(){}<>&@]|\\u[0-9A-F]{4})*)"/y;
        literal.lastIndex = at;
        const found = literal.exec(read);
        assert.ok(found, `a C# string at ${at} of ${read}`);
        assert.equal(
            (found[1] as string).replace(/\\u(....)/g, (_, digits: string) =>
                String.fromCharCode(parseInt(digits, 16)),
            ),
            piece.literal,
        );
        at += found[0].length;
    }
    assert.equal(at, read.length, read);
}
