import { useMemo, type ReactElement } from 'react';
import { csvText, guarded } from '../../../domain/csv-text.ts';
import { plural } from '../../../domain/plural.ts';
import { low as list } from '../../../operations/inventory/low.ts';
import { restock } from '../../../operations/inventory/restock.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { column } from '../../app/cells.ts';
import { denied } from '../../app/denied.ts';
import { useApp, useDigits, useKeys, usePlaceValue, useValue } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { saveText } from '../../app/save.ts';
import { screen, type AppApi, type ScreenProps } from '../../app/screen.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import type { Column } from '../../widgets/table.ts';
import { linesOf, quantityOf, rubbed, suggested, taken, typed, type OrderLine, type Quantities } from './quantities.ts';

/** The suggestion, or what a person made of it: told by brackets while it is typed, by a sign afterwards. */
function orderColumn(now: Quantities): Column<ListRow> {
  return {
    ...column(list, 'quantity', { width: 9, min: 8, priority: 2 }),
    cell: (row, { glyphs }) => {
      if (now.typing?.id === row.id) return { text: `[${now.typing.digits}_]`, tone: 'waiting' };
      const changed = now.set.has(row.id);
      return { text: `${quantityOf(now, row)}${changed ? glyphs.changed : ''}`, tone: changed ? 'accent' : 'strong' };
    },
  };
}

const others = [
  column(list, 'warehouse', { width: 5, min: 4, priority: 3, label: 'At' }),
  column(list, 'available', { width: 6, min: 5, priority: 4, label: 'Free' }),
  column(list, 'reorder_point', { width: 9, priority: 5, label: 'Low at' }),
  column(list, 'name', { width: 24, min: 10, priority: 6, grow: 40 }),
  column(list, 'size', { width: 6, priority: 7 }),
  column(list, 'color', { width: 10, min: 6, priority: 8 }),
  column(list, 'sold_30d', { width: 8, priority: 9, label: 'Sold 30d' }),
  column(list, 'days_of_cover', { width: 9, priority: 10 }),
  column(list, 'brand', { width: 14, min: 8, priority: 11 }),
];
const sku = column(list, 'sku', { width: 20, min: 18, priority: 1 });

function Low({ params, active, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const kept = usePlaceValue<Quantities>('quantities', () => suggested);
  const now = useValue(kept);
  const columns = useMemo(() => [sku, orderColumn(now), ...others], [now]);
  const current = usePlaceValue<() => ListRow | undefined>('current', () => () => undefined);
  useLookUpByScan({ enabled: active });
  useDigits(
    (digit) => {
      const row = current.get()();
      if (row) kept.update((before) => typed(before, row.id, digit));
    },
    { enabled: active },
  );
  return (
    <>
      <ListScreen
        listing={list}
        noun="line"
        columns={columns}
        params={params}
        width={width}
        height={height}
        open={(row) => app.navigate('ledger', { sku: String(row['sku']), warehouse: String(row['warehouse']) })}
        keys={{
          scope: 'low',
          handlers: (chosen, _whole, row) => {
            if (current.get() !== row) current.set(row);
            return {
              'low.restock': () => void restockLines(app, linesOf(kept.get(), chosen())).catch(app.fail),
              'low.supplier': () => void exportLines(app, linesOf(kept.get(), chosen())).catch(app.fail),
            };
          },
        }}
        copies={(row) => ({ SKU: String(row['sku']) })}
        actions={(row, marked) => {
          const chosen = marked.length > 0 ? marked : row ? [row] : [];
          const lines = linesOf(kept.get(), chosen);
          const none = lines.length > 0 ? undefined : 'nothing is marked or under the cursor';
          return [
            {
              label: `Restock ${plural(lines.length, 'line')}`,
              key: 'low.restock',
              hint: 'as one delivery, with the quantities shown',
              disabled: none ?? denied(app.actor, restock),
              run: () => restockLines(app, lines),
            },
            {
              label: `Order of ${plural(lines.length, 'line')} for the supplier`,
              key: 'low.supplier',
              hint: 'a CSV file that inventory restock reads when they come',
              disabled: none,
              run: () => exportLines(app, lines),
            },
          ];
        }}
        empty="Nothing is low in stock."
      />
      <Typing active={active && now.typing !== undefined} change={kept.update} />
    </>
  );
}

/** After the list's own keys: while a quantity is typed, Enter and Esc are about it. */
function Typing({
  active,
  change,
}: {
  active: boolean;
  change: (step: (now: Quantities) => Quantities) => void;
}): null {
  useKeys('list', { open: () => change(taken) }, { enabled: active });
  useKeys('low', { 'low.rub': () => change(rubbed) }, { enabled: active });
  useKeys('app', { back: () => change((now) => ({ ...now, typing: undefined })) }, { enabled: active });
  return null;
}

const piecesOf = (lines: readonly OrderLine[]): string =>
  plural(
    lines.reduce((sum, { quantity }) => sum + quantity, 0),
    'piece',
  );

async function restockLines(app: AppApi, lines: readonly OrderLine[]): Promise<void> {
  if (lines.length === 0) {
    app.toast('info', 'Nothing is marked or under the cursor.');
    return;
  }
  const warehouses = [...new Set(lines.map(({ warehouse }) => warehouse))].join(', ');
  await app.runOperation(
    restock,
    { lines: [...lines] },
    {
      consequences: [`${plural(lines.length, 'line')}, ${piecesOf(lines)} come into ${warehouses} at once.`],
    },
  );
}

/** In the format that `inventory restock` reads. */
async function exportLines(app: AppApi, lines: readonly OrderLine[]): Promise<void> {
  if (lines.length === 0) {
    app.toast('info', 'Nothing is marked or under the cursor.');
    return;
  }
  const day = new Date().toISOString().slice(0, 10);
  const rows = [
    ['sku', 'warehouse', 'quantity'],
    ...lines.map((one) => [guarded(one.sku), guarded(one.warehouse), String(one.quantity)]),
  ];
  await saveText(app, `order-${day}.csv`, csvText(rows), `${plural(lines.length, 'line')} (${piecesOf(lines)})`);
}

export const lowStock = screen<ListParams>({
  name: 'low',
  title: () => 'Low stock',
  words: ['low stock', 'reorder', 'what runs out'],
  permission: 'stock:read',
  component: Low,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
