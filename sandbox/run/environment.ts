import path from "node:path";

/** What the engine needs in its environment to run in a sandbox. */
export interface SandboxEnvironment {
    /** Folder of Pulumi's state. */
    readonly state: string;
    /** Passphrase for the state's secrets. */
    readonly passphrase: string;
    /** What makes the engine attach to the stand-in providers; none are running for an export. */
    readonly providers?: Readonly<Record<string, string>>;
    /** Folder with the script that runs policy packs, where the engine has no language host for Node. */
    readonly scripts?: string | undefined;
}

/** Environment variables for an engine that keeps to its sandbox: its own state, and no downloads. */
export function engineEnvironment({
    state,
    passphrase,
    providers,
    scripts,
}: SandboxEnvironment): Record<string, string> {
    return {
        // Without files of metadata beside the state's: those are not written atomically, and an engine that is killed
        // over one leaves a state that nothing can load. https://pkg.go.dev/gocloud.dev/blob/fileblob#URLOpener
        PULUMI_BACKEND_URL: `file://${state}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
        PULUMI_CONFIG_PASSPHRASE_FILE: "",
        PULUMI_SKIP_UPDATE_CHECK: "1",
        // The stand-ins take the place of the plugins that the state names; the engine would download those, or try to.
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        ...(scripts === undefined ? {} : { PATH: [process.env["PATH"], scripts].join(path.delimiter) }),
        ...providers,
    };
}
