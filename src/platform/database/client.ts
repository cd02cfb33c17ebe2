import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';

/** A client that remembers which PostgreSQL answered: the server says so while connecting, no question needed. */
export class VersionedClient extends pg.Client {
  /** Major version, e.g. 15; undefined behind a pooler that keeps it to itself. */
  serverMajor: number | undefined;

  constructor(config?: pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { readonly connection: EventEmitter };
    connection.on('parameterStatus', (told: { parameterName: string; parameterValue: string }) => {
      if (told.parameterName === 'server_version') this.serverMajor = Number.parseInt(told.parameterValue, 10);
    });
  }

  /** Whether this connection alone keeps the process running. */
  holdProcess(holds: boolean): void {
    const { connection } = this as unknown as { readonly connection: { readonly stream: Socket } };
    if (holds) connection.stream.ref();
    else connection.stream.unref();
  }
}
