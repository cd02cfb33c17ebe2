import type { Effect } from '../../../domain/availability.ts';
import type { ProductWhy } from '../../../operations/products/why.ts';
import type { DetailFrame } from '../DetailScreen.tsx';
import type { Tone } from '../../theme/theme.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

/** What the reasons depend on. */
export const whyTables = ['products', 'product_variants', 'inventory', 'brands', 'categories', 'product_images'];

const looks: Readonly<Record<Effect, readonly [word: string, tone: Tone]>> = {
  hidden: ['nobody sees it', 'bad'],
  unbuyable: ['cannot be bought', 'bad'],
  warning: ['odd', 'waiting'],
};

/** Why customers can or cannot see and buy it: one sentence first, then each finding with what to do. */
export function whyRows({ name, variant, sku, visible, buyable, rows }: ProductWhy, { width, theme }: DetailFrame) {
  const { glyphs } = theme;
  const what = variant ?? `${name} (${sku})`;
  const verdict: Spans = buyable
    ? [
        ['good', ` ${glyphs.ok} Customers can see and buy `],
        ['strong', what],
      ]
    : [
        ['bad', ` ${glyphs.bad} Customers ${visible ? 'can see, but not buy' : 'cannot see'} `],
        ['strong', what],
      ];
  const findings = rows.flatMap(({ effect, finding, remedy }): Spans[] => {
    const [word, tone] = looks[effect];
    const sign = effect === 'warning' ? glyphs.warning : glyphs.bad;
    const told = wrap(`${word}: ${finding}`, Math.max(10, width - 4));
    return [
      [],
      ...told.map((text, index): Spans => [[tone, index === 0 ? ` ${sign} ` : '   '], text]),
      ...wrap(remedy, Math.max(10, width - 4)).map((text): Spans => ['   ', ['dim', text]]),
    ];
  });
  const none: Spans[] = rows.length === 0 ? [[], [['dim', ' Nothing about it is odd.']]] : [];
  return [verdict, ...findings, ...none].map((line) => paintLine(line, width, theme));
}
