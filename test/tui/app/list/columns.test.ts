import { expect, test } from '@jest/globals';
import { list } from '../../../../src/operations/orders/list.ts';
import { column } from '../../../../src/tui/app/cells.ts';
import {
  arranged,
  arrangementOf,
  choicesOf,
  everyColumn,
  moved,
  toggled,
  widened,
} from '../../../../src/tui/app/list/columns.ts';
import { sortedBy } from '../../../../src/tui/app/list/sort.ts';
import { makeTheme } from '../../../../src/tui/theme/theme.ts';
import { formatHeader, placeColumns } from '../../../../src/tui/widgets/table.ts';

const own = [
  column(list, 'order_number', { width: 15, priority: 1 }),
  column(list, 'status', { width: 12, priority: 2 }),
  column(list, 'total', { width: 10, min: 8, priority: 3 }),
];
const all = everyColumn(list, own, 'manager');
const keys = (columns: readonly { readonly key: string }[]) => columns.map(({ key }) => key);

test('a list offers its own columns first, then every other that this role may see', () => {
  expect(keys(all).slice(0, 3)).toEqual(['order_number', 'status', 'total']);
  expect(keys(all)).toContain('email');
  expect(keys(everyColumn(list, own, 'warehouse'))).not.toContain('email');
});

test('what is chosen is shown in the chosen order and width; nothing chosen is as the screen has it', () => {
  expect(arranged(all, own, undefined)).toBe(own);
  const shown = arranged(all, own, { shown: ['city', 'status', 'gone'], widths: { city: 30 } });
  expect(keys(shown)).toEqual(['city', 'status']);
  expect(shown[0]).toMatchObject({ width: 30, min: 30 });
  expect(arranged(all, own, { shown: ['gone'], widths: {} })).toBe(own);
});

test('columns are hidden, moved and widened; the last one stays', () => {
  let choices = choicesOf(all, own, undefined);
  choices = toggled(choices, 1);
  choices = moved(choices, 2, -1);
  choices = widened(choices, 0, 5);
  expect(arrangementOf(choices)).toEqual({ shown: ['order_number', 'total'], widths: { order_number: 20 } });
  expect(arrangementOf(toggled(toggled(choices, 0), 1)).shown).toEqual(['total']);
  expect(moved(choices, 0, -1)).toBe(choices);
});

test('the header says by what the rows are sorted, and which way', () => {
  const header = (sort: string | undefined) =>
    formatHeader(placeColumns(own, 60), 60, makeTheme({ noColor: true }), sortedBy(list, sort));
  expect(header('total')).toContain('Total↓');
  expect(header(undefined)).not.toContain('↓');
  expect(sortedBy(list, 'oldest')).toEqual({ key: 'created_at', direction: 'asc' });
});
