import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { shopCurrency, showMoney } from '../../../domain/money.ts';
import { tryPromo, type PromoTried } from '../../../operations/promos/try.ts';
import { DetailScreen, type DetailFrame } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { shellWord } from '../../app/list-params.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

type TryParams = Readonly<{ code: string; order: string }>;

const tables = ['promo_codes', 'orders'];

/** Would the code apply to the order? The answer first, then every rule with what it saw. */
export function triedRows(tried: PromoTried, { width, theme }: DetailFrame): readonly string[] {
  const { glyphs } = theme;
  const { code, applies, order_number, discount, shipping, shipping_before, subtotal } = tried;
  const money = (amount: string) => showMoney(amount, shopCurrency);
  const verdict: Spans = applies
    ? [['good', ` ${glyphs.ok} ${code} applies to ${order_number ?? 'it'}`]]
    : [['bad', ` ${glyphs.bad} ${code} does not apply to ${order_number ?? 'it'}`]];
  const gives: Spans = applies
    ? [
        ` It takes ${money(discount)} off ${money(subtotal)}; shipping ${money(shipping_before)} becomes ${money(shipping)}.`,
      ]
    : [['dim', ` The goods are worth ${money(subtotal)}.`]];
  const rules = tried.rules.flatMap(({ passed, told }) =>
    wrap(`${told}.`, Math.max(8, width - 4)).map((text, index): Spans => [
      [passed ? 'good' : 'bad', index > 0 ? '   ' : ` ${passed ? glyphs.ok : glyphs.bad} `],
      [passed ? 'plain' : 'strong', text],
    ]),
  );
  return [verdict, gives, [], ...rules].map((line) => paintLine(line, width, theme));
}

function Try({ params, active, width, height }: ScreenProps<TryParams>): ReactElement {
  const app = useApp();
  const { code, order } = params;
  const input = useMemo(() => ({ code, order }), [code, order]);
  return (
    <DetailScreen
      operation={tryPromo}
      input={input}
      tables={tables}
      noun="trial"
      active={active}
      width={width}
      height={height}
      rows={triedRows}
      actions={() => [
        { label: `Open ${order}`, run: () => app.navigate('order', { order }) },
        { label: `Open ${code}`, run: () => app.navigate('promo', { code }) },
      ]}
      copies={() => ({ code, order })}
    />
  );
}

const word = z.string().trim().min(1).max(100);

export const promoTry = screen<TryParams>({
  name: 'promo-try',
  title: ({ order }) => `on ${order}`,
  words: ['try a promo code'],
  permission: 'orders:read',
  component: Try,
  params: z.object({ code: word, order: word }),
  needsParams: true,
  twin: ({ code, order }) => `promos try ${shellWord(code)} --order ${shellWord(order)}`,
});
