import { type Connections } from "../http/transport";
import { type ProbeSettings } from "../settings";

import { type Loss } from "./failover";

/** All that a probe of a server of the Model Context Protocol is asked to do. */
export interface McpSettings {
    /** Its clients are sessions, its rounds are calls of each session. */
    readonly probe: ProbeSettings;
    readonly connections: Connections;
    /** Tool to call. Omitted: the tools are listed. */
    readonly tool?: string;
    /** What takes a replica away, and brings it back. Omitted: none is taken away. */
    readonly hooks?: Loss;
}
