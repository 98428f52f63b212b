import { STREAM } from "./answer";
import { breakOf, type SessionRecord } from "./fate";
import { type Recognised } from "./recognise";
import { type McpVerdict } from "./verdict";

const BAD_REQUEST = 400;

/** What the user should know beside the verdict. */
export function noticesOf(
    server: Recognised,
    verdict: McpVerdict,
    records: readonly SessionRecord[],
): readonly string[] {
    const notices: string[] = [];
    if (server.speaksStateless && verdict !== "not needed") {
        notices.push(
            "the server speaks 2026-07-28 too: clients of that revision need no affinity. This is about the others.",
        );
    }
    const unlike = records
        .flatMap((record) => breakOf(record) ?? [])
        .filter(({ status }) => status === BAD_REQUEST).length;
    if (unlike > 0) {
        notices.push(
            `${unlike} sessions ended with HTTP 400: clients begin anew only when the answer is 404, as the protocol wants it.`,
        );
    }
    const silent = records.filter(({ answers }) =>
        answers.some(({ step, status }) => step === STREAM && status === undefined),
    ).length;
    if (silent > 0) notices.push(`${silent} sessions had no answer to GET, their stream of events.`);
    const elsewhere = records.filter((record) => streamIsElsewhere(record)).length;
    if (elsewhere > 0) notices.push(`${elsewhere} sessions have their stream of events (GET) from another replica.`);
    return notices;
}

function streamIsElsewhere({ answers }: SessionRecord): boolean {
    const home = answers.find(({ step }) => step === "initialize")?.replica;
    const stream = answers.find(({ step }) => step === STREAM);
    return home !== undefined && stream?.replica !== undefined && stream.replica !== home;
}
