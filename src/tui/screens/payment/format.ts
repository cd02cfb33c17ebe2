import { compareMoney, showMoney } from '../../../domain/money.ts';
import type { PaymentShown } from '../../../operations/payments/show.ts';
import { shortTime } from '../../app/cells.ts';
import type { DetailFrame } from '../../app/DetailScreen.tsx';
import { statusLook } from '../../theme/status.ts';
import type { Theme } from '../../theme/theme.ts';
import { cell } from '../../widgets/beside.ts';
import { keyValueLines } from '../../widgets/small.tsx';
import { paintLine, wrap, type Span, type Spans } from '../../widgets/spans.ts';

/** The payment of an order in rows as wide as the frame. */
export function paymentRows(payment: PaymentShown, { width, theme }: DetailFrame): readonly string[] {
  const rows = [
    ...head(payment, theme),
    [],
    ...money(payment),
    [],
    ...pieces(payment, width, theme),
    ...refunds(payment, width, theme),
    ...attempts(payment, width),
  ];
  return rows.map((row) => paintLine(row, width, theme));
}

function status(word: string, theme: Theme): Span {
  const { tone, glyph } = statusLook(word, theme.glyphs);
  return [tone, `${glyph} ${word}`];
}

function head(payment: PaymentShown, theme: Theme): readonly Spans[] {
  const { order_number, order_status, customer, provider, payment_method, transaction_id, failure_reason } = payment;
  const how = [provider, payment_method, transaction_id].filter(Boolean).join(` ${theme.glyphs.dot} `);
  return [
    [['strong', ` ${order_number}  `], status(payment.status, theme), ['dim', `  the order is ${order_status}`]],
    [
      ['plain', ` ${customer ?? ''}`],
      ['dim', `  ${how}`],
    ],
    ...(failure_reason === null ? [] : [[['bad', ` ${theme.glyphs.bad} ${failure_reason}`]] as const]),
    ...(payment.by_hand ? [[['waiting', ' Refunds of it are paid out by hand.']] as const] : []),
    ...(payment.owed_since === null
      ? []
      : [
          [
            ['danger', ` ${theme.glyphs.warning} Owed to the customer since ${shortTime(payment.owed_since)}.`],
          ] as const,
        ]),
  ];
}

function money({ amount, refunded, requested, left, limit, currency }: PaymentShown): readonly Spans[] {
  const show = (text: string) => showMoney(text, currency).padStart(14);
  const some = (text: string) => compareMoney(text, '0') !== 0;
  return [
    [['title', 'Money']],
    ...keyValueLines([
      { label: '  Paid', value: show(amount), tone: 'strong' },
      { label: '  Refunded', value: show(refunded), tone: some(refunded) ? 'waiting' : 'dim' },
      { label: '  Asked for', value: show(requested), tone: some(requested) ? 'waiting' : 'dim' },
      { label: '  Left', value: show(left), tone: 'strong' },
      ...(limit === null ? [] : [{ label: '  You may refund', value: show(limit), tone: 'waiting' as const }]),
    ]),
  ];
}

function pieces({ lines, currency }: PaymentShown, width: number, theme: Theme): readonly Spans[] {
  if (lines.length === 0) return [];
  const room = Math.max(10, Math.min(30, width - 27));
  const rows = lines.map(({ sku, quantity, refunded, refundable, amount }): Spans => {
    const count = refundable === 0 ? 'all paid back' : `${refundable} of ${quantity}`;
    const tone = refundable === 0 ? 'dim' : 'plain';
    return [
      ['plain', '  '],
      cell(tone, sku, room, theme),
      cell(tone, count, 14, theme, 'right'),
      cell(refunded > 0 ? 'waiting' : tone, showMoney(amount, currency), 11, theme, 'right'),
    ];
  });
  return [[['title', 'Pieces that can be paid back']], ...rows, []];
}

function refunds({ refunds: all, currency }: PaymentShown, width: number, theme: Theme): readonly Spans[] {
  if (all.length === 0) return [[['title', 'Refunds']], [['dim', '  none']], []];
  const rows = all.flatMap((one): Spans[] => {
    const where = [one.provider, one.provider_reference, one.requested_by]
      .filter(Boolean)
      .join(` ${theme.glyphs.dot} `);
    const tried = one.attempts > 1 ? `, sent ${one.attempts} times` : '';
    const told = wrap(`${one.reason}${tried}`, Math.max(10, width - 6));
    return [
      [
        ['plain', '  '],
        status(one.status, theme),
        ['strong', `  ${showMoney(one.amount, currency)}`],
        ['dim', `  ${shortTime(one.completed_at ?? one.created_at)}`],
      ],
      [['dim', `    ${where}`]],
      ...told.map((text): Spans => [['plain', `    ${text}`]]),
      ...(one.failure_reason === null ? [] : [[['bad', `    ${theme.glyphs.bad} ${one.failure_reason}`]] as const]),
    ];
  });
  return [[['title', `Refunds (${all.length})`]], ...rows, []];
}

/** Earlier attempts are kept as whatever the storefront wrote there: what looks like a reason and a time is told. */
function attempts({ attempts: all }: PaymentShown, width: number): readonly Spans[] {
  if (all.length === 0) return [];
  const rows = all.flatMap((one): Spans[] => {
    const { failure_reason, at } = (one ?? {}) as Readonly<Record<string, unknown>>;
    const when = typeof at === 'string' ? `${shortTime(at)}  ` : '';
    const why = typeof failure_reason === 'string' ? failure_reason : 'failed';
    return wrap(`${when}${why}`, Math.max(10, width - 4)).map((text): Spans => [['bad', `  ${text}`]]);
  });
  return [[['title', `Earlier attempts (${all.length})`]], ...rows, []];
}
