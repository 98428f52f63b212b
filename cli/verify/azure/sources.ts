import { CliError, CouldNotRunError } from "../../errors";
import { Redaction } from "../../redaction";
import { type VerifyFlags } from "../run";
import { type Source } from "../source";
import { type Reading, type VerifySurroundings } from "../surroundings";

type AzureFlags = Pick<VerifyFlags, "resourceGroup" | "resource" | "subscription" | "endpoint">;

/**
 * Reads the resource groups and resources that were asked for; nothing where none were.
 *
 * @throws {CliError} where one of them cannot be read.
 */
export async function azureSources(
    { resourceGroup = [], resource = [], subscription, endpoint }: AzureFlags,
    { env = process.env, credential, patience }: VerifySurroundings,
    { signal, notice, progress }: Reading,
): Promise<Source[]> {
    if (resourceGroup.length + resource.length === 0) return [];
    // Loaded here: who looks at a cluster alone needs none of it.
    const [{ ArmClient }, { endpointOf }, { subscriptionOf }, { AzureReader }] = await Promise.all([
        import("../../azure/client.js"),
        import("../../azure/endpoint.js"),
        import("../../azure/subscription.js"),
        import("./read.js"),
    ]);
    const client = await ArmClient.connect({
        endpoint: endpointOf(endpoint, env),
        env,
        credential,
        patience,
        signal,
        notice,
    });
    try {
        const reader = new AzureReader(client, progress);
        const sources: Source[] = [];
        // Where only ids are given, they tell the subscription.
        const id = resourceGroup.length === 0 ? "" : await subscriptionOf(client, subscription, env);
        for (const name of resourceGroup) sources.push(await reader.group(id, name));
        for (const one of resource) sources.push(await reader.resource(one));
        const redaction = new Redaction([client.secret]);
        return sources.map((source) => ({ ...source, gaps: redaction.data(source.gaps) }));
    } catch (error) {
        if (!(error instanceof CliError)) throw error;
        throw new CouldNotRunError(new Redaction([client.secret]).text(error.message));
    }
}
