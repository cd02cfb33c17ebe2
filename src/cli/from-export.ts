import { InvalidInput } from '../domain/errors.ts';
import { permissions } from '../domain/permissions.ts';
import { plural } from '../domain/plural.ts';
import { lazily } from '../domain/remembered.ts';
import { runExport, type Exporting } from '../operations/export.ts';
import { writeWhole, type WritePiece } from '../platform/output-file.ts';
import { textFlag, wordsOf, type Command } from './command.ts';
import type { Cli } from './context.ts';
import { parsedInput, readInput, shapeOf } from './flags.ts';
import { progressLine } from './progress.ts';

const to = textFlag('to', 'file to write, there whole or not at all; without it standard output');

/** The command of an export: it writes the document itself, and how far it is to standard error. */
export function exportCommand(one: Exporting): Command {
  const inputShape = lazily(() => shapeOf(one.input, one.positional));
  const path = wordsOf(one.name);
  return {
    path,
    summary: one.summary,
    examples: one.examples,
    roles: permissions[one.permission],
    shape: () => ({ ...inputShape(), flags: [...inputShape().flags, to] }),
    run: async (args, cli) => {
      const file = typeof args['to'] === 'string' ? args['to'] : undefined;
      if (file === undefined && cli.globals.json) {
        throw new InvalidInput('--json needs --to FILE here: without it the document itself is what is printed.');
      }
      const raw = await readInput(one.input, inputShape(), args, cli.io);
      parsedInput(path.join(' '), one.input, raw, inputShape());
      if (file === undefined) await send(one, raw, cli, (piece) => cli.out(piece));
      else await writeFile(one, raw, cli, file);
      return 0;
    },
  };
}

async function send(one: Exporting, raw: object, cli: Cli, write: WritePiece) {
  return cli.signedIn(async ({ database }, actor) => {
    const line = progressLine(cli.io, cli.globals);
    const { signal } = cli.io;
    const call = { database, actor, signal, write, progress: line.count.bind(line) };
    return runExport(one, raw, call).finally(() => line.end());
  });
}

async function writeFile(one: Exporting, raw: object, cli: Cli, file: string): Promise<void> {
  const { bytes, count } = await writeWhole(file, (put) => send(one, raw, cli, put));
  if (cli.globals.json) await cli.out(`${JSON.stringify({ file, [one.what]: count, bytes })}\n`);
  else await cli.out(`${plural(count, one.what.replace(/s$/u, ''))} written to ${file}.\n`);
}
