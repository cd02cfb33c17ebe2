import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import type { Database, LoginDatabase, Tx } from '../../src/platform/database/types.ts';
import { parseDatabaseUrl } from '../../src/platform/database/url.ts';
import type { TestDatabase } from './database.ts';

/** The same database, but the server ends the session of the first transactions when their work is done. */
export function killedBeforeCommit({ database, superuserUrl }: TestDatabase, times: number): Database {
  let left = times;
  const kill = async (tx: Tx) => {
    if (left <= 0) return;
    left -= 1;
    const session = await tx.one<{ pid: number }>('select pg_backend_pid() as pid');
    const superuser = new pg.Client({ connectionString: superuserUrl });
    await superuser.connect();
    await superuser.query('select pg_terminate_backend($1, 5000)', [session?.pid]).finally(() => superuser.end());
  };
  return {
    read: database.read.bind(database),
    changes: database.changes.bind(database),
    close: () => Promise.resolve(),
    write: (as, work, options) =>
      database.write(
        as,
        async (tx) => {
          const answer = await work(tx);
          await kill(tx);
          return answer;
        },
        options,
      ),
  };
}

/** A database that was reached and never says anything again. */
export function unanswering(): LoginDatabase {
  const never = () => new Promise<never>(() => undefined);
  return { read: never, write: never, changes: never, asLogin: never, close: () => Promise.resolve() };
}

/** A database where nobody is at home; once it is closed, what still tries it hears nothing. */
export function refusing(): LoginDatabase {
  const database = connectDatabase({ url: 'postgresql://solemate_app@127.0.0.1:9/shop?sslmode=disable' });
  const nobody: LoginDatabase = {
    read: database.read.bind(database),
    write: database.write.bind(database),
    changes: database.changes.bind(database),
    asLogin: database.asLogin.bind(database),
    close() {
      Object.assign(nobody, unanswering());
      return database.close();
    },
  };
  return nobody;
}

export interface Held {
  readonly database: Database;
  /** The work of a transaction is done, and its locks are held. */
  readonly reached: Promise<void>;
  release(): void;
}

/** The same database, but transactions wait with their COMMIT until they are let go. */
export function heldBeforeCommit({ database }: Pick<TestDatabase, 'database'>): Held {
  const reached = Promise.withResolvers<undefined>();
  const released = Promise.withResolvers<undefined>();
  return {
    reached: reached.promise,
    release: () => released.resolve(undefined),
    database: {
      read: database.read.bind(database),
      changes: database.changes.bind(database),
      close: () => Promise.resolve(),
      write: (as, work, options) =>
        database.write(
          as,
          async (tx) => {
            const answer = await work(tx);
            reached.resolve(undefined);
            await released.promise;
            return answer;
          },
          options,
        ),
    },
  };
}

/** Until a session of this database waits for a lock of another one. */
export async function somebodyWaits({ sql }: Pick<TestDatabase, 'sql'>): Promise<void> {
  for (;;) {
    const waiting = await sql(
      `select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
    );
    if (waiting.length > 0) return;
  }
}

export interface BrokenWire {
  readonly database: Database;
  /** The wire broke: a COMMIT went through and its answer did not. */
  readonly broke: () => boolean;
  close(): Promise<void>;
}

/** A wire between the program and the server that breaks when the first COMMIT has arrived and nobody heard the answer. */
export async function brokenAtCommit({ appUrl }: TestDatabase): Promise<BrokenWire> {
  const { host, port, user, database: name } = parseDatabaseUrl(appUrl);
  const directory = mkdtempSync('/tmp/solemate-wire-');
  let broken = false;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(`${host}/.s.PGSQL.${port}`);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    let committing = false;
    client.on('data', (chunk) => {
      committing ||= !broken && /\0\0\0.commit\0/isu.test(chunk.toString('latin1'));
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (!committing) client.write(chunk);
      else {
        broken = true;
        client.destroy();
        upstream.destroy();
      }
    });
    client.on('end', () => upstream.end());
    upstream.on('end', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(join(directory, `.s.PGSQL.${port}`), resolve));
  const url = `postgresql://${user}@/${name}?host=${encodeURIComponent(directory)}&port=${port}`;
  const database = connectDatabase({ url });
  return {
    database,
    broke: () => broken,
    async close() {
      await database.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true });
    },
  };
}
