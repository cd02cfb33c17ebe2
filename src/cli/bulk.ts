import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { commandName } from '../domain/command-name.ts';
import { clean } from '../domain/display.ts';
import { InvalidInput, Refused, withHint } from '../domain/errors.ts';
import { plural } from '../domain/plural.ts';
import { matchingKeys, mostRecords, runEach, type BulkOutcome, type BulkRow } from '../operations/bulk.ts';
import { isInputFile } from '../operations/fields.ts';
import type { BulkSpec, Confirmation, Operation, Progress } from '../operations/operation.ts';
import { readWords } from './bulk-rows.ts';
import { kebab, textFlag, type Arguments, type Flag, type Shape } from './command.ts';
import type { Cli } from './context.ts';
import { parsedInput } from './flags.ts';
import { rowsAsTable } from './output/human.ts';
import { progressLine } from './progress.ts';
import { askToConfirm, demandAnswerable } from './prompt.ts';

/** An operation on one record whose words may name several: `orders confirm A B`, `-`, `--matching "status:PENDING"`. */
export interface BulkOperation extends Operation {
  readonly bulk: BulkSpec;
}

/** What a person may give in place of the one record. */
export function bulkShape(shape: Shape, { bulk }: BulkOperation): Shape {
  const word = kebab(bulk.key);
  const list = commandName(bulk.matching().name);
  const several = (flag: Flag): Flag => {
    const behind = bulk.columns ? `, with ${bulk.columns.join(', ')} behind it` : '';
    const summary = `${flag.summary}; several, or - for standard input, one a line${behind}`;
    if (bulk.columns?.some((column) => kebab(column) === flag.name)) return { ...flag, required: false };
    return flag.name === word ? { ...flag, required: false, kind: 'list', summary } : flag;
  };
  return {
    positionals: shape.positionals.map(several),
    flags: [...shape.flags.map(several), textFlag('matching', `all rows of "${list}" under this filter`)],
    variadic: true,
  };
}

/** Everything but the record itself, and whether one record was named in the plain way. */
export interface Named {
  /** The words as typed; `-` among them means standard input. */
  readonly words: readonly string[];
  readonly matching: string | undefined;
}

export function named(args: Arguments, { bulk }: BulkOperation): Named {
  const words = args[kebab(bulk.key)];
  const matching = args['matching'];
  return {
    words: typeof words === 'string' ? [words] : Array.isArray(words) ? words : [],
    matching: typeof matching === 'string' ? matching : undefined,
  };
}

/** One record, named in full: then the command behaves as if there were no bulk at all. */
export const namesOne = ({ words, matching }: Named): boolean =>
  matching === undefined && words.length === 1 && words[0] !== '-';

/**
 * Runs it over all the records and prints what became of each.
 * @returns 0 when every record is done, 3 when some were refused or left something that needs a person, otherwise the
 *   code of what ended the run
 */
export async function runBulk(
  operation: BulkOperation,
  raw: Readonly<Record<string, unknown>>,
  { words, matching }: Named,
  options: { readonly dryRun: boolean; readonly operationId: string | undefined; readonly shape: Shape },
  cli: Cli,
): Promise<number> {
  const { dryRun, operationId, shape } = options;
  const path = commandName(operation.name);
  if (words.length === 0 && matching === undefined) {
    throw new InvalidInput(`${path} needs <${kebab(operation.bulk.key)}>, or --matching with a filter.`, {
      hint: `See solemate ${path} --help.`,
    });
  }
  // An unset variable of a script must not mean every record there is.
  if (matching?.trim() === '') {
    throw new InvalidInput('The filter of --matching is empty.', {
      hint: `Say which are meant; see solemate ${commandName(operation.bulk.matching().name)} --help.`,
    });
  }
  if (words.length > 0 && matching !== undefined) {
    throw new InvalidInput('Name the records or give --matching, not both.');
  }
  const { keys: typed, own } = await readWords(words, operation.bulk, cli);
  const rowInput = (key: string) => ({ ...raw, ...own.get(key), [operation.bulk.key]: key });
  const input = (key: string) => parsedInput(path, operation.input, rowInput(key), shape);
  if (Object.values(raw).some(isInputFile)) throw new InvalidInput('A file can be read for one record only.');
  // What is wrong with the other flags is told before anything is asked.
  const perRow = own.size > 0 ? (operation.bulk.columns ?? []) : [];
  const common = [operation.bulk.key, ...perRow].reduce(without, operation.input.shape);
  parsedInput(path, z.object(common), raw, shape);
  const question = (keys: readonly string[]): Confirmation | undefined => {
    const [first] = keys;
    const own = first === undefined ? undefined : operation.confirm?.(input(first));
    const asks = matching !== undefined || own !== undefined || operation.question !== undefined;
    return dryRun || !asks ? undefined : confirmation(path, keys, matching, own);
  };
  demandAnswerable(question(typed), cli);
  const outcome = await cli.signedIn(async (store, actor) => {
    const { database } = store;
    const { signal } = cli.io;
    const found =
      matching === undefined
        ? typed
        : await matchingKeys(operation.bulk.matching(), operation.bulk.column, matching, { database, actor, signal });
    if (found.length > mostRecords) {
      throw new Refused(`That are ${plural(found.length, 'record')}; at most ${mostRecords} are run at once.`);
    }
    if (found.length > 0) await askToConfirm(question(found), cli);
    const line = progressLine(cli.io, cli.globals);
    const call = {
      database,
      actor,
      secrets: store,
      dryRun,
      signal,
      operationId: operationId ?? randomUUID(),
      progress: (progress: Progress) => line.count(progress),
    };
    return runEach(operation, found, raw, call, own).finally(() => line.end());
  });
  await print(operation, outcome, input, cli);
  if (outcome.ended !== undefined) throw outcome.ended;
  const left = outcome.rows.some((row) => row.state === 'done' && operation.exitCode?.(row.result, dryRun));
  return outcome.failed > 0 || left ? 3 : 0;
}

export const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));

function confirmation(
  path: string,
  keys: readonly string[],
  matching: string | undefined,
  own: Confirmation | undefined,
): Confirmation {
  const shown = keys.slice(0, 3).join(', ') + (keys.length > 3 ? ', …' : '');
  const which = keys.length > 0 ? `${plural(keys.length, 'record')} (${shown})` : `all that match "${matching ?? ''}"`;
  return { question: `Run "${path}" on ${which}?`, ...(own?.typed !== undefined && { typed: own.typed }) };
}

async function print(
  operation: BulkOperation,
  outcome: BulkOutcome,
  input: (key: string) => object,
  cli: Cli,
): Promise<void> {
  const { operationId, dryRun, rows, done, failed, notTried } = outcome;
  if (cli.globals.json) {
    const head = { operation_id: operationId, dry_run: dryRun, done, failed, not_tried: notTried };
    await cli.out(`${JSON.stringify({ ...head, rows })}\n`);
    return;
  }
  if (rows.length === 0) return cli.out('Nothing matches: nothing was done.\n');
  if (dryRun) await cli.out('Dry run, nothing was changed. It would say:\n');
  const sentence = ({ key, state, replayed, result, error }: BulkRow): string => {
    if (state === 'not_tried') return 'not tried';
    if (error) return withHint(error);
    const told = operation.done?.(result, input(key) as never) ?? 'done';
    return replayed ? `${told} (by an earlier run)` : told;
  };
  const table = rows.map((row) => ({ [operation.bulk.key]: row.key, state: row.state, result: clean(sentence(row)) }));
  const columns = [operation.bulk.key, 'state', 'result'].map((key) => ({ key, label: label(key) }));
  await cli.out(await rowsAsTable(table, columns, cli));
  const parts = [`${done} done`, ...(failed > 0 ? [`${failed} failed`] : [])];
  if (notTried > 0) parts.push(`${notTried} not tried`);
  await cli.out(`${parts.join(', ')}.\n`);
  if (failed + notTried > 0 && !dryRun) {
    await cli.note(`Run it again with --operation-id ${operationId}: what is done stays done.`);
  }
}

const label = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ');
