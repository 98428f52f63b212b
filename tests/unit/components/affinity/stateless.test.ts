import assert from "node:assert/strict";
import fc from "fast-check";
import { faultOfDate, faultOfDeclaration, faultOfReason } from "../../../../components/affinity/stateless";

const REASON = "Any replica can serve it.";
const TWO_DIGITS = (number: number) => String(number).padStart(2, "0");

describe("declarations of statelessness", () => {
    it("take a reason of 10 to 256 characters, blanks around it not counted as a reason but as a length", () => {
        fc.assert(
            fc.property(fc.string({ maxLength: 300 }), (reason) => {
                const good = reason.trim().length >= 10 && reason.length <= 256;
                assert.equal(faultOfReason(reason) === undefined, good, JSON.stringify(reason));
            }),
            {
                numRuns: 500,
                examples: [
                    ["123456789"],
                    ["1234567890"],
                    [" 12345678 "],
                    ["r".repeat(256)],
                    ["r".repeat(257)],
                    [`${"r".repeat(250)}${" ".repeat(7)}`],
                ],
            },
        );
    });

    it("refuse anything but a text for a reason or a day", () => {
        fc.assert(
            fc.property(
                fc.anything().filter((value) => typeof value !== "string"),
                (value) => {
                    assert.equal(typeof faultOfReason(value as string), "string");
                    assert.equal(typeof faultOfDate(value as string), "string");
                },
            ),
            { numRuns: 300 },
        );
    });

    it("take each day of the calendar and no other", () => {
        const parts = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.nat(32));
        fc.assert(
            fc.property(parts, ([year, month, day]) => {
                const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
                const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
                const real = day >= 1 && day <= (lengths[month - 1] ?? 0);
                const date = `${String(year).padStart(4, "0")}-${TWO_DIGITS(month)}-${TWO_DIGITS(day)}`;
                assert.equal(faultOfDate(date) === undefined, real, date);
            }),
            {
                numRuns: 2000,
                examples: [[[2026, 2, 30]], [[2024, 2, 29]], [[2023, 2, 29]], [[1900, 2, 29]], [[2000, 2, 29]]],
            },
        );
    });

    it("take no day in any other spelling", () => {
        fc.assert(
            fc.property(
                fc.string({ unit: fc.constantFrom(..."0123456789-/T:Z .".split("")), maxLength: 20 }),
                (text) => {
                    if (!/^\d{4}-\d\d-\d\d$/.test(text)) assert.equal(typeof faultOfDate(text), "string", text);
                },
            ),
            {
                numRuns: 1000,
                examples: [
                    ["2026-1-1"],
                    ["2026-01-01T00:00:00Z"],
                    [" 2026-01-01"],
                    ["2026-01-01\n"],
                    ["+002026-01-01"],
                ],
            },
        );
    });

    it("hold up to and on their last day, and without an end for good", () => {
        const until = (expiresOn?: string) =>
            faultOfDeclaration({ reason: REASON, ...(expiresOn ? { expiresOn } : {}) }, "2026-05-05");
        assert.equal(until(), undefined);
        assert.equal(until("2026-05-05"), undefined);
        assert.equal(until("2026-05-06"), undefined);
        assert.equal(until("2026-05-04"), "it expired on 2026-05-04");
        assert.equal(until("2026-05-32"), '"2026-05-32" is no date written YYYY-MM-DD');
    });

    it("tell of the reason before the day", () => {
        assert.equal(
            faultOfDeclaration({ reason: "too short", expiresOn: "never" }, "2026-05-05"),
            "its reason has 9 characters, and needs 10 or more",
        );
    });
});
