import type { PickOrder } from '../../../src/operations/orders/parts/pick-orders.ts';
import { start, type Event, type State } from '../../../src/tui/screens/fulfil/model.ts';
import { reduce } from '../../../src/tui/screens/fulfil/state.ts';

export const id = '00000000-0000-4000-8000-0000000000aa';

export const line = (sku: string, quantity: number, more: Partial<PickOrder['lines'][number]> = {}) => ({
  order_item_id: sku,
  sku,
  name: 'Runner Zoë',
  size: '42',
  color: 'black',
  quantity,
  codes: [sku],
  ...more,
});

export const order = (order_number: string, lines: PickOrder['lines'], elsewhere = 0): PickOrder => {
  return { order_number, lines, elsewhere };
};

export const queues = [
  { warehouse: 'BER', name: 'Berlin', mine: 1, free: 6, others: 2 },
  { warehouse: 'HAM', name: 'Hamburg \u001b[31mhostile\u001b[0m', mine: 0, free: 0, others: 0 },
];

export const one = 'SM-2026-000123';
export const two = 'SM-2026-000124';
export const three = 'SM-2026-000125';

/** Two boots and socks for one, a boot for two, a foreign shoe for three. */
export const orders = [
  order(one, [
    line('BOOT-42', 2, { codes: ['BOOT-42', '4006381333931'], name: 'Boot' }),
    line('SOCKS', 1, { name: 'Wool socks', size: null, color: null }),
  ]),
  order(two, [line('BOOT-42', 1, { codes: ['BOOT-42', '4006381333931'], name: 'Boot' })], 1),
  order(three, [
    line('TRL-39-田中', 1, { name: '登山靴 👟 \u001b[2J with a very long name that fits nowhere', codes: ['TRL-39'] }),
  ]),
];

export const after = (state: State, ...events: readonly Event[]): State => events.reduce(reduce, state);

export const scan = (code: string): Event => ({ kind: 'scan', code, id });
export const scans = (...codes: readonly string[]): readonly Event[] => codes.map(scan);
export const digits = (text: string): readonly Event[] =>
  Array.from(text, (one): Event => ({ kind: 'digit', digit: Number(one), id }));
export const enter: Event = { kind: 'enter', id };

export const fresh = start({}, ['DHL', 'UPS', 'GLS']);
export const ready = after(fresh, { kind: 'queues', queues }, { kind: 'warehouse', code: 'BER' });
export const taken = after(ready, { kind: 'taken', orders });
const everything = scans('BOOT-42', '4006381333931', 'boot-42', 'SOCKS', 'TRL-39');
export const picked = after(taken, ...everything);
export const packed = after(picked, ...scans('BOOT-42', 'SOCKS', 'BOOT-42'));
