import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type * as proto from "@pulumi/pulumi/proto/resource_pb";

import { type StackResource } from "../../../policy-pack/topology";

import { resource, urnOf } from "./stacks";

const ROOT = path.resolve(__dirname, "../../../..");
/** Where the programs of the rules' pages are. */
export const EXAMPLES = "tests/unit/policy-pack/examples";

/** Runs an example program under mocks and returns the resources that it registered. */
export async function runExample(rule: string, example: "fails" | "passes"): Promise<StackResource[]> {
    const recorded: StackResource[] = [];
    await pulumi.runtime.setMocks({
        newResource: ({ type, name, inputs, custom }) => {
            const properties = inputs as Record<string, unknown>;
            const id = `/mocked/${type}/${name}`;
            if (custom) recorded.push(resource(type, name, properties, { id }));
            return { id, state: { name, ...properties } };
        },
        call: ({ inputs }) => inputs as Record<string, unknown>,
    });
    const ignored = listenForIgnoredChanges();
    loadExample(rule, example);
    await pulumi.runtime.disconnect();
    return recorded.map((one) => {
        const ignoreChanges = ignored.get(one.urn);
        return ignoreChanges === undefined ? one : { ...one, ignoreChanges };
    });
}

/** Runs an example program, under whatever mocks there are. */
export function loadExample(rule: string, example: "fails" | "passes"): void {
    const file = path.join(ROOT, "dist", EXAMPLES, rule, `${example}.js`);
    delete require.cache[file];
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the examples are programs: loading one runs it
    require(file);
}

/** What each resource asks to ignore, by its URN: mocks themselves are not told. */
function listenForIgnoredChanges(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    const monitor = pulumi.runtime.getMonitor() as unknown as {
        registerResource(request: proto.RegisterResourceRequest, answer: unknown): unknown;
    };
    const registerResource = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, answer) => {
        const ignored = request.getIgnorechangesList();
        if (ignored.length > 0) found.set(urnOf(request.getType(), request.getName()), ignored);
        return registerResource(request, answer);
    };
    return found;
}
