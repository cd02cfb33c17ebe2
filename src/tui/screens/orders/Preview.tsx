import type { ReactElement } from 'react';
import type { ListRow } from '../../../operations/listing.ts';
import { show } from '../../../operations/orders/show.ts';
import type { OrderPage } from '../../../operations/orders/parts/types.ts';
import { shortTime } from '../../app/cells.ts';
import { useOperationData } from '../../app/hooks.ts';
import { Lines } from '../../widgets/Lines.tsx';
import { Empty, keyValueLines, Loading } from '../../widgets/small.tsx';
import { wrap, type Spans } from '../../widgets/spans.ts';

export interface PreviewProps {
  readonly row: ListRow;
  readonly width: number;
  readonly height: number;
}

/** The order beside the list: what is in it, what is owed, what holds it up. */
export function Preview({ row, width, height }: PreviewProps): ReactElement {
  const { data, error } = useOperationData(
    show,
    { order: row.id },
    { tables: ['orders', 'payments', 'shipments', 'inventory'] },
  );
  if (data) return <Lines lines={previewLines(data, width)} width={width} height={height} />;
  if (error === undefined) return <Loading />;
  return <Empty width={width} text={error instanceof Error ? error.message : 'It could not be loaded.'} />;
}

function previewLines(page: OrderPage, width: number): readonly Spans[] {
  const { money } = page;
  const facts = keyValueLines([
    { label: 'status', value: page.status, tone: 'strong' },
    { label: 'customer', value: page.customer.name },
    { label: 'to', value: [page.shipping_address.city, page.shipping_address.country].filter(Boolean).join(', ') },
    { label: 'total', value: `${money.total} ${money.currency}` },
    { label: 'due', value: money.due },
    { label: 'picked by', value: page.assigned_to?.name ?? 'nobody yet' },
  ]);
  const items = page.items.map((item): Spans => [
    `${item.quantity} `,
    ['accent', item.sku],
    ` ${item.name}`,
    ['dim', [item.size, item.color].filter(Boolean).join(' ').replace(/^/u, '  ')],
  ]);
  const stuck = page.stuck.flatMap((one) => wrap(`! ${one}`, width).map((text): Spans => [['waiting', text]]));
  const timeline = page.timeline.slice(-5).map((one): Spans => [['dim', `${shortTime(one.at)}  `], one.text]);
  return [
    [['title', page.order_number]],
    ...facts,
    ...stuck,
    [],
    [['title', 'Items']],
    ...items,
    [],
    [['title', 'Timeline']],
    ...timeline,
  ];
}
