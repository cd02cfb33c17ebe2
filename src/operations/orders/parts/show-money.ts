import { addMoney, compareMoney, shopCurrency, subtractMoney } from '../../../domain/money.ts';
import type { Head } from './show-head.ts';
import type { PaymentRow } from './show-parts.ts';
import type { OrderMoney, OrderRefund } from './money-types.ts';

/** What is owed to whom. `refunds` is empty for roles that may not see the money trail. */
export function moneyOf(head: Head, payment: PaymentRow | undefined, refunds: readonly OrderRefund[]): OrderMoney {
  const { subtotal, discount, promo_code, promo_type, promo_value, tax, shipping, total } = head;
  const captured = payment && ['COMPLETED', 'PARTIAL_REFUND', 'REFUNDED'].includes(payment.status);
  const paid = captured ? payment.amount : '0.00';
  const over = ['CANCELLED', 'RETURNED', 'REFUNDED'].includes(head.status);
  const requested = addMoney(
    '0.00',
    ...refunds.filter(({ status }) => status === 'REQUESTED').map(({ amount }) => amount),
  );
  const refunded = payment?.refund_amount ?? '0.00';
  const kept = subtractMoney(paid, addMoney(refunded, requested));
  return {
    currency: payment?.currency ?? shopCurrency,
    subtotal,
    discount,
    promo_code,
    promo_type,
    promo_value,
    tax,
    shipping,
    total,
    paid,
    refunded,
    due: over || paid !== '0.00' ? '0.00' : total,
    refund_requested: requested,
    owed: over && compareMoney(kept, '0') > 0 ? kept : '0.00',
  };
}
