import type { CategoryTree } from '../../../operations/categories/tree.ts';

export type TreeRow = CategoryTree['rows'][number];

export interface ShownRow extends TreeRow {
  readonly folded: boolean;
  readonly leaf: boolean;
}

/** The rows that are seen: what is below a folded one is not. In the order of the tree. */
export function shownRows(rows: readonly TreeRow[], folded: ReadonlySet<string>): readonly ShownRow[] {
  const shown: ShownRow[] = [];
  let hiddenBelow = Infinity;
  for (const [index, row] of rows.entries()) {
    if (row.depth > hiddenBelow) continue;
    const leaf = (rows[index + 1]?.depth ?? -1) <= row.depth;
    const isFolded = !leaf && folded.has(row.id);
    hiddenBelow = isFolded ? row.depth : Infinity;
    shown.push({ ...row, folded: isFolded, leaf });
  }
  return shown;
}

/** Itself and all that stands below it: no place for it to go to. */
export function branchOf(rows: readonly TreeRow[], id: string): ReadonlySet<string> {
  const from = rows.findIndex((row) => row.id === id);
  const top = rows[from];
  if (!top) return new Set();
  const rest = rows.slice(from + 1);
  const end = rest.findIndex(({ depth }) => depth <= top.depth);
  return new Set([id, ...(end < 0 ? rest : rest.slice(0, end)).map((row) => row.id)]);
}

/** Index of the category right above, among the rows that are seen. */
export function parentIndex(rows: readonly TreeRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) if ((rows[index]?.depth ?? 0) < depth) return index;
  return at;
}

export const withChildren = (rows: readonly TreeRow[]): readonly string[] =>
  rows.filter((row, index) => (rows[index + 1]?.depth ?? -1) > row.depth).map(({ id }) => id);
