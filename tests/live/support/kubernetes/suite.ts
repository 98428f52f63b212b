import { onPath } from "../../../../sandbox/engine/paths";
import { ApiServer } from "./api-server";
import { define, type DefinitionsFile } from "./definitions";

/** The first suite may have to build the server. */
const START_MILLISECONDS = 900_000;

const NEEDED = {
    etcd: "install it (on Debian: apt-get install etcd-server)",
    go: "install Go 1.25.8 or later (https://go.dev/dl/)",
};

/** The reason is the same for all. */
let told = false;

/** A suite with a server of its own. */
export function serverSuite(
    title: string,
    files: readonly DefinitionsFile[],
    tests: (client: () => ApiServer) => void,
): void {
    describe(title, () => {
        let server: ApiServer;
        before(async function () {
            server = await apiServerFor(this, ...files);
        });
        after(() => server?.stop());
        tests(() => server);
    });
}

/**
 * An API server for a suite, with these definitions of custom resources; to be stopped. Where programs are missing that
 * it needs, the suite is left out and says so; in CI that is a failure.
 */
async function apiServerFor(context: Mocha.Context, ...files: readonly DefinitionsFile[]): Promise<ApiServer> {
    context.timeout(START_MILLISECONDS);
    const lacking = await lackingPrograms();
    if (lacking.length > 0) {
        const reason = `There is no Kubernetes API server to test with. ${lacking.join(" ")}`;
        if (process.env["CI"]) throw new Error(reason);
        if (!told) console.log(`      left out, here and below. ${reason}`);
        told = true;
        return context.skip();
    }
    const server = await ApiServer.start();
    try {
        await define(server, ...files);
        return server;
    } catch (error) {
        await server.stop();
        throw error;
    }
}

async function lackingPrograms(): Promise<string[]> {
    const lines = await Promise.all(
        Object.entries(NEEDED).map(async ([program, remedy]) =>
            (await onPath(program, process.env)) === undefined
                ? [`There is no \`${program}\` on PATH: ${remedy}.`]
                : [],
        ),
    );
    return lines.flat();
}
