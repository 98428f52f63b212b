import assert from "node:assert/strict";
import { Checks } from "../../../../../components/affinity/checks";
import { type BackendCredentials, mergeCredentials } from "../../../../../components/apim/backends/backend-credentials";
import { assertFault } from "../../../support/faults";

const merge = (target?: BackendCredentials, auth?: BackendCredentials) =>
    mergeCredentials(new Checks("ApimBackend", "web"), [
        { path: "logicApp", credentials: target },
        { path: "auth", credentials: auth },
    ]);

describe("credentials of several sources", () => {
    it("are none where no source has any", () => {
        assert.equal(merge(), undefined);
        assert.equal(merge({}, {}), undefined);
        assert.equal(merge({ header: {}, query: {}, certificateIds: [] }), undefined);
    });

    it("are those of both", () => {
        assert.deepEqual(
            merge(
                { header: { "X-One": ["1"] }, query: { sv: ["1.0"] }, certificateIds: ["a"] },
                {
                    header: { "X-Two": ["2", "3"] },
                    query: { sig: ["{{sig}}"], SV: ["2"] },
                    certificateIds: ["b"],
                    authorization: { scheme: "Basic", parameter: "{{basic}}" },
                },
            ),
            {
                header: { "X-One": ["1"], "X-Two": ["2", "3"] },
                query: { sv: ["1.0"], sig: ["{{sig}}"], SV: ["2"] },
                certificateIds: ["a", "b"],
                authorization: { scheme: "Basic", parameter: "{{basic}}" },
            },
        );
    });

    it("keep what a source is given from other sources' changes", () => {
        const target = { query: { sv: ["1.0"] } };
        merge(target, { query: { sig: ["s"] } });
        assert.deepEqual(target, { query: { sv: ["1.0"] } });
    });

    const many = (count: number) => Array.from({ length: count }, (_, index) => `certificate-${index}`);
    it("are at most 32 certificates", () => {
        assert.equal(merge({ certificateIds: many(16) }, { certificateIds: many(16) })?.certificateIds?.length, 32);
    });

    const authorization = { scheme: "Bearer", parameter: "{{token}}" };
    for (const [title, target, auth, says] of [
        [
            "the same header",
            { header: { "X-Functions-Key": ["a"] } },
            { header: { "x-functions-key": ["b"] } },
            ['sets the header "x-functions-key", which args.logicApp sets too'],
        ],
        ["the same query parameter", { query: { sp: ["a"] } }, { query: { sp: ["b"] } }, ['query parameter "sp"']],
        ["two authorizations", { authorization }, { authorization }, ["Authorization header", "args.logicApp"]],
        ["33 certificates", { certificateIds: many(32) }, { certificateIds: ["x"] }, ["33", "at most 32"]],
    ] as const) {
        it(`cannot be ${title}`, () => {
            let thrown: unknown;
            try {
                merge(target as unknown as BackendCredentials, auth as unknown as BackendCredentials);
            } catch (error) {
                thrown = error;
            }
            assertFault(thrown, "ApimBackend", "web", { path: "auth", says });
        });
    }
});
