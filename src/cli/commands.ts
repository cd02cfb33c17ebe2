import { operations } from '../operations/index.ts';
import type { Command } from './command.ts';
import { accountCommands } from './commands/account.ts';
import { completion } from './commands/completion.ts';
import { configCommands } from './commands/config.ts';
import { dbCommands } from './commands/db.ts';
import { doctor } from './commands/doctor.ts';
import { keys } from './commands/keys.ts';
import { storeStatus } from './commands/store.ts';
import { exportCommand } from './from-export.ts';
import { listingCommand } from './from-listing.ts';
import { operationCommand } from './from-operation.ts';

/** The command of one of them: each kind has its own face. */
export function commandOf(one: (typeof operations)[number]): Command {
  switch (one.kind) {
    case 'listing':
      return listingCommand(one);
    case 'export':
      return exportCommand(one);
    case 'operation':
      return operationCommand(one);
  }
}

/** Everything the command line knows: one command for each operation and list, and those that are neither. */
export const allCommands: readonly Command[] = [
  ...operations.map(commandOf),
  ...accountCommands,
  ...configCommands,
  ...dbCommands,
  storeStatus,
  doctor,
  keys,
  completion,
];
