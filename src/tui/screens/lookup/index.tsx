import { useMemo, useState, type ReactElement } from 'react';
import * as z from 'zod';
import { plural } from '../../../domain/plural.ts';
import { lookup as operation } from '../../../operations/inventory/lookup.ts';
import type { StockFound, StockLookups } from '../../../operations/inventory/parts/types.ts';
import { DetailScreen, type DetailRow, type DetailRows } from '../../app/DetailScreen.tsx';
import { useApp, useDigits, useKeys, useScan, useValue, value, type Value } from '../../app/hooks.ts';
import { screen, type AppApi, type ScreenProps } from '../../app/screen.ts';
import { stockActions } from '../../app/stock/acts.ts';
import { lookUp } from '../../app/stock/look-up.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { articleRows, freeRows, orderRow, placeRow } from './format.ts';

type LookupParams = Readonly<{ code?: string | undefined }>;
type Answer = StockFound | StockLookups;

const tables = ['inventory', 'product_variants', 'products', 'orders'];

function answerRows(app: AppApi): DetailRows<Answer> {
  return (answer, frame) => {
    if (!('sku' in answer)) return [];
    const places = answer.stock.map((place): DetailRow => ({
      text: placeRow(place, frame),
      open: () => app.navigate('ledger', { sku: answer.sku, warehouse: place.warehouse }),
    }));
    const orders = answer.orders.map((order): DetailRow => ({
      text: orderRow(order, frame),
      open: () => app.navigate('order', { order: order.order_number }),
    }));
    const wanted =
      orders.length === 0
        ? ' No order waits for it.'
        : ` ${plural(orders.length, 'order waits', 'orders wait')} for it:`;
    return [
      ...articleRows(answer, frame),
      ...freeRows(answer, frame),
      ...places,
      frame.theme.paint('dim', wanted),
      ...orders,
    ];
  };
}

/** What is this, where is it, how many, who wants it: for somebody with a scanner in the hand. */
function Lookup({ params, active, width, height }: ScreenProps<LookupParams>): ReactElement {
  const app = useApp();
  const { code } = params;
  const [typed] = useState(() => value(''));
  const typing = useValue(typed);
  const rows = useMemo(() => answerRows(app), [app]);
  const find = (text: string) => {
    typed.set('');
    void lookUp(app, text, true).catch(app.fail);
  };
  useScan(find, { enabled: active });
  useDigits((digit) => typed.update((now) => (now + digit).slice(0, 20)), { enabled: active });
  const paged = (
    <DetailScreen
      operation={operation}
      input={{ code: code ?? '' }}
      tables={tables}
      noun="article"
      active={active}
      width={width}
      height={typing === '' ? height : height - 1}
      rows={rows}
      actions={(answer) => ('sku' in answer ? actionsOf(app, answer) : [])}
      copies={(answer) => ('sku' in answer ? { SKU: answer.sku, name: answer.name } : {})}
    />
  );
  return (
    <>
      {code === undefined ? <Rows rows={asking(app, width)} /> : paged}
      {typing === '' ? null : <Rows rows={[app.theme.paint('key', ` > ${typing}_`)]} />}
      <Typed active={active && typing !== ''} take={() => find(typed.get())} typed={typed} />
    </>
  );
}

/** After the page's own keys, so that Enter and Esc belong to what is being typed. */
function Typed({ active, take, typed }: { active: boolean; take: () => void; typed: Value<string> }): null {
  useKeys('detail', { choose: take }, { enabled: active });
  useKeys('tally', { 'tally.rub': () => typed.update((now) => now.slice(0, -1)) }, { enabled: active });
  useKeys('app', { back: () => typed.set('') }, { enabled: active });
  return null;
}

const asking = ({ theme }: AppApi, width: number): readonly string[] => [
  theme.paint('strong', ' Scan anything:'),
  width < 34 ? ' an item, an order' : ' an item, an order, a parcel label.',
  theme.paint('dim', width < 34 ? ' Or digits, Enter.' : ' Or type its number and Enter.'),
];

/** Each warehouse that holds it has its own acts; with one there is nothing to choose. */
function actionsOf(app: AppApi, found: StockFound): ReturnType<typeof stockActions> {
  const places = found.stock.filter(({ quantity, reorder_point }) => quantity > 0 || reorder_point !== null);
  const several = places.length > 1;
  return places.flatMap(({ warehouse, quantity, available, reorder_point }) =>
    stockActions(app, { sku: found.sku, warehouse, quantity, available, reorder_point }).map((one) => ({
      ...one,
      label: several ? `${warehouse}: ${one.label}` : one.label,
    })),
  );
}

export const lookup = screen<LookupParams>({
  name: 'lookup',
  title: ({ code }) => code ?? 'Look up',
  words: ['look up', 'where is it', 'find an item'],
  permission: 'stock:read',
  component: Lookup,
  params: z.object({ code: z.string().min(1).max(100).optional() }),
  twin: ({ code }) => (code === undefined ? 'inventory lookup --help' : `inventory lookup ${code}`),
});
