import { expect, test } from '@jest/globals';
import type { AppApi } from '../../../../src/tui/app/screen.ts';
import type { Caller } from '../../../../src/tui/app/ongoing.ts';
import { tallyOf } from '../../../../src/tui/app/tally/tallies.ts';

test('who signs in again goes on with what they counted, under the session they have now', async () => {
  const asked: (string | undefined)[] = [];
  const work = (call: Caller) => ({
    places: () => {
      asked.push(call.actor.session);
      return Promise.resolve([{ code: 'BER', name: 'Berlin' }]);
    },
    lookUp: () => Promise.resolve({}),
    commit: () => Promise.resolve({ replayed: false }),
  });
  const drafts = { read: () => undefined, write: () => undefined, remove: () => undefined, names: () => [] };
  const store = {};
  const appOf = (session: string) =>
    ({
      store,
      drafts,
      actor: { id: 'w', email: 'w@x.example', name: 'W', role: 'warehouse', session },
    }) as unknown as AppApi;
  const before = tallyOf(appOf('ended'), 'restock', work, () => undefined);
  const after = tallyOf(appOf('new'), 'restock', work, () => undefined);
  expect(after).toBe(before);
  await Promise.resolve();
  after.reload();
  await Promise.resolve();
  expect(asked).toEqual(['ended', 'new']);
});
