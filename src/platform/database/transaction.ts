import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import pg from 'pg';
import { InvalidInput, Interrupted } from '../../domain/errors.ts';
import { databaseRole } from '../../domain/permissions.ts';
import { cancelStatement } from './cancel.ts';
import { toDomainError } from './errors.ts';
import type { Orm } from './orm.ts';
import type { ActingAs, Tx } from './types.ts';
import type { Endpoint } from './url.ts';

/** Limits of one transaction, in milliseconds. */
export interface Limits {
  readonly statement: number;
  readonly lock: number;
  readonly idle: number;
}

/** Which program writes, kept with every audit row. */
export interface Face {
  readonly face: string;
  readonly version: string;
}

/**
 * Begins and becomes the person, in one round trip. Everything is LOCAL to the transaction: nothing of it can leak
 * through our pool or through PgBouncer's. The database looks each time whether they still are who they were at
 * sign-in: an ex-employee's open terminal can do nothing more.
 */
export function beginStatement(as: ActingAs, mode: 'read only' | 'read write', limits: Limits, face: Face): string {
  const settings: Record<string, string> = {
    statement_timeout: String(limits.statement),
    lock_timeout: String(limits.lock),
    idle_in_transaction_session_timeout: String(limits.idle),
    timezone: 'UTC',
    // A search forgives one slip of the finger in a word of four letters; 0.6, the default, does not.
    'pg_trgm.word_similarity_threshold': '0.5',
    'solemate.user_id': as.actor.id,
    'solemate.operation': as.operation,
    'solemate.operation_id': as.operationId ?? '',
    'solemate.reason': as.reason ?? '',
    'solemate.client': clientText(face),
    role: databaseRole[as.actor.role],
  };
  const { id, role, session } = as.actor;
  const person = `${literal(id)}, ${literal(role)}, ${session === undefined ? 'null' : literal(session)}`;
  const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', ${literal(value)}, true)`);
  return `begin ${mode}; select become_staff(${person}), ${calls.join(', ')}`;
}

/** As a literal, because values cannot be bound in a statement that also begins; PostgreSQL's own quoting rules. */
function literal(value: string): string {
  if (value.includes('\0')) throw new InvalidInput('A text holds a NUL byte, which the database cannot keep.');
  return pg.escapeLiteral(value).trim();
}

function clientText({ face, version }: Face): string {
  const facts = { face, version, host: hostname(), pid: String(process.pid) };
  const quote = (text: string) => `"${text.replaceAll(/["\\]/gu, '\\$&')}"`;
  return Object.entries(facts)
    .map(([key, value]) => `${key}=>${quote(value)}`)
    .join(',');
}

/** Texts seen by this process. A statement gets a name when it comes again; one that comes once need not be kept. */
const seen = new Map<string, number>();
const keptNames = 300;

function statementName(text: string): string | undefined {
  const times = (seen.get(text) ?? 0) + 1;
  if (times > 1 || seen.size < keptNames) seen.set(text, times);
  if (times < 2) return undefined;
  return `s${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`;
}

export interface TransactionOptions {
  readonly named: boolean;
  readonly signal: AbortSignal | undefined;
  readonly endpoint: Endpoint;
  readonly orm: (client: pg.ClientBase) => Promise<Orm>;
}

/** One open transaction on one connection; statements asked for at once run one after the other. */
export class PgTransaction implements Tx {
  readonly #client: pg.PoolClient;
  readonly #options: TransactionOptions;
  #last: Promise<unknown> = Promise.resolve();
  #cancelling: Promise<void> | undefined;
  #orm: ReturnType<Tx['orm']> | undefined;

  constructor(client: pg.PoolClient, options: TransactionOptions) {
    this.#client = client;
    this.#options = options;
    options.signal?.addEventListener('abort', this.#cancel, { once: true });
  }

  async query<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const name = this.#options.named ? statementName(text) : undefined;
    const config = { text, values: [...values], ...(name === undefined ? {} : { name }) };
    return this.#inTurn(async () => (await this.#client.query<R>(config)).rows);
  }

  async one<R extends object>(text: string, values: readonly unknown[] = []): Promise<R | undefined> {
    return (await this.query<R>(text, values))[0];
  }

  async *stream<R extends object>(text: string, values: readonly unknown[] = [], batch = 500): AsyncGenerator<R[]> {
    const { default: Cursor } = await import('pg-cursor');
    const cursor = await this.#inTurn(() => Promise.resolve(this.#client.query(new Cursor<R>(text, [...values]))));
    try {
      for (;;) {
        const rows = await this.#inTurn(() => cursor.read(batch));
        if (rows.length > 0) yield rows;
        if (rows.length < batch) return;
      }
    } finally {
      await cursor.close().catch(() => undefined);
    }
  }

  orm(): ReturnType<Tx['orm']> {
    this.#orm ??= this.#options.orm(this.#client).then((orm) => ({
      models: orm.models,
      transaction: orm.transactionOn(this.#client),
    }));
    return this.#orm;
  }

  /** No statement of ours runs any more and no cancel request is under way: the connection may be used again. */
  async settle(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#cancel);
    await this.#last.catch(() => undefined);
    await this.#cancelling;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last
      .catch(() => undefined)
      .then(async () => {
        if (this.#options.signal?.aborted) throw interrupted(this.#options.signal);
        try {
          return await work();
        } catch (error) {
          throw toDomainError(error, this.#options.endpoint);
        }
      });
    this.#last = turn;
    return turn;
  }

  /** Between two statements the server ignores it. */
  #cancel = (): void => {
    this.#cancelling = cancelStatement(this.#client, this.#options.endpoint);
  };
}

export function interrupted(signal: AbortSignal): Interrupted {
  const cause: unknown = signal.reason;
  return new Interrupted('Interrupted: nothing was changed.', { cause });
}
