import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';
import { makeShop } from '../pictures/make.ts';

const home = testHome();
let db: TestDatabase;
let app: TestTerminal;
beforeAll(async () => {
  [db] = await Promise.all([testDatabase({ sample: true }), makeShop(home.path)]);
});
afterEach(() => app.close());
afterAll(async () => {
  await db.close();
  await home.remove();
});

describe('the first time', () => {
  test('one page says what this is and what to try, each opens its place, and it does not come by itself again', async () => {
    app = await openTerminal({ home: home.path });
    await app.sees('Welcome to SoleMate Ops');
    await app.sees('sample shop');
    await app.press('Enter');
    await app.sees('Restock which warehouse?');
    await app.press('Esc');
    await app.sees('Three things to try');
    await app.press('j', 'Enter');
    await app.sees('status:CONFIRMED');
    await app.close();
    app = await openTerminal({ home: home.path });
    await app.sees('Waiting');
    expect(app.screen()).not.toContain('Three things to try');
    await app.type(':welcome\r');
    await app.sees('Three things to try');
  });

  test('one’s own database is tried step by step; what is wrong is told, what works is kept without its password', async () => {
    app = await openTerminal({ home: home.path });
    await app.type(':connect\r');
    await app.sees('Where is it?');
    await app.type('postgresql://127.0.0.1:1/shop\r');
    await app.sees('The password');
    await app.press('Enter');
    await app.sees('How careful');
    await app.press('Enter');
    await app.sees('What shall it be called?');
    await app.press('Enter');
    await app.sees('Nothing answers at');
    await app.press('Enter');
    await app.sees('Where is it?');
    await app.press('Ctrl-u');
    await app.type(db.appUrl.replace('solemate_app@', 'solemate_app:a-secret@') + '\r');
    await app.sees('not kept');
    await app.press('Enter');
    await app.sees('How careful');
    await app.press('Enter');
    await app.sees('What shall it be called?');
    await app.press('Enter');
    await app.sees('It works. Keep it?');
    await app.press('j', 'Enter');
    await app.sees('solemate --profile shop');
    const file = join(home.path, 'config.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('solemate_app@');
    expect(readFileSync(file, 'utf8')).not.toContain('a-secret');
    expect(app.screen()).not.toContain('a-secret');
    await app.close();
    app = await openTerminal({ home: home.path, args: ['--profile', 'shop'], env: { SOLEMATE_SAMPLE_ROLE: '' } });
    await app.sees('Sign in to shop');
    await app.sees('production');
  });
});

describe('with a screen reader', () => {
  test('what changes is told as lines of text, and a moved cursor as the row it came to', async () => {
    app = await openTerminal({ database: db, env: { ACCESSIBLE: '1' } });
    await app.type(':orders\r');
    await app.sees(/> SM-\d{4}-\d{6}/u);
    expect(app.alternate()).toBe(false);
    const before = app.output().length;
    await app.press('j');
    await app.sees(/> SM-\d{4}-\d{6}.*\n.*> SM-\d{4}-\d{6}/su);
    const said = stripVTControlCharacters(
      app
        .output()
        .slice(before)
        .replaceAll(/\u001b\][^\u0007]*\u0007/gu, ''),
    );
    expect(said.trim().split('\r\n').length).toBeLessThanOrEqual(2);
    expect(stripVTControlCharacters(app.output().replaceAll(/\u001b\][^\u0007]*\u0007/gu, ''))).not.toMatch(/[─│┌└━]/u);
  });
});
