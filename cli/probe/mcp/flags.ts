import { UsageError } from "../../errors";
import { type ProbeSettings } from "../settings";
import { type ProbeFlags } from "../settings-of";

import { type McpSettings } from "./settings";

/** The options that only count with --mcp. */
export interface McpFlags {
    readonly mcp?: boolean;
    readonly mcpTool?: string;
}

/** Sessions of a proof unless the user says otherwise: each costs a server more than a request does. */
export const SESSIONS = 12;

/**
 * What the options ask of a server of the protocol. Throws UsageError.
 * @param clientsGiven whether the user said how many clients there are to be.
 */
export function mcpSettingsOf(probe: ProbeSettings, flags: ProbeFlags & McpFlags, clientsGiven: boolean): McpSettings {
    const { source } = probe;
    if (flags.connections === "both") {
        throw new UsageError("--mcp takes one kind of --connections: fresh, or keep-alive.");
    }
    if (source?.kind === "cookie") {
        throw new UsageError("--replica-cookie has no meaning with --mcp: give --replica-header, or --mcp-tool.");
    }
    if (source !== undefined && source.kind !== "header" && flags.mcpTool === undefined) {
        throw new UsageError(
            "With --mcp, --replica-json, --replica-regex and --replica-body read the text of a tool's result: give --mcp-tool NAME.",
        );
    }
    const { kill, restore } = probe.hooks;
    return {
        probe: clientsGiven ? probe : { ...probe, clients: SESSIONS },
        connections: flags.connections,
        ...(flags.mcpTool === undefined ? {} : { tool: flags.mcpTool }),
        ...(kill === undefined ? {} : { hooks: { kill, ...(restore === undefined ? {} : { restore }) } }),
    };
}
