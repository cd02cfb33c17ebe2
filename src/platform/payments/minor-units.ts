import { Refused } from '../../domain/errors.ts';
import { parseCents } from '../../domain/money.ts';

// Stripe's lists of currencies without and with three decimals (docs.stripe.com/currencies). ISK and UGX count in
// hundredths there, of which only whole hundreds are taken.
const none = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
const three = 'BHD JOD KWD OMR TND'.split(' ');
const wholeOnly = 'ISK UGX'.split(' ');

/**
 * The amount as Stripe counts it: in the smallest unit of its currency.
 * @throws Refused for a fraction that the currency does not have
 */
export function minorUnits(amount: string, currency: string): number {
  const code = currency.toUpperCase();
  const cents = parseCents(amount);
  const whole = none.includes(code) || wholeOnly.includes(code);
  if (whole && cents % 100n !== 0n) {
    throw new Refused(`${amount} ${code} cannot be paid back: ${code} has no smaller unit than 1.`);
  }
  if (none.includes(code)) return Number(cents / 100n);
  return Number(three.includes(code) ? cents * 10n : cents);
}
