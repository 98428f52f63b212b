import { type CookieSummary } from "../cookies";
import { type Count } from "../crowd/attempt";
import { type Further } from "../further";
import { type Connections } from "../http/transport";
import { type IdentitySource } from "../identification/source";
import { type KeySearchResult } from "../key/find";
import { type Arrival } from "../sources/sources";
import { type Judgement, type Verdict } from "../verdict";
import { type Visit } from "../visit";

/** What a probe found: plain data, that every renderer takes. Secrets are hidden in it already. */
export interface ProbeReport extends Further {
    /** Raised when a property changes its meaning or goes. */
    readonly schema: 1;
    readonly version: string;
    readonly url: string;
    /** ISO 8601. */
    readonly startedAt: string;
    readonly durationMilliseconds: number;
    readonly settings: {
        readonly clients: number;
        readonly rounds: number;
        readonly seed: number;
        readonly concurrency: number;
        readonly expectReplicas?: number;
    };
    readonly identity: {
        /** As the option that says the same. */
        readonly option: string;
        readonly source: IdentitySource;
        readonly found: boolean;
        readonly why: string;
        readonly others: readonly string[];
    };
    /** The verdict of all series together: the worst one. */
    readonly verdict: Verdict;
    readonly series: readonly SeriesReport[];
    /** By what the balancer knows a client again. Absent: it was not looked for. */
    readonly key?: KeyReport;
    /** Where clients asked from, as options let them. Absent: all from one address, as the system chose. */
    readonly sources?: SourcesReport;
    readonly notices: readonly string[];
    /** Why the run was ended early. */
    readonly stopped?: string;
    /** Requests in all, with those of the sample. */
    readonly requests: number;
}

/** The search for the key. */
export interface KeyReport extends KeySearchResult {
    /** As in "cookie SERVERID". */
    readonly name: string;
}

/** Source addresses, and whether they were seen to arrive. */
export interface SourcesReport extends Arrival {
    readonly name: string;
}

/** One series: the same question over one kind of connection. */
export interface SeriesReport {
    readonly connections: Connections;
    readonly judgement: Judgement;
    readonly cookies: readonly CookieSummary[];
    /** Number of visits by HTTP status, or by what went wrong. */
    readonly outcomes: readonly Count[];
    readonly durationMilliseconds: number;
    readonly visits: readonly Visit[];
}
