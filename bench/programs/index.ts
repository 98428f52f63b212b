import { type PulumiFn } from "@pulumi/pulumi/automation";

/** Programs that are previewed, by name. Each module is loaded where it is used only: what it imports counts. */
const PROGRAMS = {
    "hand-written-apps": async () => (await import("./hand-written-apps.js")).handWrittenApps,
    "mixed-workloads": async () => (await import("./mixed-workloads.js")).mixedWorkloads,
    "sticky-apps": async () => (await import("./sticky-apps.js")).stickyApps,
};

/** Name of a program to preview. */
export type ProgramName = keyof typeof PROGRAMS;

/** Loads a program of the given size. */
export async function loadProgram(name: ProgramName, size: number): Promise<PulumiFn> {
    const build = await PROGRAMS[name]();
    return () => {
        build(size);
        return Promise.resolve();
    };
}
