import { UsageError } from "../../errors";
import { type McpFlags } from "../mcp/flags";
import { type ProbeFlags } from "../settings-of";

/** What sessions of the Model Context Protocol have no use for, and why. */
const NOT_WITH_MCP: Readonly<Record<string, readonly [keyof ProbeFlags, string]>> = {
    "--k6": [
        "k6",
        "a session is several requests, each of which needs what the server said to the one before, and a stream that stays open; k6 sends single requests.",
    ],
    ...Object.fromEntries(
        Object.entries({
            "--proxy-protocol": "proxyProtocol",
            "--forwarded-for": "forwardedFor",
            "--address-json": "addressJson",
            "--client-header": "clientHeader",
            "--warm-up": "warmUp",
            "--also": "also",
            "--idle": "idle",
            "--scale": "scale",
            "--watch": "watch",
        } as const).map(([option, key]) => [option, [key, "it is asked of plain requests, not of sessions."] as const]),
    ),
};
/** What a k6 script is not written with. */
const NOT_WITH_K6: Readonly<Record<string, readonly [keyof ProbeFlags, string]>> = Object.fromEntries(
    Object.entries({
        "--source": "source",
        "--proxy-protocol": "proxyProtocol",
        "--forwarded-for": "forwardedFor",
        "--client-header": "clientHeader",
        "--warm-up": "warmUp",
    } as const).map(([option, key]) => [option, [key, "the script sends plain requests."] as const]),
);

/** Throws UsageError where options do not go together. */
export function checkTogether(flags: ProbeFlags & McpFlags): void {
    if (flags.mcp) refuse("mcp", NOT_WITH_MCP, flags);
    if (flags.k6 !== undefined) refuse("k6", NOT_WITH_K6, flags);
    if (!flags.mcp && flags.mcpTool !== undefined) throw new UsageError("--mcp-tool needs --mcp.");
}

function refuse(option: string, others: typeof NOT_WITH_K6, flags: ProbeFlags): void {
    // A number of rounds is 0 where it was not given.
    const given = Object.entries(others).find(([, [key]]) => Boolean(flags[key]));
    if (given === undefined) return;
    const [name, [, why]] = given;
    throw new UsageError(`${name} does not go with --${option}: ${why}`);
}
