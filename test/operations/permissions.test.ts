import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { commandOf } from '../../src/cli/commands.ts';
import { makeCli, readGlobals } from '../../src/cli/context.ts';
import { parse } from '../../src/cli/program.ts';
import { commandName } from '../../src/domain/command-name.ts';
import { may, permissions, roles, type Actor, type Role } from '../../src/domain/permissions.ts';
import { runExport } from '../../src/operations/export.ts';
import { page } from '../../src/operations/listing.ts';
import { run, type Operation } from '../../src/operations/operation.ts';
import type { Database } from '../../src/platform/database/types.ts';
import { cliStore, type CliStore } from '../cli/store.ts';
import { capture } from '../cli/streams.ts';
import { testPiiKey } from '../helpers/database.ts';
import { operations } from '../helpers/operations.ts';

const staff = roles.filter((role) => role !== 'customer');
const cells = operations.flatMap((operation) =>
  roles.map((role) => ({ name: operation.name, operation, role, allowed: may(role, operation.permission) })),
);

/** What an operation comes to once it is let through: nothing behind the permission is looked at here. */
const reached = new Error('it was let through');
const nothing: Database = {
  read: () => Promise.reject(reached),
  write: () => Promise.reject(reached),
  changes: () => Promise.reject(reached),
  close: () => Promise.resolve(),
};
const somebody = (role: Role): Actor => ({ id: crypto.randomUUID(), email: `${role}@x.test`, name: role, role });

async function told(operation: (typeof operations)[number], actor: Actor, database: Database): Promise<unknown> {
  const call = { database, actor };
  const work =
    operation.kind === 'listing'
      ? page(operation, {}, call)
      : operation.kind === 'export'
        ? runExport(operation, {}, { ...call, write: () => Promise.resolve() })
        : // An input that nobody checks: whoever may not is told so before anything else.
          run({ ...withoutPreparation(operation), input: z.looseObject({}) }, {}, call);
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function withoutPreparation(operation: Operation): Operation {
  return { ...operation, prepare: () => Promise.resolve(undefined) };
}

describe('in the app', () => {
  test.each(cells)('$role, $name: $allowed', async ({ operation, role, allowed }) => {
    const error = await told(operation, somebody(role), nothing);
    if (allowed) expect(error).toBe(reached);
    else {
      expect(error).toMatchObject({
        code: 'forbidden',
        message: `${role}@x.test is ${role} and may not run ${commandName(operation.name)}.`,
        hint: `It needs one of these roles: ${permissions[operation.permission].join(', ')}.`,
      });
    }
  });

  test('a customer may run nothing at all', () => {
    expect(cells.filter(({ role, allowed }) => role === 'customer' && allowed)).toEqual([]);
  });
});

let store: CliStore;
const file = join(mkdtempSync(join(tmpdir(), 'solemate-permissions-')), 'products.csv');
beforeAll(async () => {
  store = await cliStore();
  process.env['SOLEMATE_PII_KEY'] = testPiiKey;
  writeFileSync(file, 'Handle,Title,Vendor,Variant SKU,Variant Price\nnew-shoe,New shoe,Fjell,NEW-1,10.00\n');
  await makeExamplesTrue();
});
afterAll(async () => {
  delete process.env['SOLEMATE_PII_KEY'];
  delete process.env['SOLEMATE_TOKEN'];
  await store.close();
});

/** The records that examples name and the sample shop does not have. */
async function makeExamplesTrue(): Promise<void> {
  await store.db.sql(`
    with b as (
      insert into brands (name, slug) values ('Stride', 'stride'), ('Fjell', 'fjell') returning id, slug
    ), c as (
      insert into categories (name, slug) values ('Trail', 'trail') returning id
    ), p as (
      insert into products (sku, name, slug, price, brand_id, category_id)
      select 'RUN', 'Runner', 'trail-fox', 99.90, b.id, c.id from b, c where b.slug = 'stride'
      returning id
    ), w as (
      insert into warehouses (code, name, country) values ('HAM', 'Hamburg', 'DE')
    ), l as (
      insert into users (email, role, is_active) values ('left@x.test', 'warehouse', false)
    ), a as (
      insert into users (email, first_name, last_name) values ('anna@example.com', 'Anna', 'Berg') returning id
    ), h as (
      insert into addresses (user_id, name, street_1, city, state, postal_code, country)
      select a.id, 'Anna Berg', 'Lindenstraße 1', 'Berlin', 'Berlin', '10969', 'DE' from a
    ), r as (
      insert into refunds (id, payment_id, amount, reason, provider)
      select '0192f0c4-6a1e-7c3b-9d55-0a4be1f2c301', f.id, 1, 'late', 'manual'
      from payments f where f.status = 'COMPLETED' limit 1
    )
    insert into product_variants (product_id, sku, size, color)
    select p.id, v.sku, v.sku, 'black' from p, unnest(array['RUN-41-BLK', 'RUN-42-BLK', 'RUN-43-BLK', 'SOCKS']) v (sku)`);
  const acts = [
    'inventory restock --sku RUN-42-BLK --warehouse BER --quantity 24',
    'inventory adjust RUN-42-BLK --warehouse BER --by -2 --reason "damaged in the rain" --operation-id 7d1f0c52-6a51-4a0e-9f0c-2b7f3a1d9e10',
    'counts open BER --brand Stride',
  ];
  for (const line of acts) {
    const { code, stderr } = await store.run([...words(line), '--yes']);
    if (code !== 0) throw new Error(`${line}: ${stderr}`);
  }
}

describe('somebody who worked here once', () => {
  test.each(operations.map((operation) => ({ name: operation.name, operation })))(
    'is told so by $name, whatever their role was',
    async ({ operation }) => {
      for (const role of staff.filter((one) => may(one, operation.permission))) {
        const [left] = await store.db.sql<{ id: string }>(
          `insert into users (email, role, is_active) values ('left-' || $1 || '@x.test', $1, false)
           on conflict (email) do update set is_active = false
           returning id`,
          [role],
        );
        const actor = { ...somebody(role), id: left?.id ?? '' };
        const error = await told(operation, actor, store.db.database);
        expect(error).toMatchObject({ code: 'forbidden', message: 'Nothing was done: this account is deactivated.' });
      }
    },
  );
});

/**
 * Where SQL lets a role do what the app keeps from it, and why that is so. Every other operation, also one that is new,
 * must be refused by PostgreSQL itself.
 */
const openInSql: Readonly<Record<string, { readonly roles: readonly Role[]; readonly because: string }>> = {
  'orders.pick_list': { roles: ['oncall'], because: 'it looks at orders, as orders.show does, and changes nothing' },
  'orders.to_pick': { roles: ['oncall'], because: 'it counts orders, which oncall may look at, and changes nothing' },
  'orders.packing_slip': {
    roles: ['oncall'],
    because: 'it looks at an order, as orders.show does: without the street',
  },
  'dashboard.revenue': {
    roles: ['warehouse'],
    because: 'it sums the totals of orders, which the warehouse sees one by one',
  },
  'settings.list': { roles: ['manager', 'warehouse', 'oncall'], because: 'the rules of the shop bind all of them' },
  'reports.stock': { roles: ['warehouse'], because: 'it sums the stock that the warehouse sees row by row' },
  'reports.sell_through': { roles: ['warehouse'], because: 'it sums stock and orders that the warehouse sees anyway' },
  'reports.returns': { roles: ['warehouse'], because: 'it sums returns that the warehouse books itself' },
  'staff.list': { roles: ['oncall'], because: 'readonly_role reads all but secrets, as the design document has it' },
  'staff.show': { roles: ['oncall'], because: 'readonly_role reads all but secrets, as the design document has it' },
  'staff.sessions': {
    roles: ['oncall'],
    because: 'readonly_role reads all but secrets, as the design document has it',
  },
};

const waiting = `select r.order_number
  from refunds f join payments p on p.id = f.payment_id join order_registry r on r.order_id = p.order_id
  where f.status = 'REQUESTED' limit 1`;

const pending = "select id from reviews where status = 'PENDING' limit 1";

/** Command lines for operations whose first example does not get as far in the sample shop; {…} is asked of it. */
const lines: Readonly<Record<string, { readonly line: string; readonly ask?: string }>> = {
  'orders.cancel': {
    line: 'orders cancel {} --reason "never paid"',
    ask: "select order_number from orders where status = 'PENDING' limit 1",
  },
  'reviews.approve': { line: 'reviews approve {}', ask: pending },
  'reviews.reject': { line: 'reviews reject {} --reason copied', ask: pending },
  'reviews.reopen': { line: 'reviews reopen {}', ask: "select id from reviews where status = 'REJECTED' limit 1" },
  'refunds.complete': { line: 'refunds complete {} --reference "SEPA 4711"', ask: waiting },
  'refunds.fail': { line: 'refunds fail {} --reason "account closed"', ask: waiting },
  'staff.activate': { line: 'staff activate left@x.test' },
  'products.import': { line: `products import ${file}` },
};

async function lineOf(operation: (typeof operations)[number]): Promise<string> {
  const { line = operation.examples[0] ?? '', ask } = lines[operation.name] ?? {};
  if (ask === undefined) return line;
  const [row] = await store.db.sql<Record<string, string>>(ask);
  return line.replace('{}', Object.values(row ?? {})[0] ?? '');
}

describe('in SQL, with the check of the app taken out', () => {
  const forbidden = cells.filter(
    ({ name, role, allowed }) => !allowed && role !== 'customer' && !openInSql[name]?.roles.includes(role),
  );
  test.each(forbidden)('PostgreSQL keeps $name from $role', async ({ operation, role }) => {
    const unguarded = { ...operation, permission: 'stock:read' as const };
    const command = await commandOf(unguarded);
    const line = await lineOf(operation);
    const captured = capture();
    const parsed = await parse(
      [...words(line), '--yes', '--json', '--url', store.db.appUrl, '--home', store.home],
      [{ path: command.path, load: () => Promise.resolve(command) }],
      100,
    );
    if (parsed.kind !== 'run') throw new Error(`"${line}" is no command`);
    process.env['SOLEMATE_TOKEN'] = await store.token(role);
    const cli = makeCli(captured.io, readGlobals(parsed.args, captured.io));
    const said = await command.run(parsed.args, cli).then(
      () => captured.stdout(),
      (error: unknown) => String(error),
    );
    // An undo asks once more, for what it undoes.
    expect(said).toMatch(
      /The database does not let|Only an admin changes accounts of the staff|may not run the undo of inventory adjust/u,
    );
  });

  test('what is open there is open for a reason', () => {
    for (const [name, { roles: open }] of Object.entries(openInSql)) {
      const operation = operations.find((one) => one.name === name);
      if (!operation) throw new Error(`there is no operation ${name}`);
      expect(open.filter((role) => may(role, operation.permission))).toEqual([]);
    }
  });
});

/** As a shell splits it. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)]
    .map(([, double, single, bare]) => double ?? single ?? bare ?? '')
    .filter((word) => !['--yes', '--json', '--csv', '--dry-run'].includes(word));
}
