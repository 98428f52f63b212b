import { runtime } from "@pulumi/pulumi";
import * as localState from "@pulumi/pulumi/runtime/state";

import { Recorder } from "./recorder";
import { catchRejections } from "./rejections";
import { type TestedStack } from "./resource";
import { DEFAULT_PLACE, type Place } from "./urn";
import { objectToWire, secret, type WireObject } from "./wire";

/** How to run a program under mocks. */
export interface ProgramOptions extends Partial<Place> {
    /** False: as in an update, where all values are known. Omitted: true, where what mocks leave out is not known yet. */
    readonly preview?: boolean;
    /**
     * What providers answer. Omitted: outputs are the inputs, ids are `<name>-id` after an update and not known in a
     * preview, and functions answer with their arguments.
     */
    readonly mocks?: runtime.Mocks;
    /** Configuration of the stack, such as `{ "shop:replicas": "3" }`. Omitted: none. */
    readonly config?: Readonly<Record<string, string>>;
    /** Keys of {@link config} that are secret. Omitted: none. */
    readonly secretKeys?: readonly string[];
    /** Omitted: none. */
    readonly organization?: string;
}

/** Runs with a runtime of its own, as the Automation API's inline programs do. It is exported without types. */
const { withLocalStorage } = localState as unknown as { withLocalStorage: <T>(run: () => T) => T };

/**
 * The stack that a program registers under Pulumi's mocks. Mocks that were set before stay set. Run one at a time.
 *
 * Providers do not check inputs here: what they would fill in before resource policies see it, such as generated names, is
 * not there.
 *
 * @param program may return its outputs, or a promise of them; an error of it, also one in an `apply`, is thrown.
 */
export async function fromProgram(program: () => unknown, options: ProgramOptions = {}): Promise<TestedStack> {
    const place = { project: options.project ?? DEFAULT_PLACE.project, stack: options.stack ?? DEFAULT_PLACE.stack };
    const { preview = true, mocks = plainMocks(preview), config = {}, secretKeys = [], organization } = options;
    const recorder = new Recorder(place, preview, marked(config, secretKeys));
    const before = globalThis.stackResource;
    const rejections = catchRejections();
    try {
        await withLocalStorage(async () => {
            await runtime.setMocks(mocks, place.project, place.stack, preview, organization);
            runtime.setAllConfig({ ...config }, [...secretKeys]);
            recorder.attach();
            const ended = runtime.runInPulumiStack(() => Promise.resolve<unknown>(program()));
            await Promise.race([ended, rejections.first]);
            await Promise.race([runtime.disconnect(), rejections.first]);
            recorder.end();
        });
        await settled();
        if (rejections.all.length > 0) throw rejections.all[0];
    } finally {
        // One error may come by several promises, and the next program is not to hear of it.
        await settled();
        rejections.stop();
        globalThis.stackResource = before;
    }
    return { ...place, resources: recorder.resources, deployed: false };
}

/** The configuration with its secrets marked. */
function marked(config: Readonly<Record<string, string>>, secretKeys: readonly string[]): WireObject {
    const entries = Object.entries(config);
    return objectToWire(
        Object.fromEntries(entries.map(([key, value]) => [key, secretKeys.includes(key) ? secret(value) : value])),
        "config",
    );
}

function plainMocks(preview: boolean): runtime.Mocks {
    return {
        newResource: ({ id, name, inputs }) => ({
            id: id || (preview ? undefined : `${name}-id`),
            state: inputs as Record<string, unknown>,
        }),
        call: ({ inputs }) => inputs as Record<string, unknown>,
    };
}

/** Errors in promises are told once the event loop has turned. */
async function settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
