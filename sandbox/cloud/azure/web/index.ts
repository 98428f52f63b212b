import { type Kind } from "../../kind";

import { PLANS } from "./plans";
import { SITE_SETTINGS } from "./site-settings";
import { SITES } from "./sites";

export const WEB: readonly Kind[] = [...PLANS, ...SITES, ...SITE_SETTINGS];
