import { failoverFinding } from "../failover/text";
import { type Further } from "../further";
import { lifetimeFinding } from "../lifetime/text";
import { scaleOutFinding } from "../scale-out/text";
import { secondAddressFinding } from "../second-address/text";

import { type Finding } from "./finding";

/** What was found beyond the proof, in the order in which it was asked. */
export function findingsOf({
    secondAddress,
    lifetime,
    scaleOut,
    failover,
    unanswered = [],
}: Further): readonly Finding[] {
    return [
        ...(secondAddress === undefined ? [] : [secondAddressFinding(secondAddress)]),
        ...(lifetime === undefined ? [] : [lifetimeFinding(lifetime)]),
        ...(scaleOut === undefined ? [] : [scaleOutFinding(scaleOut)]),
        ...(failover === undefined ? [] : [failoverFinding(failover)]),
        ...unanswered.map(unansweredFinding),
    ];
}

const TITLES: Readonly<Record<string, string>> = {
    secondAddress: "second address",
    lifetime: "lifetime",
    scaleOut: "scale-out",
    failover: "failover",
};

function unansweredFinding(name: string): Finding {
    const title = TITLES[name] ?? name;
    return {
        title,
        claim: `${title} is as it should be`,
        tone: "open",
        verdict: "not asked",
        said: "nothing was done: clients do not stay even while nothing happens, or the run ended before.",
        details: [],
    };
}
