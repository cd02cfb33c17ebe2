import type { ActionId } from '../keys/bindings.ts';
import { edit, insert, line, type Line, type LineAction } from '../widgets/line.ts';
import { value, type Value } from './value.ts';

export interface FieldOptions {
  readonly initial?: string;
  /** Enter. Without it Enter is the screen's. */
  submit?(text: string): void;
  /** Esc. Without it Esc is the screen's. */
  cancel?(): void;
  next?(): void;
  previous?(): void;
  /** Where they mean something else than next and previous. */
  down?(): void;
  up?(): void;
  /** Keeps the line ends of what is pasted. */
  readonly multiline?: boolean;
  /** Ctrl-s of a form. */
  save?(): void;
  changed?(text: string): void;
  /** A paste goes here first; return true when it was taken whole (e.g. many lines). */
  paste?(text: string): boolean;
  /** What was typed here before, the newest last. */
  readonly history?: readonly string[];
}

/** A text field's state and what keys do to it; outside React, so that fast typing loses nothing. */
export interface Field {
  readonly line: Value<Line>;
  readonly text: () => string;
  readonly setText: (text: string) => void;
  readonly insert: (text: string) => void;
  readonly act: (action: ActionId) => boolean;
}

const most = 100;

/** `options` is read when a key comes, so a component may hand over fresh callbacks each time it renders. */
export function createField(options: () => FieldOptions): Field {
  const state = value(line(options().initial ?? ''));
  let back = 0;

  /** Lines before each change, the last one last; letters typed one after the other are one change. */
  const changes: Line[] = [];
  let typing = false;

  function set(next: Line): void {
    const before = state.get().text;
    state.set(next);
    if (next.text !== before) options().changed?.(next.text);
  }

  function change(next: Line, typed = false): void {
    const before = state.get();
    if (next.text !== before.text && !(typed && typing)) changes.splice(0, Math.max(0, changes.push(before) - most));
    typing = typed && next.text !== before.text;
    set(next);
  }

  function undo(): boolean {
    const before = changes.pop();
    typing = false;
    if (before) set({ ...before, killed: state.get().killed });
    return true;
  }

  function recall(step: number): boolean {
    const history = options().history ?? [];
    if (history.length === 0) return false;
    back = Math.min(Math.max(back + step, 0), history.length);
    change(line(back === 0 ? '' : (history[history.length - back] ?? '')));
    return true;
  }

  function call(handler: (() => void) | undefined): boolean {
    handler?.();
    return handler !== undefined;
  }

  function act(action: ActionId): boolean {
    const now = options();
    switch (action) {
      case 'field.submit':
        return call(now.submit && (() => now.submit?.(state.get().text)));
      case 'field.cancel':
        return call(now.cancel?.bind(now));
      case 'field.next':
        return call(now.next?.bind(now));
      case 'field.previous':
        return call(now.previous?.bind(now));
      case 'field.down':
        return call(now.down?.bind(now) ?? now.next?.bind(now));
      case 'field.up':
        return call(now.up?.bind(now) ?? now.previous?.bind(now));
      case 'field.save':
        return call(now.save?.bind(now));
      case 'field.undo':
        return undo();
      case 'field.older':
        return recall(1);
      case 'field.newer':
        return recall(-1);
      default: {
        const verb = editVerb(action);
        if (!verb) return false;
        change(edit(state.get(), verb));
        return true;
      }
    }
  }

  return {
    line: state,
    text: () => state.get().text,
    setText: (text) => change(line(text)),
    insert: (text) => {
      if (text.length > 1 && options().paste?.(text)) return;
      // A blank begins a new change: undo goes back word by word.
      change(insert(state.get(), text, options().multiline), text !== ' ');
    },
    act,
  };
}

const editActions: readonly string[] = [
  'start',
  'end',
  'left',
  'right',
  'word-left',
  'word-right',
  'rub',
  'delete',
  'kill-word',
  'kill-word-right',
  'kill-start',
  'kill-end',
  'yank',
  'transpose',
  'upper',
  'lower',
  'capital',
] satisfies readonly LineAction[];

function editVerb(action: ActionId): LineAction | undefined {
  const verb = action.startsWith('field.') ? action.slice('field.'.length) : '';
  return editActions.includes(verb) ? (verb as LineAction) : undefined;
}
