import { type Connections } from "../http/transport";
import { type ProbeSettings } from "../settings";

/** All that a probe of a server of the Model Context Protocol is asked to do. */
export interface McpSettings {
    /** Its clients are sessions, its rounds are calls of each session. */
    readonly probe: ProbeSettings;
    readonly connections: Connections;
    /** Tool to call. Omitted: the tools are listed. */
    readonly tool?: string;
}
