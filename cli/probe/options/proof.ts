import { type Command, Option } from "commander";

import { collect, positiveNumber, reading, wholeNumber } from "../../options";
import { LARGEST_SEED } from "../random";

/** How clients ask, how often, and within which limits. */
export function addProofOptions(command: Command): Command {
    return command
        .addOption(
            reading("--clients <n>", "clients, each with cookies of its own", wholeNumber(2, 10_000)).default(40),
        )
        .addOption(reading("--rounds <n>", "times that each client asks", wholeNumber(2, 1_000)).default(5))
        .addOption(
            reading(
                "--expect-replicas <n>",
                "replicas that there are, all of which have to be seen",
                wholeNumber(2, 10_000),
            ),
        )
        .addOption(reading("--seed <n>", "seed of the random orders, to repeat a run", wholeNumber(0, LARGEST_SEED)))
        .addOption(reading("--concurrency <n>", "requests under way at a time", wholeNumber(1, 256)).default(4))
        .addOption(
            new Option("--connections <kind>", "a new connection for each request, or one kept by each client")
                .choices(["fresh", "keep-alive", "both"])
                .default("fresh"),
        )
        .option("--replica-header <name>", "response header that names the replica")
        .option("--replica-json <path>", "field of a JSON body that names the replica, as in pod.name")
        .option(
            "--replica-regex <pattern>",
            "regular expression for the body; its first group, or all, names the replica",
        )
        .option("--replica-body", "the whole body names the replica")
        .option("--replica-cookie <name>", "cookie, set anew by each answer, whose value names the replica")
        .addOption(reading("--header <header>", 'request header "Name: value"; may be given several times', collect))
        .addOption(reading("--rate <n>", "requests a second at most", positiveNumber(1_000_000)))
        .addOption(reading("--timeout <seconds>", "time for one request", positiveNumber(3_600)).default(10))
        .addOption(reading("--max-time <seconds>", "time for all", positiveNumber(86_400)).default(300))
        .addOption(reading("--max-requests <n>", "requests at most", wholeNumber(1)).default(20_000));
}
