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
/** One for all suites: each sees to its definitions, and leaves no object that another one's would meet. */
let server: ApiServer | undefined;

// Outside every suite, so that it runs after the last.
after(() => server?.stop());

/** A suite with a real API server that has these definitions of custom resources. */
export function serverSuite(
    title: string,
    files: readonly DefinitionsFile[],
    tests: (client: () => ApiServer) => void,
): void {
    describe(title, () => {
        before(async function () {
            this.timeout(START_MILLISECONDS);
            await requirePrograms(this);
            server ??= await ApiServer.start();
            await define(server, ...files);
        });
        tests(() => server as ApiServer);
    });
}

/** Where programs are missing that a server needs, the suite is left out and says so; in CI that is a failure. */
async function requirePrograms(context: Mocha.Context): Promise<void> {
    const lacking = await lackingPrograms();
    if (lacking.length === 0) return;
    const reason = `There is no Kubernetes API server to test with. ${lacking.join(" ")}`;
    if (process.env["CI"]) throw new Error(reason);
    if (!told) console.log(`      left out, here and below. ${reason}`);
    told = true;
    context.skip();
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
