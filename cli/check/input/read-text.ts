import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

import { CouldNotRunError } from "../../errors";

/** The longest file that is read: above it Node.js has no room for the text. */
export const LARGEST_FILE_MEBIBYTES = 256;

const MEBIBYTE = 1024 * 1024;

/** Stands for the standard input where a file is asked for. */
const STDIN = "-";

/** What a file is called in reports and errors. */
export function nameOfFile(file: string): string {
    return file === STDIN ? "standard input" : file;
}

/**
 * Reads all of a file, or of the standard input for "-": UTF-8, or the UTF-16 that Windows PowerShell writes.
 *
 * @throws {CouldNotRunError} where it is not there, no file, empty, too large or cannot be read.
 */
export async function readText(file: string, stdin: NodeJS.ReadableStream = process.stdin): Promise<string> {
    const name = nameOfFile(file);
    const bytes = file === STDIN ? await readAll(stdin, name) : await readFile(file);
    const text = decoded(bytes);
    if (text.trim() !== "") return text;
    throw new CouldNotRunError(
        `${name} is empty. Write to it with pulumi stack export, pulumi preview --json or kubectl get -o json, and see that the command itself succeeded.`,
    );
}

async function readFile(file: string): Promise<Buffer> {
    let found;
    try {
        found = await stat(file);
    } catch (error) {
        throw unreadable(file, error);
    }
    if (found.isDirectory())
        throw new CouldNotRunError(`${file} is a folder. Give one file, or "-" for standard input.`);
    // A pipe tells no size: it is counted as it comes.
    if (found.size > LARGEST_FILE_MEBIBYTES * MEBIBYTE) throw tooLarge(file);
    return readAll(createReadStream(file), file);
}

async function readAll(stream: NodeJS.ReadableStream, name: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
        for await (const chunk of stream) {
            const bytes = Buffer.from(chunk);
            size += bytes.length;
            if (size > LARGEST_FILE_MEBIBYTES * MEBIBYTE) throw tooLarge(name);
            chunks.push(bytes);
        }
    } catch (error) {
        throw error instanceof CouldNotRunError ? error : unreadable(name, error);
    }
    return Buffer.concat(chunks);
}

function tooLarge(name: string): CouldNotRunError {
    return new CouldNotRunError(
        `${name} is larger than ${LARGEST_FILE_MEBIBYTES} MiB. Give a part of it: one stack, or with kubectl one namespace.`,
    );
}

function unreadable(name: string, error: unknown): CouldNotRunError {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
        return new CouldNotRunError(`${name} is not there. Give a file that is, or "-" for standard input.`);
    if (code === "EACCES") return new CouldNotRunError(`${name} may not be read by this user. Let them read it.`);
    return new CouldNotRunError(`${name} cannot be read: ${message}.`);
}

function decoded(bytes: Buffer): string {
    const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
    return new TextDecoder(wide ? "utf-16le" : "utf-8").decode(bytes);
}
