import type { Transaction } from 'sequelize';
import type { Models } from '../../../models/index.ts';
import type { Actor } from '../../domain/permissions.ts';
import type { BackupSource } from '../pgbackrest/source.ts';

/** Who acts, through which operation: set LOCAL to the transaction, read by the triggers. */
export interface ActingAs {
  readonly actor: Actor;
  /** e.g. 'inventory.restock' */
  readonly operation: string;
  readonly operationId?: string;
  readonly reason?: string;
}

/**
 * One open transaction. Rows come back with money as decimal strings, bigint as strings, integers as numbers,
 * timestamps as Date, jsonb as values.
 */
export interface Tx {
  /** One statement, values bound, sent as a named prepared statement on this transaction's own connection. */
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** The same for a statement with at most one row. */
  one<R extends object>(text: string, values?: readonly unknown[]): Promise<R | undefined>;
  /** Rows of a long answer in batches, through a cursor: memory stays flat. */
  stream<R extends object>(text: string, values?: readonly unknown[], batch?: number): AsyncIterable<R[]>;
  /**
   * The Sequelize models on this transaction's own connection: `const { models, transaction } = await tx.orm()`, then
   * pass `{ transaction }` to each call. Loaded on first use: it costs a start more than all the rest.
   */
  orm(): Promise<{ readonly models: Models; readonly transaction: Transaction }>;
}

export interface Change {
  readonly table: string;
  readonly ids: readonly string[];
}

/** Live changes, from LISTEN or polled from the audit log where LISTEN is not to be had. */
export interface ChangeFeed {
  on(listener: (change: Change) => void): () => void;
  /** 'live' after connect, 'polling' where LISTEN is not available, 'lost' while reconnecting. */
  readonly state: 'live' | 'polling' | 'lost';
  /** While it is lost: when it is tried again, in milliseconds of the clock. */
  readonly retryAt: number | undefined;
  /** Told when the state changes, and with each further attempt while it is lost. */
  onState(listener: (state: ChangeFeed['state']) => void): () => void;
  close(): Promise<void>;
}

export interface Database {
  /** A read-only transaction. @throws Unavailable, Interrupted when `signal` fires (the statement is cancelled). */
  read<T>(as: ActingAs, work: (tx: Tx) => Promise<T>, options?: { signal?: AbortSignal | undefined }): Promise<T>;
  /** A read-write transaction: commits when `work` returns, rolls back when it throws. Does not retry. */
  write<T>(as: ActingAs, work: (tx: Tx) => Promise<T>, options?: { signal?: AbortSignal | undefined }): Promise<T>;
  changes(): Promise<ChangeFeed>;
  close(): Promise<void>;
}

/** A database as the platform itself sees it: it also has to ask things before anybody has signed in. */
export interface LoginDatabase extends Database {
  /** One statement of its own as the login role, acting as nobody: the sign-in functions, the migrations' state. */
  asLogin<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** A store that is open: which one, and how carefully it wants to be treated. */
export interface Store {
  readonly database: Database;
  /** Shown in the header: 'sample', 'production', or the profile's name. */
  readonly label: string;
  readonly kind: 'sample' | 'staging' | 'production';
  readonly readOnly: boolean;
  /** The key for contact data; it is never sent to the database. @throws Unavailable when it is not known here */
  readonly piiKey?: () => Promise<string>;
  /** The key of the shop's Stripe account. @throws Unavailable when it is not known here */
  readonly stripeKey?: () => Promise<string>;
  /** How the backups of this store are looked at. @throws InvalidInput when their settings are wrong */
  readonly backups?: () => BackupSource;
  close(): Promise<void>;
}
