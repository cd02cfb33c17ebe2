import { Box } from 'ink';
import { useEffect, useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { tree } from '../../../operations/categories/tree.ts';
import { useActions, useApp, useKeys, useOperationData, usePlaceValue, useValue } from '../../app/hooks.ts';
import { RowTable, rowUnder, useRowPlace } from '../../app/RowTable.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { Line } from '../../widgets/Lines.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import type { Spans } from '../../widgets/spans.ts';
import { categoryActions, editCategory, makeBelow, moveTo, openProducts } from './acts.ts';
import { columnsWith } from './columns.ts';
import { branchOf, parentIndex, shownRows, withChildren, type ShownRow, type TreeRow } from './tree.ts';

type CategoriesParams = Readonly<{ archived?: string | undefined }>;

const tables = ['categories', 'products'];
const none: readonly TreeRow[] = [];

/** The categories as a tree: folded and unfolded, made, renamed, lifted up and put down elsewhere. */
function Categories({ params, active, width, height }: ScreenProps<CategoriesParams>): ReactElement {
  const app = useApp();
  const withArchived = params.archived === 'yes';
  const { data, error, loading, reload } = useOperationData(tree, { archived: withArchived }, { tables });
  const folded = usePlaceValue<ReadonlySet<string>>('folded', () => new Set());
  const lifted = usePlaceValue<TreeRow | undefined>('lifted', () => undefined);
  // What was made or moved just now: the cursor goes there as soon as it is on the screen.
  const wanted = usePlaceValue<string | undefined>('wanted', () => undefined);
  const place = useRowPlace('tree');
  const all = data?.rows ?? none;
  const hidden = useValue(folded);
  const moving = useValue(lifted);
  const rows = useMemo(() => shownRows(all, hidden), [all, hidden]);
  const columns = useMemo(() => columnsWith(moving?.id), [moving]);
  const row = () => rowUnder(place, rows);
  useEffect(() => {
    const at = rows.findIndex(({ id }) => id === wanted.get());
    if (at < 0) return;
    wanted.set(undefined);
    place.update((now) => ({ ...now, cursor: at }));
  }, [rows, wanted, place]);

  const fold = (id: string, closed: boolean) =>
    folded.update((now) => new Set(closed ? [...now, id] : [...now].filter((one) => one !== id)));
  const collapse = () => {
    const here = row();
    if (!here) return;
    if (!here.leaf && !here.folded) fold(here.id, true);
    else place.update((now) => ({ ...now, cursor: parentIndex(rows, rows.indexOf(here)) }));
  };
  const expand = () => {
    const here = row();
    if (here?.folded) fold(here.id, false);
    else if (here && !here.leaf) place.update((now) => ({ ...now, cursor: rows.indexOf(here) + 1 }));
  };
  const foldAll = () => folded.update((now) => (now.size > 0 ? new Set() : new Set(withChildren(all))));
  const begin = () => {
    const here = row();
    if (here && !here.archived) lifted.set(here);
  };
  const put = async (parent: TreeRow | undefined) => {
    const one = lifted.get();
    if (!one) return;
    if (parent && branchOf(all, one.id).has(parent.id)) {
      app.toast('warning', `${parent.name} is ${one.name} itself or stands below it: choose another place.`);
      return;
    }
    if (await moveTo(app, one, parent)) {
      lifted.set(undefined);
      if (parent) fold(parent.id, false);
      wanted.set(one.id);
      reload();
    }
  };
  const make = async () => {
    const here = row();
    const id = await makeBelow(app, here?.archived ? undefined : here);
    if (id === undefined) return;
    if (here) fold(here.id, false);
    wanted.set(id);
    reload();
  };
  const later = (work: () => unknown) => () => void Promise.resolve(work()).catch(app.fail);
  const open = (here: ShownRow) => (lifted.get() ? void put(here).catch(app.fail) : openProducts(app, here));

  useKeys(
    'catalog',
    {
      'tree.fold': collapse,
      'tree.unfold': expand,
      'tree.fold-all': foldAll,
      'tree.whole': () => app.replaceParams(withArchived ? {} : { archived: 'yes' }),
      'catalog.create': later(make),
      ...(moving ? { 'tree.top': later(() => put(undefined)) } : { 'tree.move': begin }),
    },
    { enabled: active, labels: rows.length === 0 ? { 'tree.move': '' } : {} },
  );
  const edit = later(() => {
    const here = row();
    return here && editCategory(app, here);
  });
  useKeys('app', { edit, ...(moving ? { back: () => lifted.set(undefined) } : {}) }, { enabled: active });
  useActions(() => categoryActions(app, row(), begin));

  if (!data) {
    if (loading || error === undefined) return <Loading text="Loading the categories" />;
    const text = error instanceof Error ? error.message : 'The categories could not be loaded.';
    return <Empty width={width} text={text} hint="r loads again." />;
  }
  const told = moving ? 1 : 0;
  return (
    <Box flexDirection="column" width={width} height={height}>
      {moving ? <Line spans={movingLine(moving)} width={width} /> : null}
      <RowTable
        name="tree"
        columns={columns}
        rows={rows}
        active={active}
        width={width}
        height={height - told}
        open={open}
        empty="There are no categories yet; a makes the first."
      />
    </Box>
  );
}

const movingLine = ({ name }: TreeRow): Spans => [
  ['mark', ` Moving ${name}: `],
  'Enter puts it below the line of the cursor, ',
  ['key', 't'],
  ' at the top, ',
  ['key', 'Esc'],
  ' leaves it.',
];

export const categories = screen<CategoriesParams>({
  name: 'categories',
  title: () => 'Categories',
  words: ['categories', 'category tree'],
  permission: 'catalog:read',
  component: Categories,
  params: z.object({ archived: z.enum(['yes']).optional() }),
  twin: ({ archived }) => (archived === 'yes' ? 'categories tree --archived' : 'categories tree'),
});
