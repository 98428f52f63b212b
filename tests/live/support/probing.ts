import { type ProbeReport } from "../../../cli/probe/report/model";
import { sessionAffinity } from "../../support/probe/bin";
import { type Mode } from "./balancers";

/** What a probe has to be told of a mode: where its clients ask from, and what an endpoint cannot tell by itself. */
export function optionsFor({ key, proxyProtocol, settlesAfter }: Mode): string[] {
    return [
        ...(proxyProtocol ? ["--proxy-protocol", "v2"] : ["--source", "loopback"]),
        ...(key.by === "header" ? ["--client-header", key.name] : []),
        ...(settlesAfter === undefined ? [] : ["--warm-up", String(settlesAfter)]),
    ];
}

/** Runs the built command with --json. */
export async function probe(url: string, ...args: string[]) {
    const { stdout, stderr, code } = await sessionAffinity(["probe", url, "--json", ...args]);
    return { report: stdout === "" ? undefined : (JSON.parse(stdout) as ProbeReport), code, stderr };
}
