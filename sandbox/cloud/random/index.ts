import { ORDINARY, missing, type Kind } from "../kind";
import { type Properties } from "../values";
import { type View } from "../view";

type Random = (length: number) => Buffer;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";
const ADJECTIVES = ["able", "bold", "calm", "eager", "fair", "keen", "neat", "warm"];
const ANIMALS = ["crane", "finch", "heron", "lynx", "otter", "panda", "robin", "tapir"];

/** Below 2^32 and even enough for a stand-in. */
function below(random: Random, limit: number): number {
    return limit <= 0 ? 0 : random(4).readUInt32BE() % limit;
}

function choose(random: Random, from: string | readonly string[]): string {
    return from[below(random, from.length)] ?? "";
}

/** As many of each class as the minimums ask for, then any, in any order. */
function characters(inputs: View, random: Random): string {
    const classes: [string, string, boolean][] = [
        ["minLower", LOWER, inputs.boolean("lower") ?? true],
        ["minUpper", LOWER.toUpperCase(), inputs.boolean("upper") ?? true],
        ["minNumeric", DIGITS, inputs.boolean("numeric") ?? inputs.boolean("number") ?? true],
        ["minSpecial", inputs.text("overrideSpecial") ?? SPECIAL, inputs.boolean("special") ?? true],
    ];
    const length = Math.min(inputs.number("length") ?? 0, 4096);
    const all = classes.map(([, letters, used]) => (used ? letters : "")).join("");
    const least = classes.flatMap(([minimum, letters]) =>
        Array.from({ length: Math.min(inputs.number(minimum) ?? 0, length) }, () => choose(random, letters)),
    );
    const rest = Array.from({ length: Math.max(0, length - least.length) }, () => choose(random, all));
    const order = [...least, ...rest].map((letter) => ({ letter, place: below(random, 2 ** 32 - 1) }));
    return order
        .sort((a, b) => a.place - b.place)
        .map(({ letter }) => letter)
        .join("");
}

/** A kind whose result stands in the state alone. Every input replaces it, as every one does in the real package. */
function kind(
    name: string,
    required: readonly string[],
    inputs: readonly string[],
    make: (inputs: View, random: Random) => { id: string; outputs: Properties },
    secretOutputs: readonly string[] = [],
): Kind {
    return {
        ...ORDINARY,
        key: `random:index:${name}`,
        stateOnly: true,
        immutable: [...inputs, "keepers"],
        autoNamed: () => true,
        failures: (view) => missing(view, required),
        id: () => undefined,
        outputs(view, { random }) {
            const { id, outputs } = make(view, random);
            return { ...view.properties(), ...outputs, id };
        },
        secretOutputs,
        messages: {
            exists: (id) => `${name} ${id} already exists`,
            missing: (id) => `${name} ${id} lives in the state alone: it cannot be read or imported in the sandbox`,
        },
    };
}

const TEXT = [
    "length",
    "lower",
    "upper",
    "number",
    "numeric",
    "special",
    "overrideSpecial",
    "minLower",
    "minUpper",
    "minNumeric",
    "minSpecial",
];

/** https://www.pulumi.com/registry/packages/random/api-docs/ */
export const RANDOM: readonly Kind[] = [
    kind("RandomId", ["byteLength"], ["byteLength", "prefix"], (inputs, random) => {
        const bytes = random(Math.min(inputs.number("byteLength") ?? 0, 1024));
        const prefix = inputs.text("prefix") ?? "";
        const url = bytes.toString("base64url");
        return {
            id: url,
            outputs: {
                b64Std: prefix + bytes.toString("base64"),
                b64Url: prefix + url,
                dec: prefix + BigInt(`0x${bytes.toString("hex") || "0"}`).toString(),
                hex: prefix + bytes.toString("hex"),
            },
        };
    }),
    kind("RandomString", ["length"], TEXT, (inputs, random) => {
        const result = characters(inputs, random);
        return { id: result, outputs: { result } };
    }),
    kind(
        "RandomPassword",
        ["length"],
        TEXT,
        (inputs, random) => ({
            id: "none",
            outputs: {
                result: characters(inputs, random),
                bcryptHash: `$2a$10$${random(40).toString("hex").slice(0, 53)}`,
            },
        }),
        ["result", "bcryptHash"],
    ),
    kind("RandomPet", [], ["length", "prefix", "separator"], (inputs, random) => {
        const length = Math.min(inputs.number("length") ?? 2, 64);
        const words = Array.from({ length }, (_, i) => choose(random, i === length - 1 ? ANIMALS : ADJECTIVES));
        const prefix = inputs.text("prefix");
        return { id: [...(prefix ? [prefix] : []), ...words].join(inputs.text("separator") ?? "-"), outputs: {} };
    }),
    kind("RandomInteger", ["min", "max"], ["min", "max", "seed"], (inputs, random) => {
        const least = inputs.number("min") ?? 0;
        const result = least + below(random, (inputs.number("max") ?? least) - least + 1);
        return { id: String(result), outputs: { result } };
    }),
    kind("RandomUuid", [], [], (_inputs, random) => {
        const h = random(16).toString("hex");
        const result = `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20)}`;
        return { id: result, outputs: { result } };
    }),
];
