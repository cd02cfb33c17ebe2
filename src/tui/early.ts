import { may, type Actor } from '../domain/permissions.ts';
import { show } from '../operations/dashboard/show.ts';
import { run } from '../operations/operation.ts';
import type { Database } from '../platform/database/types.ts';
import type { OpenStore } from '../platform/store.ts';
import { figuresInput } from './screens/dashboard/input.ts';

/**
 * What the first screen is going to ask for, asked while the screens are still being loaded: the database works
 * meanwhile, on a second processor or on another machine. Each answer is handed out once, to whoever asks for the same.
 */
export interface EarlyAnswers {
  readonly take: (operation: string, input: string) => Promise<{ readonly output: unknown }> | undefined;
  /** Resolves when the database has work for a while and needs nothing of us. */
  readonly asked: Promise<unknown>;
  readonly stop: () => void;
}

export function askEarly(store: OpenStore, actor: Actor | undefined): EarlyAnswers {
  const answers = new Map<string, Promise<{ readonly output: unknown }>>();
  const giveUp = new AbortController();
  const asked = Promise.withResolvers<undefined>();
  if (actor && may(actor.role, show.permission)) {
    const database = telling(store.database, () => asked.resolve(undefined));
    const answer = run(show, figuresInput, { database, secrets: store, actor, signal: giveUp.signal });
    // Told by whoever takes it; if nobody does, nobody misses it.
    answer.catch(() => asked.resolve(undefined));
    answers.set(keyOf(show.name, JSON.stringify(figuresInput)), answer);
  } else asked.resolve(undefined);
  return {
    take(operation, input) {
      const key = keyOf(operation, input);
      const answer = answers.get(key);
      answers.delete(key);
      return answer;
    },
    asked: asked.promise,
    stop: () => giveUp.abort(),
  };
}

const keyOf = (operation: string, input: string): string => `${operation} ${input}`;

/** The same database, which tells when a transaction has begun and its first statement is asked. */
function telling(database: Database, begun: () => void): Database {
  return {
    read: (as, work, options) =>
      database.read(
        as,
        (tx) => {
          const working = work(tx);
          begun();
          return working;
        },
        options,
      ),
    write: (as, work, options) => database.write(as, work, options),
    changes: () => database.changes(),
    close: () => database.close(),
  };
}
