import type { FoundRecord } from '../../../operations/records.ts';
import type { ActionId } from '../../keys/bindings.ts';
import { looksLikeRecord, recordIdOf } from '../records.ts';
import type { Drafts } from '../screen.ts';
import type { Shell } from '../shell.ts';
import { value, type Value } from '../value.ts';
import { findEntry, paletteEntries, recentRecords, recordEntry, type PaletteEntry } from './entries.ts';
import { createLookUp } from './look-up.ts';
import { rankEntries } from './rank.ts';
import { readRecents, remember } from './recents.ts';

interface Found {
  readonly text: string;
  readonly records: readonly FoundRecord[];
}

export interface PaletteModel {
  readonly entries: (typed: string) => readonly PaletteEntry[];
  /** Which of them Enter takes. */
  readonly cursor: Value<number>;
  readonly found: Value<Found>;
  readonly typed: (text: string) => void;
  readonly step: (by: number, typed: string) => void;
  readonly run: (entry: PaletteEntry) => void;
  readonly end: () => void;
}

/** What `:` knows: its own table at once, records as they are found, and what was taken lately before the rest. */
export function createPalette(shell: Shell, here: readonly ActionId[]): PaletteModel {
  const drafts = draftsOf(shell);
  const recents = drafts ? readRecents(drafts) : [];
  const own = [...paletteEntries(shell, here), ...recentRecords(shell, recents)];
  const cursor = value(0);
  const found = value<Found>({ text: '', records: [] });
  const lookUp = createLookUp(shell, (text, records) => found.set({ text, records }));

  /** Whose page was looked at is nobody's business at the next start. */
  function keep(id: string): void {
    if (drafts && /^(screen|view|operation|record)\b/u.test(id) && !id.startsWith('record customer'))
      remember(drafts, id);
  }

  function entries(typed: string): readonly PaletteEntry[] {
    const text = typed.trim();
    const ranked = rankEntries(own, text, recents);
    if (text === '') return ranked;
    const { records } = found.get().text === text ? found.get() : { records: [] };
    const called = ({ handle }: FoundRecord) => handle.toLowerCase() === text.toLowerCase();
    const shown = (some: readonly FoundRecord[]) => some.flatMap((record) => recordEntry(shell, record) ?? []);
    const exact = shown(records.filter(called));
    const others = shown(records.filter((record) => !called(record)));
    const find = records.length === 0 ? findEntry(shell, text, (record) => keep(recordIdOf(record))) : undefined;
    const finds = find ? [find] : [];
    // A word may be a SKU as well (OCEAN-BLUE-SHIRT), but then what is called so here comes first.
    const all = looksLikeRecord(text)
      ? [...exact, ...finds, ...others, ...ranked]
      : [...exact, ...ranked, ...others, ...finds];
    return all.filter(({ id }, index) => all.findIndex((one) => one.id === id) === index);
  }

  return {
    entries,
    cursor,
    found,
    typed(text) {
      cursor.set(0);
      lookUp.follow(text.trim());
    },
    step(by, typed) {
      const count = entries(typed).length;
      if (count) cursor.update((at) => (at + by + count) % count);
    },
    run(entry) {
      keep(entry.id);
      void Promise.resolve(entry.run()).catch(shell.fail);
    },
    end: () => lookUp.stop(),
  };
}

function draftsOf(shell: Shell): Drafts | undefined {
  const actor = shell.actor.get();
  return actor && shell.options.draftsOf(actor);
}
