import * as z from 'zod';
import { maskEmail } from '../../domain/contact.ts';
import { NotFound } from '../../domain/errors.ts';
import { orderFindings } from '../../domain/order-findings.ts';
import { may, type Actor } from '../../domain/permissions.ts';
import type { Tx } from '../../platform/database/types.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { addressFor } from './parts/address.ts';
import { findOrder, seekOrder, type OrderKey } from './parts/order-row.ts';
import { loadChanges } from './parts/show-changes.ts';
import { factsOf } from './parts/show-facts.ts';
import { loadHead } from './parts/show-head.ts';
import { loadHistory, loadLines, loadPayment, loadRefunds, loadShipments, paymentOf } from './parts/show-parts.ts';
import { moneyOf } from './parts/show-money.ts';
import { loadNotes, loadReturns } from './parts/show-returns.ts';
import { stepsFrom } from './parts/show-steps.ts';
import { timelineOf } from './parts/timeline.ts';
import type { OrderPage } from './parts/types.ts';

export const show = operation({
  name: 'orders.show',
  summary: 'Show all about one order: lines, money, stock, parcels, history, what to do next.',
  permission: 'orders:read',
  input: z.object({
    order: naming('order', required(255)).describe('order number or id; also a tracking number or transaction id'),
  }),
  positional: ['order'],
  examples: ['orders show SM-2026-000123', 'orders show 00340434161094042557 --json'],
  reads: true,
  run: async ({ tx, actor }, { order }) => loadOrder(tx, actor, await seekAnywhere(tx, actor, order)),
});

/** @throws NotFound, also when a tracking number fits several orders, naming them */
async function seekAnywhere(tx: Tx, actor: Actor, given: string): Promise<OrderKey> {
  const direct = await seekOrder(tx, given);
  if (direct) return direct;
  const byTransaction = may(actor.role, 'payments:read')
    ? 'union select p.order_id from payments p where p.transaction_id = $1'
    : '';
  const found = await tx.query<OrderKey>(
    `select r.order_id as id, r.order_number, r.created_at
     from order_registry r
     where r.order_id in (
       select h.order_id from shipments h where h.tracking_number = $1
       ${byTransaction}
     )
     order by r.created_at desc
     limit 6`,
    [given],
  );
  if (found.length > 1) {
    const numbers = found.map(({ order_number }) => order_number).join(', ');
    throw new NotFound(`${given.slice(0, 60)} belongs to several orders.`, { hint: `They are ${numbers}.` });
  }
  return found[0] ?? findOrder(tx, given);
}

async function loadOrder(tx: Tx, actor: Actor, key: OrderKey): Promise<OrderPage> {
  const seesMoney = may(actor.role, 'payments:read');
  const head = await loadHead(tx, key, may(actor.role, 'customers:read'));
  const items = await loadLines(tx, key, head.status);
  const seesLog = may(actor.role, 'audit:read');
  const { payment, settled } = await loadPayment(tx, key, { money: seesMoney, log: seesLog });
  const refunds = payment && seesMoney ? await loadRefunds(tx, payment.id) : [];
  const shipments = await loadShipments(tx, key);
  const returns = await loadReturns(tx, key);
  const notes = await loadNotes(tx, key);
  const history = await loadHistory(tx, key);
  const changes = seesLog ? await loadChanges(tx, key) : [];
  return {
    id: head.id,
    order_number: head.order_number,
    status: head.status,
    version: head.version,
    created_at: head.created_at.toISOString(),
    updated_at: head.updated_at.toISOString(),
    notes: head.notes,
    tracking_number: head.tracking_number,
    assigned_to: head.assigned_to === null ? null : { id: head.assigned_to, name: head.assignee ?? '' },
    customer: {
      id: head.user_id,
      name: head.customer ?? '',
      email: head.email === null ? null : maskEmail(head.email),
    },
    other_orders: head.other_orders,
    shipping_address: addressFor(actor, head, head.shipping_address),
    billing_address: addressFor(actor, head, head.billing_address),
    items,
    money: moneyOf(head, payment, refunds),
    payment: payment ? paymentOf(payment) : null,
    refunds,
    shipments,
    returns,
    staff_notes: notes,
    timeline: timelineOf({
      history,
      shipments,
      payment: payment && seesMoney ? paymentOf(payment) : null,
      settled,
      refunds,
      returns,
      notes,
      changes,
    }),
    next_steps: stepsFrom(head, actor.role, payment, shipments),
    stuck: orderFindings(factsOf({ head, items, payment, refunds, shipments, history }), head.now),
  };
}
