import assert from "node:assert/strict";

import { apply, stored } from "./apply";
import { type ApiClient } from "./client";
import { type Manifest } from "./manifests";

/** What a server refuses, and its own words for it. */
export interface Refused {
    readonly title: string;
    readonly manifest: Manifest;
    readonly says: RegExp;
}

/** A manifest without a namespace. */
export const object = (apiVersion: string, kind: string, spec: object, name = "refused"): Manifest => ({
    apiVersion,
    kind,
    metadata: { name },
    spec,
});

/** One test for each: the server refuses it, and nothing of it is stored. */
export function refuses(client: () => ApiClient, cases: readonly Refused[]): void {
    for (const { title, manifest, says } of cases) {
        it(`refuses ${title}`, async () => {
            const { status, body } = await apply(client(), manifest);
            assert.match(String(body.message), says);
            assert.ok(status >= 400, `it answered ${status}`);
            await assert.rejects(stored(client(), manifest), / 404 /);
        });
    }
}
