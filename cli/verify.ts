import { type Command, Option } from "commander";

import { EXIT, type ExitCode } from "./exit-codes";
import { type Io } from "./io";
import { collect } from "./options";
import { type VerifyFlags } from "./verify/run";
import { type VerifySurroundings } from "./verify/surroundings";

const EXIT_CODES = { passed: EXIT.yes, failed: EXIT.no, undecided: EXIT.inconclusive } as const;

const AFTER = `
It only reads. In Azure the role "Reader" on what is looked at suffices; in Kubernetes "get" and "list" on the kinds, which
the ClusterRole "view" has for all but custom resources, whose own roles may have to be added.

Exit code: 0 every hop keeps its clients or need not, 1 one with several targets does not, 2 it cannot be told (no permission, or nothing found), 3 could not run.`;

/** `session-affinity verify`: reads affinity off what is deployed. */
export function addVerify(
    program: Command,
    io: Io,
    end: (code: ExitCode) => void,
    surroundings: VerifySurroundings = {},
): void {
    program
        .command("verify")
        .description("Reads session affinity off what is deployed in Azure and Kubernetes, as one chain of hops.")
        .addOption(several("--resource-group <name>", "a resource group of Azure; may be given several times"))
        .addOption(several("--resource <id>", "one resource of Azure, by its id; may be given several times"))
        .option(
            "--subscription <id>",
            "of the resource groups: id or name (default: AZURE_SUBSCRIPTION_ID, or the only one that the login sees)",
        )
        .option(
            "--endpoint <url>",
            "Resource Manager of another cloud (default: AZURE_RESOURCE_MANAGER_ENDPOINT, or https://management.azure.com)",
        )
        .addOption(several("--context <name>", "a context of the kubeconfig; may be given several times"))
        .option("--namespace <name>", "only this namespace of the contexts (default: all)")
        .option("--kubeconfig <file>", "the kubeconfig (default: KUBECONFIG, or ~/.kube/config)")
        .option("--config <file>", "levels and settings of the rules, the same JSON as for --policy-pack-config")
        .addOption(
            new Option("--fail-on <level>", "the least level of a finding that fails")
                .choices(["advisory", "mandatory"])
                .default("mandatory"),
        )
        .option("--json", "write what was found as JSON, which check and map read too")
        .addHelpText("after", AFTER)
        .action(async (flags: VerifyFlags) => {
            // Loaded here, as no other command needs it.
            const { runVerify } = await import("./verify/run.js");
            end(EXIT_CODES[await runVerify(flags, io, surroundings)]);
        });
}

function several(flags: string, description: string): Option {
    return new Option(flags, description).argParser(collect);
}
