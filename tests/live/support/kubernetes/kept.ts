import assert from "node:assert/strict";

import { run } from "../../../unit/support/program";
import { applyAll, missing } from "./apply";
import { type ApiClient } from "./client";
import { manifestsOf } from "./manifests";

/** A program whose objects a server is to take as they are, and what has to be there of the affinity afterwards. */
export interface KeptCase {
    readonly title: string;
    readonly program: () => unknown;
    /** By kind, part of one object as the server stores it; a member that is undefined has to be absent. */
    readonly kept: Readonly<Record<string, object>>;
}

/** One test for each case. Each has a namespace's worth of names to itself only where its program sees to that. */
export function keeps(server: () => ApiClient, cases: readonly KeptCase[]): void {
    for (const { title, program, kept } of cases) {
        it(title, async () => {
            const objects = await applyAll(server(), manifestsOf(await run(program)));
            for (const [kind, part] of Object.entries(kept)) {
                const found = objects.filter((object) => object.kind === kind);
                const lost = found.map((object) => missing(part, object));
                assert.ok(
                    lost.some((paths) => paths.length === 0),
                    `no ${kind} with ${JSON.stringify(part)}; in those there are, these differ: ${JSON.stringify(lost)}`,
                );
            }
        });
    }
}
