import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { run, type Operation } from '../../src/operations/operation.ts';
import { brokenAtCommit, killedBeforeCommit } from '../helpers/faults.ts';
import type { Database } from '../../src/platform/database/types.ts';
import { elsewhere } from './given.ts';
import { openWorld, openWorldFor, type World } from './world.ts';
import { operations } from '../helpers/operations.ts';

/**
 * Every operation that writes, by its first example that writes one record: however often it is sent with the same id,
 * by whomever at once, and whatever happens to the connection meanwhile, it leaves what one run leaves.
 */
const writing = operations.filter(
  (one): one is Operation => one.kind === 'operation' && !one.reads && !(one.name in elsewhere),
);

let base: World;
beforeAll(async () => {
  base = await openWorld();
});
afterAll(() => base.close());

const secrets = { piiKey: () => Promise.resolve('a key for tests only') };

/** Its first example that writes one record; one that is shown only as a dry run is run in earnest. */
async function exampleOf(operation: Operation, world: World): Promise<{ example: string; input: object }> {
  const inEarnest = operation.examples.filter((example) => !example.includes('--dry-run'));
  for (const example of [...inEarnest, ...operation.examples]) {
    const call = await world.callOf(example.replace(' --dry-run', ''));
    if (call?.operation === operation) return { example, input: call.input };
  }
  throw new Error(`${operation.name} has no example of one record`);
}

/** How many rows each table has: what ran twice leaves more of the ledger, of the history or of the audit log. */
async function rows({ db }: World): Promise<Readonly<Record<string, string>>> {
  const tables = await db.sql<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::text as rows from ${name}`);
  const found = await db.sql<{ name: string; rows: string }>(counts.join(' union all '));
  return Object.fromEntries(found.map(({ name, rows: many }) => [name, many]));
}

/** A fresh shop made ready for the operation, and its input there: a file can be read only once. */
async function inWorld<T>(
  operation: Operation,
  example: string,
  work: (world: World, input: object) => Promise<T>,
): Promise<T> {
  const world = await openWorldFor(operation.name, example);
  try {
    return await work(world, (await exampleOf(operation, world)).input);
  } finally {
    await world.close();
  }
}

/** To the letter, but without what is told only once, and so is missing from every later answer. */
function known(operation: Operation, output: unknown): string {
  const secrets = Object.fromEntries((operation.secret ?? []).map((key) => [key, null]));
  return JSON.stringify({ ...(output as object), ...secrets }, null, 1);
}

describe.each(writing.map((operation) => ({ name: operation.name, operation })))('$name', ({ operation }) => {
  const call = (world: World, operationId: string, database: Database = world.db.database) => ({
    database,
    actor: world.db.actor('admin'),
    operationId,
    secrets,
  });

  test('is done once, however often and however badly it is sent', async () => {
    const { example } = await exampleOf(operation, base);
    const once = await inWorld(operation, example, async (world, input) => {
      await run(operation, input, call(world, randomUUID()));
      return rows(world);
    });
    await inWorld(operation, example, async (world, input) => {
      const id = randomUUID();
      const wire = await brokenAtCommit(world.db);
      try {
        const first = await run(operation, input, call(world, id, wire.database));
        expect(wire.broke()).toBe(true);
        const again = await run(operation, input, call(world, id));
        expect(again.replayed).toBe(true);
        expect(known(operation, again.output)).toBe(known(operation, first.output));
      } finally {
        await wire.close();
      }
      expect(await rows(world)).toEqual(once);
    });
    await inWorld(operation, example, async (world, input) => {
      const id = randomUUID();
      const answers = await Promise.all([
        run(operation, input, call(world, id, killedBeforeCommit(world.db, 1))),
        run(operation, input, call(world, id)),
        run(operation, input, call(world, id)),
      ]);
      for (const { output } of answers) {
        expect(known(operation, output)).toBe(known(operation, answers[0].output));
      }
      expect(await rows(world)).toEqual(once);
    });
  });
});
