import type { FieldDifference } from '../../../domain/field-changes.ts';
import type { ProductDiff } from '../../../operations/products/diff.ts';
import { shortTime } from '../../app/cells.ts';
import type { DetailFrame } from '../../app/DetailScreen.tsx';
import { sideBySide } from '../../widgets/beside.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

/** Two versions field by field: beside each other where there is room, else one below the other. */
export function diffRows(page: ProductDiff, frame: DetailFrame): readonly string[] {
  const { width, theme } = frame;
  const paint = (line: Spans) => paintLine(line, width, theme);
  const side = ({ version, at, by }: ProductDiff['from']): Spans => [
    ['strong', `version ${version}`],
    ['dim', `  ${shortTime(at)} UTC  ${by ?? 'the shop'}`],
  ];
  const same = page.rows.length === 0;
  const head = [
    paint([' from ', ...side(page.from)]),
    paint([' to   ', ...side(page.to)]),
    paint([['dim', same ? ' They say the same.' : '']]),
  ];
  return [...head, ...page.rows.flatMap((row) => fieldRows(row, frame))];
}

function fieldRows({ field, from, to }: FieldDifference, { width, theme }: DetailFrame): readonly string[] {
  const { glyphs } = theme;
  const name = paintLine([['title', ` ${field.replace(/^is_/u, '').replaceAll('_', ' ')}`]], width, theme);
  const wide = width >= 80;
  const room = wide ? Math.floor((width - 6) / 2) : Math.max(8, width - 4);
  const before = wrap(told(from), room - 2).map((text): Spans => [['bad', `- ${text}`]]);
  const after = wrap(told(to), room - 2).map((text): Spans => [['good', `+ ${text}`]]);
  if (!wide) return [name, ...[...before, ...after].map((line) => paintLine(['  ', ...line], width, theme))];
  const arrow = after.map((line, index): Spans => [['dim', index === 0 ? `${glyphs.crumb} ` : '  '], ...line]);
  const rows = sideBySide(before, arrow, [room, 1, width - room - 3], theme);
  return [name, ...rows.map((row) => `  ${row}`)];
}

/** A value as people write it. */
function told(value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
