import { type Command, InvalidArgumentError, Option } from "commander";

import type { TokenCredential } from "@azure/identity";
import { type ArmClient } from "./azure/client";
import { type Patience } from "./azure/retry";
import { CliError, CouldNotRunError, UsageError } from "./errors";
import { type Target } from "./enable/target";
import { type ExitCode } from "./exit-codes";
import { type Io } from "./io";

/** What a test puts in place of the process's surroundings. */
export interface EnableSurroundings {
    readonly env?: NodeJS.ProcessEnv;
    /** Omitted: what the environment has. */
    readonly credential?: TokenCredential;
    readonly patience?: Patience;
}

/** Options that every kind of resource has. */
interface Flags {
    readonly subscription?: string;
    readonly resourceGroup: string;
    readonly endpoint?: string;
    readonly disable?: true;
    readonly dryRun?: true;
    readonly yes?: true;
    readonly json?: true;
}

interface PoolFlags extends Flags {
    readonly service: string;
    readonly backend: string;
    readonly cookieName?: string;
}

interface AppFlags extends Flags {
    readonly name: string;
    readonly slot?: string;
}

/** `session-affinity enable`: turns affinity on for what is deployed already. */
export function addEnable(
    program: Command,
    io: Io,
    end: (code: ExitCode) => void,
    surroundings: EnableSurroundings = {},
): void {
    const enable = program
        .command("enable")
        .description("Turns session affinity on (or off) for a resource of Azure that is deployed already.")
        .addHelpText("after", AFTER);
    const run = async (flags: Flags, targetOf: (subscription: string) => Promise<Target>) =>
        end(await enableTarget(flags, targetOf, io, surroundings));

    common(enable.command("apim-pool"))
        .description("A backend pool of API Management: its session cookie.")
        .addOption(named("--service <name>", "API Management service that has the pool").makeOptionMandatory())
        .addOption(named("--backend <id>", "the pool: a backend of type Pool").makeOptionMandatory())
        .option(
            "--cookie-name <name>",
            "name of the session cookie (default: the one that is there, or <backend>-affinity)",
        )
        .action((flags: PoolFlags) => {
            if (flags.disable && flags.cookieName !== undefined) {
                throw new UsageError("--cookie-name does not go with --disable: leave one of them out.");
            }
            return run(flags, async (subscription) => {
                const { apimPool } = await import("./enable/apim-pool.js");
                const { resourceGroup, service, backend, cookieName } = flags;
                const place = { subscription, resourceGroup, service, backend };
                return apimPool(place, { disable: flags.disable === true, cookieName });
            });
        });
    common(enable.command("container-app"))
        .description("A Container App: sticky sessions of its ingress.")
        .addOption(named("--name <name>", "the Container App").makeOptionMandatory())
        .action((flags: AppFlags) =>
            run(flags, async (subscription) => {
                const { containerApp } = await import("./enable/container-app.js");
                const { resourceGroup, name } = flags;
                return containerApp({ subscription, resourceGroup, name }, { disable: flags.disable === true });
            }),
        );
    common(enable.command("web-app"))
        .description("A web app of App Service: client affinity.")
        .addOption(named("--name <name>", "the web app").makeOptionMandatory())
        .addOption(named("--slot <name>", "a deployment slot of it (default: production)"))
        .action((flags: AppFlags) =>
            run(flags, async (subscription) => {
                const { webApp } = await import("./enable/web-app.js");
                const { resourceGroup, name, slot } = flags;
                return webApp({ subscription, resourceGroup, name, slot }, { disable: flags.disable === true });
            }),
        );
}

const AFTER =
    "\nExit code: 0 done, or as asked for already; 1 not possible as it stands, or not agreed to; 2 it cannot be told whether it was written; 3 could not run.";

function common(command: Command): Command {
    return command
        .option(
            "--subscription <id>",
            "id or name (default: AZURE_SUBSCRIPTION_ID, or the only one that the login sees)",
        )
        .addOption(named("--resource-group <name>", "resource group that it is in").makeOptionMandatory())
        .option("--disable", "turn it off")
        .option("--dry-run", "show the change, and write nothing")
        .option("--yes", "write without asking")
        .option("--json", "write what was done as JSON")
        .addOption(
            new Option(
                "--endpoint <url>",
                "Resource Manager of another cloud (default: AZURE_RESOURCE_MANAGER_ENDPOINT, or https://management.azure.com)",
            ),
        )
        .addHelpText("after", AFTER);
}

async function enableTarget(
    flags: Flags,
    targetOf: (subscription: string) => Promise<Target>,
    io: Io,
    { env = process.env, credential, patience }: EnableSurroundings,
): Promise<ExitCode> {
    // Loaded here, as no other command needs them.
    const [{ ArmClient }, { endpointOf }, { subscriptionOf }, { runEnable }, { Redaction }] = await Promise.all([
        import("./azure/client.js"),
        import("./azure/endpoint.js"),
        import("./azure/subscription.js"),
        import("./enable/run.js"),
        import("./redaction.js"),
    ]);
    const notice = (text: string) => io.err(`  ${text}\n`);
    const endpoint = endpointOf(flags.endpoint, env);
    const client: ArmClient = await ArmClient.connect({
        endpoint,
        env,
        credential,
        patience,
        signal: io.signal,
        notice,
    });
    const settings = {
        dryRun: flags.dryRun === true,
        yes: flags.yes === true,
        json: flags.json === true,
        disable: flags.disable === true,
    };
    let target: Target;
    try {
        target = await targetOf(await subscriptionOf(client, flags.subscription, env));
    } catch (error) {
        if (io.signal.aborted) throw new CouldNotRunError("stopped: nothing was written.");
        if (!(error instanceof CliError)) throw error;
        throw new CouldNotRunError(new Redaction([client.secret]).text(error.message));
    }
    return runEnable(client, target, settings, io);
}

/** A name in a resource's id. One that is no single part of a path would name something else. */
function named(flags: string, description: string): Option {
    return new Option(flags, description).argParser((text: string) => {
        if (text !== "" && !/^\.{1,2}$/.test(text) && !/[/\\?#\p{Cc}]/u.test(text)) return text;
        throw new InvalidArgumentError("Give the name alone, as it is in the resource's id.");
    });
}
