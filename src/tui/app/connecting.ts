import { changeState, readState } from '../../platform/state.ts';
import { setSetting } from '../../platform/config.ts';
import { tryConnection, type ConnectionStep } from '../../platform/database/try-connection.ts';
import { describe, parseDatabaseUrl } from '../../platform/database/url.ts';
import { printedBy } from '../../platform/pii.ts';
import type { OpenStore } from '../../platform/store.ts';

export type { ConnectionStep } from '../../platform/database/try-connection.ts';

/** What a person says about a database of their own. */
export interface Connection {
  readonly url: string;
  readonly sslmode: string;
  readonly passwordCommand: string;
  readonly kind: 'production' | 'staging';
  readonly name: string;
}

/** What the screens of the first run need of the outside world. */
export interface FirstRun {
  readonly welcomed: () => boolean;
  /** The welcome page does not come by itself again. */
  readonly putAway: () => void;
  readonly check: (url: string) => string | undefined;
  readonly where: (url: string) => string;
  readonly hasPassword: (url: string) => boolean;
  readonly attempt: (connection: Connection) => AsyncGenerator<ConnectionStep>;
  /** Into config.json (0600); a password in the URL is not kept: a command that prints it is. */
  readonly save: (connection: Connection, asDefault: boolean) => Promise<void>;
}

export function firstRunOf(store: OpenStore): FirstRun {
  // By text: a URL without a host (a socket) is one for PostgreSQL and none for URL.
  const endpointOf = ({ url, sslmode }: Connection) =>
    parseDatabaseUrl(sslmode === '' ? url : `${url}${url.includes('?') ? '&' : '?'}sslmode=${sslmode}`);
  return {
    welcomed: () => readState(store.home).welcomed.includes(store.where),
    putAway: () =>
      changeState(store.home, (now) => ({ ...now, welcomed: [...new Set([...now.welcomed, store.where])] })),
    check: (url) => {
      try {
        parseDatabaseUrl(url);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    where: (url) => describe(parseDatabaseUrl(url)),
    hasPassword: (url) => parseDatabaseUrl(url).password !== undefined,
    async *attempt(connection) {
      const endpoint = endpointOf(connection);
      const { passwordCommand } = connection;
      const password = passwordCommand === '' ? undefined : await printedBy(passwordCommand, 'the password');
      yield* tryConnection(password === undefined ? endpoint : { ...endpoint, password });
    },
    async save(connection, asDefault) {
      const { name, sslmode, passwordCommand, kind } = connection;
      const bare = connection.url
        .replace(/^(\w+:\/\/[^:@/?]*):[^@/?]*@/u, '$1@')
        .replace(/([?&])password=[^&]*&?/u, '$1')
        .replace(/[?&]$/u, '');
      const set = (key: string, text: string) => setSetting(store.home, `profiles.${name}.${key}`, text);
      await set('kind', kind);
      await set('url', bare);
      await set('sslmode', sslmode);
      await set('passwordCommand', passwordCommand);
      if (asDefault) await setSetting(store.home, 'profile', name);
    },
  };
}
