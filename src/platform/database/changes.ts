import { setTimeout as sleep } from 'node:timers/promises';
import { VersionedClient } from './client.ts';
import type { Change, ChangeFeed, LoginDatabase } from './types.ts';
import { clientConfig, type Endpoint } from './url.ts';

export const changesChannel = 'solemate_changes';

const pollEvery = 3_000;
const longestPause = 10_000;

/**
 * Starts listening at once and keeps at it: a lost connection is made again with growing pauses. Whoever listens is
 * told when it was lost, for what happened meanwhile is not told again: on 'live' after 'lost' everything is stale.
 */
export function openChangeFeed(endpoint: () => Promise<Endpoint>, database: LoginDatabase): ChangeFeed {
  const feed = new Feed(endpoint, database);
  feed.start();
  return feed;
}

class Feed implements ChangeFeed {
  state: ChangeFeed['state'] = 'lost';
  readonly #endpoint: () => Promise<Endpoint>;
  readonly #database: LoginDatabase;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #stateListeners = new Set<(state: ChangeFeed['state']) => void>();
  readonly #closing = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(endpoint: () => Promise<Endpoint>, database: LoginDatabase) {
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
    await this.#ended;
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
      this.#tellState('lost');
      const pause = Math.min(100 * 2 ** failures, longestPause) * (0.5 + Math.random() / 2);
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
      await client.query('select pg_notify($1, $2)', [changesChannel, test]);
      void sleep(1000, false, { ref: false }).then(heard.resolve);
      const hears = await Promise.race([heard.promise, ended.promise]);
      if (hears === false) return 'deaf';
      if (hears === true) this.#tellState('live');
      return await ended.promise;
    } finally {
      signal.removeEventListener('abort', stop);
      await client.end().catch(() => undefined);
    }
  }

  /** The audit log tells the same, a little later. Ends when the database cannot be asked any more. */
  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    let last: string | undefined;
    while (!signal.aborted) {
      try {
        const rows = await this.#database.asLogin<{ table: string; ids: string[]; until: string }>(
          'select "table", ids, until from changes_since($1::timestamptz)',
          [last ?? null],
        );
        this.#tellState('polling');
        for (const { table, ids, until } of rows) {
          last = until;
          if (table !== '') this.#tellChange({ table, ids });
        }
      } catch {
        return;
      }
      await sleep(pollEvery, undefined, { signal, ref: false }).catch(() => undefined);
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

  #tellState(state: ChangeFeed['state']): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
