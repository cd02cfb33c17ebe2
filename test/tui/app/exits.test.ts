import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { serverState } from '../../../src/platform/embedded/cluster.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openProxy } from '../../helpers/proxy.ts';
import { openTerminal, programLine, type TerminalOptions, type TestTerminal } from '../../helpers/terminal.ts';

let db: TestDatabase;
let app: TestTerminal;
const home = testHome();
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(() => app.close());
afterAll(async () => {
  await home.remove();
  await db.close();
});

const open = (options: TerminalOptions = {}) => openTerminal({ database: db, home: home.path, ...options });

/** Modes that were turned on and have not been turned off again, and whether the cursor is hidden. */
function leftOver(output: string): string[] {
  const on = new Set<string>();
  for (const [, mode = '', state] of output.matchAll(/\u001b\[\?(\d+)([hl])/gu)) {
    const normal = mode === '25' || mode === '7' ? 'h' : 'l';
    if (state === normal) on.delete(mode);
    else on.add(mode);
  }
  return [...on];
}

function restored(): void {
  expect(app.alternate()).toBe(false);
  expect(leftOver(app.output())).toEqual([]);
}

/** Runs a line of JavaScript in the program when it gets SIGUSR2: trouble from the inside. */
function trouble(line: string): Record<string, string> {
  const source = `process.on('SIGUSR2', () => { ${line} })`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(source)}` };
}

describe('leaving gives the terminal back', () => {
  test('with Ctrl-c, exit code 0', async () => {
    app = await open();
    expect(app.alternate()).toBe(true);
    app.send('\u0003');
    expect(await app.ended).toEqual({ code: 0, signal: 0 });
    restored();
  });

  test('with q on the first screen and with :q', async () => {
    app = await open();
    app.send('q');
    expect((await app.ended).code).toBe(0);
    restored();
    await app.close();
    app = await open();
    app.send(':q\r');
    expect((await app.ended).code).toBe(0);
    restored();
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ])('after %s', async (signal, code) => {
    app = await open();
    app.kill(signal);
    expect((await app.ended).code).toBe(code);
    restored();
  });

  test('after SIGTERM with a screen reader, while a question waits, and while a key is held back', async () => {
    app = await open({ env: { ACCESSIBLE: '1' } });
    app.kill('SIGTERM');
    expect((await app.ended).code).toBe(143);
    restored();
    await app.close();
    app = await open();
    await app.type(':connect\r');
    await app.sees('Where is it?');
    app.send('\u001b[200~half a paste');
    app.kill('SIGTERM');
    expect((await app.ended).code).toBe(143);
    restored();
  });

  test('after SIGTERM even when the database has fallen silent, before whoever sent it loses patience', async () => {
    const line = await openProxy(db);
    try {
      app = await open({ database: line.database });
      await app.sees('live');
      line.fallSilent();
      app.send(':orders\r');
      await app.sees('Orders');
      const sent = Date.now();
      app.kill('SIGTERM');
      expect((await app.ended).code).toBe(143);
      expect(Date.now() - sent).toBeLessThan(9_000);
      restored();
    } finally {
      await line.close();
    }
  });

  test.each([
    ['an exception', 'setTimeout(() => { throw new Error("the roof fell in") })'],
    ['a rejection that nobody took', 'void Promise.reject(new Error("the roof fell in"))'],
  ])('after %s, told on the plain screen with the log', async (_name, line) => {
    app = await open({ env: trouble(line) });
    app.kill('SIGUSR2');
    expect((await app.ended).code).toBe(1);
    restored();
    expect(app.screen()).toContain('the roof fell in');
    expect(app.screen()).toContain(join(home.path, 'logs', 'solemate.log'));
    expect(readFileSync(join(home.path, 'logs', 'solemate.log'), 'utf8')).toContain('the roof fell in');
  });

  test('after an error while drawing, which would else be gone with the alternate screen', async () => {
    app = await open({
      env: trouble(
        `Date.prototype.toISOString = () => { throw new Error("no time to draw") };
        process.stdout.emit("resize")`,
      ),
    });
    app.kill('SIGUSR2');
    expect((await app.ended).code).toBe(1);
    restored();
    expect(app.screen()).toContain('no time to draw');
  });

  test('when the terminal goes away the program does too', async () => {
    app = await open();
    app.hangUp();
    expect((await app.ended).code).toBe(129);
  });
});

describe('a terminal that nobody reads, full of what was written', () => {
  const full = () => trouble('process.stdout.write("\\r\\n".repeat(50_000))');

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('does not hold the program back from %s', async (signal, code) => {
    app = await open({ env: full() });
    app.stall();
    app.kill('SIGUSR2');
    const sent = Date.now();
    app.kill(signal);
    expect((await app.ended).code).toBe(code);
    expect(Date.now() - sent).toBeLessThan(9_000);
  });

  test('and that then goes away ends it', async () => {
    app = await open({ env: full() });
    app.stall();
    app.kill('SIGUSR2');
    app.hangUp();
    expect((await app.ended).code).toBe(129);
  });

  test('shows where the keys have led meanwhile, when it reads again', async () => {
    app = await open({ env: full() });
    app.stall();
    app.kill('SIGUSR2');
    app.send('?range');
    app.stall(false);
    await app.sees('Mark from here');
    app.kill('SIGTERM');
    expect((await app.ended).code).toBe(143);
    restored();
  });
});

function signalled(pid: number, signal: string): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

test('a hang-up comes from everywhere at once, and the last one out stops the embedded server all the same', async () => {
  const own = testHome();
  try {
    app = await openTerminal({ home: own.path });
    await app.sees('Welcome');
    expect(await serverState(own.data())).toBeDefined();
    const end = { seen: false };
    const ended = app.ended.finally(() => (end.seen = true));
    while (!end.seen) {
      signalled(app.pid, 'SIGHUP');
      await turn();
    }
    // The very last one may meet a process that has nothing left to close.
    await ended;
    expect(await serverState(own.data())).toBeUndefined();
  } finally {
    await own.remove();
  }
});

describe('Ctrl-z', () => {
  test('goes to the shell and fg comes back to the same screen', async () => {
    app = await open({ shell: true });
    app.send(`${programLine()}\r`);
    await app.idle();
    await app.press('?');
    await app.type('range');
    await app.sees('Mark from here');
    app.send('\u001a');
    await app.sees('Stopped');
    expect(app.alternate()).toBe(false);
    app.send('echo still $((40+2))\r');
    await app.sees('still 42');
    app.send('fg\r');
    await app.sees('Mark from here');
    expect(app.alternate()).toBe(true);
    app.send('\u0003');
    await app.sees('still 42');
    app.send('exit\r');
    await app.ended;
  });

  test('where no shell could continue it, it just goes on', async () => {
    app = await open();
    app.send('\u001a');
    app.send('?');
    await app.sees('Keys');
    expect(app.alternate()).toBe(true);
  });
});
