/** The known words that are near enough to a mistyped one to be meant, the nearest first. */
export function near(typed: string, known: readonly string[]): string[] {
  const word = typed.toLowerCase().slice(0, 40);
  const limit = Math.max(1, Math.floor(word.length / 3));
  const far = (candidate: string) =>
    candidate.toLowerCase().startsWith(word) && word.length >= 3 ? 1 : editDistance(word, candidate.toLowerCase());
  return known
    .map((candidate) => ({ candidate, distance: far(candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance)
    .map(({ candidate }) => candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** `Did you mean "x"?`, or what is known when nothing is near. */
export function suggestion(typed: string, known: readonly string[], otherwise: string): string {
  const [meant] = near(typed, known);
  return meant === undefined ? otherwise : `Did you mean "${meant}"?`;
}
