import type { Column } from '../../widgets/table.ts';
import type { ShownRow } from './tree.ts';

/** `lifted`: the one that is being moved. */
export const columnsWith = (lifted: string | undefined): readonly Column<ShownRow>[] => [
  {
    key: 'name',
    label: 'Category',
    width: 34,
    min: 14,
    grow: 70,
    priority: 1,
    cell: ({ id, name, depth, folded, leaf, archived }, { glyphs }) => {
      const sign = leaf ? ' ' : folded ? glyphs.folded : glyphs.unfolded;
      const text = `${'  '.repeat(Math.min(depth, 12))}${sign} ${name}${id === lifted ? ' (moving)' : ''}`;
      return { text, tone: id === lifted ? 'mark' : archived ? 'off' : 'plain' };
    },
  },
  {
    key: 'products',
    label: 'Products',
    width: 8,
    priority: 2,
    align: 'right',
    cell: ({ products }) => String(products),
  },
  {
    key: 'below',
    label: 'With below',
    width: 10,
    priority: 4,
    align: 'right',
    cell: ({ products, products_below: below }) => (below === products ? '' : String(below)),
  },
  {
    key: 'state',
    label: 'State',
    width: 10,
    priority: 3,
    cell: ({ archived, is_active }, { glyphs }) => {
      if (archived) return { text: `${glyphs.bad} archived`, tone: 'off' };
      return is_active ? { text: `${glyphs.ok} shown`, tone: 'good' } : { text: `${glyphs.bad} hidden`, tone: 'off' };
    },
  },
  { key: 'slug', label: 'Slug', width: 24, min: 8, priority: 5, cell: ({ slug }) => slug },
];
