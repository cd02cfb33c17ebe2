import { byTime } from '../../../domain/time.ts';
import type { OrderChange } from './show-changes.ts';
import type { HistoryRow, Settled } from './show-parts.ts';
import type { OrderReturn, OrderShipment, StaffNote, TimelineEntry } from './types.ts';
import type { OrderPayment, OrderRefund } from './money-types.ts';

interface Happened {
  readonly history: readonly HistoryRow[];
  readonly shipments: readonly OrderShipment[];
  readonly payment: OrderPayment | null;
  /** Of what the audit log knows; it begins with the shop's first day here. */
  readonly settled: Settled | null;
  readonly refunds: readonly OrderRefund[];
  readonly returns: readonly OrderReturn[];
  readonly notes: readonly StaffNote[];
  readonly changes: readonly OrderChange[];
}

/** Everything that happened to an order, oldest first; of what happened at once, states come first. */
export function timelineOf(happened: Happened): TimelineEntry[] {
  const { history, shipments, payment, settled, refunds, returns, notes, changes } = happened;
  const entries = [
    ...history.map(stateEntry),
    ...(payment ? paymentEntries(payment, settled) : []),
    ...shipments.flatMap(shipmentEntries),
    ...refunds.flatMap(refundEntries),
    ...returns.map(returnEntry),
    ...notes.map(noteEntry),
    ...changes.map(changeEntry),
  ];
  return entries.sort((one, other) => byTime(one.at, other.at));
}

function stateEntry({ from_status, to_status, actor, notes, created_at }: HistoryRow): TimelineEntry {
  const text = from_status ? `${from_status} → ${to_status}` : `placed, ${to_status}`;
  return { at: created_at.toISOString(), kind: 'status', text, note: notes, actor };
}

function paymentEntries(payment: OrderPayment, settled: Settled | null): TimelineEntry[] {
  const { amount, currency, provider, status, created_at } = payment;
  const by = provider ? ` by ${provider}` : '';
  const begun: TimelineEntry = {
    at: created_at,
    kind: 'payment',
    text: `payment of ${amount} ${currency}${by} awaited`,
    note: null,
    actor: null,
  };
  if (status === 'PENDING') return [begun];
  // The row keeps its last state only; what a refund made of it is told by the refund.
  const state = status === 'PARTIAL_REFUND' || status === 'REFUNDED' ? 'COMPLETED' : status;
  const known = state === 'COMPLETED' ? settled : null;
  const at = known?.at ?? (state === status ? payment.updated_at : created_at);
  const text = `payment ${state}: ${amount} ${currency}${by}`;
  const note = payment.failure_reason ?? payment.transaction_id;
  return [begun, { at, kind: 'payment', text, note, actor: known?.actor ?? null }];
}

function shipmentEntries(shipment: OrderShipment): TimelineEntry[] {
  const { shipped_at, delivered_at, created_by, warehouse, carrier, tracking_number, items } = shipment;
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  const what = `${pieces} ${pieces === 1 ? 'piece' : 'pieces'}`;
  const how = [carrier, tracking_number].filter(Boolean).join(' ');
  const entry = (at: string, text: string, note: string | null, actor: string | null): TimelineEntry => ({
    at,
    kind: 'shipment',
    text,
    note,
    actor,
  });
  return [
    ...(shipped_at ? [entry(shipped_at, `${what} left ${warehouse ?? 'the house'}`, how || null, created_by)] : []),
    ...(delivered_at ? [entry(delivered_at, `${what} delivered`, how || null, null)] : []),
  ];
}

function refundEntries(refund: OrderRefund): TimelineEntry[] {
  const { amount, reason, requested_by, created_at, completed_at, status, failure_reason } = refund;
  const asked: TimelineEntry = {
    at: created_at,
    kind: 'refund',
    text: `refund of ${amount} requested`,
    note: reason,
    actor: requested_by,
  };
  const done = (at: string, text: string, note: string | null): TimelineEntry => ({
    at,
    kind: 'refund',
    text,
    note,
    actor: null,
  });
  if (status === 'COMPLETED') return [asked, done(completed_at ?? created_at, `refund of ${amount} paid out`, null)];
  if (status === 'FAILED') return [asked, done(created_at, `refund of ${amount} failed`, failure_reason)];
  return [asked];
}

function returnEntry({ created_at, created_by, warehouse, reason, items }: OrderReturn): TimelineEntry {
  const what = items.map(({ sku, quantity, condition }) => {
    return `${quantity} x ${sku}${condition === 'RESALEABLE' ? '' : ` ${condition.toLowerCase()}`}`;
  });
  const text = `${what.join(', ')} came back to ${warehouse}`;
  return { at: created_at, kind: 'return', text, note: reason, actor: created_by };
}

function noteEntry({ created_at, created_by, note }: StaffNote): TimelineEntry {
  return { at: created_at, kind: 'note', text: 'note', note, actor: created_by };
}

function changeEntry({ at, fields, reason, actor }: OrderChange): TimelineEntry {
  return { at, kind: 'change', text: `changed ${fields.join(', ').replaceAll('_', ' ')}`, note: reason, actor };
}
