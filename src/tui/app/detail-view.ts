/** A line of a detail page, already painted and as wide as the page; with `open` it can be selected. */
export type DetailRow = string | { readonly text: string; readonly open: () => unknown };

/** Where one is in a page. `top` may lie beyond its end after a resize; `placed` says where that is. */
export interface DetailPlace {
  readonly top: number;
  /** Index of the selected line. */
  readonly selected: number | undefined;
}

export const pageTop: DetailPlace = { top: 0, selected: undefined };

export const textOf = (row: DetailRow): string => (typeof row === 'string' ? row : row.text);

const canOpen = (row: DetailRow | undefined): boolean => row !== undefined && typeof row !== 'string';

/** The place as it is drawn: within the page, with no line selected that is not seen or cannot be opened. */
export function placed(place: DetailPlace, rows: readonly DetailRow[], height: number): DetailPlace {
  const top = Math.min(Math.max(0, place.top), Math.max(0, rows.length - height));
  const { selected } = place;
  const seen = selected !== undefined && selected >= top && selected < top + height && canOpen(rows[selected]);
  return { top, selected: seen ? selected : undefined };
}

/** One line on: to the next line in sight that can be opened; where there is none, the page moves under the eye. */
export function stepped(place: DetailPlace, rows: readonly DetailRow[], height: number, by: 1 | -1): DetailPlace {
  const now = placed(place, rows, height);
  const edge = by > 0 ? now.top - 1 : now.top + height;
  for (let at = (now.selected ?? edge) + by; at >= now.top && at < now.top + height && at < rows.length; at += by) {
    if (canOpen(rows[at])) return { ...now, selected: at };
  }
  return placed({ ...now, top: now.top + by }, rows, height);
}

/** As far as that, e.g. a screenful; `Infinity` is the end. */
export function scrolled(place: DetailPlace, rows: readonly DetailRow[], height: number, by: number): DetailPlace {
  const now = placed(place, rows, height);
  return placed({ ...now, top: now.top + by }, rows, height);
}
