import { clean } from '../domain/display.ts';
import { permissions } from '../domain/permissions.ts';
import { run, type Operation, type Outcome } from '../operations/operation.ts';
import { kebab, switchFlag, textFlag, type Command, type Shape } from './command.ts';
import type { Cli } from './context.ts';
import { parsedInput, readInput, shapeOf } from './flags.ts';
import { human } from './output/human.ts';
import { isRecord } from './output/values.ts';
import { progressLine } from './progress.ts';
import { askToConfirm, demandAnswerable } from './prompt.ts';

/** `orders.pick_list` is `orders pick-list`. */
export const wordsOf = (name: string): string[] => name.split('.').map(kebab);

const operationId = textFlag('operation-id', 'UUID of this act: sent twice, it is done once (made when absent)');
const dryRun = switchFlag('dry-run', 'run everything, tell what would happen, change nothing');

/** The command of an operation: its flags are the fields of its input. */
export function operationCommand(operation: Operation): Command {
  let shape: Shape | undefined;
  const inputShape = () => (shape ??= shapeOf(operation.input, operation.positional));
  const path = wordsOf(operation.name);
  return {
    path,
    summary: operation.summary,
    examples: operation.examples,
    roles: permissions[operation.permission],
    shape: () => {
      const own = inputShape();
      const more = operation.reads ? [] : operation.dryRun ? [dryRun, operationId] : [operationId];
      return { ...own, flags: [...own.flags, ...more] };
    },
    run: async (args, cli) => {
      const raw = await readInput(operation.input, inputShape(), args, cli.io);
      const input = parsedInput(path.join(' '), operation.input, raw, inputShape());
      const dry = args['dry-run'] === true;
      const question = dry ? undefined : operation.confirm?.(input);
      demandAnswerable(question, cli);
      const id = args['operation-id'];
      await cli.signedIn(async ({ database }, actor) => {
        await askToConfirm(question, cli);
        const line = progressLine(cli.io, cli.globals);
        const outcome = await run(operation, raw, {
          database,
          actor,
          dryRun: dry,
          signal: cli.io.signal,
          progress: (progress) => line.count(progress),
          ...(typeof id === 'string' && { operationId: id }),
        }).finally(() => line.end());
        await print(operation, outcome, input, cli);
      });
      return 0;
    },
  };
}

async function print(operation: Operation, outcome: Outcome<unknown>, input: object, cli: Cli): Promise<void> {
  const { output, replayed } = outcome;
  if (cli.globals.json) {
    const written = { operation_id: outcome.operationId, replayed, dry_run: outcome.dryRun, result: output };
    await cli.out(`${JSON.stringify(operation.reads ? output : written)}\n`);
    return;
  }
  const sentence = operation.done?.(output, input as never);
  if (outcome.dryRun) await cli.out('Dry run, nothing was changed. It would say:\n');
  if (sentence !== undefined) await cli.out(`${clean(sentence)}\n`);
  if (replayed) await cli.out('This operation id had run before; nothing was done now.\n');
  const rest = sentence === undefined || operation.reads ? output : lists(output);
  if (rest !== undefined) await cli.out(await human(rest, cli));
}

/** After a sentence only what it cannot hold: lists, such as rejected rows or generated codes. */
function lists(output: unknown): object | undefined {
  if (!isRecord(output)) return undefined;
  const found = Object.entries(output).filter(([, value]) => Array.isArray(value) && value.length > 0);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
