import { formatFilter } from '../../domain/filter.ts';
import type { RecordKind } from '../../operations/fields.ts';
import type { FoundRecord } from '../../operations/records.ts';
import type { Params, Screen } from './screen.ts';
import type { Shell } from './shell.ts';

/** A record goes by another name now: pages that were opened by the old one are those of the new one. */
export function renamed(shell: Shell, kind: RecordKind, from: string, to: string): void {
  const [way] = ways[kind];
  if (!way || from === to) return;
  const [screen, param] = way;
  shell.stack.update((places) =>
    places.map((place) =>
      place.screen.name === screen && place.params[param] === from
        ? { ...place, params: place.screen.readParams({ ...place.params, [param]: to }) }
        : place,
    ),
  );
}

/** One word that a record could be called: an order number, an e-mail, a SKU, a tracking number. */
export function mayBeRecord(text: string): boolean {
  return /^\S{3,100}$/u.test(text);
}

/** With a digit or an @ it hardly is a command's name. */
export function looksLikeRecord(text: string): boolean {
  return mayBeRecord(text) && (/\d/u.test(text) || /^[^@\s]+@[^@\s]+$/u.test(text));
}

type Way = readonly [screen: string, param: string];

/** Where a record is opened: its page, or the list of its kind filtered to it. The first that this program has. */
const ways: Readonly<Record<RecordKind, readonly Way[]>> = {
  order: [['order', 'order']],
  product: [['product', 'product']],
  variant: [
    ['lookup', 'code'],
    ['variants', 'filter'],
  ],
  article: [['lookup', 'code']],
  brand: [
    ['brand', 'brand'],
    ['brands', 'filter'],
  ],
  category: [
    ['category', 'category'],
    ['categories', ''],
  ],
  warehouse: [
    ['warehouse', 'code'],
    ['warehouses', ''],
  ],
  customer: [
    ['customer', 'customer'],
    ['customers', 'filter'],
  ],
  promo: [
    ['promo', 'code'],
    ['promos', 'filter'],
  ],
  staff: [
    ['member', 'person'],
    ['staff', 'filter'],
  ],
  review: [
    ['review', 'review'],
    ['reviews', 'filter'],
  ],
  count: [
    ['count', 'count'],
    ['counts', ''],
  ],
  refund: [['order', 'order']],
  operation: [
    ['change', 'operation'],
    ['audit', 'filter'],
  ],
};

/** Undefined: no screen of this program shows such a record to this person. */
export function wayTo(
  screens: readonly Screen[],
  { kind, handle, row }: Pick<FoundRecord, 'kind' | 'handle'> & { readonly row?: FoundRecord['row'] },
): { readonly screen: Screen; readonly params: Params } | undefined {
  const word = kind === 'refund' ? String(row?.['order_number'] ?? handle) : handle;
  for (const [name, param] of ways[kind]) {
    const screen = screens.find((one) => one.name === name);
    if (!screen) continue;
    const filter =
      kind === 'operation'
        ? { terms: [{ key: 'operation_id', operator: '=' as const, value: word }], text: '' }
        : { terms: [], text: word };
    const params: Params = param === '' ? {} : { [param]: param === 'filter' ? formatFilter(filter) : word };
    return { screen, params };
  }
  return undefined;
}

/** For recents: says by itself how to get there again, and nothing of whose it is. */
export const recordIdOf = ({ kind, handle }: Pick<FoundRecord, 'kind' | 'handle'>): string =>
  `record ${kind} ${handle}`;

export function recordOfId(id: string): Pick<FoundRecord, 'kind' | 'handle'> | undefined {
  const [word, kind = '', ...handle] = id.split(' ');
  return word === 'record' && kind in ways ? { kind: kind as RecordKind, handle: handle.join(' ') } : undefined;
}

export function openRecord(
  shell: Shell,
  record: Pick<FoundRecord, 'kind' | 'handle'> & { readonly row?: FoundRecord['row'] },
): void {
  const way = wayTo(shell.options.screens, record);
  if (way) shell.navigate(way.screen.name, way.params);
  else shell.toast('warning', `No screen shows a ${record.kind} yet.`);
}
