export interface FieldDifference {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

type Image = Readonly<Record<string, unknown>>;

/** What differs between two images of a row, by name of field; a field that one of them does not know is null there. */
export function fieldDifferences(before: Image, after: Image): FieldDifference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

/** `price 99.90 → 89.90; tags sale, men → none`: one line for a list, long values cut. */
export function tellDifferences(differences: readonly FieldDifference[]): string {
  return differences
    .map(
      ({ field, from, to }) => `${field.replaceAll(/^is_/gu, '').replaceAll('_', ' ')} ${short(from)} → ${short(to)}`,
    )
    .join('; ');
}

function short(value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
  const told = text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(?:Z|\+00:00)$/u, '$1 $2 UTC');
  const letters = Array.from(told.replaceAll(/\s+/gu, ' '));
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : letters.join('');
}
