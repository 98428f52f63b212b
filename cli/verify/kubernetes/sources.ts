import { CliError, CouldNotRunError } from "../../errors";
import { Redaction } from "../../redaction";
import { type VerifyFlags } from "../run";
import { type Source } from "../source";
import { type Reading, type VerifySurroundings } from "../surroundings";

type ClusterFlags = Pick<VerifyFlags, "context" | "namespace" | "kubeconfig">;

/**
 * Reads the contexts that were asked for; nothing where none were.
 *
 * @throws {CliError} where one of them cannot be read.
 */
export async function clusterSources(
    { context = [], namespace, kubeconfig }: ClusterFlags,
    { patience }: VerifySurroundings,
    { signal, notice, progress }: Reading,
): Promise<Source[]> {
    if (context.length === 0) return [];
    // Loaded here: the library takes its time, and who looks at Azure alone needs none of it.
    const [{ kubeConfigFor }, { ClusterClient }, { readCluster }] = await Promise.all([
        import("../../kubernetes/config.js"),
        import("../../kubernetes/client.js"),
        import("./read.js"),
    ]);
    const sources: Source[] = [];
    for (const one of context) {
        const config = await kubeConfigFor(one, kubeconfig);
        const { token, password } = config.getCurrentUser() ?? {};
        const redaction = new Redaction([token ?? "", password ?? ""]);
        const client = new ClusterClient(config, { signal, notice, patience });
        try {
            const source = await readCluster(client, { context: one, namespace }, progress);
            sources.push({ ...source, gaps: redaction.data(source.gaps) });
        } catch (error) {
            if (!(error instanceof CliError)) throw error;
            throw new CouldNotRunError(redaction.text(error.message));
        }
    }
    return sources;
}
