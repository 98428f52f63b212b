import { CouldNotRunError } from "../../errors";
import { type Budget } from "../budget";
import { HttpClient } from "../http/client";
import { type MakeTransport, transportsFor } from "../http/clients";
import { type Target } from "../http/target";

import { type Addressed, arrivalOf } from "./arrival";
import { type Arrival, type Sources } from "./sources";

/** Clients that try their addresses. */
const TRIES = 3;

/**
 * Tries whether addresses arrive. Throws CouldNotRunError where this machine does not have one, or where the answers name another
 * one; where the network fails otherwise, nothing is known.
 * @param path where the answers name the address of their client.
 */
export async function checkArrival(
    sources: Sources,
    target: Target,
    budget: Budget,
    path: string | undefined,
): Promise<Arrival> {
    const transportOf = await transportsFor("fresh", sources.carrier);
    const answers: Addressed[] = [];
    for (let client = 0; client < Math.min(TRIES, sources.pool.size); client++) {
        if (!(await budget.turn())) break;
        const answer = await ask(sources.pool.own(client), sources, target, transportOf, budget);
        if (answer !== undefined) answers.push(answer);
    }
    const arrival = arrivalOf(answers, path);
    if (!("sent" in arrival)) return arrival;
    throw new CouldNotRunError(
        `The source addresses do not arrive (${sources.name}): asked from ${arrival.sent}, ` +
            `${arrival.seen === undefined ? "the answer has nothing" : `the answer has ${arrival.seen}`} at --address-json ${path}.`,
    );
}

async function ask(
    address: string,
    { carrier, name }: Sources,
    target: Target,
    transportOf: MakeTransport,
    budget: Budget,
): Promise<Addressed | undefined> {
    try {
        const { response } = await new HttpClient(target, transportOf(address)).ask(budget.signal);
        if (carrier === "socket" && response.localAddress !== address) {
            throw new CouldNotRunError(`Asked from ${response.localAddress}, not from ${address} (${name}).`);
        }
        return { address, body: response.body };
    } catch (error) {
        if (error instanceof CouldNotRunError) throw error;
        if (isNotOurs(error)) {
            throw new CouldNotRunError(
                `${address} (${name}) is no address of this machine that can reach the host. Give others with --source, or say them with --proxy-protocol or --forwarded-for.`,
            );
        }
        return undefined;
    }
}

/** The system's words for an address that cannot be asked from: not there, or of the other family than the host's. */
function isNotOurs(error: unknown): boolean {
    return error instanceof Error && "code" in error && ["EADDRNOTAVAIL", "EINVAL"].includes(String(error.code));
}
