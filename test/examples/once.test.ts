import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { operations } from '../../src/operations/index.ts';
import { run, type Operation } from '../../src/operations/operation.ts';
import { brokenAtCommit, killedBeforeCommit } from '../helpers/faults.ts';
import type { Database } from '../../src/platform/database/types.ts';
import { callOf, openWorld, prepare, type World } from './world.ts';

/**
 * Every operation that writes, by its first example that writes one record: however often it is sent with the same id,
 * by whomever at once, and whatever happens to the connection meanwhile, it leaves what one run leaves.
 */
const writing = operations.filter((one): one is Operation => one.kind === 'operation' && !one.reads);

const secrets = { piiKey: () => Promise.resolve('a key for tests only') };

async function exampleOf(operation: Operation): Promise<{ example: string; input: object }> {
  for (const example of operation.examples) {
    const call = example.includes('--dry-run') ? undefined : await callOf(example);
    if (call?.operation === operation) return { example, input: call.input };
  }
  // An operation that is shown only as a dry run or over many: the same line, run in earnest.
  const [example = ''] = operation.examples;
  const call = await callOf(example.replace(' --dry-run', ''));
  if (!call) throw new Error(`${operation.name} has no example of one record`);
  return { example, input: call.input };
}

/** How many rows each table has: what ran twice leaves more of the ledger, of the history or of the audit log. */
async function rows({ db }: World): Promise<Readonly<Record<string, string>>> {
  const tables = await db.sql<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const counts = tables.map(({ name }) => `'${name}', (select count(*) from ${name})::text`);
  const [found] = await db.sql<{ counts: Record<string, string> }>(
    `select jsonb_build_object(${counts.join(', ')}) as counts`,
  );
  return found?.counts ?? {};
}

async function inWorld<T>(operation: Operation, example: string, work: (world: World) => Promise<T>): Promise<T> {
  const world = await openWorld();
  try {
    await prepare(world, operation.name, example);
    return await work(world);
  } finally {
    await world.close();
  }
}

/** Without what is told only once, and so is missing from every later answer. */
function known(operation: Operation, output: unknown): unknown {
  return { ...(output as object), ...Object.fromEntries((operation.secret ?? []).map((key) => [key, null])) };
}

describe.each(writing.map((operation) => ({ name: operation.name, operation })))('$name', ({ operation }) => {
  const call = (world: World, operationId: string, database: Database = world.db.database) => ({
    database,
    actor: world.db.actor('admin'),
    operationId,
    secrets,
  });

  test('is done once, however often and however badly it is sent', async () => {
    const { example, input } = await exampleOf(operation);
    const once = await inWorld(operation, example, async (world) => {
      await run(operation, input, call(world, randomUUID()));
      return rows(world);
    });
    await inWorld(operation, example, async (world) => {
      const id = randomUUID();
      const wire = await brokenAtCommit(world.db);
      try {
        const first = await run(operation, input, call(world, id, wire.database));
        expect(wire.broke()).toBe(true);
        const again = await run(operation, input, call(world, id));
        expect(again.replayed).toBe(true);
        expect(known(operation, again.output)).toEqual(known(operation, first.output));
      } finally {
        await wire.close();
      }
      expect(await rows(world)).toEqual(once);
    });
    await inWorld(operation, example, async (world) => {
      const id = randomUUID();
      const answers = await Promise.all([
        run(operation, input, call(world, id, killedBeforeCommit(world.db, 1))),
        run(operation, input, call(world, id)),
        run(operation, input, call(world, id)),
      ]);
      for (const { output } of answers) {
        expect(known(operation, output)).toEqual(known(operation, answers[0].output));
      }
      expect(await rows(world)).toEqual(once);
    });
  });
});
