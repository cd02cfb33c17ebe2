import type { ReactElement } from 'react';
import type { PromoState } from '../../../domain/promo.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { activate } from '../../../operations/promos/activate.ts';
import { create } from '../../../operations/promos/create.ts';
import { deactivate } from '../../../operations/promos/deactivate.ts';
import { generate } from '../../../operations/promos/generate.ts';
import { list } from '../../../operations/promos/list.ts';
import { column } from '../../app/cells.ts';
import { denied } from '../../app/denied.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { editPromo, makePromo, promoActions } from '../../app/promos/acts.ts';
import { fromText, givesOf, promoLook, untilText, usesText } from '../../app/promos/look.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import type { Column } from '../../widgets/table.ts';

const usesWidth = 18;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const columns: readonly Column<ListRow>[] = [
  column(list, 'code', { width: 20, min: 10, priority: 1 }),
  {
    ...column(list, 'state', { width: 11, priority: 2 }),
    cell: (row, theme) => promoLook(row['state'] as PromoState, theme),
  },
  {
    ...column(list, 'current_uses', { width: usesWidth, min: 9, priority: 3 }),
    align: 'left',
    cell: (row, theme) => {
      const limit = row['max_uses'];
      return usesText(Number(row['current_uses']), limit === null ? null : Number(limit), usesWidth, theme);
    },
  },
  {
    ...column(list, 'discount_value', { width: 14, min: 8, priority: 4, label: 'Gives' }),
    align: 'left',
    cell: givesOf,
  },
  {
    ...column(list, 'minimum_order', { width: 9, priority: 7 }),
    cell: (row) => (row['minimum_order'] === '0.00' ? '' : String(row['minimum_order'])),
  },
  {
    ...column(list, 'valid_until', { width: 10, priority: 5, label: 'Until' }),
    cell: (row) => untilText(textOf(row['valid_until'])),
  },
  {
    ...column(list, 'valid_from', { width: 10, priority: 8, label: 'From' }),
    cell: (row) => fromText(textOf(row['valid_from'])),
  },
  column(list, 'description', { width: 20, min: 10, priority: 6, grow: 60 }),
];

const bulk = [
  { operation: deactivate, label: 'Switch off' },
  { operation: activate, label: 'Switch on' },
];

const codeOf = (row: ListRow) => String(row['code']);

function Promos({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('promo', { code: codeOf(row) })}
      copies={(row) => ({ code: codeOf(row) })}
      edit={(row) => editPromo(app, codeOf(row))}
      bulk={bulk}
      noun="code"
      keys={{
        scope: 'catalog',
        handlers: () => ({
          'catalog.create': () => void makePromo(app).catch(app.fail),
          'catalog.generate': () => app.navigate('promo-codes'),
        }),
        anywhere: ['catalog.create', 'catalog.generate'],
      }}
      actions={(row) => [
        ...(row ? promoActions(app, { code: codeOf(row), state: row['state'] as PromoState }) : []),
        { label: 'New code', key: 'catalog.create', disabled: denied(app.actor, create), run: () => makePromo(app) },
        {
          label: 'Many codes that nobody can guess',
          key: 'catalog.generate',
          hint: 'each for one order',
          disabled: denied(app.actor, generate),
          run: () => app.navigate('promo-codes'),
        },
      ]}
      empty="No promo code is like that."
    />
  );
}

export const promos = screen<ListParams>({
  name: 'promos',
  title: () => 'Promo codes',
  words: ['promo codes', 'coupons', 'vouchers', 'discount codes'],
  permission: 'catalog:read',
  component: Promos,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
