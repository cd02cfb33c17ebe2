import * as z from 'zod';
import { InvalidInput, NotFound, Refused } from '../../../domain/errors.ts';
import { plural } from '../../../domain/plural.ts';
import type { RowProblem } from './types.ts';

export const Partial = z
  .boolean()
  .default(false)
  .describe(
    'book what can be booked and tell the rejected rows, instead of all or nothing; ends with 3 when there are any',
  );

/** More than fits a screen is in the ledger, not in the answer. */
export const shownRows = 200;
const shownProblems = 1000;

/**
 * All or nothing: what is booked in part is counted twice by whoever corrects it, unless that was asked for.
 * @returns the rejected rows to tell, in the order of the file
 * @throws NotFound, Refused when there are any and it was not asked for, or nothing else is left
 */
export function demandNone(
  problems: readonly RowProblem[],
  rows: number,
  done: string,
  more: { readonly single?: boolean; readonly partial?: boolean; readonly hint?: string } = {},
): readonly RowProblem[] {
  const all = problems.toSorted((one, other) => one.row - other.row);
  if (all.length === 0 || (more.partial && rows > 0)) return all.slice(0, shownProblems);
  const [first] = all;
  if (more.single && first) {
    const sentence = `${first.reason.charAt(0).toUpperCase()}${first.reason.slice(1)}.`;
    const known = { ...(more.hint !== undefined && { hint: more.hint }), details: { rows: all } };
    throw /^there is no /u.test(first.reason) ? new NotFound(sentence, known) : new Refused(sentence, known);
  }
  const told = all.slice(0, 3).map(({ row, sku, reason }) => `row ${row}${sku ? ` (${sku})` : ''}: ${reason}`);
  const rest = all.length > told.length ? `; and ${all.length - told.length} more` : '';
  const total = rows + all.length;
  const which = total === 1 ? 'The only row' : `${all.length} of ${total} rows`;
  throw new Refused(`${which} cannot be ${done}, so nothing was booked: ${told.join('; ')}${rest}.`, {
    hint: more.hint ?? 'Correct these rows and send all of it again, or book the others with --partial.',
    details: { count: all.length, rows: all.slice(0, shownProblems) },
  });
}

/** What a closing sentence says about rows that were left out. */
export const toldRejected = (rejected: readonly RowProblem[] | undefined): string =>
  rejected && rejected.length > 0 ? ` ${plural(rejected.length, 'row')} rejected.` : '';

/** 3 when rows were left out, for a script that must know all done from some refused. */
export const partialExitCode = ({ rejected }: { readonly rejected?: readonly unknown[] }): number =>
  rejected && rejected.length > 0 ? 3 : 0;

/** @throws InvalidInput unless exactly one way of saying what to do was taken */
export function demandOneWay(ways: Readonly<Record<string, unknown>>, verb: string, hint: string): void {
  const given = Object.keys(ways).filter((way) => ways[way] !== undefined);
  if (given.length === 1) return;
  throw new InvalidInput(
    given.length === 0
      ? `Nothing to ${verb} was given.`
      : `${given.join(' and ')} cannot be given at once.`.replace(/^./u, (first) => first.toUpperCase()),
    { hint },
  );
}

export function demandGiven(needed: Readonly<Record<string, unknown>>): void {
  const missing = Object.keys(needed).filter((key) => needed[key] === undefined);
  if (missing.length > 0) {
    const flags = missing.map((key) => `--${key}`).join(', ');
    throw new InvalidInput(`Missing: ${flags}.`, { hint: 'See --help of this command.' });
  }
}
