import { Box } from 'ink';
import { useEffect, useMemo, type ReactElement } from 'react';
import { DomainError } from '../../../domain/errors.ts';
import { show } from '../../../operations/orders/show.ts';
import type { OrderPage, OrderStep } from '../../../operations/orders/types.ts';
import { useActions, useApp, useKeys, useLegend, useOperationData, usePlaceValue, useValue } from '../../app/hooks.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { orderActions, takeStep } from './acts.ts';
import { copiesOf, newsBetween, nextStep, orderRows, verbOf } from './format.ts';

export type OrderParams = Readonly<{ order: string }>;

const tables = ['orders', 'payments', 'shipments', 'refunds', 'inventory'];

export function Order({ params, active, width, height }: ScreenProps<OrderParams>): ReactElement {
  const app = useApp();
  const { data, error, loading } = useOperationData(show, { order: params.order }, { tables });
  const top = usePlaceValue('top', () => 0);
  const seen = usePlaceValue<OrderPage | undefined>('seen', () => undefined);
  const minute = Math.floor(Date.now() / 60_000);
  const { theme } = app;
  const rows = useMemo(() => {
    const keys = { next: 'f', actions: 'x' };
    return data ? orderRows(data, { width, theme, now: new Date(minute * 60_000), keys }) : [];
  }, [data, width, theme, minute]);
  const last = Math.max(0, rows.length - height);
  const from = Math.min(useValue(top), last);

  useEffect(() => {
    const before = seen.get();
    seen.set(data);
    const news = before && data ? newsBetween(before, data) : undefined;
    // What this person did was told by the act itself.
    if (news && news.by !== app.actor.name) app.toast('warning', news.text);
  }, [app, data, seen]);

  const take = (step: OrderStep | undefined): void => {
    if (!data || !step) return;
    if (step.enabled) void takeStep(app, data, step).catch(app.fail);
    else app.toast('warning', `${verbOf(step)}: ${step.reason ?? 'not now'}`);
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
      'order.next': () => {
        if (!data) return;
        const step = nextStep(data);
        if (step) take(step);
        else app.toast('info', `${data.order_number} is ${data.status}: there is no further step of fulfilment.`);
      },
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
  useActions(() => (data ? orderActions(app, data, take) : []));
  const shown = Math.min(rows.length, from + height);
  useLegend({ filter: '', status: rows.length > height ? `${from + 1}-${shown}/${rows.length}` : '' });

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
