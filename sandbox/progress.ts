import picocolors from "picocolors";

/** A long step that is under way. */
export interface Step {
    /** Replaces the text beside the step, for what it is doing now. */
    update(text: string): void;
    /** Ends the step with its result. */
    done(text?: string): void;
    /** Ends the step as failed. */
    fail(text?: string): void;
}

/** Where long steps are shown: a terminal's stderr, or nowhere. */
export interface Progress {
    step(text: string): Step;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MILLISECONDS = 120;

/** Shows nothing: for pipes, files and CI. */
export const quiet: Progress = { step: () => ({ update: () => {}, done: () => {}, fail: () => {} }) };

/** Progress on a terminal: one line a step, with a turning sign and the seconds so far. Quiet where the stream is no terminal. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
    if (!stream.isTTY) return quiet;
    return {
        step(text) {
            const started = Date.now();
            let shown = text;
            let frame = 0;
            const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
            const draw = (sign: string) => stream.write(`\r\u001b[2K${sign} ${shown}  ${picocolors.dim(seconds())}`);
            const timer = setInterval(() => draw(FRAMES[frame++ % FRAMES.length] ?? "·"), FRAME_MILLISECONDS);
            timer.unref();
            const end = (sign: string, last?: string) => {
                clearInterval(timer);
                shown = last ?? shown;
                draw(sign);
                stream.write("\n");
            };
            return {
                update: (now) => (shown = now),
                done: (last) => end(picocolors.green("✔"), last),
                fail: (last) => end(picocolors.red("✖"), last),
            };
        },
    };
}
