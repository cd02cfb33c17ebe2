import { commandSources } from '../../src/cli/commands.ts';
import { loadOperations } from '../../src/operations/index.ts';

/** All operations and all commands, loaded: for tests that look through them. */
export const operations = await loadOperations();
export const allCommands = await Promise.all(commandSources.map((source) => source.load()));
