import type { Slot } from '../slots.ts';
import type { KeptForm } from './drafts.ts';
import type { Typed } from './values.ts';

export interface Keeper {
  /** Something was typed: it is kept after a moment. */
  soon(): void;
  /** Kept at once; true when there is anything that differs from how the form opened. */
  now(): boolean;
  /** Sent, or thrown away. */
  forget(): void;
}

const moment = 300;

/** Keeps what was typed in a form's slot. Secrets and contact data stay out of it. */
export function createKeeper(
  slot: Slot,
  of: () => Omit<KeptForm, 'typed' | 'at'>,
  typed: () => readonly Typed[],
): Keeper {
  let timer: NodeJS.Timeout | undefined;
  let over = false;

  function now(): boolean {
    clearTimeout(timer);
    timer = undefined;
    if (over) return false;
    const changed = typed().filter(({ field, text }) => field.kept && text !== field.initial);
    if (changed.length === 0) {
      slot.clear();
      return false;
    }
    slot.save({
      ...of(),
      typed: Object.fromEntries(changed.map(({ field, text }) => [field.key, text])),
      at: new Date().toISOString(),
    } satisfies KeptForm);
    return true;
  }

  return {
    now,
    soon: () => void (timer ??= setTimeout(now, moment)),
    forget() {
      clearTimeout(timer);
      over = true;
      slot.clear();
    },
  };
}
