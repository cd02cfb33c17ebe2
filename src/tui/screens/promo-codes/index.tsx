import { Box } from 'ink';
import { useEffect, useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { toldDiscount } from '../../../domain/promo.ts';
import { generate, type PromosGenerated } from '../../../operations/promos/generate.ts';
import { useActions, useApp, useKeys, usePlaceValue, useValue } from '../../app/hooks.ts';
import { RowTable, rowUnder, useRowPlace } from '../../app/RowTable.tsx';
import { saveText } from '../../app/save.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { Line } from '../../widgets/Lines.tsx';
import type { Column } from '../../widgets/table.ts';

type CodesParams = Readonly<Record<string, never>>;

interface CodeLine {
  readonly id: string;
  readonly number: number;
}

const columns: readonly Column<CodeLine>[] = [
  { key: 'number', label: '#', width: 6, priority: 2, align: 'right', cell: ({ number }) => String(number) },
  { key: 'code', label: 'Code', width: 30, min: 10, priority: 1, cell: ({ id }) => id },
];

/** Many codes made at once: the form first, then the codes to copy or to write to a file. */
function Codes({ active, width, height }: ScreenProps<CodesParams>): ReactElement {
  const app = useApp();
  const made = usePlaceValue<PromosGenerated | undefined>('made', () => undefined);
  const place = useRowPlace('codes');
  const now = useValue(made);
  const rows = useMemo(
    (): readonly CodeLine[] => (now?.rows ?? []).map(({ code }, at) => ({ id: code, number: at + 1 })),
    [now],
  );

  async function make(): Promise<void> {
    const outcome = await app.openForm(generate, { type: 'PERCENTAGE' });
    if (outcome) made.set(outcome.output);
    else if (!made.get()) app.back();
  }
  useEffect(() => {
    if (!made.get()) void make().catch(app.fail);
    // Once, when the screen opens.
  }, []);

  const all = () => (made.get()?.rows ?? []).map(({ code }) => code);
  async function copy(): Promise<void> {
    const code = rowUnder(place, rows)?.id;
    if (code === undefined) return;
    const chosen = await app.pick({
      title: 'Copy',
      choices: [
        { value: all().join('\n'), label: `All ${all().length} codes`, hint: 'one a line' },
        { value: code, label: 'This code', hint: code },
      ],
    });
    if (chosen !== undefined) app.copy(chosen);
  }
  const save = () =>
    saveText(app, 'promo-codes.csv', ['code', ...all()].join('\r\n') + '\r\n', `${all().length} codes`);
  useKeys(
    'app',
    rows.length > 0 ? { copy: () => void copy().catch(app.fail), export: () => void save().catch(app.fail) } : {},
    { enabled: active },
  );
  const nothing = rows.length > 0 ? undefined : 'no codes were made yet';
  useActions(() => [
    { label: 'Write them to a file', key: 'export', disabled: nothing, run: save },
    { label: 'Copy', key: 'copy', disabled: nothing, run: copy },
    { label: 'Make others', run: make },
  ]);

  const told = now
    ? ` ${now.rows.length} codes, each ${toldDiscount(now)} for ${now.max_uses === null ? 'any number of orders' : now.max_uses === 1 ? 'one order' : `${now.max_uses} orders`}. E writes them to a file.`
    : ' Say how many, and what each gives.';
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line spans={[now ? ['good', told] : ['dim', told]]} width={width} />
      <RowTable
        name="codes"
        columns={columns}
        rows={rows}
        active={active}
        width={width}
        height={height - 1}
        open={({ id }) => app.navigate('promo', { code: id })}
        empty="No codes were made yet."
      />
    </Box>
  );
}

export const promoCodes = screen<CodesParams>({
  name: 'promo-codes',
  title: () => 'New codes',
  words: ['new promo codes', 'unique codes'],
  permission: 'promos:write',
  component: Codes,
  params: z.object({}),
  runs: generate.name,
  twin: () => 'promos generate 50 --type PERCENTAGE --value 10 --csv',
});
