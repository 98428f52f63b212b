import { type StackResource } from "../../../policy-pack/topology";
import { atFirstVersion } from "../../azure/api-versions";
import { type ArmClient } from "../../azure/client";
import { ArmFailure } from "../../azure/errors";
import { type JsonObject, textAt } from "../../azure/json";
import { whatIsMissing } from "../../azure/missing";
import { settingsIn } from "../../azure/shape";
import { groupSteps } from "../../enable/places";
import { CouldNotRunError, UsageError } from "../../errors";
import { inParallel } from "../parallel";
import { type Source } from "../source";
import { type AzureId, idsIn, parseId, rootOf } from "./ids";
import { type AzureKind, azureKind, childrenOf } from "./kinds";
import { stepsTo } from "./steps";
import { translated } from "./translate";

const GROUP_RESOURCES = "2021-04-01";
/** Requests that are under way at a time. */
const PARALLEL = 8;
const FORBIDDEN = 403;
const THROTTLED = 429;
/** Codes of a service whose tier does not have a collection. */
const NOT_IN_TIER = /PricingTier|Sku|NotSupported/i;

/** Reads resources of Azure, each once, with all that the pack needs to judge them. Only ever asks by GET. */
export class AzureReader {
    private readonly found = new Map<string, StackResource>();
    private readonly looked = new Set<string>();
    private readonly gaps = new Map<string, string>();
    private following: { readonly id: AzureId; readonly kind: AzureKind }[] = [];

    constructor(
        private readonly client: ArmClient,
        private readonly progress: (text: string) => void,
    ) {}

    /** All of a resource group. */
    async group(subscription: string, name: string): Promise<Source> {
        const path = `/subscriptions/${subscription}/resourceGroups/${encodeURIComponent(name)}`;
        const listed = await this.listGroup(`${path}/resources`, subscription, name);
        const ids = listed.flatMap((one) => parseId(textAt(one, "id") ?? "") ?? []);
        // Of what lies deeper the list has some and lacks some: it is read from above.
        const roots = ids.filter(({ names, type }) => names.length === 1 && azureKind(type) !== undefined);
        const within = `${path}/`.toLowerCase();
        return this.source(`resource group ${name}`, roots, (id) => id.toLowerCase().startsWith(within));
    }

    /** One resource, by its id. */
    async resource(text: string): Promise<Source> {
        const id = parseId(text);
        if (id === undefined) {
            throw new UsageError(
                `--resource ${text}: that is no id of a resource. It begins with /subscriptions/, as az resource list --query "[].id" prints it.`,
            );
        }
        if (azureKind(id.type) === undefined) {
            throw new UsageError(`--resource ${text}: nothing is read off ${id.type}, which keeps no clients.`);
        }
        const wanted = id.id.toLowerCase();
        const source = await this.source(id.names.join("/"), [rootOf(id)], (found) =>
            `${found.toLowerCase()}/`.startsWith(`${wanted}/`),
        );
        if (source.asked.size > 0 || source.gaps.length > 0) return source;
        throw new CouldNotRunError(`--resource ${text}: ${await whatIsMissing(this.client, stepsTo(id))}`);
    }

    private async source(label: string, roots: readonly AzureId[], isAsked: (id: string) => boolean): Promise<Source> {
        this.gaps.clear();
        await inParallel(roots, PARALLEL, (root) => this.tree(root));
        const asked = [...this.found.values()].filter(({ id = "" }) => isAsked(id)).map(({ urn }) => urn);
        await this.follow();
        return {
            label,
            resources: [...this.found.values()],
            asked: new Set(asked),
            gaps: [...this.gaps].map(([what, why]) => `${what}: ${why}`),
        };
    }

    private async listGroup(path: string, subscription: string, name: string): Promise<JsonObject[]> {
        try {
            return await this.client.list(path, GROUP_RESOURCES, `listing resource group ${name}`);
        } catch (error) {
            if (!(error instanceof ArmFailure)) throw error;
            if (error.status === 404) {
                throw new CouldNotRunError(
                    `resource group ${name}: ${await whatIsMissing(this.client, groupSteps(subscription, name))}`,
                );
            }
            if (error.status !== FORBIDDEN) throw error;
            throw new CouldNotRunError(
                `resource group ${name}: this login may not look into it. Ask for the role "Reader" on /subscriptions/${subscription}/resourceGroups/${name}`,
            );
        }
    }

    /** A resource and all below it that the pack reads. */
    private async tree(id: AzureId): Promise<void> {
        const kind = azureKind(id.type);
        if (kind === undefined || this.looked.has(id.id.toLowerCase())) return;
        this.looked.add(id.id.toLowerCase());
        const read = await this.attempt(id.id, kind.type, () =>
            atFirstVersion(kind.apiVersions, (version) => this.client.get(id.id, version, `reading ${id.id}`)),
        );
        if (read !== undefined) await this.take(read.answer.document, id, kind, read.apiVersion);
    }

    private async take(document: JsonObject, id: AzureId, kind: AzureKind, apiVersion: string): Promise<void> {
        const resource = translated(document, id, kind, apiVersion);
        this.found.set(id.id.toLowerCase(), resource);
        this.progress(`resources read: ${this.found.size}`);
        for (const other of kind.follows === undefined ? [] : idsIn(document).map(rootOf)) {
            const wanted = kind.follows?.find((type) => type.toLowerCase() === other.type.toLowerCase());
            if (wanted !== undefined) this.following.push({ id: other, kind: azureKind(wanted) as AzureKind });
        }
        for (const type of kind.beside ?? [])
            await this.collection(id, azureKind(type) as AzureKind, besideOf(id, type));
        if (kind.hasChildren?.(settingsIn(document, kind.type)) === false) return;
        for (const child of childrenOf(kind)) {
            const segment = child.type.slice(child.type.lastIndexOf("/") + 1);
            await this.collection(id, child, `${id.id}/${segment}`);
        }
    }

    /** All resources of a list, with what lies below them. */
    private async collection(above: AzureId, kind: AzureKind, path: string): Promise<void> {
        if (this.looked.has(path.toLowerCase())) return;
        this.looked.add(path.toLowerCase());
        const read = await this.attempt(path, kind.type, () =>
            atFirstVersion(kind.apiVersions, (version) => this.client.list(path, version, `listing ${path}`)),
        );
        for (const document of read?.answer ?? []) {
            // Some services tell names of their own in the place of ids.
            const name = (textAt(document, "name") ?? "").split("/").at(-1) ?? "";
            const id = parseId(textAt(document, "id") ?? `${path}/${name}`);
            if (id === undefined || this.found.has(id.id.toLowerCase())) continue;
            this.looked.add(id.id.toLowerCase());
            await this.take(
                document,
                { ...id, subscription: above.subscription, group: above.group },
                kind,
                read?.apiVersion ?? "",
            );
        }
    }

    private async follow(): Promise<void> {
        for (let next = this.following; next.length > 0; next = this.following) {
            this.following = [];
            await inParallel(next, PARALLEL, ({ id }) => this.tree(id));
        }
    }

    /** What a request brings; undefined where it brings nothing, with the reason kept where that is a gap. */
    private async attempt<T>(path: string, type: string, ask: () => Promise<T>): Promise<T | undefined> {
        try {
            return await ask();
        } catch (error) {
            if (!(error instanceof ArmFailure) || error.status === THROTTLED) throw error;
            if (error.status === FORBIDDEN) {
                this.gaps.set(type, `this login may not do ${type}/read. The role "Reader" suffices.`);
            } else if (!isNotHad(error)) {
                this.gaps.set(path, error.message);
            }
            return undefined;
        }
    }
}

/** It is not there, or this service cannot have it: then nothing is missing. */
function isNotHad({ status, code }: ArmFailure): boolean {
    return status === 404 || status === 405 || (status === 400 && NOT_IN_TIER.test(code));
}

function besideOf({ subscription, group }: AzureId, type: string): string {
    return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}`;
}
