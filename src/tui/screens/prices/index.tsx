import * as z from 'zod';
import { shellWord } from '../../app/list-params.ts';
import { screen } from '../../app/screen.ts';
import { readChangeLine } from './change.ts';
import { Prices, type PricesParams } from './Prices.tsx';

export const prices = screen<PricesParams>({
  name: 'prices',
  title: () => 'Change prices',
  words: ['change prices', 'price change', 'discount', 'sale prices'],
  permission: 'catalog:write',
  component: Prices,
  params: z.object({ filter: z.string().optional(), skus: z.string().optional(), change: z.string().optional() }),
  twin: ({ filter, skus, change }) => {
    const filtered = `--filter ${shellWord(filter ?? 'active:yes')}`;
    const flags = flagsOf(change);
    // Before a change is given it shows the products that it would be about.
    if (flags.length === 0)
      return skus === undefined ? `products list ${filtered}` : `products show ${shellWord(skus.split(',')[0] ?? '')}`;
    const which = skus === undefined ? [filtered] : skus.split(',').map(shellWord);
    return ['products price', ...which, ...flags, '--dry-run'].join(' ');
  },
});

function flagsOf(line = ''): readonly string[] {
  const read = readChangeLine(line);
  if (typeof read !== 'object') return [];
  return Object.entries(read).map(([flag, given]: [string, string]) => `--${flag}=${shellWord(given)}`);
}
