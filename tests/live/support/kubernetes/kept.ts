import assert from "node:assert/strict";

import { run } from "../../../unit/support/program";
import { warningsOf } from "../../../unit/support/warnings";
import { applyAll, discard, missing } from "./apply";
import { type ApiClient } from "./client";
import { type Manifest, manifestsOf } from "./manifests";

/** A program whose objects a server is to take as they are, and what has to be there of the affinity afterwards. */
export interface KeptCase {
    readonly title: string;
    readonly program: () => unknown;
    /** By kind, part of one object as the server stores it; a member that is undefined has to be absent. */
    readonly kept: Readonly<Record<string, object>>;
}

/** One test for each case. */
export function keeps(client: () => ApiClient, cases: readonly KeptCase[]): void {
    for (const { title, program, kept } of cases) {
        it(title, async () => {
            // What the components warn of is their own tests' concern.
            const { result } = await warningsOf(() => run(program));
            const asked = manifestsOf(result);
            try {
                const objects = await applyAll(client(), asked);
                for (const [kind, part] of Object.entries(kept)) assertOne(objects, kind, part);
            } finally {
                await discard(
                    client(),
                    asked.map(({ manifest }) => manifest),
                );
            }
        });
    }
}

/** Asserts that one object of the kind has the part. */
function assertOne(objects: readonly Manifest[], kind: string, part: object): void {
    const lost = objects.filter((object) => object.kind === kind).map((object) => missing(part, object));
    assert.ok(
        lost.some((paths) => paths.length === 0),
        `no ${kind} with ${JSON.stringify(part)}; in those there are, these differ: ${JSON.stringify(lost)}`,
    );
}
