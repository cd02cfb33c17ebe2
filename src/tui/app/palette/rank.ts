import type { PaletteEntry } from './entries.ts';

/** The entries for what was typed, the best first. An empty line gives all, screens first. */
export function rankEntries(
  entries: readonly PaletteEntry[],
  typed: string,
  recents: readonly string[] = [],
): readonly PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
  return entries
    .map((entry, index) => ({ entry, index, score: score(entry, words) + recency(entry, recents) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ entry }) => entry);
}

/** Less than a better word weighs, more than the order of the table. What was left half done comes before all. */
function recency({ id }: PaletteEntry, recents: readonly string[]): number {
  if (id.startsWith('draft ')) return 2;
  const at = recents.indexOf(id);
  return at < 0 ? 0 : 1 - at / 100;
}

/** Below zero: it has not all the words, and being recent does not help. */
function score(entry: PaletteEntry, words: readonly string[]): number {
  const label = entry.label.toLowerCase();
  const whole = words.join(' ');
  const name = entry.names?.findIndex((one) => one.toLowerCase() === whole) ?? -1;
  // A screen by its own word, then an operation by its name, then all the others by the beginnings of their words. Where two
  // screens share a word, it belongs to the one that is called so sooner.
  if (name >= 0) return 1000 - name * 10;
  if (label === whole) return 500;
  const all = entry.words.toLowerCase();
  const parts = all.split(/[\s.]+/u);
  let sum = 1;
  for (const word of words) {
    if (label.startsWith(word)) sum += 40;
    else if (parts.includes(word)) sum += 30;
    else if (parts.some((part) => part.startsWith(word))) sum += 20;
    // Three letters in the middle of a word of a sentence are chance.
    else if (label.includes(word) || (word.length > 4 && all.includes(word))) sum += 5;
    else return -100;
  }
  return sum;
}
