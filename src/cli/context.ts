import type { Actor } from '../domain/permissions.ts';
import { version } from '../domain/version.ts';
import type { OpenStore } from '../platform/store.ts';
import type { Arguments } from './command.ts';
import type { EarlyStore, SignedIn } from './early-store.ts';
import { write, type Io } from './io.ts';
import { progressLine } from './progress.ts';

export interface Globals {
  readonly json: boolean;
  readonly yes: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly readOnly: boolean;
  readonly url?: string;
  readonly profile?: string;
  readonly home?: string;
}

/** What a command works with: its streams, the flags that all commands share, and the store when it asks for it. */
export interface Cli {
  readonly io: Io;
  readonly globals: Globals;
  /** The answer itself, on standard output. */
  out(text: string): Promise<void>;
  /** A line for people, on standard error; nothing with --json. */
  note(text: string): Promise<void>;
  /** Opens the store for the length of `work`. */
  withStore<T>(work: (store: OpenStore) => Promise<T>): Promise<T>;
  /** The same, with the person who is signed in. @throws Forbidden when nobody is. */
  signedIn<T>(work: (store: OpenStore, actor: Actor) => Promise<T>): Promise<T>;
}

/** Where the store is, as platform functions want it told. */
export function whereabouts(globals: Globals): { url?: string; profile?: string; home?: string; readOnly: boolean } {
  const { url, profile, home, readOnly } = globals;
  return {
    readOnly,
    ...(url !== undefined && { url }),
    ...(profile !== undefined && { profile }),
    ...(home !== undefined && { home }),
  };
}

export function readGlobals(args: Arguments, io: Io): Globals {
  const on = (name: string) => args[name] === true;
  const given = (name: string, key: 'url' | 'profile' | 'home') =>
    typeof args[name] === 'string' ? { [key]: args[name] } : {};
  return {
    json: on('json'),
    yes: on('yes'),
    verbose: on('verbose'),
    readOnly: on('read-only'),
    color: !on('no-color') && (on('color') || ((io.stdout.isTTY ?? false) && !io.env['NO_COLOR'])),
    ...given('url', 'url'),
    ...given('profile', 'profile'),
    ...given('home', 'home'),
  };
}

/** @param early the store of the surroundings, if it has been opened already */
export function makeCli(io: Io, globals: Globals, early?: EarlyStore): Cli {
  async function open(): Promise<SignedIn> {
    const taken = early?.take();
    if (taken) return taken;
    const { openStore } = await import('../platform/store.ts');
    const line = progressLine(io, globals);
    const face = { face: 'cli', version };
    const opening = openStore({ ...whereabouts(globals), face, onProgress: ({ text }) => line.say(text) });
    const store = await opening.finally(() => line.end());
    return { store, actor: async () => (await import('../platform/session.ts')).currentActor(store) };
  }
  async function opened<T>(work: (all: SignedIn) => Promise<T>): Promise<T> {
    const all = await open();
    try {
      return await work(all);
    } finally {
      await all.store.close();
    }
  }
  return {
    io,
    globals,
    out: (text) => write(io.stdout, text, io.signal),
    note: (text) => (globals.json ? Promise.resolve() : write(io.stderr, `${text}\n`)),
    withStore: (work) => opened(({ store }) => work(store)),
    signedIn: (work) => opened(async ({ store, actor }) => work(store, await actor())),
  };
}
