import { randomUUID } from 'node:crypto';
import { restock } from '../../src/operations/inventory/restock.ts';
import { transfer } from '../../src/operations/inventory/transfer.ts';
import { run, type Operation } from '../../src/operations/operation.ts';
import { note } from '../../src/operations/orders/note.ts';
import { place } from '../../src/operations/orders/place.ts';
import { refund } from '../../src/operations/payments/refund.ts';
import { edit } from '../../src/operations/products/edit.ts';
import { create } from '../../src/operations/promos/create.ts';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import type { Database } from '../../src/platform/database/types.ts';
import type { Role } from '../../src/domain/permissions.ts';
import type { Claim } from '../claim.ts';
import { ratio } from '../measure.ts';
import { limits, pgbench, pgbenchScript } from '../pgbench.ts';
import { recordingWrites, type Statement } from '../scenarios.ts';
import { benchStore, type BenchStore } from '../store.ts';

const people = 32;
const seconds = 5;
const size = 10_000;

/** What all of them do to one and the same record. */
interface Act {
  readonly name: string;
  readonly role: Role;
  readonly operation: Operation;
  /** What they send, half of them each where there are two; `fresh` is another text each time. */
  readonly inputs: readonly ((fresh: string) => object)[];
  /** How often it was done to the record so far, as its figures tell. */
  readonly done: () => Promise<number>;
}

interface Row {
  readonly [column: string]: string | number;
  readonly act: string;
  readonly share: number;
}

export const claim: Claim = {
  title: `${people} people at one record: a SKU, a payment, a promo code, an order, a product`,
  goal: 'at least 70 % of what pgbench reaches with the same statements, and nothing lost',
  async run(_, say) {
    const store = await benchStore(size, 'crowd');
    try {
      const rows: Row[] = [];
      for (const act of await acts(store)) {
        const scripts = await scriptsOf(store, act);
        for (let round = 1; round <= 3; round += 1) {
          const before = await act.done();
          const ours = await crowd(store, act);
          const lost = before + ours.done - (await act.done());
          if (lost !== 0) throw new Error(`${lost} of ${act.name} were lost`);
          const theirs = await pgbench(store, scripts, people, seconds);
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
  const { sku, warehouse, other, inventory, product, payment, order, email } = await records(store);
  const as = (role: Role) => ({ database: store.database, actor: store.actor(role) });
  const promo = `CROWD${Date.now()}`;
  await run(restock, { sku, warehouse, quantity: 900_000 }, as('warehouse'));
  await run(create, { code: promo, type: 'FREE_SHIPPING', max_uses: 1_000_000 }, as('manager'));
  const count = async (text: string, value: string) =>
    Number((await store.sql<{ count: string }>(text, [value]))[0]?.count ?? 0);
  const moves = (type: string, sign: string) => () =>
    count(
      `select count(*) from inventory_transactions where inventory_id = $1 and type = '${type}' and quantity ${sign} 0`,
      inventory,
    );
  return [
    {
      name: 'restock',
      role: 'warehouse',
      operation: restock,
      inputs: [() => ({ sku, warehouse, quantity: 1 })],
      done: moves('RESTOCK', '>'),
    },
    {
      name: 'transfer',
      role: 'warehouse',
      operation: transfer,
      inputs: [() => ({ sku, from: warehouse, to: other, quantity: 1 })],
      done: moves('ADJUSTMENT', '<'),
    },
    {
      name: 'opposite transfers',
      role: 'warehouse',
      operation: transfer,
      inputs: [
        () => ({ sku, from: warehouse, to: other, quantity: 1 }),
        () => ({ sku, from: other, to: warehouse, quantity: 1 }),
      ],
      done: moves('ADJUSTMENT', '<>'),
    },
    {
      name: 'refund',
      role: 'admin',
      operation: refund,
      inputs: [() => ({ order, amount: '0.01', reason: 'bench', provider: 'manual' })],
      done: () => count('select count(*) from refunds where payment_id = $1', payment),
    },
    {
      name: 'promo use',
      role: 'manager',
      operation: place,
      inputs: [() => ({ customer: email, lines: [{ sku, quantity: 1 }], promo, warehouse })],
      done: () => count('select current_uses as count from promo_codes where code = $1', promo),
    },
    {
      name: 'note',
      role: 'manager',
      operation: note,
      inputs: [(fresh) => ({ order, note: fresh })],
      done: () =>
        count(
          `select count(*) from order_notes where order_id = (select order_id from order_registry where order_number = $1)`,
          order,
        ),
    },
    {
      name: 'edit',
      role: 'manager',
      operation: edit,
      inputs: [(fresh) => ({ product, name: fresh })],
      done: () => count('select count(*) from product_versions where product_id = $1', product),
    },
  ];
}

interface Records {
  readonly sku: string;
  readonly warehouse: string;
  readonly other: string;
  readonly inventory: string;
  readonly product: string;
  readonly payment: string;
  readonly order: string;
  readonly email: string;
}

/** A SKU on sale in one warehouse and another one, the largest payment with its order, a customer with an address. */
async function records(store: BenchStore): Promise<Records> {
  const [found] = await store.sql<Records>(
    `select stocked.*, paid.*, customer.*
    from (
      select i.id as inventory, v.product_id as product, v.sku, w.code as warehouse, o.code as other
      from inventory i
      join product_variants v on v.id = i.variant_id and v.is_active
      join products p on p.id = v.product_id and p.is_active and p.deleted_at is null
      join warehouses w on w.id = i.warehouse_id and w.is_active
      join warehouses o on o.id <> w.id and o.is_active
      order by i.id, o.code
      limit 1
    ) stocked, (
      select p.id as payment, g.order_number as order
      from payments p
      join order_registry g on g.order_id = p.order_id
      where p.status = 'COMPLETED'
      order by p.amount desc, p.id
      limit 1
    ) paid, (
      select u.email
      from users u
      join addresses a on a.user_id = u.id and a.is_default
      where u.role = 'customer' and u.is_active
      order by u.id
      limit 1
    ) customer`,
  );
  if (!found) throw new Error('the shop has no stock, no money or no customers');
  return found;
}

type Input = Act['inputs'][number];

const once = (store: BenchStore, { operation, role }: Act, input: Input, database: Database, fresh = randomUUID()) =>
  run(operation, input(fresh), { database, actor: store.actor(role) });

/** What one of them sends, as scripts of pgbench. */
async function scriptsOf(store: BenchStore, act: Act): Promise<string[]> {
  const scripts = [];
  for (const [index, input] of act.inputs.entries()) {
    const statements: Statement[] = [];
    const fresh = randomUUID();
    await once(store, act, input, recordingWrites(store.database, statements), fresh);
    const name = `${act.name} ${index + 1}`;
    scripts.push(
      await pgbenchScript(store, { name, role: act.role, operation: act.operation.name, statements, fresh }),
    );
  }
  return scripts;
}

async function crowd(store: BenchStore, act: Act): Promise<{ done: number; seconds: number }> {
  const database = connectDatabase({ url: store.appUrl, poolSize: people, limits });
  const inputs = Array.from({ length: people }, (_, index) => act.inputs[index % act.inputs.length]).filter(
    (input) => input !== undefined,
  );
  try {
    await Promise.all(inputs.map((input) => once(store, act, input, database)));
    let done = people;
    const start = performance.now();
    const until = start + seconds * 1000;
    const person = async (input: Input) => {
      while (performance.now() < until) {
        await once(store, act, input, database);
        done += 1;
      }
    };
    await Promise.all(inputs.map(person));
    return { done, seconds: (performance.now() - start) / 1000 };
  } finally {
    await database.close();
  }
}
