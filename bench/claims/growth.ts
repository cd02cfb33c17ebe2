import { page } from '../../src/operations/listing.ts';
import type { Claim } from '../claim.ts';
import { race, ratio } from '../measure.ts';
import { benchStore } from '../store.ts';
import { everyList, orderScenarios } from './lists.ts';

const small = 10_000;

export const claim: Claim = {
  title: `Every list in a shop of ${small} orders and in a large one`,
  goal: 'at most 1.3 times as long',
  async run({ orders: size, rounds }, say) {
    const stores = { small: await benchStore(small), large: await benchStore(size) };
    try {
      const deep = Math.floor(small / 50 / 2);
      const [less, more] = await Promise.all([orderScenarios(stores.small, deep), orderScenarios(stores.large, deep)]);
      const rows = [];
      for (const [index, one] of [...less, ...everyList].entries()) {
        const other = [...more, ...everyList][index] ?? one;
        const times = await race(
          {
            small: () =>
              page(one.listing, one.request, { database: stores.small.database, actor: stores.small.actor('admin') }),
            large: () =>
              page(other.listing, other.request, {
                database: stores.large.database,
                actor: stores.large.actor('admin'),
              }),
          },
          rounds,
        );
        const row = {
          list: one.name,
          small_p50_ms: times.small.p50,
          large_p50_ms: times.large.p50,
          ratio: ratio(times.large.p50, times.small.p50),
        };
        say(`${row.list}: ${row.ratio}`);
        rows.push(row);
      }
      const over = rows.filter((row) => row.ratio > 1.3);
      return {
        facts: { orders: `${small} and ${size}`, rounds },
        rows,
        verdict:
          over.length === 0
            ? `Met by all ${rows.length}.`
            : `${rows.length - over.length} of ${rows.length} met; above: ${over.map((row) => `${row.list} (${row.ratio})`).join(', ')}.`,
      };
    } finally {
      await stores.small.close();
      await stores.large.close();
    }
  },
};
