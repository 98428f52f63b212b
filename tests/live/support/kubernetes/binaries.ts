import { mkdir } from "node:fs/promises";
import path from "node:path";

import { cacheFolder, removeLeftovers, withStaging } from "../../../../sandbox/engine/cache";
import { goBuild } from "../../../../sandbox/engine/go";
import { withLock } from "../../../../sandbox/engine/lock";
import { isProgram, programName } from "../../../../sandbox/engine/paths";
import { readPin, type PinnedProgram } from "../../../../sandbox/engine/pin";
import { packageRoot } from "../../../../sandbox/package-root";
import { progressOn, type Progress } from "../../../../sandbox/progress";

/** Paths of Kubernetes' own programs. */
export interface KubernetesBinaries {
    readonly apiServer: string;
    readonly kubeProxy: string;
}

const KUBERNETES: PinnedProgram = { name: "Kubernetes", tool: "kubernetes", module: "k8s.io/kubernetes" };
const VERSION_VARIABLE = "k8s.io/component-base/version.gitVersion";

/** The version of Kubernetes that tools/kubernetes/go.mod pins, without a leading v. */
export const kubernetesVersion = (): string => pin().version;

/**
 * Kubernetes' API server and kube-proxy of the pinned version, from the project's cache folder. Where they are not there
 * yet they are built from Go modules, which takes minutes; two runs at once build once.
 *
 * Throws an Error when there is no `go` on PATH, or with its output when it fails.
 */
export async function kubernetesBinaries(progress: Progress = progressOn(process.stderr)): Promise<KubernetesBinaries> {
    const { modules, version } = pin();
    const folder = path.join(cacheFolder(process.env), "kubernetes");
    const cached = binariesIn(path.join(folder, version));
    if (await usable(cached)) return cached;

    await mkdir(folder, { recursive: true });
    return withLock(folder, { progress, purpose: "building Kubernetes" }, async (signal) => {
        // Whoever held the lock before may have filled the cache.
        if (await usable(cached)) return cached;
        await removeLeftovers(folder);
        const step = progress.step(`Building Kubernetes ${version} from Go modules (about 4 minutes the first time)`);
        try {
            await withStaging(folder, async (staging) => {
                const commands = ["kube-apiserver", "kube-proxy"].map((name) => `${KUBERNETES.module}/cmd/${name}`);
                const output = path.join(staging.root, "bin") + path.sep;
                await mkdir(output, { recursive: true });
                const variables = { [VERSION_VARIABLE]: `v${version}` };
                const env = { ...process.env, CGO_ENABLED: "0" };
                await goBuild({ modules, commands, variables, output, scratch: staging.scratch }, env, signal);
                signal.throwIfAborted();
                await staging.publish(version);
            });
            step.done(`Kubernetes ${version} (built from Go modules, cached)`);
        } catch (error) {
            step.fail(`Building Kubernetes ${version} failed`);
            throw error;
        }
        return cached;
    });
}

function pin() {
    return readPin(packageRoot(__dirname), KUBERNETES);
}

function binariesIn(root: string): KubernetesBinaries {
    const at = (name: string) => path.join(root, "bin", programName(name));
    return { apiServer: at("kube-apiserver"), kubeProxy: at("kube-proxy") };
}

async function usable({ apiServer, kubeProxy }: KubernetesBinaries): Promise<boolean> {
    return (await isProgram(apiServer)) && (await isProgram(kubeProxy));
}
