import { operations } from '../operations/index.ts';
import type { Command } from './command.ts';
import { accountCommands } from './commands/account.ts';
import { completion } from './commands/completion.ts';
import { configCommands } from './commands/config.ts';
import { dbCommands } from './commands/db.ts';
import { doctor } from './commands/doctor.ts';
import { storeStatus } from './commands/store.ts';
import { listingCommand } from './from-listing.ts';
import { operationCommand } from './from-operation.ts';

/** Everything the command line knows: one command for each operation and list, and those that are neither. */
export const allCommands: readonly Command[] = [
  ...operations.map((one) => (one.kind === 'listing' ? listingCommand(one) : operationCommand(one))),
  ...accountCommands,
  ...configCommands,
  ...dbCommands,
  storeStatus,
  doctor,
  completion,
];
