import { showNumber } from '../../../domain/locale.ts';
import type { ListRow } from '../../../operations/listing.ts';
import type { ListState } from './list.ts';
import { atEnd, atStart, type Delta, type Window } from './window.ts';

/** Pure steps of a list's state: where the cursor is, what is visible, what is marked. */

const margin = 3;

/**
 * The first visible row for a cursor. The list stands still until the cursor comes within the margin, then jumps by a
 * third of its height: a scroll rewrites every line, which a slow connection must not pay for each key.
 */
function topFor(state: Pick<ListState, 'rows' | 'top' | 'height'>, cursor: number): number {
  const { rows, top, height } = state;
  const edge = Math.min(margin, Math.max(0, Math.floor((height - 1) / 2)));
  const most = Math.max(0, rows.length - height);
  const step = Math.max(1, Math.floor(height / 3));
  let wanted = top;
  if (cursor > top + height - 1 - edge)
    wanted = Math.max(cursor - (height - 1 - edge), Math.min(top + step, cursor - edge));
  if (cursor < top + edge) wanted = Math.min(cursor - edge, Math.max(top - step, cursor - (height - 1 - edge)));
  return Math.min(Math.max(0, wanted), most);
}

/** Rows that must stay in memory: what is seen, the cursor, and so many around them that none is loaded again at once. */
export function needed({ rows, top, height, cursor }: ListState, around: number): ReadonlySet<string> {
  const from = Math.max(0, Math.min(cursor, top) - around);
  return new Set(rows.slice(from, Math.max(cursor + 1, top + height) + around).map(({ id }) => id));
}

/** What a scroll by a screen shows: mostly one goes down. */
export function around({ rows, top, height }: ListState): readonly ListRow[] {
  return [...rows.slice(top + height, top + 2 * height), ...rows.slice(Math.max(0, top - height), top)];
}

/** The cursor on this row, whatever was before. */
export function at(state: ListState, cursor: number): ListState {
  const bounded = Math.min(Math.max(cursor, state.rows.length ? 0 : -1), state.rows.length - 1);
  return { ...state, cursor: bounded, top: topFor(state, bounded) };
}

/** The cursor moved by a person: what it leaves has been seen, an open range grows or shrinks with it. */
export function moved(state: ListState, cursor: number): ListState {
  const next = at(state, cursor);
  const left = state.rows[state.cursor];
  const seen = left && next.cursor !== state.cursor && state.deltas.has(left.id);
  const deltas = seen ? new Map([...state.deltas].filter(([id]) => id !== left.id)) : state.deltas;
  return ranged({ ...next, deltas, news: next.top === 0 && (next.window.before ?? 1) === 0 ? 0 : next.news });
}

function ranged(state: ListState): ListState {
  const from = state.anchor === undefined ? -1 : state.rows.findIndex(({ id }) => id === state.anchor);
  if (from < 0) return state;
  const [low, high] = from < state.cursor ? [from, state.cursor] : [state.cursor, from];
  const marks = new Map(state.marks);
  for (const row of state.rows.slice(low, high + 1)) marks.set(row.id, row);
  return { ...state, marks };
}

/** Other rows in the window: the cursor stays on its row, and that row on its line of the screen. */
export function kept(state: ListState, window: Window): ListState {
  const id = state.rows[state.cursor]?.id;
  const found = id === undefined ? -1 : window.rows.findIndex((row) => row.id === id);
  const rows = window.rows;
  const cursor = found >= 0 ? found : Math.min(Math.max(state.cursor, 0), rows.length - 1);
  const shift = found >= 0 ? found - state.cursor : 0;
  const most = Math.max(0, rows.length - state.height);
  const top = Math.min(Math.max(0, state.top + shift), most);
  const marks = new Map([...state.marks].map(([key, row]) => [key, row] as const));
  for (const row of rows) if (marks.has(row.id)) marks.set(row.id, row);
  const visible = cursor < 0 || (cursor >= top && cursor < top + state.height);
  const next: ListState = { ...state, window, rows, cursor, top, marks };
  return visible ? next : at(next, cursor);
}

/** After a refresh: cells that changed are marked, rows that came in above are counted. */
export function told(
  before: ListState,
  after: ListState,
  changed: ReadonlyMap<string, Readonly<Record<string, Delta>>>,
): Pick<ListState, 'deltas' | 'news'> {
  const known = new Set(before.rows.map(({ id }) => id));
  const firstKnown = after.rows.findIndex(({ id }) => known.has(id));
  const above = firstKnown > 0 && after.top > 0 ? Math.min(firstKnown, after.top) : 0;
  return { deltas: changed.size ? new Map([...before.deltas, ...changed]) : before.deltas, news: before.news + above };
}

export function sought(state: ListState, way: 1 | -1): ListState {
  const wanted = (row: ListRow) => state.marks.has(row.id) || state.deltas.has(row.id);
  for (let at = state.cursor + way; at >= 0 && at < state.rows.length; at += way) {
    const row = state.rows[at];
    if (row && wanted(row)) return moved(state, at);
  }
  return state;
}

/** With nothing marked. */
export const unmarked = { marks: new Map<string, ListRow>(), whole: false, anchor: undefined } as const;

export function toggledMark(state: ListState): ListState {
  const row = state.rows[state.cursor];
  if (!row) return state;
  const marks = new Map(state.marks);
  if (!marks.delete(row.id)) marks.set(row.id, row);
  return moved({ ...state, marks, whole: false, anchor: undefined }, state.cursor + 1);
}

export function toggledRange(state: ListState): ListState {
  const row = state.rows[state.cursor];
  if (!row) return state;
  if (state.anchor !== undefined) return { ...state, anchor: undefined };
  return ranged({ ...state, anchor: row.id });
}

/** The filter means rows that are not in memory. */
export const moreThanLoaded = ({ window }: ListState): boolean => !atStart(window) || !atEnd(window);

/** All loaded rows; where those are not all there are, then all that the filter means; then none. */
export function markedAll(state: ListState): ListState {
  const { rows, marks } = state;
  if (rows.length === 0) return state;
  const all = rows.every(({ id }) => marks.has(id));
  if (!all)
    return { ...state, marks: new Map([...marks, ...rows.map((row) => [row.id, row] as const)]), anchor: undefined };
  return moreThanLoaded(state) && !state.whole
    ? { ...state, whole: true, anchor: undefined }
    : { ...state, ...unmarked };
}

export const anyMarked = ({ marks, whole }: ListState): boolean => whole || marks.size > 0;

/** The marked rows in the order of the list, or the one under the cursor. */
export function chosenRows(state: ListState): readonly ListRow[] {
  const row = state.rows[state.cursor];
  if (state.marks.size === 0) return row ? [row] : [];
  return markedRows(state);
}

export function markedRows({ marks, rows }: ListState): readonly ListRow[] {
  if (marks.size === 0) return [];
  const loaded = rows.filter(({ id }) => marks.has(id));
  const seen = new Set(loaded.map(({ id }) => id));
  return [...loaded, ...[...marks.values()].filter(({ id }) => !seen.has(id))];
}

/** `12 marked · 3 new · 1-42/~1.2M`, for the end of the hints line. */
export function position(state: ListState): string {
  const { rows, window, top, height, total, news, marks, whole } = state;
  const parts: string[] = [];
  if (state.loading === 'first' && rows.length) parts.push('loading, Esc stops');
  else if (state.counting) parts.push('counting, Esc stops');
  else if (state.error !== undefined && rows.length) parts.push('not up to date');
  if (whole) parts.push(`all ${total ? `${total.exact ? '' : '~'}${showNumber(total.rows)} ` : ''}marked`);
  else if (marks.size) parts.push(`${marks.size} marked`);
  if (news) parts.push(`${news} new`);
  if (rows.length) {
    const shown = Math.min(height, rows.length - top);
    const whole = wholeOf(state);
    if (window.before !== undefined) {
      const from = window.before + top + 1;
      parts.push(`${from}-${from + shown - 1}${whole}`);
    } else parts.push(`last rows${whole}`);
  } else if (total?.rows === 0) parts.push('0');
  return parts.join(' · ');
}

function wholeOf(state: ListState): string {
  const { window, rows, total } = state;
  const ends = (window.chunks.at(-1)?.next ?? null) === null;
  if (ends && window.before !== undefined) return `/${short(window.before + rows.length)}`;
  if (!total) return '';
  return `/${total.exact ? showNumber(total.rows) : `~${short(total.rows)}`}`;
}

function short(count: number): string {
  if (count >= 1e6) return `${showNumber(Math.round(count / 1e5) / 10)}M`;
  if (count >= 1e4) return `${Math.round(count / 1e3)}k`;
  return showNumber(count);
}
