import { jest } from '@jest/globals';
import pg from 'pg';
import type { z } from 'zod';
import type { Role } from '../../src/domain/permissions.ts';
import { assign } from '../../src/operations/orders/assign.ts';
import { cancel } from '../../src/operations/orders/cancel.ts';
import { note } from '../../src/operations/orders/note.ts';
import { open as openCount } from '../../src/operations/counts/open.ts';
import { scan } from '../../src/operations/counts/scan.ts';
import { run, type Operation } from '../../src/operations/operation.ts';
import { edit } from '../../src/operations/products/edit.ts';
import { reject } from '../../src/operations/reviews/reject.ts';
import { invite } from '../../src/operations/staff/invite.ts';
import { sampleMoment, testDatabase, type TestDatabase } from './database.ts';

/**
 * The sample shop at the moment it was made for, for ever: its clock says so, and `Date` here says so. It makes its ids
 * by counting. What is drawn of it is the same today, in a year and in every time zone. Timers run as ever; `thaw` ends it.
 */
export async function frozenShop(): Promise<TestDatabase> {
  const db = await testDatabase({ sample: true });
  const superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
  try {
    await superuser.query(oneClock);
    jest.useFakeTimers({ now: sampleMoment, doNotFake: [...running] });
    await live(db, (minutes) => superuser.query(stopped(new Date(sampleMoment.getTime() - minutes * 60_000))));
    await superuser.query(stopped(sampleMoment));
  } finally {
    await superuser.end();
  }
  return db;
}

export function thaw(): void {
  jest.useRealTimers();
}

const running = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** PostgreSQL puts the constant where the function stood when it plans a statement; in this database alone. */
function stopped(moment: Date): string {
  return ['now', 'clock_timestamp']
    .map(
      (name) => `create or replace function pg_catalog.${name}() returns timestamptz
        language sql stable parallel safe as $$ select timestamptz '${moment.toISOString()}' $$;`,
    )
    .join('\n');
}

/** `current_timestamp` is grammar and no function: where the schema says it, it says now() from here on. */
const oneClock = `
create sequence public.frozen_ids;
grant usage on sequence public.frozen_ids to public;
create or replace function pg_catalog.gen_random_uuid() returns uuid language sql volatile as $$
  select overlay(overlay(md5(nextval('public.frozen_ids')::text) placing '4' from 13 for 1) placing '8' from 17 for 1)::uuid
$$;
do $$
declare one record;
begin
  for one in
    select d.adrelid::regclass as relation, a.attname
    from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where pg_get_expr(d.adbin, d.adrelid) = 'CURRENT_TIMESTAMP'
  loop
    execute format('alter table %s alter %I set default now()', one.relation, one.attname);
  end loop;
  for one in
    select pg_get_functiondef(oid) as definition
    from pg_proc
    where pronamespace = 'public'::regnamespace and prokind = 'f' and prosrc ~* 'current_timestamp'
  loop
    execute regexp_replace(one.definition, 'current_timestamp', 'now()', 'gi');
  end loop;
end $$`;

/** What a shop has that was worked in, and a fresh sample has not: notes, a count, an edit, a session, an invitation. */
async function live(db: TestDatabase, goBack: (minutes: number) => Promise<unknown>): Promise<void> {
  let acts = 0;
  async function act<I extends z.ZodObject, O>(role: Role, operation: Operation<I, O>, input: z.input<I>): Promise<O> {
    acts += 1;
    await goBack(60 - acts);
    const operationId = `0${acts.toString(16).padStart(7, '0')}-0000-4000-8000-000000000000`;
    return (await run(operation, input, { database: db.database, actor: db.actor(role), operationId })).output;
  }
  const [found] = await db.sql<Record<'packing' | 'paid' | 'product' | 'review' | 'warehouse' | 'brand', string>>(
    `select
      (select order_number from orders where status = 'PROCESSING' order by order_number limit 1) as packing,
      (select order_number from orders where status = 'CONFIRMED' order by order_number limit 1) as paid,
      (select sku from products where deleted_at is null order by sku limit 1) as product,
      (select id from reviews where status = 'PENDING' order by created_at, id limit 1) as review,
      (select code from warehouses where is_active order by code limit 1) as warehouse,
      (select name from brands where deleted_at is null order by name limit 1) as brand`,
  );
  if (!found) throw new Error('there is no shop');
  const { packing, paid, product, review, warehouse, brand } = found;
  await act('warehouse', assign, { order: packing });
  await act('manager', note, { order: packing, note: 'The customer wants it before Friday.' });
  await act('manager', cancel, { order: paid, reason: 'ordered twice', refund: 'later' });
  await act('manager', edit, { product, name: 'Trail Fox 2', price: '239.00' });
  await act('manager', reject, { review, reason: 'spam' });
  const count = await act('warehouse', openCount, { warehouse, brand, note: 'third quarter' });
  const lines = await db.sql<{ sku: string }>(
    `select v.sku
    from stock_count_lines l
    join inventory i on i.id = l.inventory_id
    join product_variants v on v.id = i.variant_id
    where l.count_id = $1::uuid
    order by v.sku
    limit 3`,
    [count.id],
  );
  for (const [index, { sku }] of lines.entries()) {
    await act('warehouse', scan, { count: String(count.count_number), code: sku, quantity: 7 + index, set: true });
  }
  await act('admin', invite, { email: 'mia@shop.example', role: 'warehouse', first_name: 'Mia', last_name: 'Lang' });
  for (const role of ['admin', 'warehouse'] as const) {
    await goBack(role === 'admin' ? 40 : 20);
    await db.sql(`select open_session($1::uuid, $2::bytea, now() + interval '1 day', 'the terminal')`, [
      db.actor(role).id,
      Buffer.alloc(32, role),
    ]);
  }
}
