import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { restock } from '../../src/operations/inventory/restock.ts';
import { run } from '../../src/operations/operation.ts';
import type { Claim } from '../claim.ts';
import { race, ratio } from '../measure.ts';
import { benchStore, type BenchStore } from '../store.ts';

const lines = 100_000;

export const claim: Claim = {
  title: `A delivery of ${lines} rows as CSV: read, checked, booked with ledger, stock and audit, exactly once`,
  goal: 'at most twice the time of COPY and one INSERT … SELECT that make the same rows through the same triggers',
  async run({ orders: size, rounds }, say) {
    const store = await benchStore(size);
    try {
      const csv = await delivery(store);
      const file = join(store.folder, 'delivery.csv');
      await writeFile(file, csv, { mode: 0o644 });
      const bytes = Buffer.from(csv);
      const before = await units(store);
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 200);
      const times = await race(
        {
          ours: () =>
            run(
              restock,
              { file: { name: 'delivery.csv', open: () => inPieces(bytes) } },
              { database: store.database, actor: store.actor('warehouse') },
            ),
          raw: () => copied(store, file),
        },
        Math.min(rounds, 3),
        0,
      );
      clearInterval(watch);
      const booked = (await units(store)) - before;
      const wanted = 2 * Math.min(rounds, 3) * lines;
      if (booked !== wanted) throw new Error(`${booked} pieces were booked, not ${wanted}`);
      say(`${times.ours.p50} against ${times.raw.p50} ms`);
      const share = ratio(times.ours.p50, times.raw.p50);
      return {
        facts: { orders: size, rows: lines, rounds: times.ours.rounds, most_memory_mb: Math.round(most / 2 ** 20) },
        rows: [
          {
            way: 'solemate inventory restock --file',
            seconds: times.ours.p50 / 1000,
            rows_per_second: Math.round(lines / (times.ours.p50 / 1000)),
          },
          {
            way: 'COPY + INSERT … SELECT',
            seconds: times.raw.p50 / 1000,
            rows_per_second: Math.round(lines / (times.raw.p50 / 1000)),
          },
        ],
        verdict: `${share <= 2 ? 'Met' : 'Not met'}: ${share} times as long.`,
      };
    } finally {
      await store.close();
    }
  },
};

/** One piece of each of so many places. */
async function delivery(store: BenchStore): Promise<string> {
  const places = await store.sql<{ sku: string; warehouse: string }>(
    `select coalesce(v.sku, p.sku) as sku, w.code as warehouse
    from inventory i
    join warehouses w on w.id = i.warehouse_id
    join products p on p.id = i.product_id
    left join product_variants v on v.id = i.variant_id
    order by md5(i.id::text)
    limit ${lines}`,
  );
  const enough = Array.from({ length: lines }, (_, index) => places[index % places.length]);
  return [
    'sku,warehouse,quantity,reference',
    ...enough.map((one) => `${one?.sku},${one?.warehouse},1,PO-BENCH`),
    '',
  ].join('\n');
}

async function* inPieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield await Promise.resolve(bytes.subarray(at, at + 65_536));
}

async function units(store: BenchStore): Promise<number> {
  const [row] = await store.sql<{ units: number }>('select sum(quantity)::integer as units from inventory');
  return row?.units ?? 0;
}

async function copied(store: BenchStore, file: string): Promise<void> {
  await store.sql(`begin;
    create temporary table incoming (sku text, warehouse text, quantity integer, reference text) on commit drop;
    copy incoming from '${file}' (format csv, header);
    analyze incoming;
    create temporary table delivery on commit drop as select gen_random_uuid() as id;
    insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, notes)
    select i.id, 'RESTOCK', n.quantity, 'RESTOCK', delivery.id, n.reference
    from incoming n
    cross join delivery
    join product_variants v on v.sku = n.sku
    join warehouses w on w.code = n.warehouse
    join inventory i on i.variant_id = v.id and i.warehouse_id = w.id
    union all
    select i.id, 'RESTOCK', n.quantity, 'RESTOCK', delivery.id, n.reference
    from incoming n
    cross join delivery
    join products p on p.sku = n.sku
    join warehouses w on w.code = n.warehouse
    join inventory i on i.product_id = p.id and i.variant_id is null and i.warehouse_id = w.id
    order by 1;
    commit`);
}
