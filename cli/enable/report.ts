import { type Json } from "../azure/json";
import { type ExitCode, EXIT } from "../exit-codes";

/** How it ended. */
export type Outcome =
    /** Affinity is as it was asked for, and was before. */
    | "already"
    /** `--dry-run`: this would be written. */
    | "planned"
    /** Written, and read back. */
    | "written"
    /** Asked, and not agreed to. */
    | "declined"
    /** Not possible as the resource stands, or not kept by Azure. */
    | "refused"
    /** It cannot be told whether it was written. */
    | "unknown";

/** What the command did, as `--json` prints it. Holds the affinity setting and no other value of the resource. */
export interface EnableReport {
    readonly command: "enable";
    readonly outcome: Outcome;
    /** "backend pool openai-pool of apim-prod" */
    readonly target: string;
    readonly resourceId: string;
    readonly property: string;
    readonly apiVersion: string;
    /** Of the resource as it was read before; null where its provider has none. */
    readonly etag: string | null;
    readonly before: Json;
    readonly after: Json;
    /** Why it is refused or unknown; null otherwise. */
    readonly reason: string | null;
    readonly notes: readonly string[];
    /** How to keep it in a Pulumi program; null where nothing was turned on. */
    readonly keep: { readonly component: string; readonly commands: readonly string[] } | null;
}

/** What the process ends with. */
export function exitCodeOf(outcome: Outcome): ExitCode {
    if (outcome === "refused" || outcome === "declined") return EXIT.no;
    return outcome === "unknown" ? EXIT.inconclusive : EXIT.yes;
}
