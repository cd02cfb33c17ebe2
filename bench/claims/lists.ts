import pg from 'pg';
import { loadOperations } from '../../src/operations/index.ts';
import { page, type Listing } from '../../src/operations/listing.ts';
import { list as orders } from '../../src/operations/orders/list.ts';
import type { Claim } from '../claim.ts';
import { race, ratio, rounded } from '../measure.ts';
import { cursorAfter, statementsOf, type Scenario } from '../scenarios.ts';
import { benchStore, type BenchStore } from '../store.ts';

const pages = 50;

/** What people do with the list of orders, with words that fit this shop. */
export async function orderScenarios(store: BenchStore, deep: number): Promise<Scenario[]> {
  const [word] = await store.sql<Record<'number' | 'tracking' | 'sku' | 'name' | 'email' | 'city' | 'promo', string>>(
    `select o.order_number as number, o.tracking_number as tracking, i.sku, u.last_name as name, u.email,
      o.shipping_address ->> 'city' as city,
      (select c.code from promo_codes c where c.current_uses > 0 order by c.current_uses limit 1) as promo
    from orders o
    join order_items i on i.order_id = o.id
    join users u on u.id = o.user_id
    where o.tracking_number is not null
    limit 1`,
  );
  if (!word) throw new Error('the shop has no order with a parcel');
  const filters = {
    'newest 50': '',
    'by state': 'status:PENDING',
    'state, value and age': 'status:DELIVERED total:>100 since:30d',
    'by value': 'total:>500',
    'by city': `city:"${word.city}"`,
    'by promo code': `promo:${word.promo}`,
    'by customer': `customer:"${word.name}"`,
    'by SKU': `sku:${word.sku}`,
    'number begins with': `number:${word.number.slice(0, -3)}`,
    'search: order number': word.number,
    'search: tracking number': word.tracking,
    'search: e-mail': word.email,
    'search: name': `"${word.name}"`,
    'search: nothing fits': 'qzxqzxqzx',
  };
  const found = Object.entries(filters).map(([name, filter]) => ({ name, listing: orders, request: { filter } }));
  const after = await cursorAfter(store, orders, orders.defaultSort, deep * pages);
  return [
    ...found,
    { name: `page ${deep}`, listing: orders, request: { after } },
    { name: 'the last page', listing: orders, request: { fromEnd: true } },
    ...Object.keys(orders.sorts).map((sort) => ({ name: `sorted ${sort}`, listing: orders, request: { sort } })),
  ];
}

const listings = (await loadOperations()).filter((one): one is Listing => one.kind === 'listing');

/** Every list: its first and its last page in each order. */
export const everyList: readonly Scenario[] = listings.flatMap((listing) =>
  Object.keys(listing.sorts).flatMap((sort) => [
    { name: `${listing.name} ${sort}`, listing, request: { sort } },
    { name: `${listing.name} ${sort}, last page`, listing, request: { sort, fromEnd: true } },
  ]),
);

export const claim: Claim = {
  title: 'Lists, filters and searches against the same rows by a bare client',
  goal: 'at most twice the time of the same statements sent by raw pg as named ones, as the owner, without a transaction or row-level security',
  async run({ orders: size, rounds }, say) {
    const store = await benchStore(size);
    try {
      const call = { database: store.database, actor: store.actor('admin') };
      const raw = await bareClient(store);
      const deep = Math.min(10_000, Math.floor(size / pages / 2));
      const rows = [];
      let named = 0;
      for (const scenario of [...(await orderScenarios(store, deep)), ...everyList]) {
        const asked = (await statementsOf(scenario, call)).map((one) => ({ ...one, name: `bench${(named += 1)}` }));
        const times = await race(
          {
            ours: () => page(scenario.listing, scenario.request, call),
            raw: async () => {
              for (const { name, text, values } of asked) await raw.query({ name, text, values: [...values] });
            },
          },
          rounds,
        );
        const row = {
          list: scenario.name,
          ours_p50_ms: times.ours.p50,
          ours_p99_ms: times.ours.p99,
          raw_p50_ms: times.raw.p50,
          raw_p99_ms: times.raw.p99,
          ratio: ratio(times.ours.p50, times.raw.p50),
          more_ms: rounded(times.ours.p50 - times.raw.p50),
        };
        say(`${row.list}: ${row.ours_p50_ms} against ${row.raw_p50_ms} ms`);
        rows.push(row);
      }
      await raw.end();
      const over = rows.filter((row) => row.ratio > 2);
      return {
        facts: { orders: size, rounds, page: pages },
        rows,
        verdict:
          over.length === 0
            ? `Met by all ${rows.length}.`
            : `${rows.length - over.length} of ${rows.length} met; over twice: ${over.map((row) => `${row.list} (${row.ratio}, ${row.more_ms} ms more)`).join(', ')}.`,
      };
    } finally {
      await store.close();
    }
  },
};

async function bareClient(store: BenchStore): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: store.ownerUrl });
  await client.connect();
  return client;
}
