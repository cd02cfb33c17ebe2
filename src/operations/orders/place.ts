import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { Country, entered, Money, naming, required, text, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { SkuQuantities } from './parts/lines.ts';
import { placeOrder } from './parts/new-order.ts';
import { openWarehouse } from './parts/warehouse.ts';
import type { OrderAddress } from './parts/types.ts';
import type { OrderPlaced } from './parts/act-types.ts';

const input = z.object({
  customer: naming('customer', required(255)).describe('e-mail of the customer'),
  lines: SkuQuantities,
  promo: naming('promo', required(50)).optional().describe('promo code'),
  shipping: Money.default('0.00').describe('shipping cost'),
  tax: Money.default('0.00').describe('tax'),
  notes: entered('long', text(2000)).optional().describe('note kept with the order'),
  warehouse: WarehouseCode.optional().describe('where it should leave, if that makes no more parcels'),
  address: required(255).optional().describe('one of the addresses of the customer: its id, or a part of it'),
  name: required(100).optional().describe('who it goes to; the default address of the customer when left out'),
  street_1: required(255).optional().describe('street and number'),
  street_2: text(255).optional().describe('second line of the address'),
  city: required(100).optional().describe('city'),
  state: required(100).optional().describe('state or region'),
  postal_code: required(20).optional().describe('postal code'),
  country: Country.optional(),
});

export const place = operation({
  name: 'orders.place',
  summary: 'Place an order for a customer who called: stock is reserved, a payment is awaited.',
  permission: 'orders:place',
  input,
  positional: ['customer'],
  examples: [
    'orders place anna@example.com --lines RUN-42-BLK=1,SOCKS=2 --shipping 4.90',
    'orders place anna@example.com --lines RUN-42-BLK=1 --promo WELCOME10',
    'orders place anna@example.com --lines RUN-42-BLK=1 --address Berlin --warehouse BER --dry-run',
  ],
  dryRun: true,
  refreshes: ['orders', 'payments', 'inventory', 'promo_codes'],
  done: ({ order_number, total }: OrderPlaced) => `${order_number} is placed: ${total} to pay.`,
  next: ({ order_number }: OrderPlaced) =>
    `solemate payments record ${order_number} --reference …, once it is paid; then solemate orders confirm ${order_number}`,
  run: async ({ tx }, { warehouse, ...order }) => {
    const fresh = readAddress(order);
    if (fresh && order.address !== undefined) {
      throw new InvalidInput('Name an address of the customer or give a new one, not both.');
    }
    const preferred = warehouse === undefined ? undefined : await openWarehouse(tx, warehouse);
    return placeOrder(tx, { ...order, address: fresh ?? order.address, warehouse: preferred?.code });
  },
});

/** @throws InvalidInput naming what is missing of an address that was begun */
function readAddress(order: Omit<z.infer<typeof input>, 'warehouse'>): OrderAddress | undefined {
  const { name, street_1, city, state, postal_code, country } = order;
  const needed = { name, street_1, city, state, postal_code, country };
  const given = Object.entries(needed).filter(([, value]) => value !== undefined);
  if (given.length === 0) return undefined;
  const missing = Object.entries(needed).flatMap(([key, value]) => (value === undefined ? [key] : []));
  if (missing.length > 0) {
    const flags = missing.map((name) => `--${name.replaceAll('_', '-')}`).join(', ');
    throw new InvalidInput(`The address lacks ${missing.join(', ').replaceAll('_', ' ')}.`, { hint: `Add ${flags}.` });
  }
  return { ...(Object.fromEntries(given) as unknown as OrderAddress), street_2: order.street_2 ?? null };
}
