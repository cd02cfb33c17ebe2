import { operations } from '../operations/index.ts';
import type { Command } from './command.ts';
import { completion } from './commands/completion.ts';
import { listingCommand } from './from-listing.ts';
import { operationCommand } from './from-operation.ts';

/** Everything the command line knows: one command for each operation and list, and those that are neither. */
export const allCommands: readonly Command[] = [
  ...operations.map((one) => (one.kind === 'listing' ? listingCommand(one) : operationCommand(one))),
  completion,
];
