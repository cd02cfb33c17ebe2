import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testHome } from '../helpers/home.ts';
import { folder, makeShop, picture } from './make.ts';
import { scenes } from './scenes.ts';
import { wordsOf } from './svg.ts';

const home = testHome();
beforeAll(() => makeShop(home.path));
afterAll(() => home.remove());

/** What the shop holds moves with the day; of the program's own words nearly all must be there. */
const alike = 0.7;

describe('the pictures of the documentation', () => {
  test.each(scenes)('show $name as the program does now (npm run pictures)', async (scene) => {
    const kept = wordsOf(readFileSync(join(folder, `${scene.name}.svg`), 'utf8'));
    const now = wordsOf(await picture(scene, home.path));
    const both = [...now].filter((word) => kept.has(word));
    const only = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].filter((word) => !other.has(word));
    const share = both.length / new Set([...kept, ...now]).size;
    const told = { share, gone: only(kept, now), come: only(now, kept) };
    expect(share >= alike ? {} : told).toEqual({});
  });
});
