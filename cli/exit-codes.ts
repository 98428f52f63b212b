import { type Tone } from "./probe/findings/finding";

/** What the process ends with. Scripts rely on these numbers. */
export const EXIT = {
    /** The answer is yes: sticky, applied, no finding. */
    yes: 0,
    /** The answer is no: not sticky, or only partly, or a client left a replica that lived. */
    no: 1,
    /** No answer can be given from what was seen. */
    inconclusive: 2,
    /** Nothing could be found out: asked for wrongly, or no connection. */
    couldNotRun: 3,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code that says whether something is as it should be. */
export function exitCodeOf(tone: Tone): ExitCode {
    switch (tone) {
        case "yes":
            return EXIT.yes;
        case "no":
            return EXIT.no;
        case "open":
            return EXIT.inconclusive;
    }
}
