import { type Finding } from "./rule";

/** What can be told of a finding from its message alone, as the engine's policy events carry it. */
export interface MessageParts {
    readonly path: string;
    readonly message: string;
    readonly fix: string;
}

const LINE_END = /\r\n|\r|\n/;

/**
 * The text of a finding in a policy report: the path and the message in one line, then the fix, then the rule's page.
 * Names of resources and keys may hold anything, so what would take the text for two lines, or the path for its end, is
 * put right on the way.
 */
export function formatMessage({
    rule,
    path,
    message,
    fix,
}: Pick<Finding, "rule" | "path" | "message" | "fix">): string {
    const lines = fix.split(LINE_END).map((line) => line.trim());
    return [
        `${oneLine(path).replaceAll(": ", ":")}: ${oneLine(message)}`,
        ...lines.filter((line) => line !== ""),
        pageOf(rule),
    ].join("\n");
}

/** Reads a text made by {@link formatMessage}, with whatever the engine has put before it on lines of their own. */
export function parseMessage(text: string, rule: string): MessageParts {
    const lines = text.split("\n").map((line) => line.trim());
    const page = lines.lastIndexOf(pageOf(rule));
    const own = page === -1 ? lines : lines.slice(0, page);
    const first = own.findIndex((line) => line.includes(": "));
    const [head = "", ...fix] = first === -1 ? own : own.slice(first);
    const colon = head.indexOf(": ");
    return colon === -1
        ? { path: "", message: head, fix: fix.join("\n") }
        : { path: head.slice(0, colon), message: head.slice(colon + 2), fix: fix.join("\n") };
}

/** The page of a rule, from the root of this package. */
export function pageOf(rule: string): string {
    return `docs/rules/${rule}.md`;
}

function oneLine(text: string): string {
    return text.replace(/\s+/g, " ").trim();
}
