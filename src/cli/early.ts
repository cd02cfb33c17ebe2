import type { Actor } from '../domain/permissions.ts';
import { version } from '../domain/version.ts';
import { currentActor } from '../platform/session.ts';
import { serverStore, type OpenStore } from '../platform/store.ts';

/** The store, and who works in it: on their way while the command is still being loaded and its line read. */
export interface EarlyStore {
  /** Once: whoever takes it closes it. */
  take(): { readonly store: OpenStore; readonly actor: Promise<Actor> } | undefined;
  /** Nobody needs it: a server that does not answer must not hold a process that asks it nothing. */
  abandon(): void;
}

/** Milliseconds that a connection which nobody needs gets to end in order. */
const patience = 100;

/** Words that say another store than the surroundings do, or that none is asked for. */
const elsewhere = /^--(?:url|profile|home|(?:no-)?read-only|help)(?:=|$)/u;

/**
 * Connects to the server that the environment or the configuration names and asks who is signed in. Undefined for the
 * embedded store, which may have to be made first; what is wrong is told when it is asked for.
 */
export function openEarly(argv: readonly string[]): EarlyStore | undefined {
  if (argv.some((word) => elsewhere.test(word))) return undefined;
  const store = found();
  if (!store) return undefined;
  const actor = currentActor(store);
  actor.catch(() => undefined);
  let waiting = true;
  return {
    take() {
      if (!waiting) return undefined;
      waiting = false;
      return { store, actor };
    },
    abandon() {
      if (!waiting) return;
      waiting = false;
      void store.close();
      // Does not hold the process itself, and all that it has to say is written.
      setTimeout(() => process.exit(), patience).unref();
    },
  };
}

function found(): OpenStore | undefined {
  try {
    return serverStore({ face: { face: 'cli', version } });
  } catch {
    return undefined;
  }
}
