import { type Markup } from "../../../html/markup";
import { renderPage } from "../../../html/page";

import { STYLE } from "./style";

/** One HTML page of a probe, which needs nothing beside itself, and in which no script runs. */
export function page(title: string, body: Markup): string {
    return renderPage({ title, style: STYLE, styleAttributes: true, body });
}
