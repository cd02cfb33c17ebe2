import type { Conflict } from '../../../domain/errors.ts';
import type { ConflictRequest, ConflictRow } from '../overlay.ts';
import type { FormField } from './fields.ts';
import type { Typed } from './values.ts';

/**
 * Every field that somebody changed, three ways: what was looked at, what stands there now, what was typed. Where only
 * one side changed it, that side is taken; where both did and differ, nobody is.
 */
export function compareThree(now: readonly FormField[], typed: readonly Typed[]): readonly ConflictRow[] {
  return typed.flatMap(({ field, text }): ConflictRow[] => {
    const base = field.initial;
    const theirs = now.find(({ key }) => key === field.key)?.initial ?? base;
    const mineChanged = text.trim() !== base.trim();
    const theirsChanged = theirs.trim() !== base.trim();
    if (!mineChanged && !theirsChanged) return [];
    const same = text.trim() === theirs.trim();
    const taken = same || !mineChanged ? 'theirs' : theirsChanged ? undefined : 'mine';
    return [{ key: field.key, label: field.label, base, theirs, mine: text, taken }];
  });
}

/** The question about them, saying who was faster. */
export function conflictOf(conflict: Conflict, name: string, rows: readonly ConflictRow[]): ConflictRequest {
  const { changed_by: by, changed_at: at } = conflict.details;
  return {
    name,
    by: typeof by === 'string' ? by : undefined,
    at: typeof at === 'string' ? at : undefined,
    rows,
  };
}
