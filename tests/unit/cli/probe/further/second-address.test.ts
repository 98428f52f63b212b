import assert from "node:assert/strict";

import { seeded } from "../../../../../cli/probe/random";
import { secondAddressOf } from "../../../../../cli/probe/second-address/outcome";
import { secondAddressFinding } from "../../../../../cli/probe/second-address/text";
import { visitOf } from "../../../../support/probe/simulate";

const CLIENTS = 40;
const URL = "http://second.test/";

/** Three rounds at an address where each client stays on the replica that this gives. */
function staying(replicaOf: (client: number) => number) {
    return [0, 1, 2].flatMap((round) =>
        Array.from({ length: CLIENTS }, (_, client) => visitOf(client, round, `r${replicaOf(client)}`)),
    );
}

function both(first: (client: number) => number, second: (client: number) => number, seed = 1) {
    const facts = { url: URL, clients: CLIENTS, rounds: 3, random: seeded(seed) };
    return secondAddressOf({ ...facts, first: staying(first), second: staying(second) });
}

describe("a second address of the same replicas", () => {
    const third = (client: number) => client % 3;

    it("agrees where each client finds its replica there", () => {
        const found = both(third, third);
        assert.deepEqual(
            [found.across, found.first, found.second].map(({ verdict }) => verdict),
            ["sticky", "sticky", "sticky"],
        );
        assert.deepEqual([found.across.repeats.hits, found.across.repeats.trials], [40, 40]);
        const finding = secondAddressFinding(found);
        assert.deepEqual([finding.tone, finding.verdict], ["yes", "same replica"]);
        assert.match(
            finding.said,
            /^40 of 40 clients are on the same replica at http:\/\/second\.test\/ \(at least 91\.1 %/,
        );
        assert.match(finding.details[0]?.text ?? "", /first address kept all clients.*second one kept all clients/);
    });

    it("is not taken to agree partly, where each address keeps its clients on a replica of its own choice", () => {
        const verdicts = Array.from({ length: 400 }, (_, seed) => {
            const random = seeded(seed + 1000);
            const chosen = Array.from({ length: CLIENTS }, () => random(0, 2));
            return both(third, (client) => chosen[client] as number, seed).across.verdict;
        });
        assert.deepEqual([...new Set(verdicts)], ["not sticky"]);
    });

    it("is told in words where it does not agree", () => {
        const finding = secondAddressFinding(both(third, (client) => (client + 1 + (client % 2)) % 3));
        assert.deepEqual([finding.tone, finding.verdict], ["no", "no agreement"]);
        assert.match(finding.said, /^0 of 40 clients .* no more than chance explains/);
        const partly = secondAddressFinding(both(third, (client) => (client < 4 ? (client + 1) % 3 : client % 3)));
        assert.deepEqual([partly.tone, partly.verdict], ["no", "partly"]);
        assert.match(partly.said, /^36 of 40 .*more than chance explains/);
        const one = secondAddressFinding(
            both(
                () => 0,
                () => 0,
            ),
        );
        assert.deepEqual([one.tone, one.verdict], ["open", "inconclusive"]);
    });
});
