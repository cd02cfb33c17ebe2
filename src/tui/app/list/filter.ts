import { countries } from '../../../domain/country.ts';
import { DomainError, InvalidInput } from '../../../domain/errors.ts';
import { may } from '../../../domain/permissions.ts';
import { page, pageStatement, type Listing, type ListFilter } from '../../../operations/listing.ts';
import { demandKnown, namesRows } from '../../../operations/reference.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { askFilter } from '../asking.ts';
import type { FilterProblem } from '../overlay.ts';
import type { Drafts } from '../screen.ts';
import type { Shell } from '../shell.ts';
import type { FilterWord } from './filter-words.ts';
import { readMemory } from './memory.ts';

/** The filters that this person may use. */
export function filterWords(shell: Shell, listing: Listing): readonly FilterWord[] {
  const role = shell.actor.get()?.role;
  return Object.entries(listing.filters)
    .filter(([, { permission }]) => !permission || (role !== undefined && may(role, permission)))
    .map(([key, { help, type, values, suggest }]) => ({
      key,
      help,
      values: values ?? valuesOf(type),
      ...(suggest && { ask: () => suggested(shell, suggest) }),
    }));
}

function valuesOf(type: ListFilter['type']): readonly string[] {
  if (type === 'country') return countries();
  return type === 'boolean' ? ['yes', 'no'] : [];
}

/** More are no help to somebody who types. */
const mostSuggested = 500;

/** Values out of another list; none where this person may not see that one. */
async function suggested(
  shell: Shell,
  { list, column }: NonNullable<ListFilter['suggest']>,
): Promise<readonly string[]> {
  const actor = shell.actor.get();
  const source = shell.options.operations.find(({ name }) => name === list);
  if (!actor || source?.kind !== 'listing' || !may(actor.role, source.permission)) return [];
  const { rows } = await page(source, { limit: mostSuggested }, { database: shell.store.database, actor });
  return [...new Set(rows.map((row) => String(row[column] ?? '')))].filter((one) => one !== '').toSorted();
}

/** The filter line of a list, with what was filtered by before; undefined when it was left. */
export function askListFilter(
  shell: Shell,
  drafts: Drafts,
  screen: string,
  listing: Listing,
  initial: string,
): Promise<string | undefined> {
  return askFilter(shell, {
    initial,
    words: filterWords(shell, listing),
    check: (typed) => problemOf(shell, listing, typed) ?? unknownIn(shell, listing, typed),
    history: readMemory(drafts, screen).filters,
  });
}

/** Reads the filter as the list will, so that a wrong word is told where it was typed. */
export function problemOf(shell: Shell, listing: Listing, typed: string): FilterProblem | undefined {
  const actor = shell.actor.get();
  if (!actor || !may(actor.role, listing.permission)) return undefined;
  try {
    pageStatement(listing, { filter: typed }, actor.role);
    return undefined;
  } catch (error) {
    return told(error);
  }
}

/** Whether the shop has what the filter names; a filter that names nothing asks nobody. */
function unknownIn(shell: Shell, listing: Listing, typed: string): Promise<FilterProblem | undefined> | undefined {
  const actor = shell.actor.get();
  if (!actor || !namesRows(listing.filters, typed)) return undefined;
  const work = (tx: Tx) => demandKnown(tx, listing.filters, typed);
  const asked = shell.store.database.read({ actor, operation: listing.name }, work);
  return shell.busy(asked).then(
    () => undefined,
    // Of anything else the list tells itself.
    (error: unknown) => (error instanceof InvalidInput ? told(error) : undefined),
  );
}

function told(error: unknown): FilterProblem {
  if (!(error instanceof DomainError)) throw error;
  const { start, end } = error.details;
  return {
    message: error.message,
    ...(typeof start === 'number' && typeof end === 'number' ? { start, end } : {}),
  };
}
