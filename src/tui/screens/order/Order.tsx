import { Box } from 'ink';
import { useEffect, useMemo, type ReactElement } from 'react';
import { DomainError } from '../../../domain/errors.ts';
import { show } from '../../../operations/orders/show.ts';
import { list } from '../../../operations/orders/list.ts';
import type { OrderPage } from '../../../operations/orders/parts/types.ts';
import {
  useActions,
  useApp,
  useKeyLabel,
  useKeys,
  useListBelow,
  useOperationData,
  usePlaceValue,
  useScrollLegend,
  useValue,
  type ListBelow,
} from '../../app/hooks.ts';
import { orderActions, takeNext } from '../../app/orders/acts.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { copiesOf, newsBetween, orderRows } from './format.ts';

export type OrderParams = Readonly<{ order: string }>;

const tables = ['orders', 'payments', 'shipments', 'refunds', 'inventory', 'order_returns', 'order_notes'];

export function Order({ params, active, width, height }: ScreenProps<OrderParams>): ReactElement {
  const app = useApp();
  const { data, error, loading } = useOperationData(show, { order: params.order }, { tables });
  const top = usePlaceValue('top', () => 0);
  const seen = usePlaceValue<OrderPage | undefined>('seen', () => undefined);
  const minute = Math.floor(Date.now() / 60_000);
  const { theme } = app;
  const [next, actions] = [useKeyLabel('order.next'), useKeyLabel('actions')];
  const rows = useMemo(() => {
    const keys = { next, actions };
    return data ? orderRows(data, { width, theme, now: new Date(minute * 60_000), keys }) : [];
  }, [data, width, theme, minute, next, actions]);
  const last = Math.max(0, rows.length - height);
  const from = Math.min(useValue(top), last);

  useEffect(() => {
    const before = seen.get();
    seen.set(data);
    const news = before && data ? newsBetween(before, data) : undefined;
    // What this person did was told by the act itself.
    if (news && news.by !== app.actor.name) app.toast('warning', news.text);
  }, [app, data, seen]);

  const below = useListBelow(list);
  const step = ({ neighbour }: ListBelow, by: 1 | -1): void => {
    const row = neighbour(by);
    if (row) {
      top.set(0);
      app.replaceParams({ order: String(row['order_number']) });
    } else app.toast('info', `That was the ${by > 0 ? 'last' : 'first'} order of the list.`);
  };

  const scroll = (by: number) => top.set(Math.min(Math.max(Math.min(top.get(), last) + by, 0), last));
  useKeys(
    'detail',
    {
      'scroll.down': () => scroll(1),
      'scroll.up': () => scroll(-1),
      'scroll.page-down': () => scroll(Math.max(1, height - 2)),
      'scroll.page-up': () => scroll(-Math.max(1, height - 2)),
      'scroll.first': () => scroll(-Infinity),
      'scroll.last': () => scroll(Infinity),
    },
    { enabled: active },
  );
  useKeys(
    'order',
    {
      'order.next': () => data && void takeNext(app, data).catch(app.fail),
      ...(below && { 'order.following': () => step(below, 1), 'order.preceding': () => step(below, -1) }),
    },
    { enabled: active },
  );
  const copy = async (): Promise<void> => {
    if (!data) return;
    const choices = Object.entries(copiesOf(data)).map(([label, value]) => ({ label, value, hint: value }));
    const chosen = await app.pick({ title: 'Copy', choices });
    if (chosen !== undefined) app.copy(chosen);
  };
  useKeys('app', { copy: () => void copy().catch(app.fail) }, { enabled: active });
  useActions(() => (data ? orderActions(app, data) : []));
  useScrollLegend(top, rows.length, height);

  if (data) return <Rows rows={rows.slice(from, from + height)} />;
  if (loading || !error) return <Loading text={`Loading ${params.order}`} />;
  const told = error instanceof DomainError ? error : undefined;
  return (
    <Box width={width} height={height}>
      <Empty
        text={told?.message ?? 'The order could not be loaded.'}
        hint={told?.hint ?? 'r tries again.'}
        width={width}
      />
    </Box>
  );
}
