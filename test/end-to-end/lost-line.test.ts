import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { openProxy, type Proxy } from '../helpers/proxy.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let db: TestDatabase;
let line: Proxy;
let app: TestTerminal;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
beforeEach(async () => {
  line = await openProxy(db);
  app = await openTerminal({ database: line.database });
});
afterEach(async () => {
  await app.close();
  await line.close();
});
afterAll(() => db.close());

const made = async (code: string) => (await db.sql('select code from warehouses where code = $1', [code])).length;

async function fillIn(code: string): Promise<void> {
  await app.type(':warehouses create\r');
  await app.sees('short code');
  await app.type(`${code}\tWarehouse ${code}\tDE`);
}

describe('when the line to the database is cut', () => {
  test('in a form: it is seen at once, what was typed stays, and the same is sent when the line is back', async () => {
    await fillIn('CUT');
    line.cut();
    await app.sees('lost');
    expect(app.screen()).toContain('Warehouse CUT');
    await app.press('Ctrl-s');
    await app.sees('Send it again');
    expect(await made('CUT')).toBe(0);
    line.restore();
    await app.sees('live');
    await app.press('Enter');
    await app.sees('Warehouse CUT (Warehouse CUT) is open.');
    expect(await made('CUT')).toBe(1);
  });

  test('in the middle of COMMIT: it is not known whether it was done, and sending it again does nothing twice', async () => {
    await fillIn('MID');
    const lost = line.loseCommit();
    await app.press('Ctrl-s');
    await lost;
    await app.sees('Not known whether');
    line.restore();
    await app.sees('live');
    await app.press('Enter');
    await app.sees('nothing was done twice');
    expect(await made('MID')).toBe(1);
  });

  test('left alone after a lost COMMIT, the same form sends the same act and not a second one', async () => {
    await fillIn('ONE');
    const lost = line.loseCommit();
    await app.press('Ctrl-s');
    await lost;
    await app.sees('Not known whether');
    line.restore();
    await app.sees('live');
    await app.press('Esc');
    await app.sees('Warehouse ONE');
    await app.press('Ctrl-s');
    await app.sees('nothing was done twice');
    expect(await made('ONE')).toBe(1);
  });

  test('over a list: the rows stay, the next attempt is told, and what changed meanwhile is there by itself', async () => {
    await app.type(':warehouses\r');
    await app.sees('BER');
    line.cut();
    await app.sees('lost');
    await app.sees(/again in \d+s/u);
    expect(app.screen()).toContain('BER');
    await db.sql("update warehouses set name = 'Berlin the other' where code = 'BER'");
    line.restore();
    await app.sees('live');
    await app.sees('Berlin the other');
  });
});
