import { type Connections } from "../http/transport";
import { type Judgement } from "../verdict";

import { type Diagnosis } from "./diagnosis";
import { type SessionRecord } from "./fate";
import { type Recovery, type Survivor } from "./recovery";
import { type McpJudgement, type McpReason, type McpVerdict } from "./verdict";

/** What a probe of a server of the Model Context Protocol found: plain data, without ids of sessions. */
export interface McpReport {
    /** Raised when a property changes its meaning or goes. */
    readonly schema: 1;
    readonly kind: "mcp";
    readonly version: string;
    readonly url: string;
    /** ISO 8601. */
    readonly startedAt: string;
    readonly durationMilliseconds: number;
    readonly settings: {
        readonly sessions: number;
        readonly calls: number;
        readonly seed: number;
        readonly connections: Connections;
        /** Tool that is called. Undefined: the tools are listed. */
        readonly tool?: string;
        readonly expectReplicas?: number;
    };
    readonly server: {
        /** Whether it takes `initialize`, so that it may have sessions. */
        readonly takesInitialize: boolean;
        /** Whether it speaks revision 2026-07-28, which has no sessions. */
        readonly speaksStateless: boolean;
    };
    /** Where the answers name the replica. Undefined: nowhere. */
    readonly identity?: { readonly option: string; readonly found: boolean; readonly why: string };
    /** That of clients without cookies, as most are. */
    readonly verdict: McpVerdict;
    readonly reason: McpReason;
    readonly diagnosis?: Diagnosis;
    /** Empty where there are no sessions to be had. */
    readonly series: readonly McpSeriesReport[];
    /** What the loss of a replica did. Undefined: none was taken away. */
    readonly failover?: McpFailover;
    readonly notices: readonly string[];
    /** Why the run was ended early. */
    readonly stopped?: string;
    /** Requests in all. */
    readonly requests: number;
}

/** Sessions over the loss of a replica. */
export interface McpFailover {
    readonly keepsCookies: boolean;
    readonly recovery: Recovery;
    /** Whether every session was served, its own way or anew. */
    readonly recovered: boolean;
    readonly sessions: readonly Survivor[];
}

/** Sessions of clients that keep cookies, or of clients that do not. */
export interface McpSeriesReport {
    readonly keepsCookies: boolean;
    readonly judgement: McpJudgement;
    /** What the replicas of the calls show. */
    readonly calls: Judgement;
    readonly sessions: readonly SessionRecord[];
}
