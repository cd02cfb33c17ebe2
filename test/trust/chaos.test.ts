import { expect, test } from '@jest/globals';
import { runChaos } from './chaos/chaos.ts';

test('people, sessions and the server are killed at work: all that was acknowledged is there once, the rest once or not at all', async () => {
  const { verdict, told, broken, happened } = await runChaos({
    clients: 12,
    processes: 3,
    seconds: 15,
    kills: { server: 1, clients: 3, session: 1, terminations: 6 },
  });
  expect(told.wrong).toEqual([]);
  expect(verdict.broken).toEqual([]);
  expect(broken).toEqual([]);
  expect(happened).toMatchObject({ server: 1, clients: 3 });
  expect(verdict.acknowledged).toBeGreaterThan(20);
}, 300_000);
