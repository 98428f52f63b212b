import { type Command, Option } from "commander";

import { collect, reading, wholeNumber } from "../../options";

/** Where clients ask from, and by what they may be known. */
export function addKeyOptions(command: Command): Command {
    return command
        .option(
            "--source <addresses>",
            'where clients ask from: "loopback", or addresses with commas between, one for each client in turn',
        )
        .addOption(
            new Option(
                "--proxy-protocol <version>",
                "say each client's address in a PROXY header ahead of its connections",
            ).choices(["v1", "v2"]),
        )
        .option("--forwarded-for", "say each client's address in the header X-Forwarded-For")
        .option("--address-json <path>", "field of a JSON body that names the client's address, to see that it arrives")
        .option("--find-key", "look for what the balancer knows a client by (the default)")
        .option("--no-find-key", "do not look for it")
        .addOption(
            reading(
                "--client-header <name>",
                "request header in which each client has a value of its own; may be given several times",
                collect,
            ),
        )
        .addOption(reading("--warm-up <n>", "rounds ahead of those that count", wholeNumber(0, 1_000)).default(0));
}
