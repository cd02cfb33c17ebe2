import { showNumber } from '../../../domain/locale.ts';
import { may } from '../../../domain/permissions.ts';
import { plural } from '../../../domain/plural.ts';
import type { BulkRow } from '../../../operations/bulk.ts';
import type { Listing, ListRow } from '../../../operations/listing.ts';
import type { ActionId } from '../../keys/bindings.ts';
import { pick, prompt } from '../asking.ts';
import { formFields } from '../form/fields.ts';
import { problemOf } from '../form/problems.ts';
import { readForm, readValue, type Typed } from '../form/values.ts';
import type { List } from '../list/list.ts';
import { chosenRows } from '../list/view.ts';
import type { AnyOperation } from '../overlay.ts';
import type { ScreenAction } from '../screen.ts';
import type { Shell } from '../shell.ts';
import { runBulk } from './run.ts';
import type { BulkOwn, BulkTarget } from './state.ts';

/**
 * An operation that a list offers for its marked rows, or for all that match: under `x`, under `B`, and by its own key.
 * A screen names it and has the rest from the engine: try-out with the count and the reasons, confirmation, progress,
 * a row for each record, another try for what was refused, undo.
 *
 *     <ListScreen bulk={[{ operation: approve, label: 'Approve' }, { operation: reject, label: 'Reject' }]} … />
 *
 * What the operation needs besides the record is asked for: every required field by a question of its own, or by `ask`.
 */
export interface BulkAction {
  /** One with `bulk`, whose `matching` is the list it is offered in. */
  readonly operation: AnyOperation;
  /** A verb: 'Approve'. */
  readonly label: string;
  /** Works on the marked rows directly; without marks the key is the screen's. */
  readonly key?: ActionId;
  readonly danger?: boolean;
  /** What it needs besides the records, asked in a way of the screen's own (without targets: all that match); undefined: left. */
  readonly ask?: (targets: readonly BulkTarget[]) => Promise<BulkAnswer | undefined>;
  /** Why it is for marked rows alone and not for all that match. */
  readonly notAll?: string;
  /** What more is agreed to, from the rows of the try-out. */
  readonly told?: (rows: readonly BulkRow[]) => readonly string[];
}

export interface BulkAnswer {
  readonly input: Readonly<Record<string, unknown>>;
  /** What differs from record to record, by its key; whatever is not in it is left out of the run. */
  readonly own?: BulkOwn;
}

export interface BulkOffer {
  readonly listing: Listing;
  /** One of its rows: 'review'. */
  readonly noun: string;
  /** How a row is called where its key tells people nothing. */
  readonly nameOf?: ((row: ListRow) => string) | undefined;
}

/** How many records are meant, in words: `12 marked reviews`, `all 1,234 matching reviews`. */
export function meant(list: List, noun: string): string {
  const { whole, total, marks } = list.state.get();
  if (!whole) return plural(marks.size, `marked ${noun}`);
  const all = total ? `${total.exact ? '' : '~'}${showNumber(total.rows)} ` : '';
  return `all ${all}matching ${noun}s`;
}

export function bulkActions(
  shell: Shell,
  list: List,
  offer: BulkOffer,
  offered: readonly BulkAction[],
): readonly ScreenAction[] {
  const role = shell.actor.get()?.role;
  const { marks, whole } = list.state.get();
  const nothing = marks.size === 0 && !whole ? 'nothing is marked: Space marks a row, * all' : undefined;
  return offered.map((one) => ({
    label: nothing === undefined ? `${one.label} ${meant(list, offer.noun)}` : `${one.label} what is marked`,
    hint: 'says first what would become of each',
    ...(one.key === undefined ? {} : { key: one.key }),
    ...(one.danger === undefined ? {} : { danger: one.danger }),
    disabled:
      role && !may(role, one.operation.permission) ? `${role} may not` : (nothing ?? (whole ? one.notAll : undefined)),
    run: () => runOffered(shell, list, offer, one),
  }));
}

/** Asks what is needed and runs it; what is done is marked no more, what is left stays marked for another try. */
async function runOffered(shell: Shell, list: List, offer: BulkOffer, action: BulkAction): Promise<void> {
  const { operation, label } = action;
  const column = operation.bulk?.column ?? 'id';
  const { whole, filter } = list.state.get();
  const rows = chosenRows(list.state.get());
  const nameOf = offer.nameOf ?? ((row: ListRow) => String(row[column]));
  const named = rows.map((row) => ({ key: String(row[column]), name: nameOf(row) }));
  const answer = action.ask ? await action.ask(whole ? [] : named) : await askFor(shell, operation);
  if (answer === undefined) return;
  const { input, own } = answer;
  const targets = whole ? { listing: offer.listing, filter } : named.filter(({ key }) => own?.has(key) ?? true);
  const { danger, told } = action;
  const outcome = await runBulk(shell, { operation, label, noun: offer.noun, targets, input, own, danger, told });
  const done = new Set(outcome.filter(({ state }) => state === 'done').map(({ key }) => key));
  if (done.size > 0) list.unmark((row) => done.has(String(row[column])));
}

/** Every required field besides the record, one question each. Undefined: left. */
async function askFor(shell: Shell, operation: AnyOperation): Promise<BulkAnswer | undefined> {
  const fields = formFields(operation).filter(({ key, required }) => required && key !== operation.bulk?.key);
  const typed: Typed[] = [];
  for (const field of fields) {
    const { label: title, help, values, initial } = field;
    const check = (text: string) =>
      text.trim() === '' ? 'It is needed.' : problemOf(operation, field, readValue(field, text, new Date()));
    const text = values.length
      ? await pick(shell, { title, choices: values.map((value) => ({ value, label: value })), initial })
      : await prompt(shell, { title, initial, help, check });
    if (text === undefined) return undefined;
    typed.push({ field, text });
  }
  return { input: readForm(typed) };
}
