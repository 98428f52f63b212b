import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

import { CouldNotRunError, UsageError } from "./errors";

/** A file that a command is asked to write a report to. */
export class ReportFile {
    /** @param option name of the option that asks for it, for errors. */
    constructor(
        private readonly option: string,
        private readonly file: string,
    ) {}

    /** Tells before any work whether the file can be written. Throws UsageError where it cannot be. */
    async check(): Promise<void> {
        if (this.file === "" || this.file === "-") throw new UsageError(`${this.option}: give the name of a file.`);
        await this.checkPlace();
        const folder = path.dirname(path.resolve(this.file));
        const found = await stat(folder).catch(() => undefined);
        if (found === undefined) throw this.refusal(`there is no folder ${folder}. Make it first`);
        if (!found.isDirectory()) throw this.refusal(`${folder} is no folder. Give a file in a folder`);
        try {
            await access(folder, constants.W_OK | constants.X_OK);
        } catch {
            throw this.refusal(`this user may not write to ${folder}. Give a file in another folder`);
        }
    }

    /**
     * Writes the file in one step: whoever reads it finds the one before or all of this one, never a part. A link is
     * followed, so that it stays one. Throws CouldNotRunError.
     */
    async write(text: string): Promise<void> {
        const target = await realpath(this.file).catch(() => path.resolve(this.file));
        const part = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.part`);
        try {
            await writeNew(part, text);
            await this.checkPlace();
            await rename(part, target);
        } catch (error) {
            await rm(part, { force: true }).catch(() => undefined);
            if (error instanceof UsageError) throw new CouldNotRunError(error.message);
            throw new CouldNotRunError(
                `${this.option}: ${this.file} cannot be written: ${(error as Error).message}. Free the place, or give another file.`,
            );
        }
    }

    /** A rename would replace a pipe or a device by a file. */
    private async checkPlace(): Promise<void> {
        const found = await stat(this.file).catch(() => undefined);
        if (found?.isDirectory()) throw this.refusal("that is a folder. Give a file in it");
        if (found !== undefined && !found.isFile()) throw this.refusal("that is no plain file. Give another one");
    }

    private refusal(why: string): UsageError {
        return new UsageError(`${this.option}: ${this.file} cannot be written: ${why}.`);
    }
}

/** Writes a file that must not be there yet, down to the disk. */
async function writeNew(file: string, text: string): Promise<void> {
    const handle = await open(file, "wx");
    try {
        await handle.writeFile(text);
        await handle.sync();
    } finally {
        await handle.close();
    }
}
