import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { testServer, type TestDatabase } from './database.ts';

/** The line between the program and its database, to be held up and cut. */
export interface Proxy {
  /** The same database, reached over this line. */
  readonly database: TestDatabase;
  /**
   * The next COMMIT of a write (but of who is present, which is told all the time) reaches the server, but its answer is
   * lost, and every line ends: nobody knows whether it was done.
   */
  loseCommit(): Promise<void>;
  /** Ends every connection and takes no new one. */
  cut(): void;
  restore(): void;
  /** Nothing comes through any more, and nobody is told: a firewall that forgot, a cable that was pulled. */
  fallSilent(): void;
  close(): Promise<void>;
}

/** `deaf`: everything passes but notifications (messages 'A'), as through a pooler in transaction mode. */
export async function openProxy(database: TestDatabase, { deaf = false } = {}): Promise<Proxy> {
  const { host, port } = testServer();
  const pairs = new Set<readonly [Socket, Socket]>();
  let broken = false;
  let onCommit: (() => void) | undefined;
  const server = createServer((client) => {
    if (broken) {
      client.destroy();
      return;
    }
    const upstream = connect(join(host, `.s.PGSQL.${port}`));
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    let writes = false;
    client.on('data', (said) => {
      const text = said.toString('latin1');
      if (/\bbegin\b/iu.test(text)) writes = /\bbegin read write\b/iu.test(text) && !text.includes("'presence'");
      if (!onCommit || !writes || !/\bcommit\b/iu.test(text)) return;
      upstream.unpipe(client);
      upstream.once('data', onCommit);
      upstream.resume();
      onCommit = undefined;
    });
    client.pipe(upstream);
    if (deaf) upstream.pipe(withoutNotifications()).pipe(client);
    else upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL('postgres://localhost');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  url.username = 'solemate_app';
  url.pathname = database.ownerUrl.replace(/\?.*$/u, '').split('/').at(-1) ?? '';
  url.searchParams.set('sslmode', 'disable');
  const cut = () => {
    broken = true;
    for (const [client, upstream] of [...pairs]) {
      client.destroy();
      upstream.destroy();
    }
  };
  return {
    database: { ...database, appUrl: url.href },
    loseCommit: () =>
      new Promise((resolve) => {
        onCommit = () => {
          cut();
          resolve();
        };
      }),
    cut,
    restore: () => {
      broken = false;
    },
    fallSilent() {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream);
        upstream.unpipe(client);
        client.pause();
        upstream.pause();
      }
    },
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function withoutNotifications(): Transform {
  let held = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 5 && held.length >= held.readInt32BE(1) + 1) {
        const message = held.subarray(0, held.readInt32BE(1) + 1);
        held = held.subarray(message.length);
        if (message[0] !== 'A'.charCodeAt(0)) this.push(message);
      }
      done();
    },
  });
}
