import { type Judgement } from "../../verdict";
import { percent } from "../../findings/text";

import { swatch } from "./grid";
import { html, type Markup } from "../../../html/markup";
import { type Mark } from "./replicas";

/** How the clients lie over the replicas. */
export function spreadTable({ spread }: Judgement, marks: ReadonlyMap<string, Mark>, id: string): Markup {
    const total = spread.replicas.reduce((sum, { clients }) => sum + clients, 0);
    if (total === 0) return html``;
    return html`<h3 id="${id}-spread">Spread</h3>
        <div class="scroll" role="group" aria-labelledby="${id} ${id}-spread" tabindex="0">
            <table class="spread">
                <caption>
                    Clients by the replica that answered them first
                </caption>
                <thead>
                    <tr>
                        <th scope="col">replica</th>
                        <th scope="col" class="number">clients</th>
                        <th scope="col" class="number">share</th>
                        <td class="bar"></td>
                    </tr>
                </thead>
                <tbody>
                    ${spread.replicas.map(({ replica, clients }) => {
                        const share = clients / total;
                        const mark = marks.get(replica);
                        return html`<tr>
                            <th scope="row">${mark && swatch(mark)} ${replica}</th>
                            <td class="number">${clients}</td>
                            <td class="number">${percent(share)}</td>
                            <td class="bar"><span style="width:${(share * 100).toFixed(1)}%"></span></td>
                        </tr> `;
                    })}
                </tbody>
            </table>
        </div>`;
}
