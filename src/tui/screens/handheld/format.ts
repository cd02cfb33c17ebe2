import { fit } from '../../../domain/display.ts';
import { may, type Permission, type Role } from '../../../domain/permissions.ts';
import type { Theme } from '../../theme/theme.ts';

interface Entry {
  /** The first of these that there is. */
  readonly screens: readonly string[];
  readonly label: string;
  readonly permission: Permission;
  /** Work of this name may have been left unfinished. */
  readonly job?: string;
}

/** In the order of the digits. */
const entries: readonly Entry[] = [
  { screens: ['restock'], label: 'Restock', permission: 'stock:write', job: 'restock' },
  { screens: ['pick', 'fulfil', 'fulfilment'], label: 'Pick', permission: 'orders:fulfil' },
  { screens: ['counting'], label: 'Count', permission: 'stock:write', job: 'count' },
  { screens: ['lookup'], label: 'Look up', permission: 'stock:read' },
  { screens: ['transfer'], label: 'Transfer', permission: 'stock:write', job: 'transfer' },
  { screens: ['low'], label: 'Low stock', permission: 'stock:read' },
  { screens: ['inventory'], label: 'Inventory', permission: 'stock:read' },
  { screens: ['orders'], label: 'Orders', permission: 'orders:read' },
  { screens: ['counts'], label: 'Counts', permission: 'stock:read' },
  { screens: ['dashboard'], label: 'Dashboard', permission: 'orders:read' },
];

export interface Work {
  readonly digit: string;
  readonly label: string;
  readonly screen: string;
  readonly unfinished: boolean;
}

/** A digit stays with its work whatever else somebody may do. */
export function workOf(known: readonly string[], role: Role, unfinished: (job: string) => boolean): readonly Work[] {
  return entries.flatMap(({ screens, label, permission, job }, index) => {
    const screen = screens.find((one) => known.includes(one));
    if (screen === undefined || !may(role, permission)) return [];
    return [{ digit: String((index + 1) % 10), label, screen, unfinished: job !== undefined && unfinished(job) }];
  });
}

/** Exactly `height` rows: two columns where there is room, and always the one under the cursor. */
export function homeRows(
  work: readonly Work[],
  cursor: number,
  { width, height, theme }: { readonly width: number; readonly height: number; readonly theme: Theme },
): readonly string[] {
  const columns = width >= 36 && work.length > height - 1 ? 2 : 1;
  const cell = Math.floor(width / columns);
  const tall = Math.ceil(work.length / columns);
  const room = Math.max(1, height - 1);
  const top = Math.min(Math.max(0, (cursor % tall) - room + 1), Math.max(0, tall - room));
  const list = Array.from({ length: Math.min(room, tall) }, (_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const index = top + row + column * tall;
      const one = work[index];
      if (!one) return ' '.repeat(cell);
      const mark = one.unfinished ? ` ${theme.glyphs.warning} open` : '';
      const bar = index === cursor ? theme.glyphs.cursor : ' ';
      const text = fit(` ${one.digit}  ${one.label}${mark}`, cell - 1, 'left', theme.glyphs.ellipsis);
      return bar + theme.paint(index === cursor ? 'selected' : one.unfinished ? 'waiting' : 'plain', text);
    }).join(''),
  );
  const hint = width < 30 ? ' or scan an item' : ' A digit, or scan anything to look it up';
  const rows = [...list, theme.paint('dim', fit(hint, width))];
  return Array.from({ length: height }, (_, index) => rows[index] ?? '');
}
