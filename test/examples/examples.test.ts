import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { elsewhere, exits } from './given.ts';
import { needs, openWorld, openWorldFor, type World } from './world.ts';
import { operations } from '../helpers/operations.ts';

/** Every example of every operation and list, run as it stands in --help and docs/cli.md, on a shop that has what it names. */
const here = operations.filter(({ name }) => !(name in elsewhere));
const nouns = [...new Set(here.map(({ name }) => name.split('.')[0] ?? ''))];

describe.each(nouns)('%s', (noun) => {
  const own = here.filter(({ name }) => name.startsWith(`${noun}.`));
  let looking: World;
  beforeAll(async () => {
    looking = await openWorld();
  });
  afterAll(() => looking.close());

  for (const one of own) {
    test.each(one.examples)('%s', async (example) => {
      const reads = one.kind !== 'operation' || one.reads === true;
      const alone = !reads || needs(one.name, example);
      const world = alone ? await openWorldFor(one.name, example) : looking;
      try {
        const { code, stdout, stderr } = await world.run(/ --yes/u.test(example) ? example : `${example} --yes`);
        expect({ code, stderr }).toEqual({ code: exits[one.name] ?? 0, stderr: '' });
        expect(stdout).not.toBe('');
        if (example.includes('--json')) expect(() => JSON.parse(stdout) as unknown).not.toThrow();
      } finally {
        if (alone) await world.close();
      }
    });
  }
});
