import { useEffect, useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import { ledger as operation } from '../../../operations/inventory/ledger.ts';
import { lookup } from '../../../operations/inventory/lookup.ts';
import { useActions, useApp, useChanges, useKeys, useOperationData, usePlaceValue, useValue } from '../../app/hooks.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { stockActions } from '../../app/stock/acts.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { headingRow, headRows, movementRow } from './format.ts';
import { createPager, type Pager } from './pager.ts';

type LedgerParams = Readonly<{ sku: string; warehouse?: string | undefined }>;

/** The stock card: every movement with what was left after it, as far back as one scrolls. */
function Ledger({ params, active, width, height }: ScreenProps<LedgerParams>): ReactElement {
  const app = useApp();
  const { sku } = params;
  const article = useOperationData(lookup, { code: sku }, { tables: ['inventory'] });
  const known = article.data && 'sku' in article.data ? article.data : undefined;
  const places = useMemo(
    () => (known?.stock ?? []).filter(({ quantity, reorder_point }) => quantity > 0 || reorder_point !== null),
    [known],
  );
  const warehouse = params.warehouse ?? places[0]?.warehouse;
  const place = places.find((one) => one.warehouse === warehouse);
  const turn = (by: number) => {
    const at = places.findIndex((one) => one.warehouse === warehouse);
    const next = places[(at + by + places.length) % places.length];
    if (next) app.replaceParams({ sku, warehouse: next.warehouse });
  };
  useLookUpByScan({ enabled: active });
  useKeys('app', places.length > 1 ? { 'tab.next': () => turn(1), 'tab.previous': () => turn(-1) } : {}, {
    enabled: active,
  });
  useActions(() => stockActions(app, place && { ...place, sku: known?.sku ?? sku }));
  if (article.error !== undefined && !known) return <Failed error={article.error} width={width} />;
  if (warehouse === undefined) {
    return known ? <Empty width={width} text={`${sku} was never in stock.`} /> : <Loading text={`Loading ${sku}`} />;
  }
  return <Card key={warehouse} sku={sku} warehouse={warehouse} active={active} width={width} height={height} />;
}

interface CardProps {
  readonly sku: string;
  readonly warehouse: string;
  readonly active: boolean;
  readonly width: number;
  readonly height: number;
}

function Card({ sku, warehouse, active, width, height }: CardProps): ReactElement {
  const app = useApp();
  const { theme } = app;
  const pager = usePlaceValue<Pager>(`card ${warehouse}`, () =>
    createPager((limit, after) =>
      app.read(operation, { sku, warehouse, limit, ...(after !== undefined && { after }) }),
    ),
  ).get();
  const state = useValue(pager.state);
  const cursor = usePlaceValue(`cursor ${warehouse}`, () => 0);
  const at = Math.min(useValue(cursor), Math.max(0, state.rows.length - 1));
  useEffect(() => pager.reload(), [pager]);
  useChanges(['inventory'], pager.reload);
  const room = Math.max(1, height - 3);
  const move = (by: number) => {
    const { rows } = pager.state.get();
    const next = Math.min(Math.max(cursor.get() + by, 0), Math.max(0, rows.length - 1));
    cursor.set(next);
    if (next > rows.length - 2 * room) pager.older();
  };
  const open = () => {
    const number = state.rows[at]?.order_number;
    if (number) app.navigate('order', { order: number });
    else app.toast('info', 'No order belongs to this movement.');
  };
  useKeys(
    'detail',
    {
      'scroll.down': () => move(1),
      'scroll.up': () => move(-1),
      'scroll.page-down': () => move(room),
      'scroll.page-up': () => move(-room),
      'scroll.first': () => cursor.set(0),
      'scroll.last': () => {
        cursor.set(Math.max(0, pager.state.get().rows.length - 1));
        pager.older(10_000);
      },
      choose: open,
    },
    { enabled: active },
  );
  const { card, rows } = state;
  const head = useMemo(() => (card ? headRows(card, rows, { width, theme }) : []), [card, rows, width, theme]);
  if (!card)
    return state.error === undefined ? (
      <Loading text={`Loading ${sku}`} />
    ) : (
      <Failed error={state.error} width={width} />
    );
  const top = Math.min(Math.max(0, at - room + 2), Math.max(0, rows.length - room));
  const shown = rows.slice(top, top + room).map((row, index) => movementRow(row, { width, theme }, top + index === at));
  const none = rows.length === 0 ? [theme.paint('dim', ' Nothing ever moved here.')] : [];
  return <Rows rows={[...head, headingRow({ width, theme }), ...shown, ...none]} />;
}

function Failed({ error, width }: { readonly error: unknown; readonly width: number }): ReactElement {
  const told = error instanceof DomainError ? error : undefined;
  return (
    <Empty
      width={width}
      text={told?.message ?? 'The stock card could not be loaded.'}
      hint={told?.hint ?? 'r tries again.'}
    />
  );
}

export const ledger = screen<LedgerParams>({
  name: 'ledger',
  title: ({ sku, warehouse }) => [sku, warehouse].filter(Boolean).join(' in '),
  words: ['stock card', 'ledger'],
  permission: 'stock:read',
  component: Ledger,
  params: z.object({ sku: z.string().min(1).max(100), warehouse: z.string().max(20).optional() }),
  needsParams: true,
  twin: ({ sku, warehouse }) => `inventory ledger ${sku}${warehouse === undefined ? '' : ` --warehouse ${warehouse}`}`,
});
