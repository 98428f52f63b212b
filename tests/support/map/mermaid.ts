/** A flowchart as this checker understands it. */
export interface Flowchart {
    /** Lines of each node's label, by its id. */
    readonly labels: ReadonlyMap<string, readonly string[]>;
    readonly classes: ReadonlyMap<string, string>;
    readonly arrows: readonly (readonly [from: string, to: string, text: string])[];
    /** Titles of subgraphs. */
    readonly subgraphs: readonly string[];
}

const NODE =
    /^(?<id>[a-z]\w*)(?:\["(?<box>[^"]*)"\]|\(\["(?<round>[^"]*)"\]\)|\[\("(?<heap>[^"]*)"\)\])(?::::(?<name>\w+))?$/;
const ARROW = /^(?<from>[a-z]\w*) (?:-->|-\. (?<text>[a-z ]+) \.->) (?<to>[a-z]\w*)$/;

/**
 * Reads the part of Mermaid's flowcharts that maps are written in, by the grammar and not by what writes it: what stands in
 * quotes has no quotes, no tag but a line break, no markup, and entities by number alone.
 * https://github.com/mermaid-js/mermaid/blob/develop/packages/mermaid/src/diagrams/flowchart/parser/flow.jison
 *
 * @throws {Error} for a line that is anything else.
 */
export function parseMermaid(text: string): Flowchart {
    const [head, ...lines] = text.split("\n").map((line) => line.trim());
    if (head !== "flowchart LR" || lines.pop() !== "") throw new Error("no flowchart");
    const [labels, classes] = [new Map<string, string[]>(), new Map<string, string>()];
    const [arrows, subgraphs, defined] = [[] as [string, string, string][], [] as string[], new Set<string>()];
    let depth = 0;
    for (const line of lines) {
        const node = NODE.exec(line)?.groups;
        const arrow = ARROW.exec(line)?.groups;
        const subgraph = /^subgraph [a-z]\w*\["([^"]*)"\]$/.exec(line);
        const style = /^classDef (\w+) [\w\- :,]+$/.exec(line);
        if (node) {
            const id = node["id"] ?? "";
            if (labels.has(id) || id === "end") throw new Error(`the id ${id} is taken`);
            labels.set(id, linesOf(node["box"] ?? node["round"] ?? node["heap"] ?? ""));
            if (node["name"]) classes.set(id, node["name"]);
        } else if (arrow) arrows.push([arrow["from"] ?? "", arrow["to"] ?? "", arrow["text"] ?? ""]);
        else if (subgraph) {
            subgraphs.push(...linesOf(subgraph[1] ?? ""));
            depth++;
        } else if (line === "end") depth--;
        else if (style) defined.add(style[1] ?? "");
        else if (!/^accDescr: [\w ,]+$/.test(line)) throw new Error(`not understood: ${line}`);
    }
    if (depth !== 0) throw new Error("a subgraph has no end");
    const loose = arrows.flat().find((id, index) => index % 3 !== 2 && !labels.has(id));
    if (loose !== undefined) throw new Error(`an arrow joins ${loose}, which is not there`);
    const undefinedClass = [...classes.values()].find((name) => !defined.has(name));
    if (undefinedClass !== undefined) throw new Error(`no class ${undefinedClass}`);
    return { labels, classes, arrows, subgraphs };
}

function linesOf(label: string): string[] {
    const lines = label.split("<br/>");
    return lines.map((line) => {
        if (/[<>&`*_"|[\]{}()\\;@%~^]|#(?!\d+;)/.test(line.replace(/#\d+;/g, ""))) throw new Error(`markup in ${line}`);
        return line.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    });
}
