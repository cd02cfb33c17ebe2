import { archive } from '../../../operations/categories/archive.ts';
import { create } from '../../../operations/categories/create.ts';
import { edit } from '../../../operations/categories/edit.ts';
import { move } from '../../../operations/categories/move.ts';
import { restore } from '../../../operations/categories/restore.ts';
import { denied } from '../../app/denied.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';
import type { TreeRow } from './tree.ts';

/** What can be done with a category of the tree; `begin` lifts it up to be put down elsewhere. */
export function categoryActions(app: AppApi, row: TreeRow | undefined, begin: () => void): readonly ScreenAction[] {
  const nowhere = row ? undefined : 'there is no category under the cursor';
  const gone = row?.archived ? `${row.name} is in the archive` : undefined;
  const edited = denied(app.actor, edit);
  return [
    {
      label: row ? `New category below ${row.name}` : 'New category',
      key: 'catalog.create',
      disabled: denied(app.actor, create) ?? gone,
      run: () => makeBelow(app, row),
    },
    { label: 'New category at the top', disabled: denied(app.actor, create), run: () => makeBelow(app, undefined) },
    {
      label: 'Products in it',
      key: 'open',
      hint: row ? `${row.products}, ${row.products_below} with those below` : '',
      disabled: nowhere,
      run: () => row && openProducts(app, row),
    },
    { label: 'Rename', disabled: nowhere ?? edited ?? gone, run: () => row && rename(app, row) },
    { label: 'Edit', key: 'edit', disabled: nowhere ?? edited ?? gone, run: () => row && editCategory(app, row) },
    {
      label: 'Move',
      key: 'tree.move',
      hint: 'with all that is below it',
      disabled: nowhere ?? denied(app.actor, move) ?? gone,
      run: begin,
    },
    ...(row ? [showAction(app, row), archiveAction(app, row)] : []),
  ];
}

function showAction(
  app: AppApi,
  { slug: category, is_active, archived, version: expected_version }: TreeRow,
): ScreenAction {
  return {
    label: is_active ? 'Hide in the shop' : 'Show in the shop',
    hint: is_active ? 'its products are not found there any more' : '',
    disabled: denied(app.actor, edit) ?? (archived ? 'it is in the archive' : undefined),
    run: () => app.runOperation(edit, { category, active: is_active ? 'no' : 'yes', expected_version }),
  };
}

function archiveAction(app: AppApi, row: TreeRow): ScreenAction {
  const { slug: category, products, version: expected_version } = row;
  if (row.archived) {
    return {
      label: 'Restore',
      disabled: denied(app.actor, restore),
      run: () => app.runOperation(restore, { category, expected_version }),
    };
  }
  return {
    label: 'Archive',
    hint: products > 0 ? 'asks where its products go' : 'it can be restored',
    danger: true,
    disabled: denied(app.actor, archive),
    run: () =>
      products > 0
        ? app.openForm(archive, { category, expected_version })
        : app.runOperation(archive, { category, expected_version }),
  };
}

export function openProducts(app: AppApi, { slug }: TreeRow): void {
  app.navigate('products', { filter: `category:${slug}` });
}

export function editCategory(app: AppApi, { slug }: TreeRow): Promise<unknown> {
  return app.openEdit(edit, { category: slug });
}

/** A name is all it takes; the rest can be edited later. */
export async function makeBelow(app: AppApi, parent: TreeRow | undefined): Promise<string | undefined> {
  const name = await app.prompt({
    title: parent ? `New category below ${parent.path}` : 'New category at the top',
    label: 'Name',
    check: emptyProblem,
  });
  if (name === undefined) return undefined;
  const made = await app.runOperation(create, { name, ...(parent ? { parent: parent.slug } : {}) });
  return made?.output.id;
}

async function rename(
  app: AppApi,
  { slug: category, name: initial, version: expected_version }: TreeRow,
): Promise<void> {
  const name = await app.prompt({ title: `New name of ${initial}`, label: 'Name', initial, check: emptyProblem });
  if (name !== undefined) await app.runOperation(edit, { category, name, expected_version });
}

export async function moveTo(app: AppApi, row: TreeRow, parent: TreeRow | undefined): Promise<boolean> {
  const where = parent ? { to: parent.slug } : { top: true };
  return (await app.runOperation(move, { category: row.slug, ...where, expected_version: row.version })) !== undefined;
}

const emptyProblem = (text: string): string | undefined => (text.trim() === '' ? 'A name is needed.' : undefined);
