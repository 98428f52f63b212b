import { type Judgement } from "../verdict";

import { type Outcome } from "./marks";

/** A run that holds is by chance at most this often: a few runs together stay far below one in a thousand. */
export const KEY_LIMIT = 1e-4;

/** What a run's judgement says of its marks. */
export function outcomeOf({ verdict, reason, bound }: Judgement): Outcome {
    switch (verdict) {
        case "sticky":
            return "holds";
        case "partly sticky":
            return "partly";
        case "not sticky":
            return "moves";
        case "inconclusive":
            if (reason === "one replica") return "one replica";
            return reason === "too few clients" && bound <= KEY_LIMIT ? "holds" : "unsure";
    }
}
