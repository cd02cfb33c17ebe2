import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openProxy } from '../helpers/proxy.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';
import { makeShop } from '../pictures/make.ts';

let db: TestDatabase;
let ana: TestTerminal;
let ben: TestTerminal;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterEach(async () => {
  await ana.close();
  await ben.close();
});
afterAll(() => db.close());

const orderNumber = /SM-\d{4}-\d{6}/u;
const here = 'also here:';

async function both(options: Pick<TerminalOptions, 'database' | 'home'> = { database: db }): Promise<string> {
  [ana, ben] = await Promise.all([
    openTerminal({ role: 'manager', ...options }),
    openTerminal({ role: 'admin', ...options }),
  ]);
  for (const one of [ana, ben]) await one.type(':orders\r');
  await ana.sees(orderNumber);
  await ben.sees(orderNumber);
  return orderNumber.exec(ana.lines().find((line) => line.startsWith('▌')) ?? '')?.[0] ?? '';
}

const nameOf = async (role: 'manager' | 'admin') =>
  (
    await db.sql<{ name: string }>("select concat_ws(' ', first_name, last_name) as name from users where id = $1", [
      db.actor(role).id,
    ])
  )[0]?.name ?? '';

describe('two people at work', () => {
  test('see each other in the same order, until one goes back or dies', async () => {
    const number = await both();
    await ana.type(`:${number}\r`);
    await ana.sees(`› ${number}`);
    expect(ana.screen()).not.toContain(here);
    await ben.type(`:${number}\r`);
    await ben.sees(`${here} ${await nameOf('manager')}`);
    await ana.sees(`${here} ${await nameOf('admin')}`);
    await ben.press('q');
    await ana.seesNot(here);
    await ben.type(`:${number}\r`);
    await ana.sees(here);
    ben.kill('SIGKILL');
    await ana.seesNot(here);
  });

  test('see within two seconds what the other changes, and the row under the cursor stays where it is', async () => {
    const number = await both();
    await ben.press('j', 'j');
    const line = ben.lines().findIndex((one) => one.startsWith('▌'));
    const row = ben.lines()[line]?.slice(0, 40);

    const changed = Date.now();
    await db.sql(`update orders set assigned_to = $2 where order_number = $1`, [number, db.actor('manager').id]);
    await ben.sees('Δ');
    expect(Date.now() - changed).toBeLessThan(2_000);
    expect(ben.lines().findIndex((one) => one.startsWith('▌'))).toBe(line);
    expect(ben.lines()[line]?.slice(0, 40)).toBe(row);
  });
});

/** Ana takes the order under her cursor a step on; Ben sees a mark of it in his list in time. */
async function changeIsSeen(): Promise<void> {
  await ben.press('j', 'j');
  await ana.press('f');
  await ana.sees('Sure?');
  const changed = Date.now();
  await ana.press('y');
  await ben.sees('Δ');
  expect(Date.now() - changed).toBeLessThan(2_000);
}

describe('two terminals see each other’s changes within two seconds', () => {
  test('through a pooler that lets no notification through', async () => {
    const line = await openProxy(db, { deaf: true });
    try {
      await both({ database: line.database });
      await ana.sees('polling');
      await ben.sees('polling');
      await changeIsSeen();
      await Promise.all([ana.close(), ben.close()]);
    } finally {
      await line.close();
    }
  });

  test('on the embedded store', async () => {
    const home = testHome();
    await makeShop(home.path);
    try {
      await both({ home: home.path });
      await changeIsSeen();
      await Promise.all([ana.close(), ben.close()]);
    } finally {
      await home.remove();
    }
  }, 180_000);
});

describe('a locked screen', () => {
  test('shows nothing of what is open, keeps what was typed, and opens with the password alone', async () => {
    const number = await both();
    await ana.type('/status:PEN');
    await ana.sees('status:PEN');
    await ana.press('Esc');
    await ana.type(':lock\r');
    await ana.sees('You locked the screen.');
    expect(ana.screen()).not.toMatch(orderNumber);
    await ana.scan('4006381333931');
    await ana.sees('Something was scanned');
    expect(ana.screen()).not.toContain('4006381333931');
    await ana.type('not it\r');
    await ana.sees('The e-mail or the password is wrong.');
    await ana.type('sample password\r');
    await ana.sees(number);
  });

  test('comes by itself when the session is ended elsewhere, and signs in anew', async () => {
    const number = await both();
    await ana.type(`:${number}\r`);
    await ana.sees(`› ${number}`);
    await db.sql('update user_sessions set revoked_at = now() where user_id = $1', [db.actor('manager').id]);
    await ana.press('r');
    await ana.sees('Locked');
    await ana.sees('session was ended');
    expect(ana.screen()).not.toContain(number);
    await ana.type('sample password\r');
    await ana.sees(`› ${number}`);
  });
});
