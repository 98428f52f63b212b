/**
 * What moves in a page: a filter, and a dialog with all of a hop. Without it the page shows all, and a hop's link leads to
 * its text below. No "<" and no "&" stand in it, so that it is the same text in HTML and in XML.
 */
export const SCRIPT = `"use strict";
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const groups = all("details.group");
const folds = all("details");
const find = document.getElementById("find");
const only = document.getElementById("only");
const shown = document.getElementById("shown");
const dialog = document.getElementById("hop");
const texts = new Map(all("article.hop-text").map((text) => [text.id, text]));
const links = new Map(all("svg a.card").map((link) => [link.getAttribute("href").slice(1), link]));
const opened = groups.map((group) => group.open);

function matches(text, words) {
    if (only.checked) if (text.dataset.state !== "broken") return false;
    return words.every((word) => text.dataset.words.includes(word));
}

function filter() {
    const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const filtering = only.checked || words.length > 0;
    let count = 0;
    groups.forEach((group, index) => {
        let own = 0;
        for (const text of all("article.hop-text", group)) {
            const fits = matches(text, words);
            if (fits) own += 1;
            text.hidden = !fits;
            const link = links.get(text.id);
            link.classList.toggle("off", !fits);
            if (fits) link.removeAttribute("tabindex");
            else link.setAttribute("tabindex", "-1");
        }
        for (const one of all("[data-hop]", group)) one.hidden = texts.get(one.dataset.hop).hidden;
        count += own;
        group.hidden = own === 0;
        group.open = filtering ? own > 0 : opened[index];
    });
    shown.textContent = count + " of " + texts.size + (texts.size === 1 ? " hop" : " hops");
}

function show(id) {
    const copy = texts.get(id).cloneNode(true);
    copy.removeAttribute("id");
    copy.hidden = false;
    const title = copy.querySelector("h3");
    title.id = "hop-title";
    dialog.querySelector(".hop-body").replaceChildren(copy);
    dialog.showModal();
}

document.addEventListener("click", (event) => {
    const link = event.target.closest("a.card");
    if (link === null) return;
    event.preventDefault();
    show(link.getAttribute("href").slice(1));
});
dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    if (event.target.closest("button") !== null) dialog.close();
    if (event.target.closest("a") !== null) dialog.close();
});
find.addEventListener("input", filter);
only.addEventListener("change", filter);
document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
let before = [];
addEventListener("beforeprint", () => {
    before = folds.map((fold) => fold.open);
    for (const fold of folds) fold.open = true;
});
addEventListener("afterprint", () => folds.forEach((fold, index) => (fold.open = before[index])));
document.getElementById("filter").hidden = false;
filter();
`;
