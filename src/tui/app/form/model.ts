import { Conflict, DomainError } from '../../../domain/errors.ts';
import type { Standing } from '../../../operations/edits.ts';
import type { Outcome } from '../../../operations/operation.ts';
import type { ActionId } from '../../keys/bindings.ts';
import { askConflict } from '../asking.ts';
import { createField, type Field } from '../field.ts';
import type { AnyOperation } from '../overlay.ts';
import { runOperation } from '../running.ts';
import type { Shell } from '../shell.ts';
import { value, type Value } from '../value.ts';
import { createChoice } from './choice.ts';
import { compareThree, conflictOf } from './conflict.ts';
import { formFields, type FormField } from './fields.ts';
import { openFiles } from './files.ts';
import { problemOf } from './problems.ts';
import { readEdit, readForm } from './values.ts';

export interface Editing {
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
  /** Raised with every key, for lines that live in the inputs. */
  readonly version: number;
}

export interface FormModel {
  readonly request: FormRequest;
  readonly state: Value<FormState>;
  readonly insert: (text: string) => void;
  readonly act: (action: ActionId) => boolean;
  readonly leave: () => void;
}

/** In an edit of one record there are no files and no tables of many. */
function fieldsOf({ operation, initial, fixed = {}, editing }: FormRequest): readonly FormField[] {
  const all = formFields(operation, { ...initial, ...editing?.standing.fields });
  if (!editing) return all.filter(({ key }) => !(key in fixed));
  return all.filter(
    ({ key, kind }) => !(key in fixed) && key !== 'expected_version' && kind !== 'file' && kind !== 'rows',
  );
}

/** A form's state and what keys do to it, outside React, so that fast typing loses nothing. */
export function createForm(shell: Shell, request: FormRequest, done: (outcome: unknown) => void): FormModel {
  const { operation, fixed = {} } = request;
  let standing = request.editing?.standing;
  const state = value<FormState>({
    entries: fieldsOf(request).map((field) => ({ field, input: inputOf(field) })),
    at: 0,
    problems: {},
    visited: new Set(),
    refused: [],
    sending: false,
    version: 0,
  });
  const change = (next: Partial<FormState>) => state.update((now) => ({ ...now, ...next, version: now.version + 1 }));
  const typedNow = () => state.get().entries.map(({ field, input }) => ({ field, text: input.text() }));
  const current = () => state.get().entries[state.get().at];

  function inputOf(field: FormField): Field {
    const options = () => ({
      initial: field.initial,
      multiline: field.kind === 'long' || field.kind === 'rows',
      submit: () => (state.get().at === state.get().entries.length - 1 ? void send() : move(1)),
      cancel: leave,
      next: () => move(1),
      previous: () => move(-1),
      save: () => void send(),
      changed: () => check(field.key),
    });
    const input = field.values.length > 0 ? createChoice(field, options) : createField(options);
    input.line.subscribe(() => change({}));
    return input;
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
  }

  function leave(): void {
    done(undefined);
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
    if (!standing) return { ...fixed, ...readForm(typedNow()) };
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
      if (outcome) done(outcome);
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
    let conflict: Conflict | undefined;
    const outcome = await runOperation(shell, operation, opened.input, {
      failed(error) {
        if (!(error instanceof DomainError)) return false;
        if (standing && error instanceof Conflict && Array.isArray(error.details['fields'])) conflict = error;
        else change({ refused: [error.message, ...(error.hint === undefined ? [] : [error.hint])] });
        return true;
      },
    });
    return outcome ?? (conflict && (await settle(conflict)));
  }

  /** Somebody else was faster: what stands there now is laid beside what was typed, and what was chosen is sent again. */
  async function settle(conflict: Conflict): Promise<Outcome<unknown> | undefined> {
    if (!request.editing) return undefined;
    const now = await shell.busy(request.editing.read());
    const rows = compareThree(formFields(operation, now.fields), typedNow());
    const chosen = await askConflict(shell, conflictOf(conflict, now.name, rows));
    if (!chosen) return undefined;
    standing = now;
    const entries = state.get().entries.map(({ field, input }) => {
      const row = rows.find(({ key }) => key === field.key);
      return row ? { field: { ...field, initial: row.theirs }, input } : { field, input };
    });
    change({ entries });
    for (const { field, input } of entries) {
      const row = rows.find(({ key }) => key === field.key);
      if (row) input.setText(chosen[field.key] === 'mine' ? row.mine : row.theirs);
    }
    const typed = readInput();
    if (typed) return attempt(typed);
    if (state.get().refused.length > 0) {
      shell.toast('info', `${now.name} stays as it is now: nothing of yours was left to save.`);
      done(undefined);
    }
    return undefined;
  }

  return {
    request,
    state,
    insert: (text) => current()?.input.insert(text),
    act: (action) => current()?.input.act(action) ?? false,
    leave,
  };
}
