import { setImmediate as turn } from 'node:timers/promises';
import { loadOperation, operationNames, type AnyOperation } from '../operations/index.ts';
import { wordsOf, type Command, type CommandSource } from './command.ts';

/** The command of one of them: each kind has its own face. */
export async function commandOf(one: AnyOperation): Promise<Command> {
  switch (one.kind) {
    case 'listing':
      return (await import('./from-listing.ts')).listingCommand(one);
    case 'export':
      return (await import('./from-export.ts')).exportCommand(one);
    case 'operation':
      return (await import('./from-operation.ts')).operationCommand(one);
  }
}

/** The commands that are no operation. */
const others: Readonly<Record<string, () => Promise<Command>>> = {
  setup: () => import('./commands/account.ts').then(({ setup }) => setup),
  login: () => import('./commands/account.ts').then(({ login }) => login),
  logout: () => import('./commands/account.ts').then(({ logout }) => logout),
  whoami: () => import('./commands/account.ts').then(({ whoami }) => whoami),
  'accept-invite': () => import('./commands/account.ts').then(({ acceptInvite }) => acceptInvite),
  passwd: () => import('./commands/account.ts').then(({ passwd }) => passwd),
  'config get': () => import('./commands/config.ts').then(({ get }) => get),
  'config set': () => import('./commands/config.ts').then(({ set }) => set),
  'config list': () => import('./commands/config.ts').then(({ list }) => list),
  'config test': () => import('./commands/config.ts').then(({ test }) => test),
  'db migrate': () => import('./commands/db.ts').then(({ migrate }) => migrate),
  'db status': () => import('./commands/db.ts').then(({ status }) => status),
  'db seed': () => import('./commands/db.ts').then(({ seed }) => seed),
  'db maintain': () => import('./commands/db.ts').then(({ maintain }) => maintain),
  'store status': () => import('./commands/store.ts').then(({ storeStatus }) => storeStatus),
  doctor: () => import('./commands/doctor.ts').then(({ doctor }) => doctor),
  keys: () => import('./commands/keys.ts').then(({ keys }) => keys),
  completion: () => import('./commands/completion.ts').then(({ completion }) => completion),
};

/** Everything the command line knows: one command for each operation and list, and those that are neither. */
export const commandSources: readonly CommandSource[] = [
  ...operationNames.map((name) => ({
    path: wordsOf(name),
    signedIn: true,
    load: async () => {
      const operation = await loadOperation(name);
      // What the database answered meanwhile is heard before the rest is loaded.
      await turn();
      return commandOf(operation);
    },
  })),
  ...Object.entries(others).map(([words, load]) => ({ path: words.split(' '), load })),
];
