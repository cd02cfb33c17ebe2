import { z } from 'zod';
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
  twin: ({ filter, skus, change }) =>
    [
      'products price',
      ...(skus === undefined ? [`--filter ${shellWord(filter ?? 'active:yes')}`] : skus.split(',').map(shellWord)),
      ...flagsOf(change),
      '--dry-run',
    ].join(' '),
});

function flagsOf(line = ''): readonly string[] {
  const read = readChangeLine(line);
  if (typeof read !== 'object') return [];
  return Object.entries(read).map(([flag, given]: [string, string]) => `--${flag}=${shellWord(given)}`);
}
