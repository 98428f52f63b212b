import { type KeyRun, type Marks, type Outcome, sameMarks } from "./marks";

/** Which marks can be tried. */
export interface Possible {
    /** Whether the endpoint sets cookies that clients send back. */
    readonly cookies: boolean;
    /** Whether there are several source addresses. */
    readonly addresses: boolean;
    /** Whether there are several addresses in each of several networks of 256. */
    readonly networks: boolean;
    /** Headers that may be the key. */
    readonly headers: readonly string[];
}

/** Cookies that are tried alone, when clients send several. */
const MOST_COOKIES = 4;

/** Nobody shows anything that lasts, but for the address. */
const strangers = (address: Marks["address"]): Marks => ({ cookies: "none", connections: "fresh", address });

/** The runs of each question, as far as they can be made. */
export const RUNS = {
    /** Cookies and nothing else: from changing addresses, where there are several. */
    cookies: ({ addresses }: Possible): Marks => ({
        cookies: "all",
        connections: "fresh",
        address: addresses ? "roaming" : "one",
    }),
    /** Cookies, for balancers that look at the address too. */
    cookiesAtHome: (): Marks => ({ cookies: "all", connections: "fresh", address: "one" }),
    header: ({ addresses }: Possible, header: string): Marks => ({
        ...strangers(addresses ? "roaming" : "one"),
        header,
    }),
    /** The address and nothing else; or not even that. */
    strangers: ({ addresses }: Possible): Marks => strangers(addresses ? "own" : "one"),
    networks: (): Marks => strangers("network"),
    connections: (): Marks => ({ cookies: "none", connections: "keep-alive", address: "one" }),
};

/** What came of the run with these marks. Undefined: it was not made. */
export function outcomeWith(runs: readonly KeyRun[], marks: Marks): Outcome | undefined {
    return runs.find((run) => sameMarks(run.marks, marks))?.outcome;
}

/** The run with all cookies that held: from changing addresses, or else from one. */
export function heldByCookies(
    runs: readonly KeyRun[],
    possible: Possible,
    outcome: Outcome = "holds",
): KeyRun | undefined {
    return [RUNS.cookies(possible), RUNS.cookiesAtHome()]
        .map((marks) => runs.find((run) => sameMarks(run.marks, marks)))
        .find((run) => run?.outcome === outcome);
}

/** The run to make next, of which each asks what those before left open. Undefined: nothing is left to ask. */
export function nextRun(runs: readonly KeyRun[], possible: Possible): Marks | undefined {
    return wanted(runs, possible).find((marks) => outcomeWith(runs, marks) === undefined);
}

function wanted(runs: readonly KeyRun[], possible: Possible): Marks[] {
    const holds = (marks: Marks) => outcomeWith(runs, marks) === "holds";
    const headers = possible.headers.map((header) => RUNS.header(possible, header));
    const first = RUNS.strangers(possible);
    const byCookie = heldByCookies(runs, possible);
    const bySomething = byCookie !== undefined || headers.some(holds) || holds(first);
    return [
        ...(possible.cookies ? cookieRuns(runs, possible, byCookie) : []),
        ...headers,
        first,
        ...(possible.networks && holds(first) ? [RUNS.networks()] : []),
        // Where all clients from one address get one replica, a connection could show nothing more.
        ...(bySomething || outcomeWith(runs, first) === "one replica" ? [] : [RUNS.connections()]),
    ];
}

function cookieRuns(runs: readonly KeyRun[], possible: Possible, held: KeyRun | undefined): Marks[] {
    const roaming = RUNS.cookies(possible);
    const outcome = outcomeWith(runs, roaming);
    // Where they hold partly from changing addresses, they need no address to do so.
    const isOpen = outcome !== undefined && outcome !== "holds" && outcome !== "partly";
    const home = isOpen ? [RUNS.cookiesAtHome()] : [];
    const alone = held === undefined || held.cookieNames.length < 2 ? [] : held.cookieNames.slice(0, MOST_COOKIES);
    return [roaming, ...home, ...alone.map((name) => ({ ...(held as KeyRun).marks, cookies: [name] }))];
}
