import { shopCurrency, showMoney } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import { toldDiscount } from '../../../domain/promo.ts';
import type { PromoShown } from '../../../operations/promos/show.ts';
import { shortTime } from '../../app/cells.ts';
import type { DetailFrame } from '../../app/DetailScreen.tsx';
import { fromText, promoLook, untilText, usesText } from '../../app/promos/look.ts';
import { keyValueLines, type Fact } from '../../widgets/small.tsx';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

/** The code in lines: its terms, its state, what it gave and what it brought. */
export function promoRows(promo: PromoShown, { width, theme }: DetailFrame): readonly string[] {
  const { text, tone } = promoLook(promo.state, theme);
  const money = (amount: string) => showMoney(amount, shopCurrency);
  const facts: Fact[] = [
    { label: ' gives', value: toldDiscount(promo), tone: 'strong' },
    { label: ' state', value: text, tone },
    { label: ' used', value: usesText(promo.current_uses, promo.max_uses, 40, theme) },
    { label: ' from', value: fromText(promo.valid_from) || 'at once' },
    { label: ' until', value: untilText(promo.valid_until) || 'no end' },
    { label: ' orders from', value: money(promo.minimum_order) },
    { label: ' made', value: `${shortTime(promo.created_at)}, version ${promo.version}` },
  ];
  const words = promo.description === null ? [] : wrap(promo.description, Math.max(10, width - 2));
  const lines: Spans[] = [
    [['title', ` ${promo.code}`]],
    [],
    ...keyValueLines(facts, width),
    ...(words.length > 0 ? [[], ...words.map((line): Spans => [['dim', ` ${line}`]])] : []),
    [],
    ...figures(promo),
  ];
  return lines.map((line) => paintLine(line, width, theme));
}

function figures({ figures: told }: PromoShown): readonly Spans[] {
  if (told === null) return [[['dim', ' What it gave and brought is told to who may see customers.']]];
  const money = (amount: string) => showMoney(amount, shopCurrency);
  return [
    [['title', ' What it brought']],
    ...keyValueLines([
      { label: ' orders', value: plural(told.orders, 'order') },
      { label: ' revenue', value: money(told.revenue), tone: 'strong' },
      { label: ' given away', value: money(told.discount) },
    ]),
  ];
}
