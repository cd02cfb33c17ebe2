import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Unavailable } from '../../domain/errors.ts';
import { version } from '../../domain/version.ts';
import { VersionedClient } from './client.ts';
import { connectionLost, sqlState, toDomainError } from './errors.ts';
import type { Orm } from './orm.ts';
import { beginStatement, interrupted, PgTransaction, type Face, type Limits } from './transaction.ts';
import type { ActingAs, ChangeFeed, LoginDatabase, Tx } from './types.ts';
import { clientConfig, parseDatabaseUrl, type Endpoint } from './url.ts';
import { valueTypes } from './value-types.ts';

export interface ConnectOptions {
  readonly url?: string;
  /** Asked before each new connection: the embedded store starts its server here, and its place may have changed. */
  readonly endpoint?: () => Promise<Endpoint>;
  readonly readOnly?: boolean;
  /** False behind a pooler that cannot keep named statements; found out by itself as well. */
  readonly preparedStatements?: boolean;
  readonly poolSize?: number;
  readonly limits?: Partial<Limits>;
  readonly face?: Face;
}

/** A person waits for what is read; what is written may be an import of 100,000 rows. */
const defaultLimits = { read: 60_000, write: 600_000, lock: 3_000, idle: 60_000 };
const oldestServer = 15;
const touchEveryMs = 60_000;

/** Nothing is connected until something is asked. @throws InvalidInput for a URL that is none */
export function connectDatabase(options: ConnectOptions): LoginDatabase {
  const fixed = options.url === undefined ? undefined : parseDatabaseUrl(options.url);
  const endpoint = options.endpoint ?? (() => Promise.resolve(fixed ?? parseDatabaseUrl('')));
  return new PgDatabase(options, endpoint);
}

class PgDatabase implements LoginDatabase {
  readonly #options: ConnectOptions;
  readonly #endpoint: () => Promise<Endpoint>;
  readonly #face: Face;
  #pool: { readonly endpoint: Endpoint; readonly pool: pg.Pool } | undefined;
  #named: boolean;
  #orm: Promise<Orm> | undefined;
  readonly #feeds = new Set<ChangeFeed>();
  readonly #finishing = new Set<Promise<void>>();
  #everConnected = false;
  /** Signing in has just said that the session is in use. */
  #touchedAt = Date.now();

  constructor(options: ConnectOptions, endpoint: () => Promise<Endpoint>) {
    this.#options = options;
    this.#endpoint = endpoint;
    this.#face = options.face ?? { face: 'solemate', version };
    this.#named = options.preparedStatements ?? true;
  }

  read<T>(as: ActingAs, work: (tx: Tx) => Promise<T>, options: { signal?: AbortSignal | undefined } = {}): Promise<T> {
    return this.#run(as, 'read only', work, options.signal);
  }

  write<T>(as: ActingAs, work: (tx: Tx) => Promise<T>, options: { signal?: AbortSignal | undefined } = {}): Promise<T> {
    return this.#run(as, this.#options.readOnly ? 'read only' : 'read write', work, options.signal);
  }

  async asLogin<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const { statement, lock } = this.#limits('read only');
    const mode = this.#options.readOnly ? 'read only' : 'read write';
    const { client, endpoint } = await this.#open(
      `begin ${mode}; set local statement_timeout = ${statement}; set local lock_timeout = ${lock}; set local timezone = 'UTC'`,
    );
    try {
      const { rows } = await client.query<R>(text, [...values]);
      await client.query('commit');
      client.release();
      return rows;
    } catch (error) {
      client.release(!(await rolledBack(client)));
      throw toDomainError(error, endpoint);
    }
  }

  async changes(): Promise<ChangeFeed> {
    const { openChangeFeed } = await import('./changes.ts');
    const feed = openChangeFeed(this.#endpoint, this);
    this.#feeds.add(feed);
    return feed;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#feeds].map((feed) => feed.close()));
    await Promise.all(this.#finishing);
    const pool = this.#pool?.pool;
    this.#pool = undefined;
    await pool?.end();
  }

  async #run<T>(
    as: ActingAs,
    mode: 'read only' | 'read write',
    work: (tx: Tx) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const named = this.#named;
    await this.#touch(as);
    try {
      return await this.#once(as, mode, work, signal);
    } catch (error) {
      // 26000, 42P05: a pooler gave us another server connection, which does not know our names (or knows others').
      if (!named || !['26000', '42P05'].includes(sqlState(error) ?? '')) throw error;
      this.#named = false;
      return this.#once(as, mode, work, signal);
    }
  }

  /**
   * Once a minute: a session ends by not being used. In a transaction of its own, for one of many minutes would keep
   * the session's row from every other program of the same person.
   */
  async #touch({ actor }: ActingAs): Promise<void> {
    if (actor.session === undefined || this.#options.readOnly || Date.now() - this.#touchedAt < touchEveryMs) return;
    this.#touchedAt = Date.now();
    await this.asLogin('select touch_session($1)', [actor.session]);
  }

  async #once<T>(
    as: ActingAs,
    mode: 'read only' | 'read write',
    work: (tx: Tx) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const { client, endpoint } = await this.#open(beginStatement(as, mode, this.#limits(mode), this.#face), signal);
    const options = { named: this.#named, signal, endpoint, orm: (on: pg.ClientBase) => this.#loadOrm(on) };
    const tx = new PgTransaction(client, options);
    try {
      const result = await work(tx);
      await tx.settle();
      if (signal?.aborted) throw interrupted(signal);
      if (mode === 'read only') this.#finishLater(client);
      else {
        await commit(client);
        client.release();
      }
      return result;
    } catch (error) {
      await tx.settle();
      client.release(!(await rolledBack(client)));
      if (signal?.aborted) throw interrupted(signal);
      // Only what the database said becomes a sentence of ours; an error of the work itself passes untouched.
      throw sqlState(error) !== undefined || connectionLost(error) ? toDomainError(error, endpoint) : error;
    }
  }

  #limits(mode: 'read only' | 'read write'): Limits {
    const { read, write, lock, idle } = defaultLimits;
    return { statement: mode === 'read only' ? read : write, lock, idle, ...this.#options.limits };
  }

  /** Nobody needs to wait for the end of a transaction that only read. */
  #finishLater(client: pg.PoolClient): void {
    const finished = client.query('commit').then(
      () => client.release(),
      () => client.release(true),
    );
    this.#finishing.add(finished);
    void finished.finally(() => this.#finishing.delete(finished));
  }

  async #loadOrm(client: pg.ClientBase): Promise<Orm> {
    this.#orm ??= import('./orm.ts').then(({ createOrm }) => createOrm(client));
    return this.#orm.catch((error: unknown) => {
      this.#orm = undefined;
      throw error;
    });
  }

  /**
   * A connection on which the transaction has begun. Until then nothing can have happened, so a connection that turns
   * out to be dead, and a server that is just coming back, are tried again here.
   */
  async #open(begin: string, signal?: AbortSignal): Promise<{ client: pg.PoolClient; endpoint: Endpoint }> {
    for (let attempt = 1; ; attempt += 1) {
      if (signal?.aborted) throw interrupted(signal);
      try {
        const { client, endpoint } = await this.#acquire();
        try {
          await client.query(begin);
          return { client, endpoint };
        } catch (error) {
          client.release(!(await rolledBack(client)));
          throw toDomainError(error, endpoint);
        }
      } catch (error) {
        if (attempt > 4 || !connectionLost(error)) throw error;
        await sleep(50 * 3 ** (attempt - 1));
      }
    }
  }

  async #acquire(): Promise<{ client: pg.PoolClient; endpoint: Endpoint }> {
    const endpoint = await this.#endpoint();
    try {
      const pool = this.#poolFor(endpoint);
      const client = await pool.connect();
      this.#everConnected = true;
      return { client, endpoint };
    } catch (error) {
      const problem = toDomainError(error, endpoint);
      if (!this.#everConnected || !(problem instanceof Unavailable)) throw problem;
      // It has worked before, so the server is restarting or failing over: worth trying again.
      const more = { cause: error, details: { ...problem.details, lost: true } };
      throw new Unavailable(problem.message, problem.hint === undefined ? more : { ...more, hint: problem.hint });
    }
  }

  #poolFor(endpoint: Endpoint): pg.Pool {
    const current = this.#pool;
    if (current && current.endpoint.host === endpoint.host && current.endpoint.port === endpoint.port) {
      return current.pool;
    }
    void current?.pool.end();
    const pool = new pg.Pool({
      ...clientConfig(endpoint),
      application_name: `solemate ${this.#face.face}`,
      types: valueTypes,
      max: this.#options.poolSize ?? 6,
      idleTimeoutMillis: 300_000,
      allowExitOnIdle: true,
      Client: VersionedClient,
      onConnect: refuseOldServer,
    });
    // An idle connection that dies is replaced when somebody needs one; that somebody hears of it if it matters.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    this.#pool = { endpoint, pool };
    return pool;
  }
}

function refuseOldServer(client: pg.ClientBase): void {
  const major = client instanceof VersionedClient ? client.serverMajor : undefined;
  if (major !== undefined && major < oldestServer) {
    throw new Unavailable(`The server is PostgreSQL ${major}, which is too old.`, {
      hint: `PostgreSQL ${oldestServer} or newer is needed.`,
    });
  }
}

/** A transaction in which an error was swallowed answers COMMIT with ROLLBACK, and not with an error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error('A statement of this transaction had failed, so nothing was committed.');
}

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}
