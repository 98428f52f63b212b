import { type ExitCode } from "../../cli/exit-codes";
import { type Io } from "../../cli/io";
import { type AddCommand, run } from "../../cli/program";

/** How a run of the command line in this process ended. */
export interface RanHere {
    readonly code: ExitCode;
    readonly out: string;
    readonly err: string;
}

/**
 * Runs the command line in this process, where no terminal is.
 *
 * @param more parts of its surroundings that are others. Omitted: nobody stops it, and nobody answers.
 * @param commands omitted: all.
 */
export async function runHere(
    args: readonly string[],
    more: Partial<Io> = {},
    commands?: readonly AddCommand[],
): Promise<RanHere> {
    const written = { out: "", err: "" };
    const io: Io = {
        out: (text) => void (written.out += text),
        err: (text) => void (written.err += text),
        outIsTerminal: false,
        errIsTerminal: false,
        color: false,
        signal: new AbortController().signal,
        ...more,
    };
    const code = await run(args, io, commands);
    return { code, ...written };
}
