import { UNKNOWN, type Properties, type Value } from "../../../../sandbox/cloud";
import { stocked } from "./apim-support";
import { AFFINE_BACKEND, BACKEND, inGateway, refused } from "./support";

function save(properties: Properties): void {
    stocked().cloud.create(BACKEND, inGateway({ backendId: "b", url: "https://x", protocol: "http", ...properties }));
}

const texts = (length: number) => Array.from({ length }, (_, index) => `t${index}`);

describe("cloud: a backend's circuit breaker", () => {
    const rule = (condition: Value = {}, more: Properties = {}) => ({
        failureCondition: condition,
        name: "r",
        ...more,
    });
    const breaker = (...rules: Value[]) => save({ circuitBreaker: { rules } });
    const failing = (more: Properties) => breaker(rule({ count: 1, ...more }));

    it("is taken within its bounds", () => {
        const ranges = Array.from({ length: 10 }, () => ({ min: 200, max: 599 }));
        const condition = { count: 3, interval: "P1DT2H3M4.5S", statusCodeRanges: ranges, errorReasons: texts(10) };
        breaker(rule(condition, { tripDuration: "PT1H", acceptRetryAfter: true }));
        breaker(rule({ percentage: 50, interval: "PT10S", statusCodeRanges: [{ min: 500, max: 500 }] }));
        breaker(rule(UNKNOWN, { tripDuration: UNKNOWN }));
        breaker(UNKNOWN);
        save({ circuitBreaker: UNKNOWN });
    });

    it("is one rule", () => {
        refused(
            () => breaker(rule({ count: 1 }), rule({ count: 1 })),
            /circuitBreaker\.rules: a backend can have one rule, not 2/,
        );
    });

    it("trips on a count or a percentage", () => {
        refused(() => breaker(rule()), /rules\[0\]\.failureCondition: count or percentage has to be given/);
        refused(() => breaker({ name: "r" }), /failureCondition: count or percentage/);
    });

    for (const duration of ["", "P", "PT", "P1", "1h", "PT1", "P1H", "PT1.5M", "PT1H ", "P1DT"]) {
        it(`does not last '${duration}'`, () => {
            refused(
                () => failing({ interval: duration }),
                /rules\[0\]\.failureCondition\.interval: '.*' is not a duration/,
            );
            refused(
                () => breaker(rule({ count: 1 }, { tripDuration: duration })),
                /rules\[0\]\.tripDuration: '.*' is not a duration/,
            );
        });
    }

    for (const [condition, refusal] of [
        [
            { statusCodeRanges: [{ min: 199, max: 500 }] },
            /statusCodeRanges\[0\]\.min: must be from 200 to 599, not 199/,
        ],
        [
            { statusCodeRanges: [{ min: 500, max: 600 }] },
            /statusCodeRanges\[0\]\.max: must be from 200 to 599, not 600/,
        ],
        [{ statusCodeRanges: [{ min: 500, max: 499 }] }, /statusCodeRanges\[0\]: min 500 is greater than max 499/],
        [{ statusCodeRanges: texts(11) }, /statusCodeRanges: there can be 10, not 11/],
        [{ errorReasons: texts(11) }, /errorReasons: there can be 10, not 11/],
    ] as [Properties, RegExp][]) {
        it(`refuses ${JSON.stringify(condition).slice(0, 60)}`, () => refused(() => failing(condition), refusal));
    }
});

describe("cloud: a backend's proxy and credentials", () => {
    it("are taken within their bounds", () => {
        save({ proxy: { url: "https://proxy" }, credentials: {} });
        save({
            proxy: { url: UNKNOWN },
            credentials: { header: { a: ["b", UNKNOWN], c: UNKNOWN, d: [] }, query: UNKNOWN },
        });
        save({ credentials: { certificateIds: Array.from({ length: 32 }, () => "client") } });
        save({ credentials: { authorization: { scheme: "s".repeat(100), parameter: "p".repeat(300) } } });
        save({ proxy: UNKNOWN, credentials: UNKNOWN });
    });

    for (const [properties, refusal] of [
        [{ proxy: {} }, /proxy\.url: a proxy needs it/],
        [{ proxy: { username: "u" } }, /proxy\.url: a proxy needs it/],
        [{ credentials: { header: { a: "b" } } }, /credentials\.header\.a: it has to be a list of texts/],
        [{ credentials: { query: { a: [1] } } }, /credentials\.query\.a: it has to be a list of texts/],
        [{ credentials: { certificateIds: texts(33) } }, /credentials\.certificateIds: there can be 32, not 33/],
        [{ credentials: { authorization: { parameter: "p" } } }, /authorization\.scheme: an authorization needs it/],
        [{ credentials: { authorization: { scheme: "s" } } }, /authorization\.parameter: an authorization needs it/],
        [
            { credentials: { authorization: { scheme: "s".repeat(101), parameter: "p" } } },
            /authorization\.scheme: it can have 100 characters, not 101/,
        ],
        [
            { credentials: { authorization: { scheme: "s", parameter: "p".repeat(301) } } },
            /authorization\.parameter: it can have 300 characters, not 301/,
        ],
    ] as [Properties, RegExp][]) {
        it(`refuse ${JSON.stringify(properties).slice(0, 60)}`, () => refused(() => save(properties), refusal));
    }
});

describe("cloud: what a pool answers when nobody is left", () => {
    for (const [statusCode, fine] of [
        [100, true],
        [599, true],
        [99, false],
        [600, false],
    ] as const) {
        it(`${fine ? "can" : "cannot"} be ${statusCode}`, () => {
            const { cloud, serviceId } = stocked();
            const pool = { services: [{ id: `${serviceId}/backends/shop` }], failureResponse: { statusCode } };
            const create = () => cloud.create(AFFINE_BACKEND, inGateway({ backendId: "p", type: "Pool", pool }));
            if (fine) create();
            else refused(create, /pool\.failureResponse\.statusCode: must be from 100 to 599/);
        });
    }
});
