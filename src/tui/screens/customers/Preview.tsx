import type { ReactElement } from 'react';
import { show, type CustomerPage } from '../../../operations/customers/show.ts';
import { shortTime } from '../../app/cells.ts';
import { useApp, useOperationData } from '../../app/hooks.ts';
import { statusLook } from '../../theme/status.ts';
import type { Theme } from '../../theme/theme.ts';
import { Lines } from '../../widgets/Lines.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import type { Spans } from '../../widgets/spans.ts';
import { accountLines } from './tabs.ts';

export interface PreviewProps {
  readonly customer: string;
  readonly width: number;
  readonly height: number;
}

/** The customer beside the list: the account, what was spent, the newest orders. */
export function Preview({ customer, width, height }: PreviewProps): ReactElement {
  const { theme } = useApp();
  const { data, error } = useOperationData(show, { customer }, { tables: ['users', 'orders', 'payments'] });
  if (data) return <Lines lines={previewLines(data, theme, width)} width={width} height={height} />;
  if (error === undefined) return <Loading />;
  return <Empty width={width} text={error instanceof Error ? error.message : 'It could not be loaded.'} />;
}

function previewLines(page: CustomerPage, theme: Theme, width: number): readonly Spans[] {
  const orders = page.orders.map(({ order_number, status, total, created_at }): Spans => {
    const look = statusLook(status, theme.glyphs);
    return [
      ['accent', order_number],
      ' ',
      [look.tone, `${look.glyph} ${status}`],
      ` ${total}`,
      ['dim', `  ${shortTime(created_at)}`],
    ];
  });
  return [
    [['title', page.name || 'a customer without a name']],
    ...accountLines(page, theme, width),
    [],
    [['title', 'Newest orders']],
    ...(orders.length > 0 ? orders : [[['dim', 'none yet'] as const]]),
  ];
}
