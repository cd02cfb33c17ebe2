import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { list } from '../../../operations/promos/list.ts';
import { show, type PromoShown } from '../../../operations/promos/show.ts';
import { usage } from '../../../operations/promos/usage.ts';
import { column } from '../../app/cells.ts';
import { DetailScreen, type DetailTab } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { shellWord } from '../../app/list-params.ts';
import { ListTab } from '../../app/ListTab.tsx';
import { editPromo, promoActions } from '../../app/promos/acts.ts';
import { screen, type AppApi, type ScreenProps } from '../../app/screen.ts';
import { promoRows } from './format.ts';

type PromoParams = Readonly<{ code: string }>;

const tables = ['promo_codes', 'orders'];

const usageColumns = [
  column(usage, 'order_number', { width: 15, priority: 1 }),
  column(usage, 'status', { width: 12, priority: 3 }),
  column(usage, 'customer', { width: 20, min: 8, priority: 4, grow: 40 }),
  column(usage, 'discount_amount', { width: 9, priority: 2 }),
  column(usage, 'total', { width: 10, priority: 5 }),
  column(usage, 'used_at', { width: 16, priority: 6 }),
];

function tabsOf(app: AppApi): readonly DetailTab<PromoShown>[] {
  return [
    { name: 'Overview', rows: promoRows },
    {
      name: 'Uses',
      body: ({ data: { code }, ...space }) => (
        <ListTab
          listing={usage}
          columns={usageColumns}
          filter={`code:${code}`}
          open={(row) => app.navigate('order', { order: String(row['order_number']) })}
          empty="No order has used it."
          {...space}
        />
      ),
    },
  ];
}

function Promo({ params, active, width, height }: ScreenProps<PromoParams>): ReactElement {
  const app = useApp();
  const tabs = useMemo(() => tabsOf(app), [app]);
  return (
    <DetailScreen
      operation={show}
      input={{ code: params.code }}
      tables={tables}
      noun="promo code"
      active={active}
      width={width}
      height={height}
      tabs={tabs}
      actions={(promo) => promoActions(app, promo)}
      copies={({ code }) => ({ code })}
      edit={({ code }) => editPromo(app, code)}
      below={{ listing: list, params: (row) => ({ code: String(row['code']) }) }}
    />
  );
}

export const promo = screen<PromoParams>({
  name: 'promo',
  title: ({ code }) => code,
  words: ['promo code'],
  permission: 'catalog:read',
  component: Promo,
  params: z.object({ code: z.string().trim().min(1).max(100) }),
  needsParams: true,
  twin: ({ code }) => `promos show ${shellWord(code)}`,
});
