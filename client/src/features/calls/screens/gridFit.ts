interface Size {
  width: number;
  height: number;
}

/** Of a camera. */
const WIDEST = 16 / 9;
/** More would cut a face off; what a phone sends is upright itself. */
const NARROWEST = { landscape: 1, portrait: 9 / 16 };

/**
 * The largest equal tiles that fit.
 *
 * @param count of the tiles
 * @param area in which they have to fit, in pixels
 * @param gap between two of them, in pixels
 * @returns the size of one, in whole pixels
 */
export function gridFit(count: number, area: Size, gap: number): Size {
  const narrowest = NARROWEST[area.width > area.height ? 'landscape' : 'portrait'];
  let best: Size = { width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = Math.max(0, (area.width - gap * (columns - 1)) / columns);
    const cellHeight = Math.max(0, (area.height - gap * (rows - 1)) / rows);
    const width = Math.floor(Math.min(cellWidth, cellHeight * WIDEST));
    const height = Math.floor(Math.min(cellHeight, cellWidth / narrowest));
    if (width * height > best.width * best.height) best = { width, height };
  }
  return best;
}
