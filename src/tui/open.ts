import process from 'node:process';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Forbidden, InvalidInput } from '../domain/errors.ts';
import { roles, type Actor } from '../domain/permissions.ts';
import { version } from '../domain/version.ts';
import { readSettings } from '../platform/config.ts';
import { findHome } from '../platform/home.ts';
import { openLog } from '../platform/log.ts';
import { currentActor, sampleActor } from '../platform/session.ts';
import { openStore, type OpenStore, type OpenStoreOptions } from '../platform/store.ts';
import { progressLine } from './app/look.ts';
import { sizeOf } from './app/size.ts';
import { askEarly } from './early.ts';
import { listenToProcess, type Leaving } from './leaving.ts';

export interface TerminalOptions {
  readonly url?: string;
  readonly profile?: string;
  readonly home?: string;
  readonly readOnly: boolean;
  /** The sample shop's staff member to be, by role. */
  readonly role?: string;
}

/**
 * Opens the store and the full-screen terminal; resolves with the exit code when it is left, the terminal as it was.
 * @throws DomainError when the store cannot be opened, InvalidInput where there is no terminal to draw on
 */
export async function startTerminal(options: TerminalOptions): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new InvalidInput('The full-screen terminal needs a terminal to draw on.', {
      hint: 'For scripts there is the command line: solemate --help',
    });
  }
  const { role, ...choice } = options;
  const leaving = listenToProcess();
  // Holds the process until everything is closed: what is closed lets go of the event loop before it says so.
  const hold = setInterval(() => undefined, 60_000);
  try {
    const code = await openAndRun(choice, role, leaving);
    // What a terminal that does not read has still to get would hold the process until somebody reads.
    if (process.stdout.writableLength > 0) process.exit(code);
    return code;
  } finally {
    clearInterval(hold);
  }
}

/** Milliseconds in which a database that is near has been asked; for one that is far away nobody sits idle. */
const patience = 60;

async function openAndRun(
  choice: Omit<TerminalOptions, 'role'>,
  role: string | undefined,
  leaving: Leaving,
): Promise<number> {
  const store = await openStore({
    ...choice,
    face: { face: 'terminal', version },
    onProgress: tellProgress(choice.home),
  });
  try {
    const asked = leaving.asked();
    if (asked !== undefined) return asked;
    const actor = firstActor(store, role);
    const early = actor.then((who) => askEarly(store, handheld() ? undefined : who));
    early.catch(() => undefined);
    await Promise.race([early.then(({ asked }) => asked), sleep(patience)]);
    await loadInPieces();
    const [who, answers, { runApp }] = await Promise.all([actor, early, import('./start.tsx')]);
    try {
      return await runApp(store, who, answers, openLog(store.home), leaving);
    } finally {
      answers.stop();
    }
  } finally {
    await store.close();
  }
}

/** While the database answers, the screens are loaded; between the pieces it is asked the next question. */
async function loadInPieces(): Promise<void> {
  await import('ink');
  await setImmediate();
}

const handheld = (): boolean => sizeOf(process.stdout.columns, process.stdout.rows).layout === 'handheld';

/** Before the screen is ours: plain lines, which stay readable above it when the program is left. */
function tellProgress(home: string | undefined): NonNullable<OpenStoreOptions['onProgress']> {
  return (step) => {
    process.stdout.write(`${progressLine(step, readSettings(findHome(home)), process.env)}\n`);
  };
}

/** Undefined: the sign-in screen comes first. */
async function firstActor(store: OpenStore, wanted: string | undefined): Promise<Actor | undefined> {
  if (wanted !== undefined) {
    const role = roles.find((one) => one === wanted);
    if (!role) throw new InvalidInput(`There is no role "${wanted}".`, { hint: `Roles: ${roles.join(', ')}.` });
    return sampleActor(store, role);
  }
  try {
    return await currentActor(store);
  } catch (error) {
    if (error instanceof Forbidden && !process.env['SOLEMATE_TOKEN']) return undefined;
    throw error;
  }
}
