import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { unicode } from '../../src/tui/theme/glyphs.ts';
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
const { person } = unicode;

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

  test('see in their list which order the other has open, and who in its preview', async () => {
    const number = await both();
    const rowOf = (one: TestTerminal) => one.lines().find((line) => line.includes(number)) ?? '';
    const mark = new RegExp(`^.?${person}.*${number}`, 'mu');
    await ben.resize(200, 50);
    expect(rowOf(ben)).not.toContain(person);
    await ana.press('Enter');
    await ana.sees(`› ${number}`);
    await ben.sees(mark);
    await ben.sees(`preview: ${await nameOf('manager')} has it open`);
    await ben.press('j');
    await ben.seesNot('has it open');
    expect(rowOf(ben)).toContain(person);
    await ana.press('q');
    await ben.seesNot(mark);
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

/** The program on a clock that goes on by a minute at SIGUSR2; what waits for a time within it comes then. */
const minuteOnSignal = {
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(`
    const { now } = Date, { setTimeout } = globalThis, waiting = new Set(), minute = 60_000;
    let passed = 0;
    Date.now = () => now() + passed;
    globalThis.setTimeout = (then, ms, ...rest) => {
      const until = Date.now() + ms;
      const due = () => void (waiting.delete(one), then(...rest));
      const one = { until, due, timer: setTimeout(due, ms) };
      if (ms > 30_000) waiting.add(one);
      return one.timer;
    };
    process.on('SIGUSR2', () => {
      passed += minute;
      for (const { until, due, timer } of [...waiting]) if (until <= Date.now()) (clearTimeout(timer), due());
    });
  `)}`,
};

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

  test('comes by itself when nobody was there for the time that is set, over a form that is then as it was left', async () => {
    await Promise.all([ana.close(), ben.close()]);
    const home = testHome();
    writeFileSync(join(home.path, 'config.json'), JSON.stringify({ lockAfter: 1 }));
    [ana, ben] = await Promise.all([
      openTerminal({ database: db, role: 'manager', home: home.path, env: minuteOnSignal }),
      openTerminal({ database: db, role: 'manager', env: minuteOnSignal }),
    ]);
    for (const one of [ana, ben]) {
      await one.type(':promos create\r');
      await one.type('HALFWAY\t');
      one.kill('SIGUSR2');
    }
    await ana.sees('Nobody was here for 1 minute.');
    expect(ana.screen()).not.toContain('HALFWAY');
    await ana.type('sample password\r');
    await ana.sees('HALFWAY');
    await ana.press('Shift-Tab');
    await ana.type('2');
    await ana.sees('HALFWAY2');
    // A quarter of an hour unless set.
    await ben.press('Shift-Tab');
    await ben.type('2');
    await ben.sees('HALFWAY2');
    await Promise.all([ana.close(), ben.close()]);
    await home.remove();
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
    // What anybody else changed may have brought the lock before the key came, which was then of the password.
    await ana.press('Ctrl-u');
    await ana.type('sample password\r');
    await ana.sees(`› ${number}`);
  });
});
