import { readSettings } from './config.ts';
import { connectDatabase, type ConnectOptions } from './database/connect.ts';
import type { Face } from './database/transaction.ts';
import type { LoginDatabase, Store } from './database/types.ts';
import { findHome, type Home } from './home.ts';
import { findStripeKey } from './payments/key.ts';
import { backupsOf, type BackupSource } from './pgbackrest/source.ts';
import { findPiiKey } from './pii.ts';
import { findTarget, type ServerTarget, type TargetChoice } from './target.ts';

export interface OpenStoreOptions extends TargetChoice {
  readonly home?: string;
  /** Told what takes more than a moment; `done` follows when the last of it is over. */
  readonly onProgress?: (step: { readonly text: string; readonly done: boolean }) => void;
  readonly face?: Face;
}

export interface OpenStore extends Store {
  readonly database: LoginDatabase;
  readonly home: Home;
  /** Who and where, without a password: for `whoami`, `doctor`, and to keep one session a store. */
  readonly where: string;
  readonly embedded: boolean;
  readonly piiKey: () => Promise<string>;
  readonly stripeKey: () => Promise<string>;
  readonly backups: () => BackupSource;
  /** The owner's URL of the embedded store; a server's owner is asked for with `--url` instead. */
  ownerUrl(): Promise<string | undefined>;
}

/**
 * Opens the store that is asked for (see findTarget). The embedded one is made and started when need be; a server is
 * connected to when the first question is asked, so a wrong password shows then.
 * @throws InvalidInput for a wrong URL or profile, Unavailable when the embedded store cannot start
 */
export async function openStore(options: OpenStoreOptions = {}): Promise<OpenStore> {
  const home = findHome(options.home);
  const target = findTarget(home, options);
  const face = options.face === undefined ? {} : { face: options.face };
  if (target.kind === 'server') return openServer(home, target, face);
  let said = '';
  const onStep = (text: string) => {
    said = text;
    options.onProgress?.({ text, done: false });
  };
  const { openEmbedded } = await import('./embedded/index.ts');
  const embedded = await openEmbedded(home, onStep);
  if (said !== '') options.onProgress?.({ text: 'The sample shop is ready', done: true });
  const readOnly = options.readOnly ?? false;
  const database = connectDatabase({ ...face, endpoint: () => embedded.endpoint(), readOnly });
  return {
    database,
    home,
    label: 'sample',
    kind: 'sample',
    where: embedded.dataDirectory,
    embedded: true,
    readOnly,
    piiKey: () => findPiiKey(home),
    stripeKey: () => findStripeKey(home, readSettings(home).stripeKeyCommand),
    backups: () => backupsOf(home, embedded),
    ownerUrl: () => embedded.ownerUrl(),
    async close() {
      await database.close();
      await embedded.close();
    },
  };
}

export function openServer(home: Home, target: ServerTarget, face: Pick<ConnectOptions, 'face'>): OpenStore {
  const { statementTimeout, lockTimeout } = target;
  const database = connectDatabase({
    ...face,
    endpoint: () => target.endpoint(),
    readOnly: target.readOnly,
    preparedStatements: target.preparedStatements,
    limits: {
      ...(statementTimeout === undefined ? {} : { statement: statementTimeout }),
      ...(lockTimeout === undefined ? {} : { lock: lockTimeout }),
    },
  });
  return {
    database,
    home,
    label: target.label,
    kind: target.care,
    where: target.where,
    embedded: false,
    readOnly: target.readOnly,
    piiKey: () => findPiiKey(home, target.piiKeyCommand),
    stripeKey: () => findStripeKey(home, target.stripeKeyCommand),
    backups: () => backupsOf(home),
    ownerUrl: () => Promise.resolve(undefined),
    close: () => database.close(),
  };
}
