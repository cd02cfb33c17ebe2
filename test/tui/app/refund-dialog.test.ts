import { describe, expect, test } from '@jest/globals';
import { readPieces } from '../../../src/tui/app/orders/pieces.ts';
import { amountProblem, mostOf, refundProblem } from '../../../src/tui/app/payments/refund.ts';
import { payment } from '../screens/payment-fixture.ts';

describe('the refund dialog', () => {
  test('takes amounts as people write them, up to what is left', () => {
    for (const typed of ['12', '12.5', '12,50', ' 0.01 ']) expect(amountProblem(typed, '50.00')).toBeUndefined();
    for (const typed of ['', 'ten', '1.234', '-1', '1e3']) expect(amountProblem(typed, '50.00')).toContain('12.50');
    expect(amountProblem('0', '50.00')).toBe('A refund of nothing is none.');
    expect(amountProblem('50.01', '50.00')).toBe('50.01 is more than 50.00.');
  });

  test('tells why nothing can go back', () => {
    expect(refundProblem(payment())).toBeUndefined();
    expect(refundProblem(payment({ status: 'REFUNDED' }))).toContain('is refunded in full');
    expect(refundProblem(payment({ status: 'FAILED' }))).toContain('no money came');
    expect(refundProblem(payment({ left: '0.00', requested: '20.00' }))).toContain(
      '20.00 of SM-2026-000123 is asked for',
    );
    expect(mostOf(payment({ limit: '25.00' }))).toBe('25.00');
  });

  test('reads pieces, each once and no more than there are', () => {
    const rules = {
      of: 'SM-1',
      lines: [{ sku: 'RUN=42', most: 2 }],
      tooMany: (sku: string, most: number, given: string) => `${sku} ${most} ${given}`,
      nothing: 'nothing',
    };
    expect(readPieces('run=42=2', rules)).toEqual([{ sku: 'RUN=42', quantity: 2 }]);
    expect(readPieces('RUN=42=3', rules)).toBe('RUN=42 2 3');
    expect(readPieces('RUN=42=1 RUN=42=1', rules)).toBe('RUN=42 stands there twice.');
    expect(readPieces('RUN=42=0', rules)).toBe('nothing');
    expect(readPieces('BOOT=1', rules)).toBe('BOOT is no line of SM-1.');
    expect(readPieces(' ', rules)).toContain('at least one SKU');
  });
});
