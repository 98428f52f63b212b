import { Cloud } from "../cloud";
import { type FromHost, type ToHost } from "./protocol";
import { serve } from "./serve";

/**
 * The process of the providers: `node host.js <file of the cloud> [property path that it drops]...`, with an IPC channel to whoever started it. It lives no longer than
 * that process.
 */
async function main([stateFile, ...drops]: readonly string[]): Promise<void> {
    const tell = (message: FromHost) => process.send?.(message);
    if (stateFile === undefined || process.send === undefined) {
        throw new Error("the sandbox's providers are started by the sandbox, with the file of its cloud");
    }
    const cloud = Cloud.open(stateFile, { drops });
    const serving = await serve(cloud, (warning) => tell({ warning }));
    const stop = () => {
        serving.stop();
        cloud.saved().then(
            () => process.exit(0),
            () => process.exit(1),
        );
    };
    process.on("disconnect", stop);
    process.on("message", (message: ToHost) => message === "stop" && stop());
    // A key in the terminal goes to the whole group: the run that is being cancelled still needs its providers.
    process.on("SIGINT", () => {});
    tell({ ports: serving.ports });
}

main(process.argv.slice(2)).catch((error: unknown) => {
    const failed = error instanceof Error ? error.message : String(error);
    process.send?.({ failed } satisfies FromHost);
    console.error(failed);
    process.exitCode = 1;
    process.disconnect?.();
});
