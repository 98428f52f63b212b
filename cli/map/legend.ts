import { type Markup, xml } from "../html/markup";

import { type State } from "./model";
import { MEANINGS, SIGNS } from "./words";

/** All states, the best first. */
export const STATES = Object.keys(MEANINGS) as readonly State[];

/** A small card in the form of a state. */
export function sample(state: State): Markup {
    const [width, height] = [44, 22];
    const inner =
        state === "stateless" ? xml`<rect class="box inner" x="6" y="6" width="${width - 6}" height="16" rx="5"/>` : "";
    return xml`<g class="hop ${state}"><rect class="box" x="3" y="3" width="${width}" height="${height}" rx="${state === "stateless" ? 8 : 4}"/>${inner}</g>`;
}

/** What a state means, with its sign. */
export function meaning(state: State): string {
    return `${SIGNS[state]} ${MEANINGS[state]}`;
}
