/** Characters that are as wide as two. */
const WIDE =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff00-\uff60]/u;
/** Characters that take no room of their own. */
const NARROW = /\p{M}|\p{Cf}/u;

/** The text, or as much of it as fits into so many letters, with a sign that there is more. */
export function fit(text: string, letters: number): string {
    const characters = Array.from(text.replace(/\s+/g, " ").trim());
    const widths = characters.map((character) => (NARROW.test(character) ? 0 : WIDE.test(character) ? 2 : 1));
    if (sum(widths) <= letters) return characters.join("");
    let [room, count] = [letters - 1, 0];
    for (const width of widths) {
        room -= width;
        if (room < 0) break;
        count++;
    }
    return `${characters.slice(0, count).join("")}…`;
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}
