import { type Callback } from "@pulumi/pulumi/proto/callback_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import * as settings from "@pulumi/pulumi/runtime/settings";

type Run = (request: Uint8Array) => Promise<proto.TransformResponse>;

/**
 * Pulumi's keeper of a program's transforms, exported without types. The engine calls it back; here it is called directly.
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/callbacks.ts
 */
const { getCallbacks } = settings as unknown as {
    readonly getCallbacks: () => { readonly _callbacks: ReadonlyMap<string, Run>; shutdown(): void } | undefined;
};

/**
 * Runs a program's transforms as the engine does: a resource's own, then those of its parents, then the stack's.
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/source_eval.go
 */
export class Transforms {
    private readonly ofStack: Callback[] = [];
    private readonly byUrn = new Map<string, { readonly own: readonly Callback[]; readonly parent: string }>();

    /** Takes a transform of the whole stack. */
    add(transform: Callback): void {
        this.ofStack.push(transform);
    }

    /** Keeps the transforms of a resource for its children. */
    keep(urn: string, request: proto.RegisterResourceRequest): void {
        this.byUrn.set(urn, { own: request.getTransformsList(), parent: request.getParent() });
    }

    /** Changes a request to what its transforms make of it. */
    async apply(request: proto.RegisterResourceRequest): Promise<void> {
        const inherited: Callback[] = [];
        for (let above = this.byUrn.get(request.getParent()); above; above = this.byUrn.get(above.parent)) {
            inherited.push(...above.own);
        }
        for (const transform of [...request.getTransformsList(), ...inherited, ...this.ofStack]) {
            await applyOne(request, transform);
        }
    }

    /** Ends what Pulumi has started to be called back at. */
    end(): void {
        if (this.ofStack.length > 0 || [...this.byUrn.values()].some(({ own }) => own.length > 0))
            getCallbacks()?.shutdown();
    }
}

async function applyOne(request: proto.RegisterResourceRequest, transform: Callback): Promise<void> {
    const run = getCallbacks()?._callbacks.get(transform.getToken());
    if (run === undefined) throw new Error(`no transform ${transform.getToken()} is registered`);
    const asked = new proto.TransformRequest()
        .setType(request.getType())
        .setName(request.getName())
        .setCustom(request.getCustom())
        .setParent(request.getParent())
        .setProperties(request.getObject())
        .setOptions(optionsOf(request));
    const response = await run(asked.serializeBinary());
    request.setObject(response.getProperties());
    const options = response.getOptions();
    if (options) takeOptions(request, options);
}

function optionsOf(request: proto.RegisterResourceRequest): proto.TransformResourceOptions {
    const options = new proto.TransformResourceOptions()
        .setDependsOnList(request.getDependenciesList())
        .setProtect(request.getProtect() ?? false)
        .setIgnoreChangesList(request.getIgnorechangesList())
        .setReplaceOnChangesList(request.getReplaceonchangesList())
        .setVersion(request.getVersion())
        .setAliasesList(request.getAliasesList())
        .setProvider(request.getProvider())
        .setCustomTimeouts(request.getCustomtimeouts())
        .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
    return request.getDeletebeforereplacedefined()
        ? options.setDeleteBeforeReplace(request.getDeletebeforereplace())
        : options;
}

function takeOptions(request: proto.RegisterResourceRequest, options: proto.TransformResourceOptions): void {
    const deleteBeforeReplace = options.getDeleteBeforeReplace();
    request
        .setDependenciesList(options.getDependsOnList())
        .setProtect(options.getProtect() ?? false)
        .setIgnorechangesList(options.getIgnoreChangesList())
        .setReplaceonchangesList(options.getReplaceOnChangesList())
        .setVersion(options.getVersion())
        .setAliasesList(options.getAliasesList())
        .setProvider(options.getProvider())
        .setCustomtimeouts(options.getCustomTimeouts())
        .setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList())
        .setDeletebeforereplacedefined(deleteBeforeReplace !== undefined)
        .setDeletebeforereplace(deleteBeforeReplace ?? false);
}
