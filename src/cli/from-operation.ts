import { csvLines } from '../domain/csv-text.ts';
import { commandName } from '../domain/command-name.ts';
import { clean } from '../domain/display.ts';
import { InvalidInput, Unavailable } from '../domain/errors.ts';
import { lazily } from '../domain/remembered.ts';
import { permissions } from '../domain/permissions.ts';
import { isInputFile } from '../operations/fields.ts';
import { questionOf, run, runOtherwise, type Operation, type Outcome, type Progress } from '../operations/operation.ts';
import { bulkShape, named, namesOne, runBulk, without, type BulkOperation } from './bulk.ts';
import { kebab, switchFlag, textFlag, wordsOf, type Arguments, type Command, type Shape } from './command.ts';
import type { Cli } from './context.ts';
import { parsedInput, readInput, shapeOf } from './flags.ts';
import { monitored } from './monitored.ts';
import { human } from './output/human.ts';
import { isRecord } from './output/values.ts';
import { progressLine } from './progress.ts';
import { askToConfirm, demandAnswerable } from './prompt.ts';

const operationId = textFlag('operation-id', 'UUID of this act: sent twice, it is done once (made when absent)');
const csv = switchFlag('csv', 'print its rows as CSV (RFC 4180)');
const dryRun = switchFlag('dry-run', 'run everything, tell what would happen, change nothing');

/** The command of an operation: its flags are the fields of its input. */
export function operationCommand(operation: Operation): Command {
  const inputShape = lazily(() => shapeOf(operation.input, operation.positional));
  const path = wordsOf(operation.name);
  const many = runsOverMany(operation) ? operation : undefined;
  return {
    path,
    summary: operation.summary,
    examples: operation.examples,
    roles: permissions[operation.permission],
    shape: () => {
      const own = many ? bulkShape(inputShape(), many) : inputShape();
      const writing = operation.dryRun ? [dryRun, operationId] : [operationId];
      const more = [...(operation.reads ? [] : writing), ...(operation.csv ? [csv] : [])];
      return { ...own, flags: [...own.flags, ...more] };
    },
    run: async (given, cli) => {
      if (operation.monitored) return monitored(cli, () => runOne(operation, given, inputShape(), once, cli));
      const dry = given['dry-run'] === true;
      const id = typeof given['operation-id'] === 'string' ? given['operation-id'] : undefined;
      if (!many) return runOne(operation, given, inputShape(), { dry, id }, cli);
      const which = named(given, many);
      const word = kebab(many.bulk.key);
      const rest = without(given, word);
      if (namesOne(which)) {
        const one = { ...rest, [word]: which.words[0] };
        return runOne(operation, one, inputShape(), { dry, id }, cli);
      }
      const raw = await readInput(operation.input, inputShape(), rest, cli.io);
      const options = { dryRun: dry, operationId: id, shape: inputShape() };
      return runBulk(many, raw as Record<string, unknown>, which, options, cli);
    },
  };
}

const once = { dry: false, id: undefined };

const runsOverMany = (operation: Operation): operation is BulkOperation => operation.bulk !== undefined;

async function runOne(
  operation: Operation,
  args: Arguments,
  shape: Shape,
  { dry, id }: { readonly dry: boolean; readonly id: string | undefined },
  cli: Cli,
): Promise<number> {
  const raw = await readInput(operation.input, shape, args, cli.io);
  const input = parsedInput(commandName(operation.name), operation.input, raw, shape);
  const question = dry ? undefined : operation.confirm?.(input);
  const asCsv = args['csv'] === true;
  if (asCsv && cli.globals.json) throw new InvalidInput('--csv and --json exclude each other.');
  // Where it can be looked at first, what cannot be done is told before anybody is asked for a yes.
  const looks =
    question !== undefined && !cli.globals.yes && (operation.question !== undefined || canTry(operation, raw, id));
  if (!looks) demandAnswerable(question, cli);
  const finish = async (outcome: Outcome<unknown>): Promise<number> => {
    if (asCsv) await printCsv(outcome.output, cli);
    else await print(operation, outcome, input, cli);
    return operation.exitCode?.(outcome.output, outcome.dryRun) ?? 0;
  };
  const signedIn = cli.signedIn(async (store, actor) => {
    const { database } = store;
    const line = progressLine(cli.io, cli.globals);
    const call = {
      database,
      actor,
      secrets: store,
      dryRun: dry,
      signal: cli.io.signal,
      progress: (progress: Progress) => line.count(progress),
      ...(id !== undefined && { operationId: id }),
    };
    if (looks && !operation.question) await run(operation, raw, { ...call, dryRun: true, progress: () => undefined });
    const asked = operation.question && !dry && !cli.globals.yes ? await questionOf(operation, raw, call) : question;
    demandAnswerable(asked, cli);
    await askToConfirm(asked, cli);
    return finish(await run(operation, raw, call).finally(() => line.end()));
  });
  return signedIn.catch(async (error: unknown) => {
    // Nobody can sign in while the database is down, and that is when some answers are wanted most.
    if (!operation.otherwise || !(error instanceof Unavailable)) throw error;
    const output = await cli.withStore((store) => runOtherwise(operation, raw, error, store));
    return finish({ output, operationId: '', replayed: false, dryRun: false });
  });
}

/** A file may be a pipe, which is read once; an id that was sent before answers as it did, whatever is there now. */
const canTry = (operation: Operation, raw: unknown, id: string | undefined): boolean =>
  operation.dryRun === true && id === undefined && !(isRecord(raw) && Object.values(raw).some(isInputFile));

/** Columns are the keys of the first row: the rows of a report are all alike. */
async function printCsv(output: unknown, cli: Cli): Promise<void> {
  const rows = isRecord(output) && Array.isArray(output['rows']) ? output['rows'].filter(isRecord) : [];
  const keys = Object.keys(rows[0] ?? {});
  if (keys.length > 0) await cli.out(csvLines([keys, ...rows.map((row) => keys.map((key) => row[key]))]));
}

async function print(operation: Operation, outcome: Outcome<unknown>, input: object, cli: Cli): Promise<void> {
  const { output, replayed } = outcome;
  if (cli.globals.json) {
    const written = { operation_id: outcome.operationId, replayed, dry_run: outcome.dryRun, result: output };
    await cli.out(`${JSON.stringify(operation.reads ? output : written)}\n`);
    return;
  }
  const paper = operation.text?.(output, input as never);
  if (paper !== undefined && !outcome.dryRun) return cli.out(paper);
  const sentence = operation.done?.(output, input as never);
  if (outcome.dryRun) await cli.out('Dry run, nothing was changed. It would say:\n');
  if (sentence !== undefined) await cli.out(`${clean(sentence)}\n`);
  if (replayed) await cli.out('This operation id had run before; nothing was done now.\n');
  const next = outcome.dryRun ? undefined : operation.next?.(output, input as never);
  if (next !== undefined) await cli.out(`Next: ${clean(next)}\n`);
  const rest = sentence === undefined || operation.reads ? output : lists(output);
  if (rest === undefined) return;
  const shown = await human(rest, cli);
  if (shown !== '') await cli.out(shown);
  else if (sentence === undefined) await cli.out('Nothing found.\n');
}

/** After a sentence only what it cannot hold: lists, such as rejected rows or generated codes. */
function lists(output: unknown): object | undefined {
  if (!isRecord(output)) return undefined;
  const found = Object.entries(output).filter(([, value]) => Array.isArray(value) && value.length > 0);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
