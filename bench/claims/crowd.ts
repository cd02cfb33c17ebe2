import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { restock } from '../../src/operations/inventory/restock.ts';
import { transfer } from '../../src/operations/inventory/transfer.ts';
import { run, type Operation } from '../../src/operations/operation.ts';
import { refund } from '../../src/operations/payments/refund.ts';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import { beginStatement } from '../../src/platform/database/transaction.ts';
import type { Database } from '../../src/platform/database/types.ts';
import type { Role } from '../../src/domain/permissions.ts';
import type { Claim } from '../claim.ts';
import { ratio } from '../measure.ts';
import { execute, inlined, program } from '../programs.ts';
import { recordingWrites, type Statement } from '../scenarios.ts';
import { benchStore, type BenchStore } from '../store.ts';

const people = 32;
const seconds = 5;

/** What all of them do to one and the same record. */
interface Act {
  readonly name: string;
  readonly role: Role;
  readonly operation: Operation;
  readonly input: object;
  /** How often it was done to the record so far, as its figures tell. */
  readonly done: () => Promise<number>;
}

interface Row {
  readonly [column: string]: string | number;
  readonly act: string;
  readonly share: number;
}

export const claim: Claim = {
  title: `${people} people at one record: restocking a SKU, moving it between warehouses, refunding a payment`,
  goal: 'at least 70 % of what pgbench reaches with the same statements, and nothing lost',
  async run({ orders: size }, say) {
    const store = await benchStore(size);
    try {
      const rows: Row[] = [];
      for (const act of await acts(store)) {
        const script = await scriptOf(store, act);
        for (let round = 1; round <= 3; round += 1) {
          const before = await act.done();
          const ours = await crowd(store, act);
          const lost = before + ours.done - (await act.done());
          if (lost !== 0) throw new Error(`${lost} of ${act.name} were lost`);
          const theirs = await pgbench(store, script);
          rows.push({
            act: act.name,
            round,
            ours_per_second: Math.round(ours.done / ours.seconds),
            pgbench_per_second: Math.round(theirs),
            share: ratio(ours.done / ours.seconds, theirs),
            lost,
          });
          say(JSON.stringify(rows.at(-1)));
        }
      }
      const names = [...new Set(rows.map(({ act }) => act))];
      const middles = names.map((name) => {
        const shares = rows.filter(({ act }) => act === name).map(({ share }) => share);
        return { name, share: shares.sort((a, b) => a - b)[1] ?? 0 };
      });
      const met = middles.every(({ share }) => share >= 0.7);
      const told = middles.map(({ name, share }) => `${name} ${Math.round(share * 100)} %`).join(', ');
      return {
        facts: { orders: size, people, seconds_each: seconds },
        rows,
        verdict: `${met ? 'Met' : 'Not met'}: ${told} of pgbench, nothing lost.`,
      };
    } finally {
      await store.close();
    }
  },
};

async function acts(store: BenchStore): Promise<readonly Act[]> {
  const [place] = await store.sql<{ id: string; sku: string; warehouse: string; other: string }>(
    `select i.id, v.sku, w.code as warehouse, o.code as other
    from inventory i
    join product_variants v on v.id = i.variant_id
    join warehouses w on w.id = i.warehouse_id and w.is_active
    join warehouses o on o.id <> w.id and o.is_active
    order by i.id, o.code
    limit 1`,
  );
  const [paid] = await store.sql<{ id: string; order_number: string }>(
    `select p.id, g.order_number
    from payments p
    join order_registry g on g.order_id = p.order_id
    where p.status = 'COMPLETED'
    order by p.amount desc, p.id
    limit 1`,
  );
  if (!place || !paid) throw new Error('the shop has no stock or no money');
  const { sku, warehouse, other } = place;
  const count = async (text: string, values: readonly unknown[]) =>
    Number((await store.sql<{ count: string }>(text, values))[0]?.count ?? 0);
  const moves = (type: string, sign: string) => () =>
    count(`select count(*) from inventory_transactions where inventory_id = $1 and type = $2 and quantity ${sign} 0`, [
      place.id,
      type,
    ]);
  await run(
    restock,
    { sku, warehouse, quantity: 900_000 },
    { database: store.database, actor: store.actor('warehouse') },
  );
  return [
    {
      name: 'restock',
      role: 'warehouse',
      operation: restock,
      input: { sku, warehouse, quantity: 1 },
      done: moves('RESTOCK', '>'),
    },
    {
      name: 'transfer',
      role: 'warehouse',
      operation: transfer,
      input: { sku, from: warehouse, to: other, quantity: 1 },
      done: moves('ADJUSTMENT', '<'),
    },
    {
      name: 'refund',
      role: 'admin',
      operation: refund,
      input: { order: paid.order_number, amount: '0.01', reason: 'bench', provider: 'manual' },
      done: () => count('select count(*) from refunds where payment_id = $1', [paid.id]),
    },
  ];
}

const once = (store: BenchStore, { operation, input, role }: Act, database: Database = store.database) =>
  run(operation, input, { database, actor: store.actor(role) });

async function crowd(store: BenchStore, act: Act): Promise<{ done: number; seconds: number }> {
  const database = connectDatabase({ url: store.appUrl, poolSize: people });
  try {
    await Promise.all(Array.from({ length: people }, () => once(store, act, database)));
    let done = people;
    const start = performance.now();
    const until = start + seconds * 1000;
    const person = async () => {
      while (performance.now() < until) {
        await once(store, act, database);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: people }, person));
    return { done, seconds: (performance.now() - start) / 1000 };
  } finally {
    await database.close();
  }
}

/** What one of them sends, as a script of pgbench: each run of it with an operation id of its own. */
async function scriptOf(store: BenchStore, act: Act): Promise<string> {
  const ran: Statement[] = [];
  await once(store, act, recordingWrites(store.database, ran));
  const limits = { statement: 600_000, lock: 3_000, idle: 60_000 };
  const as = { actor: store.actor(act.role), operation: act.operation.name, operationId: randomUUID() };
  const begin = beginStatement(as, 'read write', limits, { face: 'bench', version: '0' });
  const operationId = "lpad(to_hex(:number::bigint), 32, '0')::uuid";
  const id = ran.find(({ text }) => text.includes('claim_operation'))?.values[0];
  // A movement of its own has a reference of its own: the database adds up what belongs to one.
  const booked = ran.find(({ text }) => text.includes('insert into inventory_transactions'))?.values.at(-1);
  const references = Array.isArray(booked) ? [...new Set(booked.map(String))] : [];
  const withId = (sql: string) =>
    references.reduce(
      (text, reference) => text.replaceAll(`'${reference}'`, "lpad(to_hex(:number::bigint), 32, '0')"),
      sql.replaceAll(`'${String(id)}'::uuid`, operationId),
    );
  // A colon before a word is a variable to pgbench, in a string too: `"lines":null`.
  const statements = ran.map((statement) => withId(inlined(statement)).replaceAll(/":(?=[a-z])/gu, '": '));
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
  const file = join(store.folder, `${act.name}.pgbench`);
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
