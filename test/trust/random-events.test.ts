import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { runRandomEvents } from './random-events/run.ts';

/**
 * The suite runs a part of it; `SOLEMATE_RANDOM_EVENTS=100000 npm test -- test/trust/random-events` runs the whole claim.
 * The suite's seed is always the same, so that it says of a change what it did to it; `SOLEMATE_RANDOM_SEED` takes another.
 */
const events = Number(process.env['SOLEMATE_RANDOM_EVENTS'] ?? 800);
const seed = Number(process.env['SOLEMATE_RANDOM_SEED'] ?? 7);

const home = testHome();
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(async () => {
  await db.close();
  await home.remove();
});

test(
  `${events} random events leave no crash, no stuck screen, and no write that nobody agreed to (seed ${seed})`,
  async () => {
    const { broken, unexpected, stuckAfter, unasked, ...facts } = await runRandomEvents({
      events,
      seed,
      db,
      home: home.path,
    });
    process.stdout.write(
      `random events: seed ${seed}, ${facts.screens.length} screens, ${facts.agreed} dialogs agreed to, ` +
        `${facts.writes} writes (${facts.asked} asked for), heap ${facts.heap.join(' to ')} MB\n`,
    );
    expect(broken).toBeUndefined();
    expect(unexpected).toEqual([]);
    expect(stuckAfter).toEqual([]);
    expect(unasked).toEqual([]);
    expect(facts.writes).toBeGreaterThan(0);
    expect(facts.screens.length).toBeGreaterThanOrEqual(20);
    expect(facts.heap[1] - facts.heap[0]).toBeLessThan(60);
  },
  20 * 60_000 + events * 60,
);
