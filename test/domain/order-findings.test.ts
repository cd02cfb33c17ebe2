import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskEmail, seesAddress } from '../../src/domain/contact.ts';
import { orderFindings, type OrderFacts } from '../../src/domain/order-findings.ts';
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
const facts = (more: Partial<OrderFacts>): OrderFacts => ({
  status: 'PENDING',
  since: now,
  assigned_to: null,
  payment: paid,
  lines: [{ sku: 'A', quantity: 2, shipped: 0, reserved: 2 }],
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
    const lines = [{ sku: 'A', quantity: 3, shipped: 1, reserved: 2 }];
    expect(say({ status: 'PROCESSING', since: ago(3), assigned_to: 'Ana', lines })).toEqual([
      'PROCESSING for 3d: assigned to Ana, 1 of 3 shipped',
    ]);
  });

  test('stock, for what is not shipped yet', () => {
    const lines = [
      { sku: 'A', quantity: 2, shipped: 0, reserved: 1 },
      { sku: 'B', quantity: 2, shipped: 1, reserved: 0 },
      { sku: 'C', quantity: 2, shipped: 2, reserved: 0 },
    ];
    expect(say({ status: 'CONFIRMED', lines })).toEqual(['A is short: 1 reserved of 2', 'B has no reservation']);
    expect(say({ status: 'DELIVERED', lines })).toEqual([]);
  });

  test('is said in whole sentences whatever the order looks like', () => {
    const any = fc.record({
      status: fc.constantFrom(...orderStatuses),
      since: fc.date({ min: ago(400), max: now, noInvalidDate: true }),
      assigned_to: fc.option(fc.string()),
      payment: fc.option(
        fc.record({
          ...Object.fromEntries(Object.entries(paid).map(([k, v]) => [k, fc.constant(v)])),
          status: fc.constantFrom(...paymentStatuses),
        }),
      ) as fc.Arbitrary<OrderFacts['payment']>,
      lines: fc.array(fc.record({ sku: fc.string(), quantity: fc.nat(9), shipped: fc.nat(9), reserved: fc.nat(9) })),
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
