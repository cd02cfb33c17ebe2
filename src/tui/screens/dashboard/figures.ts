import {
  queueNames,
  type Dashboard,
  type QueueName,
  type QueueSize,
} from '../../../operations/dashboard/parts/types.ts';
import type { Tone } from '../../theme/theme.ts';

export interface Target {
  readonly screen: string;
  readonly params: Readonly<Record<string, string>>;
}

/** One number or order that can be selected and opened. */
export interface Figure {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly tone: Tone;
  readonly detail: string;
  readonly target: Target | undefined;
  /** Said instead of opening, where there is no screen. */
  readonly instead?: string;
}

const orders = (filter: string): Target => ({ screen: 'orders', params: { filter } });

const queues: Readonly<Record<QueueName, { label: string; target: Target | undefined; instead?: string }>> = {
  to_confirm: { label: 'to confirm', target: orders('status:PENDING') },
  to_pick: { label: 'to pick', target: orders('status:CONFIRMED') },
  to_ship: { label: 'to ship', target: orders('status:PROCESSING') },
  returned: { label: 'returned', target: orders('status:RETURNED') },
  refunds_pending: {
    label: 'refunds pending',
    target: undefined,
    instead: 'Refunds have no screen in this version.',
  },
  low_stock: { label: 'low in stock', target: { screen: 'inventory', params: { filter: 'low:yes' } } },
  reviews_waiting: {
    label: 'reviews waiting',
    target: undefined,
    instead: 'Reviews have no screen in this version.',
  },
};

/** `10,000+` where the counting stopped at its cap. */
export const countText = ({ count, more }: QueueSize): string => `${count.toLocaleString('en')}${more ? '+' : ''}`;

/** `unfinished`: restocks that were counted and not booked. */
export function figures(data: Dashboard, unfinished = 0): readonly Figure[] {
  const today: Figure = {
    id: 'today',
    value: data.orders_today.toLocaleString('en'),
    label: data.orders_today === 1 ? 'order today' : 'orders today',
    tone: 'strong',
    detail: '',
    target: orders(`since:${data.at.slice(0, 10)}`),
  };
  const waiting = queueNames.map((name): Figure => {
    const { label, target, instead } = queues[name];
    const size = data.queues[name];
    return {
      id: name,
      value: countText(size),
      label,
      tone: size.count === 0 ? 'dim' : name === 'low_stock' || name === 'refunds_pending' ? 'waiting' : 'plain',
      detail: '',
      target,
      ...(instead === undefined ? {} : { instead }),
    };
  });
  const stuck = data.stuck.map((one): Figure => {
    const target: Target = { screen: 'order', params: { order: one.order_number } };
    // Most reasons begin with the state itself.
    const label = one.why.startsWith(one.status) ? '' : one.status;
    return { id: one.id, value: one.order_number, label, tone: 'bad', detail: one.why, target };
  });
  const open: Figure = {
    id: 'restock',
    value: String(unfinished),
    label: unfinished === 1 ? 'restock not booked' : 'restocks not booked',
    tone: 'bad',
    detail: '',
    target: { screen: 'restock', params: {} },
  };
  return [today, ...waiting, ...(unfinished > 0 ? [open] : []), ...stuck];
}

/** The selection stays on its figure across refreshes; where that is gone, on the first. */
export function moved(all: readonly Figure[], selected: string | undefined, by: number): string | undefined {
  const index = Math.max(
    all.findIndex(({ id }) => id === selected),
    0,
  );
  return all[Math.min(Math.max(index + by, 0), all.length - 1)]?.id;
}
