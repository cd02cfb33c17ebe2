import { transitions, type OrderStatus } from '../../../src/domain/order-status.ts';
import type { OrderPage, OrderStep } from '../../../src/operations/orders/parts/types.ts';

export const now = new Date('2026-11-23T14:02:00.000Z');

const address = {
  name: '田中 太郎 \u001b[2J\u202e',
  street_1: '1-2-3 Ginza',
  street_2: null,
  city: 'Tokyo',
  state: 'Tokyo',
  postal_code: '104-0061',
  country: 'JP',
};

export function stepsFrom(from: OrderStatus): readonly OrderStep[] {
  return transitions
    .filter((one) => one.from === from)
    .map(({ operation, to, consequences }) => ({ operation, to, consequences, enabled: true, reason: null }));
}

/** An order of two lines, one of them shipped, with a customer whose name attacks the terminal. */
export function orderPage(changes: Partial<OrderPage> = {}): OrderPage {
  return {
    id: '00000000-0000-4000-8000-0000000000aa',
    order_number: 'SM-2026-000123',
    status: 'PROCESSING',
    version: 3,
    created_at: '2026-11-23T12:00:00.000Z',
    updated_at: '2026-11-23T13:00:00.000Z',
    notes: 'Please leave it with the neighbour.\u001b]0;owned\u0007 Thank you! 🎁',
    tracking_number: 'JD0146000034',
    assigned_to: { id: 'w', name: 'Wim Warehouse' },
    customer: { id: 'c', name: '田中 太郎 \u001b[2J\u202e', email: 't…@example.com' },
    other_orders: [
      { order_number: 'SM-2026-000098', status: 'DELIVERED', total: '89.95', created_at: '2026-10-02T09:15:00.000Z' },
    ],
    shipping_address: address,
    billing_address: address,
    items: [
      {
        id: 'i1',
        sku: 'RUN-42-BLK',
        name: 'Runner Zoë',
        size: '42',
        color: 'black',
        quantity: 2,
        shipped: 2,
        returned: 0,
        price: '89.95',
        discount: '0.00',
        total: '179.90',
        product_snapshot: null,
        reservations: [],
        stock: [],
      },
      {
        id: 'i2',
        sku: 'TRL-39-RED',
        name: '登山靴 with a name that is far too long for any column of any terminal',
        size: '39',
        color: 'red',
        quantity: 3,
        shipped: 1,
        returned: 0,
        price: '120.00',
        discount: '10.00',
        total: '350.00',
        product_snapshot: null,
        reservations: [{ inventory_id: 'v2', warehouse: 'BER', reserved: 2, available: 5 }],
        stock: [],
      },
    ],
    money: {
      currency: 'USD',
      subtotal: '529.90',
      discount: '52.99',
      promo_code: 'SPRING10',
      promo_type: 'PERCENTAGE',
      promo_value: '10.00',
      tax: '90.61',
      shipping: '4.95',
      total: '572.47',
      paid: '572.47',
      refunded: '20.00',
      due: '0.00',
      refund_requested: '0.00',
      owed: '0.00',
    },
    payment: {
      id: 'p',
      status: 'PARTIAL_REFUND',
      amount: '572.47',
      currency: 'USD',
      provider: 'stripe',
      transaction_id: 'pi_123',
      payment_method: 'card',
      failure_reason: null,
      refund_amount: '20.00',
      pay_later: false,
      created_at: '2026-11-23T12:00:05.000Z',
      updated_at: '2026-11-23T12:30:00.000Z',
    },
    refunds: [
      {
        id: 'r',
        amount: '20.00',
        status: 'COMPLETED',
        reason: 'Box was dented',
        provider: 'stripe',
        attempts: 1,
        provider_reference: 're_1',
        requested_by: 'Mia Manager',
        created_at: '2026-11-23T12:30:00.000Z',
        completed_at: '2026-11-23T12:30:10.000Z',
        failure_reason: null,
      },
    ],
    returns: [],
    staff_notes: [],
    shipments: [
      {
        id: 's',
        status: 'SHIPPED',
        warehouse: 'BER',
        carrier: 'DHL',
        tracking_number: 'JD0146000034',
        created_at: '2026-11-23T13:00:00.000Z',
        shipped_at: '2026-11-23T13:00:00.000Z',
        delivered_at: null,
        created_by: 'Wim Warehouse',
        items: [
          { order_item_id: 'i1', sku: 'RUN-42-BLK', quantity: 2 },
          { order_item_id: 'i2', sku: 'TRL-39-RED', quantity: 1 },
        ],
      },
    ],
    timeline: [
      { at: '2026-11-23T12:00:00.000Z', kind: 'status', text: 'PENDING', note: null, actor: null },
      {
        at: '2026-11-23T12:10:00.000Z',
        kind: 'status',
        text: 'PENDING → CONFIRMED',
        note: 'paid by card',
        actor: 'Mia Manager',
      },
      {
        at: '2026-11-23T12:40:00.000Z',
        kind: 'status',
        text: 'CONFIRMED → PROCESSING',
        note: null,
        actor: 'Wim Warehouse',
      },
    ],
    next_steps: stepsFrom('PROCESSING'),
    stuck: ['2 pieces of TRL-39-RED are picked for longer than two days and not sent.'],
    ...changes,
  };
}
