import * as z from 'zod';
import type { OrderStatus } from '../../domain/order-status.ts';
import { may, type Role } from '../../domain/permissions.ts';
import { plural } from '../../domain/plural.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { personName } from './parts/order-row.ts';
import { branchesOf } from './parts/search.ts';

export interface FoundOrder {
  readonly id: string;
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly total: string;
  readonly created_at: string;
  readonly customer: string | null;
  readonly city: string | null;
  /** What of the order the text is: 'tracking number', 'SKU', 'customer', … */
  readonly matched: readonly string[];
}

export interface FoundOrders {
  readonly rows: readonly FoundOrder[];
  /** There are more: the newest are told. */
  readonly more: boolean;
}

const shown = 50;

export const find = operation({
  name: 'orders.find',
  summary: 'Find orders by anything: number or part of it, e-mail, name, tracking number, SKU, transaction or refund.',
  permission: 'orders:read',
  input: z.object({ text: required(255).describe('what you have, as it is') }),
  positional: ['text'],
  examples: ['orders find 000123', 'orders find 00340434161094042557', 'orders find anna@example.com --json'],
  reads: true,
  csv: true,
  done: ({ rows, more }: FoundOrders, { text }) =>
    rows.length === 0
      ? `No order has anything to do with "${text.slice(0, 60)}".`
      : `${more ? 'The newest ' : ''}${plural(rows.length, 'order')} for "${text.slice(0, 60)}".`,
  async run({ tx, actor }, { text }): Promise<FoundOrders> {
    const { statement, values } = findStatement(text, actor.role);
    const rows = await tx.query<FoundOrder & { readonly created_at: Date | string }>(statement, values);
    const found = rows.slice(0, shown).map((row) => ({ ...row, created_at: new Date(row.created_at).toISOString() }));
    return { rows: found, more: rows.length > shown };
  },
});

/** Every branch gives its newest; exported for tests that look at the plan. */
export function findStatement(text: string, role: Role): { statement: string; values: readonly unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const branches = branchesOf(bind, text, may(role, 'customers:read')).map(
    ({ matched, sql }) => `select b.id, b.created_at, '${matched}' as matched
      from (${sql} order by 2 desc limit ${shown + 1}) as b (id, created_at)`,
  );
  const statement = `with found as materialized (
      select f.id, f.created_at, array_agg(distinct f.matched) as matched
      from (${branches.join('\n      union all ')}) f
      group by f.id, f.created_at
      order by f.created_at desc, f.id desc
      limit ${shown + 1}
    )
    select o.id, o.order_number, o.status, o.total, o.created_at, ${personName('u')} as customer,
      o.shipping_address ->> 'city' as city, f.matched
    from found f
    join orders o on o.id = f.id and o.created_at = f.created_at
    join users u on u.id = o.user_id
    order by o.created_at desc, o.id desc`;
  return { statement, values };
}
