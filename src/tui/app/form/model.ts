import { Conflict, DomainError } from '../../../domain/errors.ts';
import type { Named, Standing } from '../../../operations/edits.ts';
import type { Outcome } from '../../../operations/operation.ts';
import type { FoundRecord } from '../../../operations/records.ts';
import type { ActionId } from '../../keys/bindings.ts';
import { askConflict } from '../asking.ts';
import { createField, type Field } from '../field.ts';
import type { AnyOperation } from '../overlay.ts';
import { runOperation } from '../running.ts';
import type { Shell } from '../shell.ts';
import type { Slot } from '../slots.ts';
import { value, type Value } from '../value.ts';
import { createChoice } from './choice.ts';
import { compareThree, conflictOf } from './conflict.ts';
import { formFields, type FormField } from './fields.ts';
import { openFiles } from './files.ts';
import { createKeeper } from './keeping.ts';
import { problemOf, refusalOf } from './problems.ts';
import { createSuggester, withTaken, type Suggestions } from './suggest.ts';
import { readEdit, readForm } from './values.ts';
import { followTables, isChanged } from './watch.ts';

export interface Editing {
  readonly named: Named;
  readonly standing: Standing;
  readonly read: () => Promise<Standing>;
}

export interface FormRequest {
  readonly operation: AnyOperation;
  /** What the fields are filled with. */
  readonly initial: Readonly<Record<string, unknown>>;
  /** Sent as it is and not asked for. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Of an edit: only what differs from it is sent, with its version. */
  readonly editing?: Editing;
  /** It only asks: what was typed is the answer, nothing is run. */
  readonly asks?: boolean;
  /** Who opened it tells what was done. */
  readonly quiet?: boolean;
  /** Where it is kept as it is typed, and what was kept before. */
  readonly slot: Slot;
  readonly typed: Readonly<Record<string, string>>;
}

export interface FormEntry {
  readonly field: FormField;
  readonly input: Field;
}

export interface FormState {
  readonly entries: readonly FormEntry[];
  readonly at: number;
  /** By key: what is wrong, told under the field. */
  readonly problems: Readonly<Record<string, string>>;
  /** Fields that were left once: only there is an empty one a problem. */
  readonly visited: ReadonlySet<string>;
  /** What is wrong with the whole, and what to do. */
  readonly refused: readonly string[];
  readonly sending: boolean;
  /** Somebody else changed the record since it was looked at. */
  readonly outdated: boolean;
  readonly suggestions: Suggestions | undefined;
  /** By key: who or what the record is that was taken, for as long as its handle stands there. */
  readonly taken: Readonly<Record<string, Pick<FoundRecord, 'handle' | 'told'>>>;
  /** Raised with every key, for lines that live in the inputs. */
  readonly version: number;
}

export interface FormModel {
  readonly request: FormRequest;
  readonly state: Value<FormState>;
  readonly insert: (text: string) => void;
  readonly act: (action: ActionId) => boolean;
  /** To this field, as with Tab. */
  readonly focus: (field: number) => void;
  readonly leave: () => void;
  /** It is listening: looks for what the first field may name, and whether somebody else changes the record. */
  readonly begin: () => void;
  /** The form goes, for whatever reason. */
  readonly end: () => void;
}

/** In an edit of one record there are no files and no tables of many. The version that was seen is nobody's to type. */
function fieldsOf({ operation, initial, fixed = {}, editing }: FormRequest): readonly FormField[] {
  const all = formFields(operation, { ...initial, ...editing?.standing.fields });
  const asked = all.filter(({ key }) => !(key in fixed) && key !== 'expected_version');
  return editing ? asked.filter(({ kind }) => kind !== 'file' && kind !== 'rows') : asked;
}

/** Where typing begins: what a screen has filled in is passed over. An edit begins at its first field. */
function firstOpen(entries: readonly FormEntry[], { initial, editing }: FormRequest): number {
  if (editing) return 0;
  const asked = ({ field }: FormEntry) => !(field.key in initial);
  const empty = entries.findIndex((entry) => asked(entry) && entry.input.text() === '');
  return Math.max(0, empty >= 0 ? empty : entries.findIndex(asked));
}

/** A form's state and what keys do to it, outside React, so that fast typing loses nothing. */
export function createForm(shell: Shell, request: FormRequest, done: (outcome: unknown) => void): FormModel {
  const { operation, fixed = {} } = request;
  let standing = request.editing?.standing;
  const { expected_version: seen } = request.initial;
  const seenVersion = seen === undefined ? {} : { expected_version: seen };
  const opened = fieldsOf(request).map((field) => ({ field, input: inputOf(field) }));
  const state = value<FormState>({
    entries: opened,
    at: firstOpen(opened, request),
    problems: {},
    visited: new Set(),
    refused: [],
    sending: false,
    outdated: false,
    suggestions: undefined,
    taken: {},
    version: 0,
  });
  const change = (next: Partial<FormState>) => state.update((now) => ({ ...now, ...next, version: now.version + 1 }));
  const typedNow = () => state.get().entries.map(({ field, input }) => ({ field, text: input.text() }));
  const current = () => state.get().entries[state.get().at];
  const suggester = createSuggester(shell, (suggestions) => {
    // A late answer for a field that was left meanwhile is none.
    if (suggestions === undefined || suggestions.key === current()?.field.key) change({ suggestions });
  });
  const keptWith = () => ({
    operation: operation.name,
    initial: request.initial,
    ...(request.editing && standing ? { named: request.editing.named, standing } : {}),
  });
  const keeper = createKeeper(request.slot, keptWith, typedNow);

  function inputOf(field: FormField): Field {
    const options = () => ({
      initial: request.typed[field.key] ?? field.initial,
      multiline: field.kind === 'long' || field.kind === 'rows',
      submit: () => (state.get().at === state.get().entries.length - 1 ? void send() : move(1)),
      cancel: leave,
      next: () => move(1),
      previous: () => move(-1),
      save: () => void send(),
      changed: () => changed(field, input),
    });
    const input = field.values.length > 0 ? createChoice(field, options) : createField(options);
    input.line.subscribe(() => change({}));
    return input;
  }

  function changed(field: FormField, input: Field): void {
    check(field.key);
    suggester.follow(field, input.line.get());
    keeper.soon();
  }

  function check(key: string): void {
    const problem = problemFor(key);
    const others = Object.entries(state.get().problems).filter(([other]) => other !== key);
    change({ refused: [], problems: Object.fromEntries(problem === undefined ? others : [...others, [key, problem]]) });
  }

  function problemFor(key: string): string | undefined {
    const { entries, visited } = state.get();
    const entry = entries.find(({ field }) => field.key === key);
    if (!entry) return undefined;
    const { field, input } = entry;
    const text = input.text();
    if (standing && text === field.initial) return undefined;
    const read = (standing ? readEdit : readForm)([{ field, text }])[key];
    if (read === undefined || read === '') {
      if (!field.required || !visited.has(key)) return undefined;
      if (read === undefined) return 'it is needed';
    }
    return problemOf(operation, field, read);
  }

  function move(by: number): void {
    const { at, entries, visited } = state.get();
    const key = entries[at]?.field.key ?? '';
    change({ at: (at + by + entries.length) % entries.length, visited: new Set([...visited, key]) });
    check(key);
    arrive();
  }

  /** In an empty field that names one of few, those few are shown at once. */
  function arrive(): void {
    suggester.stop();
    change({ suggestions: undefined });
    const entry = current();
    if (entry?.input.text() === '') suggester.follow(entry.field, entry.input.line.get());
  }

  function leave(): void {
    if (keeper.now()) shell.toast('info', 'What you typed is kept: it is offered when this form opens again.');
    done(undefined);
  }

  function take({ field, input }: FormEntry, { rows, at }: Suggestions): void {
    const chosen = rows[at];
    if (!chosen) return;
    input.line.update((line) => withTaken(field, line, chosen.handle));
    suggester.stop();
    change({ suggestions: undefined, taken: { ...state.get().taken, [field.key]: chosen } });
    check(field.key);
    keeper.soon();
    if (!field.several && state.get().at < state.get().entries.length - 1) move(1);
  }

  /** False: the suggestions leave this key to the field. */
  function choose(action: ActionId, entry: FormEntry, suggestions: Suggestions): boolean {
    const { rows, at } = suggestions;
    if (action === 'field.cancel') change({ suggestions: undefined });
    else if (action === 'field.down')
      change({ suggestions: { ...suggestions, at: Math.min(at + 1, rows.length - 1) } });
    else if (action === 'field.up' && at >= 0) change({ suggestions: { ...suggestions, at: at - 1 } });
    else if (at >= 0 && (action === 'field.next' || action === 'field.submit')) take(entry, suggestions);
    else return false;
    return true;
  }

  async function writeInEditor({ field, input }: FormEntry): Promise<void> {
    try {
      if (field.secret) return;
      const edited = await shell.options.signals.edit(input.text());
      input.setText(field.kind === 'long' || field.kind === 'rows' ? edited : edited.replaceAll(/\s*\n\s*/gu, ' '));
      changed(field, input);
    } catch (error) {
      shell.fail(error);
    }
  }

  /** + and - behind a whole number count it up and down. */
  function insert(text: string): void {
    const entry = current();
    if (!entry) return;
    const { field, input } = entry;
    const counted = field.kind === 'number' && (text === '+' || text === '-') && /^\d{1,9}$/u.test(input.text());
    if (!counted) {
      input.insert(text);
      return;
    }
    input.setText(String(Math.max(0, Number(input.text()) + (text === '+' ? 1 : -1))));
    changed(field, input);
  }

  function act(action: ActionId): boolean {
    const entry = current();
    if (!entry) return false;
    const { suggestions } = state.get();
    if (suggestions?.key === entry.field.key && choose(action, entry, suggestions)) return true;
    if (action === 'field.editor' && entry.field.values.length === 0) {
      void writeInEditor(entry);
      return true;
    }
    return entry.input.act(action);
  }

  /** The input as it would be sent; undefined, with the first problem in sight, when it cannot be. */
  function readInput(): Record<string, unknown> | undefined {
    const { entries } = state.get();
    change({ visited: new Set(entries.map(({ field }) => field.key)), refused: [] });
    for (const { field } of entries) check(field.key);
    const { problems } = state.get();
    const wrong = entries.findIndex(({ field }) => problems[field.key] !== undefined);
    if (wrong >= 0) {
      change({ at: wrong });
      return undefined;
    }
    if (!standing) return { ...fixed, ...seenVersion, ...readForm(typedNow()) };
    const changed = readEdit(typedNow());
    if (Object.keys(changed).length === 0) {
      change({ refused: ['Nothing is different yet.'] });
      return undefined;
    }
    return { ...fixed, ...changed, ...(standing.version === undefined ? {} : { expected_version: standing.version }) };
  }

  /** Problems that the schema has with the whole, or the operation with a field, where they belong. */
  function tell(issues: readonly { readonly field: string; readonly problem: string }[]): void {
    const { entries, problems } = state.get();
    const mine = issues.filter((one) => entries.some(({ field }) => field.key === one.field.split('.')[0]));
    const others = issues.filter((one) => !mine.includes(one)).map(({ problem }) => problem);
    const at = entries.findIndex(({ field }) => field.key === mine[0]?.field.split('.')[0]);
    const told = Object.fromEntries(mine.map(({ field, problem }) => [field.split('.')[0] ?? '', problem]));
    change({ problems: { ...problems, ...told }, refused: others, ...(at < 0 ? {} : { at }) });
  }

  async function send(): Promise<void> {
    if (state.get().sending) return;
    const typed = readInput();
    if (!typed) return;
    change({ sending: true });
    try {
      const outcome = await attempt(typed);
      if (outcome) {
        keeper.forget();
        done(outcome);
      }
    } catch (error) {
      shell.fail(error);
    } finally {
      change({ sending: false });
    }
  }

  async function attempt(typed: Record<string, unknown>): Promise<Outcome<unknown> | undefined> {
    const opened = await openFiles(
      state.get().entries.map(({ field }) => field),
      typed,
    );
    if ('problem' in opened) {
      tell([opened]);
      return undefined;
    }
    const parsed = operation.input.safeParse(opened.input);
    if (!parsed.success) {
      tell(parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), problem: message })));
      return undefined;
    }
    if (request.asks) return { output: parsed.data, operationId: '', replayed: false, dryRun: false };
    let conflict: Conflict | undefined;
    const entries = state.get().entries.map(({ field }) => field);
    const outcome = await runOperation(shell, operation, opened.input, {
      ...(request.quiet === undefined ? {} : { quiet: request.quiet }),
      failed(error) {
        if (!(error instanceof DomainError)) return false;
        if (standing && error instanceof Conflict && Array.isArray(error.details['fields'])) conflict = error;
        else change({ refused: refusalOf(error, entries) });
        return true;
      },
    });
    return outcome ?? (conflict && (await settle(conflict)));
  }

  /** What stands there now is only compared: nothing of what is typed is touched. */
  async function lookAgain(): Promise<void> {
    const seen = standing;
    if (!request.editing || !seen || state.get().outdated) return;
    const now = await shell.busy(request.editing.read());
    // What is being sent changes it too.
    if (standing === seen && !state.get().sending && isChanged(seen, now)) change({ outdated: true });
  }

  /** Somebody else was faster: what stands there now is laid beside what was typed, and what was chosen is sent again. */
  async function settle(conflict: Conflict): Promise<Outcome<unknown> | undefined> {
    if (!request.editing) return undefined;
    change({ outdated: true });
    const now = await shell.busy(request.editing.read());
    const rows = compareThree(formFields(operation, now.fields), typedNow());
    const chosen = await askConflict(shell, conflictOf(conflict, now.name, rows));
    if (!chosen) return undefined;
    standing = now;
    const entries = state.get().entries.map(({ field, input }) => {
      const row = rows.find(({ key }) => key === field.key);
      return row ? { field: { ...field, initial: row.theirs }, input } : { field, input };
    });
    change({ entries, outdated: false });
    for (const { field, input } of entries) {
      const row = rows.find(({ key }) => key === field.key);
      if (row) input.setText(chosen[field.key] === 'mine' ? row.mine : row.theirs);
    }
    const typed = readInput();
    if (typed) return attempt(typed);
    if (state.get().refused.length > 0) {
      keeper.forget();
      shell.toast('info', `${now.name} stays as it is now: nothing of yours was left to save.`);
      done(undefined);
    }
    return undefined;
  }

  let unfollow = (): void => undefined;

  return {
    request,
    state,
    insert,
    act,
    focus: (field) => state.get().sending || move(field - state.get().at),
    leave,
    begin() {
      arrive();
      if (!request.editing) return;
      unfollow = followTables(shell, operation.refreshes ?? [], lookAgain);
      // A draft goes on from what stood there when it was left.
      if (Object.keys(request.typed).length > 0) void lookAgain().catch(() => undefined);
    },
    end() {
      unfollow();
      suggester.stop();
      keeper.now();
    },
  };
}
