/** The colours that pages and pictures share, as CSS variables for light and for dark: texts at least 4.5 to 1. */
export const LIGHT = `
    --page: #fbfbfa; --card: #ffffff; --text: #1b1d22; --soft: #565c67; --line: #d9dce2; --bar: #4a6fa5;
    --yes: #17653a; --no: #a61b1b; --open: #7a4b00; --on: #ffffff;`;
/** The same for dark. */
export const DARK = `
    --page: #14161a; --card: #1c1f25; --text: #eceef2; --soft: #aab1bd; --line: #363b45; --bar: #7fa6de;
    --yes: #7fdca4; --no: #ff9d94; --open: #f5c56b; --on: #14161a;`;

/** The typeface of pages and pictures. */
export const TYPEFACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
