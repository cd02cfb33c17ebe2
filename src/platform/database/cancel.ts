import { once } from 'node:events';
import { connect as openSocket, type Socket } from 'node:net';
import type pg from 'pg';
import type { Endpoint } from './url.ts';

const patience = 3000;
const cancelRequest = 80_877_102;
const tlsRequest = 80_877_103;

/**
 * PostgreSQL's cancel request: a short connection of its own with the number and the secret of the session, no login.
 * Ends when the server has passed it on. Failing to deliver it only means that the statement runs to its end.
 */
export async function cancelStatement(client: pg.ClientBase, endpoint: Endpoint): Promise<void> {
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  try {
    const socket = await open(endpoint);
    const closed = once(socket, 'close');
    // The server hangs up when it is done, as libpq waits for: PgBouncer 1.18 dies of one who hangs up before.
    socket.write(message(cancelRequest, processID, secretKey));
    socket.resume();
    await closed;
  } catch {
    // See above.
  }
}

async function open({ host, port, ssl }: Endpoint): Promise<Socket> {
  const socket = host.startsWith('/') ? openSocket(`${host}/.s.PGSQL.${port}`) : openSocket(port, host);
  socket.setTimeout(patience, () => socket.destroy(new Error('no answer')));
  await once(socket, 'connect');
  if (ssl === false) return socket;
  const { connect: openTls } = await import('node:tls');
  socket.write(message(tlsRequest));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer.toString() !== 'S') throw new Error('no TLS');
  const secure = openTls({ ...ssl, socket, ...(/^[\d.:]+$/u.test(host) ? {} : { servername: host }) });
  await once(secure, 'secureConnect');
  return secure;
}

/** Length, code, and whole numbers of four bytes. */
function message(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * numbers.length);
  bytes.writeInt32BE(bytes.length, 0);
  for (const [index, number] of numbers.entries()) bytes.writeInt32BE(number, 4 + 4 * index);
  return bytes;
}
