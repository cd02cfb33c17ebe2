import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import type { Role } from '../../src/domain/permissions.ts';
import type { TestDatabase } from './database.ts';
import { testHome } from './home.ts';

export interface TerminalOptions {
  /** A test database to work on; without it the program's own embedded store in `home`. */
  readonly database?: TestDatabase;
  readonly role?: Role;
  readonly home?: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Inside an interactive shell with job control, as a person starts it. */
  readonly shell?: boolean;
}

/** The program on a real PTY, its screen kept by a real terminal emulator. Every verb waits until the program stands still. */
export interface TestTerminal {
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** As a barcode gun does: in one go, or `pace` milliseconds between the characters. */
  scan(code: string, options?: { end?: string; pace?: number }): Promise<void>;
  paste(text: string): Promise<void>;
  /** Bytes as they are, not waited for. */
  send(bytes: string): void;
  resize(columns: number, rows: number): Promise<void>;
  idle(): Promise<void>;
  /** Waits until the text is on the screen; fails with the screen. */
  sees(text: string | RegExp): Promise<void>;
  seesNot(text: string | RegExp): Promise<void>;
  screen(): string;
  /** The terminal in front of the person, for what is more than text. */
  readonly emulator: xterm.Terminal;
  lines(): readonly string[];
  /** The alternate screen is shown. */
  alternate(): boolean;
  /** Everything that was written so far. */
  output(): string;
  /** Nobody reads any more what the program writes, as over a line that hangs; `false`: reads on. */
  stall(on?: boolean): void;
  kill(signal: string): void;
  /** The terminal goes away, as when an SSH line drops. */
  hangUp(): void;
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number; readonly signal: number | undefined }>;
  /** Leaves with Ctrl-c, or kills what does not leave. */
  close(): Promise<void>;
}

const names: Readonly<Record<string, string>> = {
  Enter: '\r',
  Esc: '\u001b',
  Tab: '\t',
  'Shift-Tab': '\u001b[Z',
  Space: ' ',
  Backspace: '\u007f',
  Delete: '\u001b[3~',
  Up: '\u001b[A',
  Down: '\u001b[B',
  Right: '\u001b[C',
  Left: '\u001b[D',
  Home: '\u001b[H',
  End: '\u001b[F',
  PageUp: '\u001b[5~',
  PageDown: '\u001b[6~',
};
const patience = 40_000;

/** `SOLEMATE_TEST_PROGRAM` runs another build than the one that `npm test` has just made. */
const program = process.env['SOLEMATE_TEST_PROGRAM'] ?? join(import.meta.dirname, '../../bin/solemate.js');

export async function openTerminal(options: TerminalOptions = {}): Promise<TestTerminal> {
  const { columns = 120, rows = 40, database, role = 'admin', args = [], shell = false } = options;
  const home = options.home === undefined ? testHome() : undefined;
  const token = database && (await openSession(database, role));
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NODE_OPTIONS|CI|NO_COLOR|TMUX)$/u.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    PS1: '$ ',
    HISTFILE: '/dev/null',
    SOLEMATE_HOME: options.home ?? home?.path,
    SOLEMATE_IDLE: 'osc',
    ...(database ? { SOLEMATE_DATABASE_URL: database.appUrl, SOLEMATE_TOKEN: token } : { SOLEMATE_SAMPLE_ROLE: role }),
    ...options.env,
  };
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', program, ...args];
  const [file = '', ...rest] = shell ? ['bash', '--norc', '-i'] : command;
  const pty = spawn(file, rest, { cols: columns, rows, env, name: 'xterm-256color', cwd: process.cwd() });
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });

  let output = '';
  let sent = 0;
  let resizes = 0;
  let told: { bytes: number; resizes: number } | undefined;
  let over = false;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of [...waiting]) one();
  };
  screen.parser.registerOscHandler(5379, (data) => {
    const [bytes = 0, count = 0] = data.split(';').map(Number);
    if (!told && shell) sent = bytes;
    told = { bytes, resizes: count };
    look();
    return true;
  });
  pty.onData((data) => {
    output += data;
    screen.write(data, look);
  });
  const ended = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      over = true;
      screen.write('', () => {
        look();
        resolve({ code: exitCode, signal });
      });
    });
  });

  function lines(): string[] {
    const { active } = screen.buffer;
    return Array.from(
      { length: screen.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  function until(done: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer);
        waiting.delete(check);
        if (error) reject(error);
        else resolve();
      };
      const failed = (why: string) => finish(new Error(`${why} ${what}; the screen:\n${lines().join('\n')}`));
      const check = () => {
        if (done()) finish();
        else if (over) failed('it ended and never');
      };
      const timer = setTimeout(() => failed('it did not'), patience);
      waiting.add(check);
      check();
    });
  }

  const idle = () => until(() => told !== undefined && told.bytes >= sent && told.resizes >= resizes, 'come to rest');

  async function write(bytes: string): Promise<void> {
    await idle();
    sent += Buffer.byteLength(bytes);
    pty.write(bytes);
    await idle();
  }

  const matches = (text: string | RegExp) =>
    typeof text === 'string' ? lines().join('\n').includes(text) : text.test(lines().join('\n'));

  const terminal: TestTerminal = {
    async press(...keys) {
      for (const key of keys) await write(keyBytes(key));
    },
    type: write,
    async scan(code, { end = '\r', pace } = {}) {
      if (pace === undefined) return write(code + end);
      await idle();
      for (const character of code + end) {
        sent += 1;
        pty.write(character);
        await sleep(pace);
      }
      await idle();
    },
    paste: (text) => write(`\u001b[200~${text}\u001b[201~`),
    send: (bytes) => pty.write(bytes),
    async resize(toColumns, toRows) {
      await idle();
      resizes += 1;
      screen.resize(toColumns, toRows);
      pty.resize(toColumns, toRows);
      await idle();
    },
    idle,
    sees: (text) => until(() => matches(text), `show ${String(text)}`),
    seesNot: (text) => until(() => !matches(text), `take away ${String(text)}`),
    screen: () => lines().join('\n'),
    emulator: screen,
    lines,
    alternate: () => screen.buffer.active.type === 'alternate',
    output: () => output,
    stall: (on = true) => (on ? pty.pause() : pty.resume()),
    kill: (signal) => void process.kill(pty.pid, signal),
    hangUp: () => pty.kill('SIGHUP'),
    pid: pty.pid,
    ended,
    async close() {
      if (!over) {
        pty.write('\u0003');
        await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
      }
      if (!over) pty.kill('SIGKILL');
      await ended;
      screen.dispose();
      await home?.remove();
    },
  };
  if (!shell) await idle();
  return terminal;
}

/** The command line to type into a shell that `openTerminal({ shell: true })` has opened. */
export function programLine(): string {
  return `'${process.execPath}' '${program}'`;
}

function keyBytes(key: string): string {
  const ctrl = /^Ctrl-(.)$/u.exec(key)?.[1];
  if (ctrl !== undefined) return String.fromCharCode(ctrl.toLowerCase().charCodeAt(0) & 0x1f);
  const alt = /^Alt-(.)$/u.exec(key)?.[1];
  return alt === undefined ? (names[key] ?? key) : `\u001b${alt}`;
}

/** A session as `solemate login` makes one: the value of SOLEMATE_TOKEN. */
export async function openSession(database: Pick<TestDatabase, 'sql' | 'actor'>, role: Role): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await database.sql(`select open_session($1::uuid, $2::bytea, now() + interval '1 day', 'test')`, [
    database.actor(role).id,
    hash,
  ]);
  return token;
}
