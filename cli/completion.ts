import tab from "@bomb.sh/tab/commander";
import { type Command } from "commander";

const NAME = "completion";

const HOW_TO = `
Load it in the shell's profile:
  bash        source <(session-affinity completion bash)      (needs the package bash-completion)
  zsh         source <(session-affinity completion zsh)
  fish        session-affinity completion fish | source
  powershell  session-affinity completion powershell | Out-String | Invoke-Expression
`;

/**
 * `session-affinity completion SHELL`: prints a script that completes commands, options and their values. The script asks
 * the program itself, by the hidden command `complete`, so that it never goes out of date. To be added after all other
 * commands, which it reads.
 */
export function addCompletion(program: Command): void {
    tab(program, { completionCommandName: NAME });
    const command = program.commands.find((one) => one.name() === NAME);
    command
        ?.description("Prints a script by which a shell completes commands, options and values.")
        .addHelpText("after", HOW_TO);
}
