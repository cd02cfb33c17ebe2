import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { fit } from '../../../domain/display.ts';
import { plural } from '../../../domain/plural.ts';
import { edit } from '../../../operations/warehouses/edit.ts';
import { list } from '../../../operations/warehouses/list.ts';
import { show, type WarehouseShown } from '../../../operations/warehouses/show.ts';
import { denied } from '../../app/denied.ts';
import { DetailScreen, type DetailFrame, type DetailRow, type DetailRows } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { screen, type AppApi, type ScreenAction, type ScreenProps } from '../../app/screen.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import { paintLine, type Spans } from '../../widgets/spans.ts';

type WarehouseParams = Readonly<{ code: string }>;

const tables = ['warehouses', 'inventory', 'stock_counts'];

function pageRows(app: AppApi): DetailRows<WarehouseShown> {
  return (house, frame) => {
    const paint = (spans: Spans) => paintLine(spans, frame.width, frame.theme);
    const { code } = house;
    const go = (text: string, name: string, filter: string): DetailRow => ({
      text: paint([` ${text}`]),
      open: () => app.navigate(name, { filter }),
    });
    const address = [
      house.street_1,
      house.street_2,
      [house.postal_code, house.city].filter(Boolean).join(' '),
      house.state,
      house.country,
    ];
    return [
      paint([['strong', ` ${code} ${house.name} `], house.is_active ? ['good', 'OPEN'] : ['off', 'CLOSED']]),
      paint([['dim', ` ${address.filter(Boolean).join(', ')}`]]),
      '',
      go(`${plural(house.pieces, 'piece')} of ${plural(house.articles, 'SKU')}`, 'inventory', `warehouse:${code}`),
      go(`${plural(house.reserved, 'piece')} reserved for orders`, 'reservations', `warehouse:${code}`),
      go(`${plural(house.low, 'SKU')} low in stock`, 'low', `warehouse:${code}`),
      go(`${plural(house.open_counts, 'count')} open`, 'counts', `status:OPEN warehouse:${code}`),
      '',
      paint([['title', ' Most pieces']]),
      ...house.most.map((one): DetailRow => ({
        text: mostRow(one, frame),
        open: () => app.navigate('ledger', { sku: one.sku, warehouse: code }),
      })),
    ];
  };
}

function mostRow(one: WarehouseShown['most'][number], { width, theme }: DetailFrame): string {
  const figures = `${one.quantity} there, ${one.available} free`;
  const left = fit(` ${one.sku}  ${one.name}`, Math.max(width - figures.length - 2, 8), 'left', theme.glyphs.ellipsis);
  return paintLine([left, ['dim', ` ${figures}`]], width, theme);
}

function actionsOf(app: AppApi, house: WarehouseShown): readonly ScreenAction[] {
  const off = denied(app.actor, edit);
  const { code, name, street_1, street_2, city, state, postal_code } = house;
  return [
    {
      label: 'Edit',
      hint: 'name and address',
      disabled: off,
      run: () => app.openForm(edit, { code, name, street_1, street_2, city, state, postal_code }),
    },
    {
      label: house.is_active ? 'Close' : 'Open again',
      hint: house.is_active ? 'nothing comes in or is promised from it any more' : '',
      disabled: off,
      run: () => app.runOperation(edit, { code, active: house.is_active ? 'no' : 'yes' }),
    },
  ];
}

function Warehouse({ params, ...props }: ScreenProps<WarehouseParams>): ReactElement {
  const app = useApp();
  const rows = useMemo(() => pageRows(app), [app]);
  useLookUpByScan({ enabled: props.active });
  return (
    <DetailScreen
      operation={show}
      input={{ code: params.code }}
      tables={tables}
      noun="warehouse"
      rows={rows}
      actions={(house) => actionsOf(app, house)}
      copies={({ code, name }) => ({ code, name })}
      below={{ listing: list, params: (row) => ({ code: String(row['code']) }) }}
      {...props}
    />
  );
}

export const warehouse = screen<WarehouseParams>({
  name: 'warehouse',
  title: ({ code }) => code,
  words: ['warehouse'],
  permission: 'stock:read',
  component: Warehouse,
  params: z.object({ code: z.string().min(1).max(20) }),
  needsParams: true,
  twin: ({ code }) => `warehouses show ${code}`,
});
