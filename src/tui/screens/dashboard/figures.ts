import { showNumber } from '../../../domain/locale.ts';
import type { BackupStatus } from '../../../operations/backup/parts/types.ts';
import {
  queueNames,
  type Dashboard,
  type QueueName,
  type QueueSize,
} from '../../../operations/dashboard/parts/types.ts';
import { showMoney } from '../../../domain/money.ts';
import { may, type Role } from '../../../domain/permissions.ts';
import type { Tone } from '../../theme/theme.ts';

export interface Target {
  readonly screen: string;
  readonly params: Readonly<Record<string, string>>;
}

/** One number or order that can be selected and opened. */
export interface Figure {
  readonly id: string;
  /** `queue`: counted, opened by its digit; `shop`: what else is to be known; `stuck`: an order. */
  readonly kind: 'queue' | 'shop' | 'stuck';
  readonly value: string;
  readonly label: string;
  readonly tone: Tone;
  readonly detail: string;
  readonly target: Target;
}

/** What the dashboard knows besides the shop's figures. */
export interface Besides {
  /** Whose it is: money and decisions are not for everybody. */
  readonly role: Role;
  /** Restocks that were counted and not booked. */
  readonly unfinished: number;
  /** The days are being added up, so the place of their figures is kept, or could not be. */
  readonly revenue?: 'coming' | 'failed' | undefined;
  /** Could the shop be recovered? Undefined where that is not known to this person. */
  readonly backup?: { readonly word: string; readonly tone: Tone; readonly sentence: string } | undefined;
}

const orders = (filter: string): Target => ({ screen: 'orders', params: { filter } });

const queues: Readonly<Record<QueueName, { label: string; target: Target; tone?: Tone }>> = {
  to_confirm: { label: 'to confirm', target: orders('status:PENDING') },
  to_pick: { label: 'to pick', target: orders('status:CONFIRMED') },
  to_ship: { label: 'to ship', target: orders('status:PROCESSING') },
  returned: { label: 'returned', target: orders('status:RETURNED') },
  refunds_pending: {
    label: 'refunds pending',
    target: { screen: 'refunds', params: { filter: 'status:REQUESTED' } },
    tone: 'waiting',
  },
  money_owed: { label: 'money owed', target: { screen: 'owed', params: {} }, tone: 'waiting' },
  low_stock: { label: 'low in stock', target: { screen: 'low', params: {} }, tone: 'waiting' },
  reviews_waiting: { label: 'reviews waiting', target: { screen: 'moderate', params: {} } },
};

const ofMoney: readonly QueueName[] = ['refunds_pending', 'money_owed'];
/** For those who only look. */
const waitingReviews: Target = { screen: 'reviews', params: { filter: 'status:PENDING' } };

/** `10,000+` where the counting stopped at its cap. */
export const countText = ({ count, more }: QueueSize): string => `${showNumber(count)}${more ? '+' : ''}`;

export function figures(data: Dashboard, { unfinished, backup, role, revenue }: Besides): readonly Figure[] {
  const today: Figure = {
    id: 'today',
    kind: 'queue',
    value: showNumber(data.orders_today),
    label: data.orders_today === 1 ? 'order today' : 'orders today',
    tone: 'strong',
    detail: '',
    target: orders(`since:${data.at.slice(0, 10)}`),
  };
  const seen = queueNames.filter((name) => !ofMoney.includes(name) || may(role, 'payments:read'));
  const waiting = seen.map((name): Figure => {
    const { label, tone = 'plain' } = queues[name];
    const target = name === 'reviews_waiting' && !may(role, 'reviews:moderate') ? waitingReviews : queues[name].target;
    const size = data.queues[name];
    const shown = size.count === 0 ? 'dim' : tone;
    return { id: name, kind: 'queue', value: countText(size), label, tone: shown, detail: '', target };
  });
  const stuck = data.stuck.map((one): Figure => {
    const target: Target = { screen: 'order', params: { order: one.order_number } };
    // Most reasons begin with the state itself.
    const label = one.why.startsWith(one.status) ? '' : one.status;
    return { id: one.id, kind: 'stuck', value: one.order_number, label, tone: 'bad', detail: one.why, target };
  });
  return [
    today,
    ...waiting,
    ...revenueFigure(data, revenue === 'coming'),
    ...restockFigure(unfinished),
    ...backupFigure(backup),
    ...stuck,
  ];
}

function revenueFigure(data: Dashboard, comes: boolean): readonly Figure[] {
  const today = data.revenue_by_day.at(-1);
  if (!today && !comes) return [];
  const value = today ? showMoney(today.revenue, data.currency) : '';
  const target = { screen: 'reports', params: { report: 'sales' } };
  return [{ id: 'revenue', kind: 'shop', value, label: 'revenue today', tone: 'strong', detail: '', target }];
}

function restockFigure(unfinished: number): readonly Figure[] {
  if (unfinished === 0) return [];
  const label = unfinished === 1 ? 'restock not booked' : 'restocks not booked';
  const target = { screen: 'restock', params: {} };
  return [{ id: 'restock', kind: 'shop', value: String(unfinished), label, tone: 'bad', detail: '', target }];
}

function backupFigure(backup: Besides['backup']): readonly Figure[] {
  if (!backup) return [];
  const { word, tone, sentence } = backup;
  const target = { screen: 'backups', params: {} };
  return [{ id: 'backup', kind: 'shop', value: word, label: `backup: ${sentence}`, tone, detail: '', target }];
}

const lights: Readonly<Record<BackupStatus['status'], Tone>> = {
  OK: 'good',
  WARNING: 'waiting',
  CRITICAL: 'bad',
  UNKNOWN: 'waiting',
};

export const backupLight = ({ status, sentence }: BackupStatus): NonNullable<Besides['backup']> => ({
  word: status,
  tone: lights[status],
  sentence,
});

/** The figure of a digit: the queues in their order. */
export const byDigit = (all: readonly Figure[], digit: number): Figure | undefined =>
  all.filter(({ kind }) => kind === 'queue')[digit - 1];

/** The selection stays on its figure across refreshes; where that is gone, on the first. */
export function moved(all: readonly Figure[], selected: string | undefined, by: number): string | undefined {
  const index = Math.max(
    all.findIndex(({ id }) => id === selected),
    0,
  );
  return all[Math.min(Math.max(index + by, 0), all.length - 1)]?.id;
}
