import { may, type Actor } from '../domain/permissions.ts';
import { run, type Secrets } from '../operations/operation.ts';
import type { Database } from '../platform/database/types.ts';
import type { OpenStore } from '../platform/store.ts';
import type { EarlyAnswer } from './app/early.ts';
import { firstQuestion } from './screens/first-question.ts';

/** Milliseconds after which an answer that nobody took is news of yesterday. */
const fresh = 5_000;

/** Asks what the first screen asks, as this person; without one, or where they may not, nothing. */
export function askEarly(
  store: Pick<OpenStore, 'database'> & Secrets,
  actor: Actor | undefined,
  clock: () => number = Date.now,
): EarlyAnswer {
  const { operation, input } = firstQuestion;
  const giveUp = new AbortController();
  const askedAt = clock();
  const begun = Promise.withResolvers<undefined>();
  let answer: Promise<{ readonly output: unknown }> | undefined;
  if (actor && may(actor.role, operation.permission)) {
    const database = telling(store.database, () => begun.resolve(undefined));
    answer = run(operation, input, { database, secrets: store, actor, signal: giveUp.signal });
    // Told by whoever takes it; if nobody does, nobody misses it.
    answer.catch(() => begun.resolve(undefined));
  } else begun.resolve(undefined);
  return {
    take(name, given, who) {
      if (name !== operation.name || given !== JSON.stringify(input)) return undefined;
      const taken = answer;
      answer = undefined;
      const same = who.id === actor?.id && who.role === actor.role;
      return same && clock() - askedAt < fresh ? taken : undefined;
    },
    asked: begun.promise,
    stop: () => giveUp.abort(),
  };
}

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
