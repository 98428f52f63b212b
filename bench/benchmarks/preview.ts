import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";

import { type Context } from "../benchmark";
import { measureInChild } from "../child";
import { type PreviewTask } from "../children/preview";
import { interleave, type Sample } from "../measure";

/** Enough to load all that a preview loads. */
const WARM_UP_SIZE = 12;

/** A preview of a given size; its folder is made for it. */
export type PreviewSubject = (size: number) => Omit<PreviewTask, "folder" | "size">;

/** Previews each subject at this size once a round, each time in a process and a folder of its own. */
export async function previewEach<Subject extends string>(
    subjects: Readonly<Record<Subject, PreviewSubject>>,
    size: number,
    rounds: number,
    { folder, progress, signal, engine }: Context,
): Promise<Record<Subject, Sample[]>> {
    const { binary } = await engine();
    const step = progress.step("Previewing");
    const names = Object.keys(subjects) as Subject[];
    const preview = async (subject: Subject, count: number) => {
        const own = await mkdtemp(path.join(folder, "preview-"));
        try {
            const task = { ...subjects[subject](count), size: count, folder: own } satisfies PreviewTask;
            return await measureInChild("preview", { task, env: { PULUMI_BIN: binary }, signal });
        } finally {
            await rm(own, { recursive: true, force: true });
        }
    };
    // The first time, files come from the disk.
    for (const subject of names) await preview(subject, WARM_UP_SIZE);
    const samples = await interleave(names, rounds, (subject, round) => {
        step.update(`Previewing, round ${round} of ${rounds}: ${subject}`);
        return preview(subject, size);
    });
    step.done();
    return samples;
}
