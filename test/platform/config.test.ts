import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InvalidInput, Unavailable } from '../../src/domain/errors.ts';
import { getSetting, listSettings, setSetting } from '../../src/platform/config.ts';
import { openDrafts } from '../../src/platform/drafts.ts';
import { findHome, type Home } from '../../src/platform/home.ts';
import { openLog } from '../../src/platform/log.ts';
import { findPiiKey, makePiiKey } from '../../src/platform/pii.ts';
import { findTarget, type ServerTarget } from '../../src/platform/target.ts';
import { testHome, type TestHome } from '../helpers/home.ts';

let place: TestHome;
let home: Home;
beforeEach(() => {
  place = testHome();
  home = findHome(place.path);
});
afterEach(async () => {
  delete process.env['SOLEMATE_DATABASE_URL'];
  delete process.env['SOLEMATE_PROFILE'];
  delete process.env['SOLEMATE_PII_KEY'];
  await place.remove();
});

const server = (choice = {}): ServerTarget => {
  const target = findTarget(home, choice);
  if (target.kind !== 'server') throw new Error('it chose the embedded store');
  return target;
};

describe('settings', () => {
  test('are kept in a 0600 file and read back with their types', async () => {
    await setSetting(home, 'profiles.berlin.url', 'postgresql://app:secret@db.example/shop');
    await setSetting(home, 'profiles.berlin.readOnly', 'true');
    await setSetting(home, 'profiles.berlin.lockTimeout', '5');
    await setSetting(home, 'profile', 'berlin');
    expect(statSync(join(place.path, 'config.json')).mode & 0o777).toBe(0o600);
    expect(getSetting(home, 'profiles.berlin.readOnly')).toBe(true);
    expect(listSettings(home)).toEqual({
      profile: 'berlin',
      'profiles.berlin.kind': 'production',
      'profiles.berlin.url': 'postgresql://app:***@db.example/shop',
      'profiles.berlin.readOnly': true,
      'profiles.berlin.lockTimeout': 5,
    });
    await setSetting(home, 'profile', '');
    expect(getSetting(home, 'profile')).toBeUndefined();
  });

  test('no part of a password is shown, not of one with an @ and not of one that is a parameter', async () => {
    await setSetting(home, 'profiles.a.url', 'postgresql://app:p@ss@db.example/shop');
    await setSetting(home, 'profiles.b.url', 'postgresql://app@db.example/shop?password=s3cret&sslmode=require');
    expect(listSettings(home)).toMatchObject({
      'profiles.a.url': 'postgresql://app:***@db.example/shop',
      'profiles.b.url': 'postgresql://app@db.example/shop?password=***&sslmode=require',
    });
  });

  test('an unknown key or a wrong value is refused and changes nothing', async () => {
    await expect(setSetting(home, 'colour', 'red')).rejects.toThrow(InvalidInput);
    await expect(setSetting(home, 'profiles.berlin.url', 'nonsense')).rejects.toThrow('profiles.berlin.url is no URL.');
    await expect(setSetting(home, 'profiles.berlin.url', 'https://shop.example/x')).rejects.toThrow(
      'not postgresql://',
    );
    await expect(setSetting(home, 'profiles.berlin.kind', 'huge')).rejects.toThrow(InvalidInput);
    await expect(setSetting(home, 'profiles.berlin.lockTimeout', '-1')).rejects.toThrow(InvalidInput);
    expect(listSettings(home)).toEqual({});
  });

  test('a file that somebody broke is named, with the place', () => {
    writeFileSync(join(place.path, 'config.json'), '{"profile": 5}');
    expect(() => listSettings(home)).toThrow('is wrong at "profile"');
    writeFileSync(join(place.path, 'config.json'), '{');
    expect(() => listSettings(home)).toThrow('is no JSON');
  });
});

describe('which store', () => {
  test('is the embedded one when nothing else is said', () => {
    expect(findTarget(home)).toEqual({ kind: 'embedded' });
  });

  test('a flag goes before the environment, and that before the setting', async () => {
    for (const name of ['one', 'two', 'three'])
      await setSetting(home, `profiles.${name}.url`, `postgresql://h/${name}`);
    await setSetting(home, 'profile', 'one');
    expect(server().label).toBe('one');
    process.env['SOLEMATE_PROFILE'] = 'two';
    expect(server().label).toBe('two');
    process.env['SOLEMATE_DATABASE_URL'] = 'postgresql://h/by-url';
    expect(server().where).toContain('by-url');
    expect(server({ profile: 'three' }).label).toBe('three');
    expect(server({ url: 'postgresql://h/asked' }).where).toContain('asked');
  });

  test('an unknown profile names those that are known', async () => {
    await setSetting(home, 'profiles.berlin.url', 'postgresql://h/d');
    expect(() => findTarget(home, { profile: 'bern' })).toThrow('There is no profile "bern".');
  });

  test('a profile brings its care, its TLS and a command for the password', async () => {
    const settings = {
      url: 'postgresql://app@db.example/shop',
      kind: 'staging',
      readOnly: 'true',
      sslmode: 'verify-full',
      passwordCommand: 'printf "s3cret"',
      statementTimeout: '7',
    };
    for (const [key, value] of Object.entries(settings)) await setSetting(home, `profiles.test.${key}`, value);
    const target = server({ profile: 'test' });
    expect(target).toMatchObject({ care: 'staging', readOnly: true, statementTimeout: 7000 });
    expect(await target.endpoint()).toMatchObject({ password: 's3cret', ssl: { rejectUnauthorized: true } });
  });

  test('a command that fails is told without what it printed', async () => {
    await setSetting(home, 'profiles.test.url', 'postgresql://h/d');
    await setSetting(home, 'profiles.test.passwordCommand', 'echo half-a-secret; exit 3');
    const error = await server({ profile: 'test' })
      .endpoint()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).not.toContain('half-a-secret');
  });
});

describe('the key for contact data', () => {
  test('is made once, is private, and gives way to the environment', async () => {
    await expect(findPiiKey(home)).rejects.toThrow(Unavailable);
    makePiiKey(home);
    const key = await findPiiKey(home);
    makePiiKey(home);
    expect(await findPiiKey(home)).toBe(key);
    process.env['SOLEMATE_PII_KEY'] = 'from outside';
    expect(await findPiiKey(home)).toBe('from outside');
  });

  test('is refused when others may read it', async () => {
    makePiiKey(home);
    chmodSync(join(place.path, 'pii.key'), 0o644);
    await expect(findPiiKey(home)).rejects.toThrow('may be read by others');
  });
});

describe('drafts', () => {
  test('are kept for one store and one person, newest first', async () => {
    const mine = openDrafts(home, { store: 'a', actorId: '1' });
    mine.save('restock', { lines: [1] });
    await new Promise((resolve) => setTimeout(resolve, 2));
    mine.save('count BER/1', { lines: ['靴'] });
    expect(mine.list().map(({ name }) => name)).toEqual(['count BER/1', 'restock']);
    expect(mine.load('count BER/1')?.value).toEqual({ lines: ['靴'] });
    expect(openDrafts(home, { store: 'a', actorId: '2' }).list()).toEqual([]);
    expect(openDrafts(home, { store: 'b', actorId: '1' }).list()).toEqual([]);
    mine.remove('restock');
    mine.remove('restock');
    expect(mine.load('restock')).toBeUndefined();
  });
});

describe('the log', () => {
  test('keeps one line an event, no secrets, and rotates', () => {
    const log = openLog(home, 'info');
    log.info('Connected to postgresql://app:hunter2@db/shop\nsecond line', { token: 'abc', rows: 3 });
    log.debug('not kept');
    const text = readFileSync(log.file, 'utf8');
    expect(text).toMatch(
      /^\S+Z info \d+ Connected to postgresql:\/\/app:\*\*\*@db\/shop second line \{"token":"\*\*\*","rows":3\}\n$/u,
    );
    writeFileSync(log.file, 'x'.repeat(2_000_001));
    log.error('after', { error: new Error('boom') });
    expect(statSync(`${log.file}.1`).size).toBe(2_000_001);
    expect(readFileSync(log.file, 'utf8')).toContain('"message":"boom"');
  });
});
