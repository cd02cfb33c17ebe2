import type { ReactElement } from 'react';
import { archive } from '../../../operations/brands/archive.ts';
import { create } from '../../../operations/brands/create.ts';
import { list } from '../../../operations/brands/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { brandActions, editBrand } from '../../app/brands/acts.ts';
import { column } from '../../app/cells.ts';
import { denied } from '../../app/denied.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';

const columns = [
  column(list, 'name', { width: 24, min: 12, priority: 1, grow: 50 }),
  column(list, 'products', { width: 8, priority: 2 }),
  column(list, 'status', { width: 10, priority: 3 }),
  column(list, 'website', { width: 30, min: 12, priority: 4, grow: 50 }),
  column(list, 'slug', { width: 20, min: 8, priority: 5 }),
  column(list, 'created_at', { width: 16, priority: 6 }),
];

const bulk = [{ operation: archive, label: 'Archive', danger: true }];

function Brands({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const slugOf = (row: ListRow) => String(row['slug']);
  const make = async () => {
    const made = await app.openForm(create);
    if (made) app.navigate('brand', { brand: made.output.slug });
  };
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('brand', { brand: slugOf(row) })}
      copies={(row) => ({ name: String(row['name']), slug: slugOf(row) })}
      edit={(row) => editBrand(app, slugOf(row))}
      bulk={bulk}
      keys={{
        scope: 'catalog',
        handlers: () => ({ 'catalog.create': () => void make().catch(app.fail) }),
        anywhere: ['catalog.create'],
      }}
      actions={(row) => [
        ...(row
          ? brandActions(app, {
              name: String(row['name']),
              slug: slugOf(row),
              status: String(row['status']),
              products: Number(row['products']),
              version: Number(row['version']),
            })
          : []),
        { label: 'New brand', key: 'catalog.create', disabled: denied(app.actor, create), run: make },
      ]}
      empty="No brand is like that."
    />
  );
}

export const brands = screen<ListParams>({
  name: 'brands',
  title: () => 'Brands',
  words: ['brands', 'makers'],
  permission: 'catalog:read',
  component: Brands,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
