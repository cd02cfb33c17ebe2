import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { restock } from '../../src/operations/inventory/restock.ts';
import { run } from '../../src/operations/operation.ts';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import { beginStatement } from '../../src/platform/database/transaction.ts';
import type { Database } from '../../src/platform/database/types.ts';
import type { Claim } from '../claim.ts';
import { ratio } from '../measure.ts';
import { execute, inlined, program } from '../programs.ts';
import { recordingWrites, type Statement } from '../scenarios.ts';
import { benchStore, type BenchStore } from '../store.ts';

const people = 32;
const seconds = 10;

export const claim: Claim = {
  title: `${people} people restocking the same SKU at once`,
  goal: 'at least 70 % of what pgbench reaches with the same statements, and nothing lost',
  async run({ orders: size }, say) {
    const store = await benchStore(size);
    try {
      const place = await somePlace(store);
      const script = await scriptOf(store, place);
      const rows = [];
      for (let round = 1; round <= 3; round += 1) {
        const before = await quantity(store, place);
        const ours = await crowd(store, place);
        const lost = before + ours.done - (await quantity(store, place));
        if (lost !== 0) throw new Error(`${lost} pieces were lost`);
        const theirs = await pgbench(store, script);
        rows.push({
          round,
          ours_per_second: Math.round(ours.done / ours.seconds),
          pgbench_per_second: Math.round(theirs),
          share: ratio(ours.done / ours.seconds, theirs),
          lost,
        });
        say(JSON.stringify(rows.at(-1)));
      }
      const middle = rows.map(({ share }) => share).sort((a, b) => a - b)[1] ?? 0;
      return {
        facts: { orders: size, people, seconds_each: seconds },
        rows,
        verdict: `${middle >= 0.7 ? 'Met' : 'Not met'}: ${Math.round(middle * 100)} % of pgbench, nothing lost.`,
      };
    } finally {
      await store.close();
    }
  },
};

interface Place {
  readonly id: string;
  readonly sku: string;
  readonly warehouse: string;
}

async function somePlace(store: BenchStore): Promise<Place> {
  const [place] = await store.sql<Place>(
    `select i.id, v.sku, w.code as warehouse
    from inventory i
    join product_variants v on v.id = i.variant_id
    join warehouses w on w.id = i.warehouse_id
    order by i.id
    limit 1`,
  );
  if (!place) throw new Error('the shop has no stock');
  return place;
}

async function quantity(store: BenchStore, { id }: Place): Promise<number> {
  const [row] = await store.sql<{ quantity: number }>('select quantity from inventory where id = $1', [id]);
  return row?.quantity ?? 0;
}

const act = (store: BenchStore, { sku, warehouse }: Place, database: Database) =>
  run(restock, { sku, warehouse, quantity: 1 }, { database, actor: store.actor('warehouse') });

async function crowd(store: BenchStore, place: Place): Promise<{ done: number; seconds: number }> {
  const database = connectDatabase({ url: store.appUrl, poolSize: people });
  try {
    await Promise.all(Array.from({ length: people }, () => act(store, place, database)));
    let done = people;
    const start = performance.now();
    const until = start + seconds * 1000;
    const person = async () => {
      while (performance.now() < until) {
        await act(store, place, database);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: people }, person));
    return { done, seconds: (performance.now() - start) / 1000 };
  } finally {
    await database.close();
  }
}

/** What one restock sends, as a script of pgbench: each run of it with an operation id of its own. */
async function scriptOf(store: BenchStore, place: Place): Promise<string> {
  const ran: Statement[] = [];
  await act(store, place, recordingWrites(store.database, ran));
  const actor = store.actor('warehouse');
  const limits = { statement: 600_000, lock: 3_000, idle: 60_000 };
  const as = { actor, operation: restock.name, operationId: randomUUID() };
  const begin = beginStatement(as, 'read write', limits, { face: 'bench', version: '0' });
  const operationId = "lpad(to_hex(:number::bigint), 32, '0')::uuid";
  const id = ran.find(({ text }) => text.includes('claim_operation'))?.values[0];
  const withId = (sql: string) => sql.replaceAll(`'${String(id)}'::uuid`, operationId);
  const statements = ran.map((statement) => withId(inlined(statement)));
  const text = [
    '\\set number random(1, 9000000000000000000)',
    ...begin
      .replace(`'${as.operationId}'`, `(${operationId})::text`)
      .split('; ')
      .map((one) => `${one};`),
    ...statements.map((one) => `${one};`),
    'commit;',
    '',
  ].join('\n');
  const file = join(store.folder, 'restock.pgbench');
  await writeFile(file, text);
  return file;
}

async function pgbench(store: BenchStore, script: string): Promise<number> {
  const url = new URL(store.appUrl.replace('postgresql://solemate_app@/', 'postgresql://solemate_app@localhost/'));
  const { stdout } = await execute(program('pgbench'), [
    ...['-n', '-M', 'prepared', '-c', String(people), '-j', '2', '-T', String(seconds), '-f', script],
    ...['-h', url.searchParams.get('host') ?? '', '-p', url.searchParams.get('port') ?? ''],
    ...['-U', 'solemate_app', url.pathname.slice(1)],
  ]);
  const found = /^tps = ([\d.]+)/mu.exec(stdout)?.[1];
  if (found === undefined || /number of failed transactions: [1-9]/u.test(stdout)) throw new Error(stdout);
  return Number(found);
}
