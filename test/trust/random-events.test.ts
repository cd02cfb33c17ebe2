import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { runRandomEvents } from './random-events/run.ts';

/**
 * The suite runs a part of it; `SOLEMATE_RANDOM_EVENTS=100000 npm test -- test/trust/random-events` runs the whole claim.
 * The seed is printed, and `SOLEMATE_RANDOM_SEED` repeats what was found with it.
 */
const events = Number(process.env['SOLEMATE_RANDOM_EVENTS'] ?? 3_000);
const seed = Number(process.env['SOLEMATE_RANDOM_SEED'] ?? Math.floor(Math.random() * 1e9));

const home = testHome();
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(async () => {
  await db.close();
  await home.remove();
});

describe(`${events} random events, seed ${seed}`, () => {
  test.each(['never', 'anything'] as const)(
    'leave no crash, no stuck screen, and no write that nobody agreed to (agreeing: %s)',
    async (agree) => {
      const verdict = await runRandomEvents({ events: events / 2, seed, db, home: home.path, agree });
      process.stdout.write(
        `random events: seed ${seed}, agreed ${verdict.agreed}, writes ${verdict.writes.length} ` +
          `(${verdict.askedWrites} of them asked), screens ${verdict.screensSeen}, heap ${verdict.heap.join(' to ')} MB\n`,
      );
      expect(verdict.broken).toBeUndefined();
      expect(verdict.unexpected).toEqual([]);
      expect(verdict.stuckAfter).toEqual([]);
      expect(verdict.askedWrites).toBeLessThanOrEqual(verdict.agreed);
      expect(verdict.screensSeen).toBeGreaterThan(4);
      expect(verdict.heap[1] - verdict.heap[0]).toBeLessThan(60);
    },
    1_800_000,
  );
});
