import { commandName } from '../../../domain/command-name.ts';
import { Conflict, NotFound, Refused } from '../../../domain/errors.ts';
import { explainRefusal, findTransition, transitions, type OrderStatus } from '../../../domain/order-status.ts';
import { clock } from '../../../domain/time.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** What it takes to reach an order's row without looking through every month. */
export interface OrderKey {
  readonly id: string;
  readonly order_number: string;
  readonly created_at: Date;
}

export interface LockedOrder extends OrderKey {
  readonly user_id: string;
  readonly status: OrderStatus;
  readonly assigned_to: string | null;
  readonly total: string;
}

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** By number (in any case) or by id; undefined when there is none. */
export async function seekOrder(tx: Tx, given: string): Promise<OrderKey | undefined> {
  const column = uuid.test(given) ? 'order_id = $1::uuid' : 'order_number = upper($1)';
  return tx.one<OrderKey>(
    `select order_id as id, order_number, created_at
     from order_registry
     where ${column}`,
    [given],
  );
}

/** @throws NotFound */
export async function findOrder(tx: Tx, given: string): Promise<OrderKey> {
  const found = await seekOrder(tx, given);
  if (found) return found;
  throw new NotFound(`There is no order ${shown(given)}.`, {
    hint: 'An order number looks like SM-2026-000123; "solemate orders find" finds orders by e-mail, name, tracking number or SKU.',
  });
}

/**
 * Locks the order's row, the first of the lock order (schema.md), and reads it as it is then.
 * @throws NotFound
 */
export async function lockOrder(tx: Tx, given: string): Promise<LockedOrder> {
  const key = await findOrder(tx, given);
  const locked = await tx.one<LockedOrder>(
    `select id, order_number, created_at, user_id, status, assigned_to, total
     from orders
     where id = $1::uuid
       and created_at = $2::timestamptz
     for no key update`,
    [key.id, key.created_at],
  );
  if (!locked) throw new NotFound(`There is no order ${shown(given)}.`);
  return locked;
}

/**
 * @throws Conflict when somebody else took this step first, saying who and when
 * @throws Refused when the order cannot go there, naming the steps it can take
 */
export async function demandStep(tx: Tx, order: LockedOrder, to: OrderStatus): Promise<void> {
  if (findTransition(order.status, to)) return;
  const last = await tx.one<{ name: string | null; created_at: Date }>(
    `select ${personName('u')} as name, h.created_at
     from order_status_history h
     left join users u on u.id = h.changed_by
     where h.order_id = $1::uuid
     order by h.created_at desc
     limit 1`,
    [order.id],
  );
  const by = last ? ` (${last.name ? `by ${last.name}, ` : ''}${clock(last.created_at)})` : '';
  const sentence = `${order.order_number} ${explainRefusal(order.status, to, by)}.`;
  const details = { order_number: order.order_number, status: order.status };
  if (order.status === to) throw new Conflict(sentence, { details });
  const next = commandsFrom(order.status, order.order_number);
  throw new Refused(sentence, { details, ...(next !== '' && { hint: `Next: ${next}` }) });
}

/** What can be run from here, to be copied; empty at the end. */
function commandsFrom(status: OrderStatus, orderNumber: string): string {
  const operations = new Set(transitions.filter(({ from }) => from === status).map(({ operation }) => operation));
  return [...operations].map((name) => `solemate ${commandName(name)} ${orderNumber}`).join(', or ');
}

/** The trigger writes the history, with the acting person and the transaction's reason. */
export async function moveOrder(tx: Tx, order: OrderKey, to: OrderStatus): Promise<void> {
  await tx.query(
    `update orders
     set status = $3
     where id = $1::uuid
       and created_at = $2::timestamptz`,
    [order.id, order.created_at, to],
  );
}

/** SQL for a person's name as staff read it; null when there is no such row. */
export function personName(alias: string): string {
  return `nullif(btrim(concat_ws(' ', ${alias}.first_name, ${alias}.last_name)), '')`;
}
