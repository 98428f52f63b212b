import { type Io } from "./io";

/** A line on the terminal that is rewritten as work goes on. */
export interface Progress {
    show(text: string): void;
    /** Takes the line away. */
    end(): void;
}

/** Milliseconds between two drawings. */
const PAUSE = 80;

/** Progress on stderr; quiet where that is no terminal. */
export function progressOn(io: Io): Progress {
    if (!io.errIsTerminal) return { show: () => undefined, end: () => undefined };
    let drawn = 0;
    return {
        show: (text) => {
            if (Date.now() - drawn < PAUSE) return;
            drawn = Date.now();
            io.err(`\r\u001b[2K  ${text}`);
        },
        end: () => io.err("\r\u001b[2K"),
    };
}
