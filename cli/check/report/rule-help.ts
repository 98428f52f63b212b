import { readFile } from "node:fs/promises";
import path from "node:path";

import { type Rule } from "../../../policy-pack/rules";
import { pageOf } from "../../../policy-pack/rules/message";

/** The root of this package, from the compiled code. */
const ROOT = path.join(__dirname, "..", "..", "..", "..");

/** Headings of a rule's page that help where a finding is read. */
const HELPFUL: readonly string[] = ["Why", "How to fix", "How to exempt"];

/** What a rule's page says of why and how, as Markdown without links to other pages. Where there is no page: what the rule itself says. */
export async function helpOf(rule: Rule): Promise<string> {
    const page = await readFile(path.join(ROOT, pageOf(rule.name)), "utf8").catch(() => undefined);
    if (page === undefined) return `${rule.description}\n\n${rule.remediation}`;
    const [head = "", ...sections] = page.split(/^(?=## )/m);
    const helpful = sections.filter((section) => HELPFUL.includes(/^## (.*)$/m.exec(section)?.[1] ?? ""));
    return [head, ...helpful]
        .map((part) =>
            part
                .replace(/\[([^\]]*)\]\((?!https?:)[^)]*\)/g, "$1")
                .replace(/<!--.*?-->\n?/gs, "")
                .trim(),
        )
        .join("\n\n");
}
