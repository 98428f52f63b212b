import { type Picture } from "./layout";

/** Room between pictures. */
const BETWEEN = 24;
/** How much wider than high the whole should be. */
const SHAPE = 1.5;

/** Pictures beside each other and in rows, as books on shelves. */
export interface Shelves {
    readonly pictures: readonly { readonly picture: Picture; readonly x: number; readonly y: number }[];
    readonly width: number;
    readonly height: number;
}

/**
 * Puts pictures in rows, in their order.
 *
 * @param head room above each picture.
 */
export function shelve(pictures: readonly Picture[], head: number): Shelves {
    const area = pictures.reduce((sum, { width, height }) => sum + width * (height + head), 0);
    const most = Math.max(Math.sqrt(area * SHAPE), ...pictures.map(({ width }) => width));
    let [x, y, rowHeight, across] = [0, 0, 0, 0];
    const placed = pictures.map((picture) => {
        if (x > 0 && x + picture.width > most) [x, y, rowHeight] = [0, y + rowHeight + BETWEEN, 0];
        const place = { picture, x, y };
        across = Math.max(across, x + picture.width);
        rowHeight = Math.max(rowHeight, picture.height + head);
        x += picture.width + BETWEEN;
        return place;
    });
    return { pictures: placed, width: across, height: y + rowHeight };
}
