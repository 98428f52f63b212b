import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { ApimBackend, type ApimBackendArgs, type CircuitBreakerArgs } from "../../../../../components/apim";
import { toIsoDuration } from "../../../../../components/apim/backends/circuit-breaker";
import { refusesFaults } from "../../../support/faults";
import { run } from "../../../support/program";

const BACKEND = "azure-native:apimanagement:Backend";

const breaker = (changed: object = {}): CircuitBreakerArgs => ({
    failureCount: 3,
    intervalSeconds: 300,
    tripSeconds: 3600,
    statusCodes: [{ min: 500, max: 599 }],
    ...changed,
});
const backend = (circuitBreaker = breaker()): ApimBackendArgs => ({
    resourceGroupName: "rg",
    serviceName: "gw",
    url: "https://shop.example.com",
    circuitBreaker,
});

async function rulesOf(circuitBreaker: CircuitBreakerArgs, preview = false) {
    const { resources, result } = await run(() => new ApimBackend("web", backend(circuitBreaker)), { preview });
    assert.equal(result.hasCircuitBreaker, true);
    return resources.find(({ type }) => type === BACKEND)?.inputs["circuitBreaker"];
}

describe("circuit breaker of ApimBackend", () => {
    for (const preview of [false, true]) {
        it(`is one rule${preview ? ", in a preview" : ""}`, async () => {
            assert.deepEqual(await rulesOf(breaker(), preview), {
                rules: [
                    {
                        name: "breaker",
                        failureCondition: {
                            count: 3,
                            interval: "PT5M",
                            statusCodeRanges: [{ min: 500, max: 599 }],
                        },
                        tripDuration: "PT1H",
                    },
                ],
            });
        });

        it(`hands every argument on${preview ? ", in a preview" : ""}`, async () => {
            const args: CircuitBreakerArgs = {
                failurePercentage: pulumi.output(50),
                intervalSeconds: pulumi.output(30),
                tripSeconds: 86_400,
                statusCodes: [
                    { min: 200, max: pulumi.output(200) },
                    { min: 599, max: 599 },
                ],
                errorReasons: ["Timeout", pulumi.output("ClientConnectionFailure")],
                acceptRetryAfter: false,
            };
            assert.deepEqual(await rulesOf(args, preview), {
                rules: [
                    {
                        name: "breaker",
                        failureCondition: {
                            percentage: 50,
                            interval: "PT30S",
                            statusCodeRanges: [
                                { min: 200, max: 200 },
                                { min: 599, max: 599 },
                            ],
                            errorReasons: ["Timeout", "ClientConnectionFailure"],
                        },
                        tripDuration: "P1D",
                        acceptRetryAfter: false,
                    },
                ],
            });
        });
    }

    it("can go by error reasons alone, and by ten of each", async () => {
        const rest = { failureCount: 3, intervalSeconds: 300, tripSeconds: 3600 };
        const some = await rulesOf({ ...rest, errorReasons: ["Timeout"] });
        assert.ok(!JSON.stringify(some).includes("statusCodeRanges"));
        const ten = Array.from({ length: 10 }, (_, index) => index);
        const most = await rulesOf({
            ...rest,
            statusCodes: ten.map((index) => ({ min: 500 + index, max: 500 + index })),
            errorReasons: ten.map((index) => `Reason${index}`),
        });
        assert.ok(JSON.stringify(most).includes("Reason9"));
    });

    it("is left out where none is given", async () => {
        const { circuitBreaker, ...args } = backend();
        assert.ok(circuitBreaker);
        const { resources, result } = await run(() => new ApimBackend("web", args));
        assert.equal(result.hasCircuitBreaker, false);
        const { inputs } = resources.find(({ type }) => type === BACKEND) ?? {};
        assert.ok(inputs && !("circuitBreaker" in inputs));
    });

    const eleven = <T>(value: T) => Array.from({ length: 11 }, () => value);
    const range = (min: unknown, max: unknown) => ({ circuitBreaker: breaker({ statusCodes: [{ min, max }] }) });
    refusesFaults<ApimBackendArgs>(
        {
            component: "ApimBackend",
            good: backend,
            make: (name, args) => new ApimBackend(name, args),
            children: [BACKEND],
        },
        [
            {
                title: "no threshold",
                args: { circuitBreaker: breaker({ failureCount: undefined }) },
                path: "circuitBreaker.failureCount",
                says: ["args.circuitBreaker.failureCount or args.circuitBreaker.failurePercentage is missing"],
                plainOnly: true,
            },
            {
                title: "two thresholds",
                args: { circuitBreaker: breaker({ failurePercentage: 5 }) },
                path: "circuitBreaker.failurePercentage",
                says: ["cannot stand beside args.circuitBreaker.failureCount"],
                plainOnly: true,
            },
            ...[0, -1, 1.5, "3"].map((failureCount) => ({
                title: `a count of ${JSON.stringify(failureCount)}`,
                args: { circuitBreaker: breaker({ failureCount }) },
                path: "circuitBreaker.failureCount",
                says: [JSON.stringify(failureCount), "whole number, 1 or more"],
            })),
            ...[0, 101, 2.5].map((failurePercentage) => ({
                title: `a percentage of ${failurePercentage}`,
                args: { circuitBreaker: breaker({ failureCount: undefined, failurePercentage }) },
                path: "circuitBreaker.failurePercentage",
                says: [`is ${failurePercentage}:`, "1 to 100"],
            })),
            ...(["intervalSeconds", "tripSeconds"] as const).flatMap((property) => [
                {
                    title: `no ${property}`,
                    args: { circuitBreaker: breaker({ [property]: undefined }) },
                    path: `circuitBreaker.${property}`,
                    says: ["missing", "number of seconds"],
                },
                ...[0, -30, 0.5, Infinity, "PT30S"].map((seconds) => ({
                    title: `${property} ${seconds}`,
                    args: { circuitBreaker: breaker({ [property]: seconds }) },
                    path: `circuitBreaker.${property}`,
                    says: ["whole number, 1 or more"],
                })),
            ]),
            ...[undefined, []].map((statusCodes) => ({
                title: `nothing that is a failure, by ${JSON.stringify(statusCodes)}`,
                args: { circuitBreaker: breaker({ statusCodes, errorReasons: [] }) },
                path: "circuitBreaker.statusCodes",
                says: ["nothing is a failure", "args.circuitBreaker.errorReasons"],
                plainOnly: true,
            })),
            {
                title: "11 ranges of status codes",
                args: { circuitBreaker: breaker({ statusCodes: eleven({ min: 500, max: 501 }) }) },
                path: "circuitBreaker.statusCodes",
                says: ["has 11 entries", "takes 10"],
                plainOnly: true,
            },
            {
                title: "11 error reasons",
                args: { circuitBreaker: breaker({ errorReasons: eleven("Timeout") }) },
                path: "circuitBreaker.errorReasons",
                says: ["has 11 entries", "takes 10"],
                plainOnly: true,
            },
            {
                title: "an empty error reason",
                args: { circuitBreaker: breaker({ errorReasons: ["Timeout", ""] }) },
                path: "circuitBreaker.errorReasons[1]",
                says: ['""', '"Timeout"'],
            },
            ...[199, 600, 500.5].map((code) => ({
                title: `status codes from ${code}`,
                args: range(code, 599),
                path: "circuitBreaker.statusCodes[0].min",
                says: [`is ${code}:`, "200 to 599"],
            })),
            ...[199, 600].map((code) => ({
                title: `status codes up to ${code}`,
                args: range(200, code),
                path: "circuitBreaker.statusCodes[0].max",
                says: [`is ${code}:`, "200 to 599"],
            })),
            {
                title: "a range without an end",
                args: range(500, undefined),
                path: "circuitBreaker.statusCodes[0].max",
                says: ["missing", "status code"],
            },
            {
                title: "a range from its end to its beginning",
                args: range(502, 501),
                path: "circuitBreaker.statusCodes[0].min",
                says: ["is 502:", "more than max, which is 501"],
            },
        ],
    );
});

describe("ISO-8601 duration", () => {
    for (const [seconds, expected] of [
        [1, "PT1S"],
        [30, "PT30S"],
        [60, "PT1M"],
        [90, "PT1M30S"],
        [3600, "PT1H"],
        [86_399, "PT23H59M59S"],
        [86_400, "P1D"],
        [90_061, "P1DT1H1M1S"],
        [31 * 86_400, "P31D"],
    ] as const) {
        it(`of ${seconds} s is ${expected}`, () => assert.equal(toIsoDuration(seconds), expected));
    }

    it("is as long as its seconds, in units below their next", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 1e9 }), (seconds) => {
                const found = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
                    toIsoDuration(seconds),
                );
                assert.ok(found);
                const [days = 0, hours = 0, minutes = 0, rest = 0] = found.slice(1).map((part) => Number(part ?? 0));
                assert.equal(((days * 24 + hours) * 60 + minutes) * 60 + rest, seconds);
                assert.ok(hours < 24 && minutes < 60 && rest < 60);
            }),
        );
    });
});
