/** First cells of the rows of the table under a page's heading. */
export function rowsUnder(page: string, heading: string): string[] {
    const [, section = ""] = page.split(`\n## ${heading}\n`);
    const rows = (section.split("\n## ")[0] as string).split("\n").filter((line) => line.startsWith("|"));
    return rows.slice(2).map((row) => (row.split("|")[1] as string).trim());
}
