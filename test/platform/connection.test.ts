import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError, InvalidInput, Interrupted } from '../../src/domain/errors.ts';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import { connectionLost } from '../../src/platform/database/errors.ts';
import { parseDatabaseUrl } from '../../src/platform/database/url.ts';
import { freePort, tcpServer, type TcpServer } from '../helpers/tcp-server.ts';

let server: TcpServer;
beforeAll(async () => {
  server = await tcpServer(
    [
      'hostssl all locked_in 127.0.0.1/32 scram-sha-256',
      'host all locked_out 127.0.0.1/32 reject',
      'hostnossl all app 127.0.0.1/32 scram-sha-256',
      'hostssl all app 127.0.0.1/32 scram-sha-256',
    ],
    [
      "create role app login password 's3cret'",
      "create role locked_in login password 's3cret'",
      'create database shop',
    ],
  );
});
afterAll(() => server.stop());

/** What a person reads who asks the database something. */
async function told(url: string): Promise<{ message: string; hint: string | undefined; exitCode: number }> {
  const database = connectDatabase({ url });
  try {
    await database.asLogin('select 1');
    return { message: 'it works', hint: undefined, exitCode: 0 };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { message, hint, exitCode } = error;
    expect(`${message} ${hint ?? ''}`).not.toMatch(/s3cret|wr0ng/u);
    expect(connectionLost(error)).toBe(false);
    return { message, hint, exitCode };
  } finally {
    await database.close();
  }
}

const at = (login: string, database = 'shop', more = '') =>
  `postgresql://${login}@127.0.0.1:${server.port}/${database}${more}`;

describe('each way not to get in has a sentence of its own and exit code 6', () => {
  const cases: [string, () => string | Promise<string>, RegExp][] = [
    ['a wrong password', () => at('app:wr0ng'), /^The database does not accept the password of "app"\.$/u],
    ['no password', () => at('app'), /asks for a password and none was given\.$/u],
    ['an unknown login', () => at('locked_out:s3cret'), /^The database does not let "locked_out" in: /u],
    ['a missing database', () => at('app:s3cret', 'nowhere'), /^There is no database "nowhere" on that server\.$/u],
    ['no encryption where it is wanted', () => at('locked_in:s3cret'), /wants an encrypted connection\.$/u],
    [
      'a certificate of an unknown authority',
      () => at('app:s3cret', 'shop', '?sslmode=verify-full'),
      /^The TLS certificate of 127\.0\.0\.1 is not trusted: /u,
    ],
    [
      'a refused connection',
      async () => `postgresql://app:s3cret@127.0.0.1:${await freePort()}/shop`,
      /^Nothing answers at app@127\.0\.0\.1:\d+\/shop\.$/u,
    ],
    [
      'an unknown host',
      () => 'postgresql://app:s3cret@no-such-host.invalid/shop',
      /^There is no host called no-such-host\.invalid\.$/u,
    ],
    [
      'a socket that is not there',
      () => 'postgresql://app:s3cret@/shop?host=/tmp/no-such-directory',
      /^There is no server at /u,
    ],
  ];
  test.each(cases)('%s', async (_name, url, sentence) => {
    const { message, hint, exitCode } = await told(await url());
    expect(message).toMatch(sentence);
    expect(hint).toBeTruthy();
    expect(exitCode).toBe(6);
  });
});

describe('TLS', () => {
  const ca = join(process.cwd(), 'test/fixtures/tls/server.crt');
  test.each(['require', `verify-ca&sslrootcert=${ca}`, `verify-full&sslrootcert=${ca}`, 'no-verify'])(
    'sslmode=%s',
    async (mode) => {
      const database = connectDatabase({ url: at('app:s3cret', 'shop', `?sslmode=${mode}`) });
      const [row] = await database.asLogin<{ ssl: boolean }>(
        'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
      );
      expect(row?.ssl).toBe(true);
      await database.close();
    },
  );
});

describe('interrupting', () => {
  test('works through an encrypted connection too', async () => {
    // There is no shop in this database, so it takes whoever comes for staff.
    await server.sql(`create role admin_role;
      grant admin_role to app;
      create function become_staff(uuid, text, uuid) returns void language sql as ''`);
    const database = connectDatabase({ url: at('app:s3cret', 'postgres', '?sslmode=require') });
    const actor = { id: '00000000-0000-4000-8000-000000000000', email: '', name: '', role: 'admin' } as const;
    const stop = new AbortController();
    const work = database.read({ actor, operation: 'test' }, (tx) => tx.query('select pg_sleep(60)'), {
      signal: stop.signal,
    });
    const sleeping = "select from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'";
    await server.until(sleeping);
    stop.abort();
    await expect(work).rejects.toThrow(Interrupted);
    await database.close();
  });
});

describe('a server that answers like another one', () => {
  const listen = async (answer: (server: Server) => void): Promise<{ port: number; close: () => void }> => {
    const fake = createServer((socket) => socket.unref());
    fake.unref();
    answer(fake);
    await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve));
    return { port: (fake.address() as AddressInfo).port, close: () => fake.close() };
  };

  test('too old a PostgreSQL is told with its version', async () => {
    const message = (type: string, body: Buffer) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(body.length + 4);
      return Buffer.concat([Buffer.from(type), length, body]);
    };
    const old = await listen((fake) =>
      fake.on('connection', (socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => {
          socket.write(message('R', Buffer.alloc(4)));
          socket.write(message('S', Buffer.from('server_version\x0014.9\0')));
          socket.write(message('Z', Buffer.from('I')));
        });
      }),
    );
    const { message: said, exitCode } = await told(`postgresql://app@127.0.0.1:${old.port}/shop`);
    expect(said).toBe('The server is PostgreSQL 14, which is too old.');
    expect(exitCode).toBe(6);
    old.close();
  });

  test('one that says nothing is given up after connect_timeout', async () => {
    const mute = await listen((fake) => fake.on('connection', (socket) => socket.on('error', () => undefined)));
    const { message } = await told(`postgresql://app@127.0.0.1:${mute.port}/shop?connect_timeout=1`);
    expect(message).toMatch(/did not answer in time\.$/u);
    mute.close();
  });

  test('no TLS offered where it was asked for', async () => {
    const plain = await listen((fake) =>
      fake.on('connection', (socket) => socket.once('data', () => socket.write('N'))),
    );
    const { message } = await told(`postgresql://app@127.0.0.1:${plain.port}/shop?sslmode=require`);
    expect(message).toMatch(/does not offer an encrypted connection\.$/u);
    plain.close();
  });
});

describe('a URL', () => {
  test.each([
    ['not a url', 'is no URL'],
    ['mysql://app@host/shop', 'starts with "mysql://", not postgresql://'],
    ['postgresql://app:s3cret@host/', 'names no database'],
    ['postgresql://app:s3cret@host:99999/shop', 'is no URL'],
    ['postgresql://app:s3cret@host/shop?sslmode=maybe', 'has an unknown sslmode "maybe"'],
    ['postgresql://app:s3cret@host/shop?sslmode=require&sslrootcert=/no/such/file', 'cannot be read (ENOENT)'],
    ['postgresql://app:s3%ret@host/shop', 'holds a % that starts no escape'],
  ])('%s is wrong usage, and never quoted with its password', (url, problem) => {
    const parse = () => parseDatabaseUrl(url, 'SOLEMATE_DATABASE_URL');
    expect(parse).toThrow(InvalidInput);
    expect(parse).toThrow(problem);
    expect(parse).not.toThrow('s3');
  });

  test.each([
    [
      'postgresql://app:p%40ss@[::1]:5433/my%20shop',
      { host: '::1', port: 5433, password: 'p@ss', database: 'my shop' },
    ],
    ['postgres://app@/shop?host=/var/run/postgresql', { host: '/var/run/postgresql', port: 5432, database: 'shop' }],
    ['postgresql:///shop?host=/tmp/a&user=me', { host: '/tmp/a', user: 'me', database: 'shop' }],
    [
      'postgresql://app@db/shop?connect_timeout=3&sslmode=verify-full',
      { connectTimeout: 3, ssl: { rejectUnauthorized: true } },
    ],
  ])('%s is read as libpq reads it', (url, parts) => {
    expect(parseDatabaseUrl(url)).toMatchObject(parts);
  });
});
