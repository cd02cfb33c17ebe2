import type { Actor } from '../domain/permissions.ts';
import { Forbidden } from '../domain/errors.ts';
import { version } from '../domain/version.ts';
import { findHome } from '../platform/home.ts';
import { currentActor } from '../platform/session.ts';
import { openServer, type OpenStore } from '../platform/store.ts';
import { findTarget } from '../platform/target.ts';

/** The store, and who works in it: on their way while the command is still being loaded and its line read. */
export interface EarlyStore {
  /** Once: whoever takes it closes it. */
  take(): SignedIn | undefined;
  /** Closes it where nobody took it. @returns whether there was something to close, which may still be connecting */
  abandon(): boolean;
}

export interface SignedIn {
  readonly store: OpenStore;
  /** As currentActor() says. */
  readonly actor: () => Promise<Actor>;
}

/** Milliseconds after which an answer is old: what the command waited for, a pipe, may have taken an hour. */
const fresh = 5_000;

/** Words that say another store than the surroundings do, or that none is asked for. */
const elsewhere = /^--(?:url|profile|home|(?:no-)?read-only|help)(?:=|$)/u;

/**
 * Connects to the server that the environment or the configuration names and asks who is signed in. Undefined for the
 * embedded store, which may have to be made first, and where a password must be asked for: a line that turns out to be
 * wrong does neither. What is wrong with the surroundings is told when the store is asked for.
 */
export function openEarly(argv: readonly string[]): EarlyStore | undefined {
  if (argv.some((word) => elsewhere.test(word))) return undefined;
  const store = found();
  if (!store) return undefined;
  const askedAt = Date.now();
  const early = currentActor(store, { forget: false });
  early.catch(() => undefined);
  const actor = async (): Promise<Actor> => {
    if (Date.now() - askedAt > fresh) return currentActor(store);
    return early.catch((error: unknown) => {
      if (error instanceof Forbidden) return currentActor(store);
      throw error;
    });
  };
  let waiting = true;
  return {
    take() {
      if (!waiting) return undefined;
      waiting = false;
      return { store, actor };
    },
    abandon() {
      const left = waiting;
      waiting = false;
      if (left) void store.close();
      return left;
    },
  };
}

function found(): OpenStore | undefined {
  try {
    const home = findHome();
    const target = findTarget(home);
    const known = target.kind === 'server' && !target.asksForPassword;
    return known ? openServer(home, target, { face: { face: 'cli', version } }) : undefined;
  } catch {
    return undefined;
  }
}
