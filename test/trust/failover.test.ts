import { expect, test } from '@jest/globals';
import { runChaos } from './chaos/chaos.ts';
import { failoverPair } from './chaos/pair.ts';

test('a primary that dies at work is followed by its standby: people go on, all that was acknowledged is there once, the rest once or not at all', async () => {
  const { verdict, told, broken, happened, resumed } = await runChaos(
    { clients: 12, processes: 3, seconds: 15, kills: { server: 1, clients: 0, session: 0, terminations: 0 } },
    failoverPair,
  );
  expect(told.wrong).toEqual([]);
  expect(verdict.broken).toEqual([]);
  expect(broken).toEqual([]);
  expect(happened).toEqual({ server: 1, clients: 0, session: 0, terminated: 0 });
  expect(verdict.acknowledged).toBeGreaterThan(20);
  // Nobody was started anew: these are the same processes, with the connections they made again.
  expect(resumed).toBeGreaterThan(20);
}, 300_000);
