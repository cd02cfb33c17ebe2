import { setTimeout as sleep } from 'node:timers/promises';
import { VersionedClient } from './client.ts';
import type { Change, ChangeFeed, LoginDatabase } from './types.ts';
import { clientConfig, type Endpoint } from './url.ts';

export const changesChannel = 'solemate_changes';

const longestPause = 10_000;
const askEvery = 10_000;
const answerWithin = 4_000;
/** Rows carry the time at which their transaction began: a slow one appears late, dated back. */
const overlap = '2 minutes';

interface AuditRow {
  readonly audit_id: string;
  readonly table_name: string;
  readonly record_id: string;
}

/**
 * Starts listening at once and keeps at it: a lost connection is made again with growing pauses. Whoever listens is
 * told when it was lost, for what happened meanwhile is not told again: on 'live' after 'lost' everything is stale.
 */
export function openChangeFeed(
  endpoint: () => Promise<Endpoint>,
  database: LoginDatabase,
  pollEvery = 1_200,
): ChangeFeed {
  const feed = new Feed(endpoint, database, pollEvery);
  feed.start();
  return feed;
}

class Feed implements ChangeFeed {
  state: ChangeFeed['state'] = 'lost';
  retryAt: number | undefined;
  readonly #endpoint: () => Promise<Endpoint>;
  readonly #database: LoginDatabase;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #stateListeners = new Set<(state: ChangeFeed['state']) => void>();
  readonly #closing = new AbortController();
  readonly #pollEvery: number;
  #ended: Promise<void> = Promise.resolve();

  constructor(endpoint: () => Promise<Endpoint>, database: LoginDatabase, pollEvery: number) {
    this.#pollEvery = pollEvery;
    this.#endpoint = endpoint;
    this.#database = database;
  }

  start(): void {
    this.#ended = this.#keepListening();
  }

  on(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onState(listener: (state: ChangeFeed['state']) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    // A host that does not answer at all must not hold up the end of the program.
    await Promise.race([this.#ended, sleep(1000, undefined, { ref: false })]);
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted;) {
      const outcome = await this.#listen().catch(() => 'failed' as const);
      if (this.#closing.signal.aborted) return;
      if (outcome === 'deaf') {
        await this.#poll();
        continue;
      }
      failures = outcome === 'failed' ? failures + 1 : 0;
      const pause = Math.min(100 * 2 ** failures, longestPause) * (0.5 + Math.random() / 2);
      this.#tellState('lost', Date.now() + pause);
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Until the connection ends; 'deaf' when our own notification does not arrive, as behind a transaction pooler. */
  async #listen(): Promise<'lost' | 'deaf'> {
    const { signal } = this.#closing;
    const client = new VersionedClient({
      ...clientConfig(await this.#endpoint()),
      application_name: 'solemate changes',
    });
    let beat: NodeJS.Timeout | undefined;
    const test = `test ${Math.random()}`;
    const heard = Promise.withResolvers<boolean>();
    const ended = Promise.withResolvers<'lost'>();
    client.on('notification', ({ payload = '' }) => {
      if (payload === test) heard.resolve(true);
      else this.#tell(payload);
    });
    client.on('error', () => ended.resolve('lost'));
    client.on('end', () => ended.resolve('lost'));
    const stop = () => ended.resolve('lost');
    signal.addEventListener('abort', stop);
    try {
      await client.connect();
      client.holdProcess(false);
      await client.query(`listen ${changesChannel}`);
      // From elsewhere: a transaction pooler may lend the same connection twice, and that hears itself.
      await this.#database.asLogin('select pg_notify($1, $2)', [changesChannel, test]);
      void sleep(1000, false, { ref: false }).then(heard.resolve);
      const hears = await Promise.race([heard.promise, ended.promise]);
      if (hears === false) return 'deaf';
      if (hears === true) this.#tellState('live');
      beat = setInterval(() => {
        // A line that was unplugged says nothing: it is asked, and what does not answer is over.
        const late = setTimeout(() => ended.resolve('lost'), answerWithin);
        late.unref();
        client.query('select 1').then(
          () => clearTimeout(late),
          () => clearTimeout(late),
        );
      }, askEvery);
      beat.unref();
      return await ended.promise;
    } finally {
      clearInterval(beat);
      signal.removeEventListener('abort', stop);
      // A server that does not answer any more does not answer a farewell either.
      await Promise.race([client.end().catch(() => undefined), sleep(answerWithin, undefined, { ref: false })]);
    }
  }

  /** The audit log tells the same, a little later. Ends when the database cannot be asked any more. */
  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    let known: ReadonlySet<string> | undefined;
    while (!signal.aborted) {
      const rows = await this.#database
        .asLogin<AuditRow>('select audit_id, table_name, record_id from changes_since(now() - $1::interval)', [overlap])
        .catch(() => undefined);
      if (!rows) return;
      const fresh = known ? rows.filter((row) => !known?.has(row.audit_id)) : [];
      known = new Set(rows.map((row) => row.audit_id));
      this.#tellState('polling');
      for (const table of new Set(fresh.map((row) => row.table_name))) {
        const ids = fresh.filter((row) => row.table_name === table).map((row) => row.record_id);
        this.#tellChange({ table, ids: ids.length > 50 ? [] : ids });
      }
      await sleep(this.#pollEvery, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  #tell(payload: string): void {
    let change: unknown;
    try {
      change = JSON.parse(payload);
    } catch {
      return; // Somebody else's notification on our channel.
    }
    if (typeof change !== 'object' || change === null || !('table' in change) || !('ids' in change)) return;
    const { table, ids } = change;
    if (typeof table !== 'string' || !Array.isArray(ids)) return;
    this.#tellChange({ table, ids: ids.filter((id): id is string => typeof id === 'string') });
  }

  #tellChange(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  #tellState(state: ChangeFeed['state'], retryAt?: number): void {
    if (state === this.state && retryAt === this.retryAt) return;
    this.state = state;
    this.retryAt = retryAt;
    for (const listener of this.#stateListeners) listener(state);
  }
}
