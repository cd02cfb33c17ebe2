import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskEmail, seesAddress } from '../../src/domain/contact.ts';
import { orderFindings, type LineFacts, type OrderFacts } from '../../src/domain/order-findings.ts';
import { orderStatuses, paymentStatuses } from '../../src/domain/order-status.ts';
import { applyPromo, promoRefusal, type PromoTerms } from '../../src/domain/promo.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const paid = {
  status: 'COMPLETED',
  amount: '50.00',
  refund_amount: '0.00',
  failure_reason: null,
  pay_later: false,
} as const;
const line = (more: Partial<LineFacts>): LineFacts => {
  const { reserved = 2 } = more;
  const kept = reserved > 0 ? [{ warehouse: 'BER', reserved }] : [];
  return { sku: 'A', quantity: 2, shipped: 0, reserved, kept, stock: [], ...more };
};
const facts = (more: Partial<OrderFacts>): OrderFacts => ({
  status: 'PENDING',
  since: now,
  total: '50.00',
  assigned_to: 'Ana',
  picker_left: false,
  address_lacks: null,
  payment: paid,
  refunds: [],
  shipments: [],
  lines: [line({})],
  ...more,
});
const say = (more: Partial<OrderFacts>) => orderFindings(facts(more), now);

describe('what keeps an order from moving', () => {
  test('nothing, when it is young and reserved', () => {
    for (const status of ['PENDING', 'CONFIRMED', 'PROCESSING'] as const) expect(say({ status })).toEqual([]);
  });

  test('its payment', () => {
    const failed = { ...paid, status: 'FAILED', failure_reason: 'card declined' } as const;
    expect(say({ since: ago(3), payment: failed })).toEqual(['PENDING for 3d: payment FAILED (card declined)']);
    expect(say({ payment: failed })).toEqual(['payment FAILED (card declined)']);
    expect(say({ since: ago(2) })).toEqual(['PENDING for 2d: paid, but nobody confirmed it']);
    expect(say({ since: ago(2), payment: null })).toEqual(['PENDING for 2d: there is no payment']);
    expect(
      say({ status: 'CANCELLED', payment: { ...paid, status: 'PARTIAL_REFUND', refund_amount: '20.00' } }),
    ).toEqual(['CANCELLED, but 30.00 is not paid back']);
  });

  test('people', () => {
    expect(say({ status: 'CONFIRMED', since: ago(2) })).toEqual(['CONFIRMED for 2d: nobody picked it']);
    const lines = [line({ quantity: 3, shipped: 1 })];
    expect(say({ status: 'PROCESSING', since: ago(3), assigned_to: 'Ana', lines })).toEqual([
      'PROCESSING for 3d: assigned to Ana, 1 of 3 shipped',
    ]);
    expect(say({ status: 'PROCESSING', assigned_to: null })).toEqual(['Nobody picks it: assign it']);
    expect(say({ status: 'PROCESSING', picker_left: true })).toEqual([
      'Ana picks it and works here no more: assign it anew',
    ]);
    expect(say({ status: 'CONFIRMED', assigned_to: null, address_lacks: 'street' })).toEqual([
      'The shipping address has no street',
    ]);
  });

  test('somebody who has paid, after hours and not days', () => {
    expect(say({ since: ago(1 / 24) })).toEqual([]);
    expect(say({ since: ago(3 / 24) })).toEqual(['PENDING for 3h: paid, but nobody confirmed it']);
    expect(say({ since: ago(3 / 24), payment: { ...paid, status: 'PENDING' } })).toEqual([]);
  });

  test('a payment over another amount, and a bill that nobody paid', () => {
    expect(say({ payment: { ...paid, amount: '40.00' } })).toEqual(['The payment is over 40.00, the order over 50.00']);
    const bill = { ...paid, status: 'PENDING', pay_later: true } as const;
    const lines = [line({ shipped: 2, reserved: 0 })];
    expect(say({ status: 'DELIVERED', since: ago(20), payment: bill, lines })).toEqual([
      'DELIVERED for 20d, and 50.00 was not paid',
    ]);
    expect(say({ status: 'DELIVERED', since: ago(3), payment: bill, lines })).toEqual([]);
  });

  test('a refund on its way for too long, one to be paid by hand, one that failed', () => {
    const asked = {
      status: 'REQUESTED',
      amount: '20.00',
      provider: 'stripe',
      by_hand: false,
      failure_reason: null,
    } as const;
    const hours = (more: Partial<OrderFacts['refunds'][number]> = {}) => [{ ...asked, since: ago(2 / 24), ...more }];
    const delivered = { status: 'DELIVERED', lines: [line({ shipped: 2, reserved: 0 })] } as const;
    expect(say({ ...delivered, refunds: hours({ since: now }) })).toEqual([]);
    expect(say({ ...delivered, refunds: hours() })).toEqual([
      'Refund of 20.00 REQUESTED 2h ago, stripe did not answer: payments reconcile asks again',
    ]);
    expect(say({ ...delivered, refunds: hours({ failure_reason: 'no funds' }) })).toEqual([
      'Refund of 20.00 REQUESTED 2h ago, stripe said: no funds: payments reconcile asks again',
    ]);
    expect(say({ ...delivered, refunds: hours({ provider: 'manual', by_hand: true }) })).toEqual([
      'Refund of 20.00 REQUESTED 2h ago: pay it out by hand, then say so (refunds complete)',
    ]);
    const failed = hours({ status: 'FAILED', failure_reason: 'card expired' });
    expect(say({ ...delivered, refunds: failed })).toEqual([
      'Refund of 20.00 FAILED (card expired): the customer did not get it',
    ]);
    expect(say({ ...delivered, refunds: [...failed, ...hours({ status: 'COMPLETED' })] })).toEqual([]);
  });

  test('a parcel that was packed and stands there', () => {
    const parcel = { status: 'PENDING', warehouse: 'BER', since: ago(1) } as const;
    expect(say({ status: 'PROCESSING', shipments: [parcel] })).toEqual([
      'A parcel is packed in BER for 1d, without tracking number: ship or unpack it',
    ]);
    expect(say({ status: 'PROCESSING', shipments: [{ ...parcel, since: now }] })).toEqual([]);
    expect(say({ status: 'PROCESSING', shipments: [{ ...parcel, status: 'SHIPPED' }] })).toEqual([]);
  });

  test('stock, for what is not shipped yet: who has it instead', () => {
    const at = (warehouse: string, quantity: number, available: number) => ({ warehouse, quantity, available });
    const short = (stock: LineFacts['stock'], more: Partial<LineFacts> = {}) =>
      say({ status: 'CONFIRMED', lines: [line({ reserved: 0, stock, ...more })] });
    expect(short([])).toEqual(['2 of A not reserved: no warehouse has any more; restock it']);
    expect(short([at('BER', 3, 0)])).toEqual(['2 of A not reserved: 3 in BER, all reserved for other orders']);
    expect(short([at('BER', 3, 0), at('HAM', 5, 1)])).toEqual([
      '2 of A not reserved: 1 free in HAM; orders process reserves them',
    ]);
    expect(short([at('BER', 1, 0)], { reserved: 1 })).toEqual([
      '1 of A not reserved: no warehouse has any more; restock it',
    ]);
    expect(say({ status: 'DELIVERED', lines: [line({ reserved: 0 })] })).toEqual([]);
    expect(say({ status: 'CONFIRMED', lines: [line({ reserved: 0, shipped: 2 })] })).toEqual([]);
  });

  test('an order that lies in two warehouses', () => {
    const elsewhere = line({ sku: 'B', kept: [{ warehouse: 'HAM', reserved: 2 }] });
    expect(say({ status: 'CONFIRMED', lines: [line({}), elsewhere] })).toEqual([
      'No warehouse keeps all of it (BER 2, HAM 2): ship one parcel from each',
    ]);
  });

  test('is said in whole sentences whatever the order looks like', () => {
    const any = fc.record({
      status: fc.constantFrom(...orderStatuses),
      since: fc.date({ min: ago(400), max: now, noInvalidDate: true }),
      total: fc.constantFrom('50.00', '0.00'),
      assigned_to: fc.option(fc.string()),
      picker_left: fc.boolean(),
      address_lacks: fc.option(fc.constantFrom('street', 'city')),
      refunds: fc.constant([]),
      shipments: fc.constant([]),
      payment: fc.option(
        fc.record({
          ...Object.fromEntries(Object.entries(paid).map(([k, v]) => [k, fc.constant(v)])),
          status: fc.constantFrom(...paymentStatuses),
        }),
      ) as fc.Arbitrary<OrderFacts['payment']>,
      lines: fc.array(
        fc.record({
          sku: fc.string(),
          quantity: fc.nat(9),
          shipped: fc.nat(9),
          reserved: fc.nat(9),
          kept: fc.constant([]),
          stock: fc.constant([]),
        }),
      ),
    });
    fc.assert(fc.property(any, (one) => expect(orderFindings(one, now).every((text) => text.length > 5)).toBe(true)));
  });
});

describe('contact data', () => {
  test('an e-mail keeps its first letter and its host', () => {
    expect(maskEmail('anna.berg@example.com')).toBe('a…@example.com');
    expect(maskEmail('"odd@local"@example.com')).toBe('"…@example.com');
    expect(maskEmail('nonsense')).toBe('…');
  });

  test('an address is for those who pack the order, while they do', () => {
    expect(seesAddress('warehouse', 'PROCESSING')).toBe(true);
    expect(seesAddress('warehouse', 'DELIVERED')).toBe(false);
    expect(seesAddress('oncall', 'PROCESSING')).toBe(false);
    expect(seesAddress('manager', 'REFUNDED')).toBe(true);
  });
});

describe('a promo code', () => {
  const promo: PromoTerms = {
    code: 'X',
    discount_type: 'PERCENTAGE',
    discount_value: '10.00',
    minimum_order: '20.00',
    max_uses: 5,
    current_uses: 4,
    valid_from: ago(1),
    valid_until: ago(-1),
    is_active: true,
  };
  test.each([
    [{}, undefined],
    [{ is_active: false }, 'Promo code X is switched off'],
    [{ valid_from: ago(-1) }, 'Promo code X starts 2026-11-24'],
    [{ valid_until: now }, 'Promo code X ended 2026-11-23'],
    [{ current_uses: 5 }, 'Promo code X is used up (5 of 5)'],
    [{ minimum_order: '30.00' }, 'Promo code X needs an order of at least 30.00; this one is 25.00'],
  ])('%j: %s', (more, expected) => expect(promoRefusal({ ...promo, ...more }, '25.00', now)).toBe(expected));

  test('takes off a share, an amount, or the shipping, and never more than the goods', () => {
    expect(applyPromo(promo, '25.05', '4.90')).toEqual({ discount: '2.51', shipping: '4.90' });
    expect(applyPromo({ discount_type: 'FIXED_AMOUNT', discount_value: '40.00' }, '25.00', '4.90').discount).toBe(
      '25.00',
    );
    expect(applyPromo({ discount_type: 'FREE_SHIPPING', discount_value: '0.00' }, '25.00', '4.90')).toEqual({
      discount: '0.00',
      shipping: '0.00',
    });
    expect(applyPromo(undefined, '25.00', '4.90')).toEqual({ discount: '0.00', shipping: '4.90' });
  });
});
