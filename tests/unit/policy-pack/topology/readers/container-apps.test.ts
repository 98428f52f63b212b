import assert from "node:assert/strict";

import { readTopology } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import {
    app,
    CONTAINER_APP_TYPES,
    containerApp,
    onlyHop,
    REASON,
    resource,
    UNKNOWN,
    UNKNOWN_MARKS,
} from "../../stacks";

const NUMBER = UNKNOWN_MARKS.number;
const OBJECT = UNKNOWN_MARKS.object;

for (const type of CONTAINER_APP_TYPES) {
    describe(`Container Apps, ${type}`, () => {
        it("are hops with their replicas and their affinity", () => {
            const scale = { minReplicas: 2, maxReplicas: 5 };
            const declaration = {
                "session-affinity-stateless": REASON,
                "session-affinity-stateless-until": "2030-01-31",
            };
            const stack = app({ scale, stickySessions: { affinity: "sticky" }, tags: declaration }, type);
            assert.deepEqual(onlyHop(stack), {
                urn: stack.urn,
                type,
                name: "web",
                platform: "container-apps",
                replicas: fact({ min: 2, max: 5, source: "template.scale.maxReplicas = 5" }),
                affinity: fact({
                    kind: "cookie",
                    strength: "strong",
                    source: 'configuration.ingress.stickySessions.affinity = "sticky"',
                }),
                affinityPath: "configuration.ingress.stickySessions",
                clientFacing: true,
                stateless: fact({ reason: REASON, expiresOn: "2030-01-31" }),
            });
        });

        const byDefault = "the service's default, as template.scale.maxReplicas is not set";
        const replicas: [about: string, scale: unknown, expected: unknown][] = [
            ["no scale block", undefined, fact({ min: 0, max: 10, source: byDefault })],
            ["a scale without a maximum", { minReplicas: 1 }, fact({ min: 1, max: 10, source: byDefault })],
            ["a maximum that is null", { maxReplicas: null }, fact({ min: 0, max: 10, source: byDefault })],
            ["one replica", { maxReplicas: 1 }, fact({ min: 0, max: 1, source: "template.scale.maxReplicas = 1" })],
            [
                "a maximum that is a text",
                { maxReplicas: "4" },
                fact({ min: 0, max: 4, source: "template.scale.maxReplicas = 4" }),
            ],
            ["an unknown maximum", { minReplicas: 1, maxReplicas: NUMBER }, notYet("template.scale.maxReplicas")],
            [
                "an unknown maximum above a minimum of several",
                { minReplicas: 2, maxReplicas: NUMBER },
                fact({ min: 2, max: Infinity, source: "template.scale.minReplicas = 2" }),
            ],
            ["an unknown scale", OBJECT, notYet("template.scale")],
        ];
        for (const [about, scale, expected] of replicas) {
            it(`have replicas by ${about}`, () => assert.deepEqual(onlyHop(app({ scale }, type)).replicas, expected));
        }

        it("have replicas that wait for an unknown template", () => {
            const hop = onlyHop(containerApp({ configuration: { ingress: {} }, template: OBJECT }, type));
            assert.deepEqual(hop.replicas, notYet("template"));
        });

        const none = (source: string) => fact({ kind: "none", strength: "none", source });
        const path = "configuration.ingress.stickySessions";
        const affinities: [about: string, stickySessions: unknown, expected: unknown][] = [
            ["nothing", undefined, none(`${path} is not set`)],
            ["an empty object", {}, none(`${path} is not set`)],
            ["none", { affinity: "none" }, none(`${path}.affinity = "none"`)],
            ["a word in the wrong case", { affinity: "Sticky" }, none(`${path}.affinity = "Sticky"`)],
            ["an unknown word", { affinity: UNKNOWN }, notYet(`${path}.affinity`)],
            ["an unknown object", OBJECT, notYet(path)],
        ];
        for (const [about, stickySessions, expected] of affinities) {
            it(`have the affinity of ${about}`, () =>
                assert.deepEqual(onlyHop(app({ stickySessions }, type)).affinity, expected));
        }

        it("are no hop without an ingress, and one with an unknown ingress", () => {
            assert.deepEqual(readTopology([containerApp({ configuration: {}, template: {} }, type)]).hops, []);
            assert.deepEqual(readTopology([containerApp({ configuration: { ingress: null } }, type)]).hops, []);
            for (const configuration of [OBJECT, { ingress: OBJECT }]) {
                const hop = onlyHop(containerApp({ configuration, template: {} }, type));
                const at = configuration === OBJECT ? "configuration" : "configuration.ingress";
                assert.deepEqual(hop.affinity, notYet(at));
                assert.equal(hop.clientFacing, undefined);
            }
        });

        it("face clients where the ingress is external, which may not be known yet", () => {
            const facing = (ingress: unknown) =>
                onlyHop(containerApp({ configuration: { ingress } }, type)).clientFacing;
            assert.equal(facing({ external: true }), true);
            assert.equal(facing({ external: false }), false);
            assert.equal(facing({}), false);
            assert.equal(facing({ external: UNKNOWN_MARKS.boolean }), undefined);
        });

        it("are declared stateless by a tag", () => {
            const declared = (tags: unknown) => onlyHop(app({ tags }, type)).stateless;
            assert.deepEqual(declared({ "session-affinity-stateless": "why" }), fact({ reason: "why" }));
            assert.equal(declared({ other: "tag" }), undefined);
            assert.equal(declared(undefined), undefined);
            assert.deepEqual(declared(OBJECT), notYet("tags"));
            assert.deepEqual(
                declared({ "session-affinity-stateless": UNKNOWN }),
                notYet("tags.session-affinity-stateless"),
            );
            assert.deepEqual(
                declared({ "session-affinity-stateless": "why", "session-affinity-stateless-until": UNKNOWN }),
                notYet("tags.session-affinity-stateless-until"),
            );
            assert.equal(declared({ "session-affinity-stateless-until": "2030-01-01" }), undefined);
        });
    });
}

it("other types are no Container Apps", () => {
    const { properties } = app({});
    for (const type of [
        "azure-native:app:Job",
        "azure-native:web:ContainerApp",
        "kubernetes:app/v1:ContainerApp",
        "garbage",
    ]) {
        assert.deepEqual(readTopology([resource(type, "web", { ...properties })]).hops, [], type);
    }
});
