import { clean } from '../../domain/display.ts';
import type { Cli } from '../context.ts';
import { human } from './human.ts';

/** The answer of a command that is no operation: the data with --json, else a sentence, else the data for people. */
export async function answer(cli: Cli, data: unknown, sentence?: string): Promise<void> {
  if (cli.globals.json) await cli.out(`${JSON.stringify(data)}\n`);
  else await cli.out(sentence === undefined ? await human(data, cli) : `${clean(sentence)}\n`);
}
