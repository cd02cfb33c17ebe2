import { archive } from '../../../operations/brands/archive.ts';
import { edit } from '../../../operations/brands/edit.ts';
import { restore } from '../../../operations/brands/restore.ts';
import { denied } from '../denied.ts';
import type { AppApi, ScreenAction } from '../screen.ts';

export interface ActedBrand {
  readonly name: string;
  readonly slug: string;
  readonly status: string;
  readonly products: number;
  readonly version: number;
}

export async function editBrand(app: AppApi, slug: string): Promise<void> {
  const saved = await app.openEdit(edit, { brand: slug });
  if (saved) app.renamed('brand', slug, saved.output.slug);
}

/** What can be done with a brand, in its list and on its page. */
export function brandActions(
  app: AppApi,
  { name, slug: brand, status, products, version }: ActedBrand,
): readonly ScreenAction[] {
  const archived = status === 'ARCHIVED';
  const active = status === 'ACTIVE';
  const gone = archived ? `${name} is in the archive` : undefined;
  const edited = denied(app.actor, edit) ?? gone;
  const looked = { brand, expected_version: version };
  return [
    {
      label: `Products of ${name}`,
      hint: String(products),
      run: () => app.navigate('products', { filter: `brand:${brand}` }),
    },
    { label: `Edit ${name}`, key: 'edit', disabled: edited, run: () => editBrand(app, brand) },
    {
      label: active ? 'Hide in the shop' : 'Show in the shop',
      disabled: edited,
      run: () => app.runOperation(edit, { ...looked, active: active ? 'no' : 'yes' }),
    },
    archived
      ? { label: `Restore ${name}`, disabled: denied(app.actor, restore), run: () => app.runOperation(restore, looked) }
      : {
          label: `Archive ${name}`,
          hint: products > 0 ? 'asks which brand takes its products' : 'it can be restored',
          danger: true,
          disabled: denied(app.actor, archive),
          run: () => (products > 0 ? app.openForm(archive, looked) : app.runOperation(archive, looked)),
        },
  ];
}
