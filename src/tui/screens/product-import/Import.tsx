import { Box } from 'ink';
import { useEffect, useMemo, type ReactElement } from 'react';
import { DomainError, withHint } from '../../../domain/errors.ts';
import { plural } from '../../../domain/plural.ts';
import { page } from '../../../operations/listing.ts';
import { importProducts } from '../../../operations/products/import.ts';
import { importSentence, type ImportReport } from '../../../operations/products/parts/import-report.ts';
import { list as warehouses } from '../../../operations/warehouses/list.ts';
import { denied } from '../../app/denied.ts';
import { typedFile } from '../../app/form/files.ts';
import { useActions, useApp, useKeyLabel, useKeys, usePlaceValue, useValue } from '../../app/hooks.ts';
import { RowTable } from '../../app/RowTable.tsx';
import type { ScreenProps } from '../../app/screen.ts';
import { useTheme } from '../../theme/context.ts';
import { Line } from '../../widgets/Lines.tsx';
import type { Theme, Tone } from '../../theme/theme.ts';
import { wrap, type Spans } from '../../widgets/spans.ts';
import { columns, noteLines } from './report.ts';

export type ImportParams = Readonly<{ file?: string | undefined }>;

interface Choices {
  readonly file: string | undefined;
  readonly update: boolean;
  readonly partial: boolean;
  readonly warehouse: string | undefined;
}

interface Tried {
  readonly report: ImportReport | undefined;
  readonly problem: string | undefined;
  readonly done: boolean;
}

const untried: Tried = { report: undefined, problem: undefined, done: false };

/** Products from a file: tried first, with every row that has something wrong with it, and imported as it was tried. */
export function Import({ params, active, width, height }: ScreenProps<ImportParams>): ReactElement {
  const app = useApp();
  const theme = useTheme();
  const { glyphs } = theme;
  const choices = usePlaceValue<Choices>('choices', () => ({
    file: params.file,
    update: false,
    partial: false,
    warehouse: undefined,
  }));
  const tried = usePlaceValue<Tried>('tried', () => untried);
  const { file, update, partial, warehouse } = useValue(choices);
  const trial = useValue(tried);
  const { report, done } = trial;
  const keys = {
    file: useKeyLabel('import.file'),
    update: useKeyLabel('import.update'),
    partial: useKeyLabel('import.partial'),
    warehouse: useKeyLabel('import.warehouse'),
  };

  async function inputOf(now: Choices, leaveOut: boolean) {
    return {
      file: await typedFile(now.file ?? ''),
      update: now.update,
      partial: leaveOut,
      ...(now.warehouse === undefined ? {} : { warehouse: now.warehouse }),
    };
  }

  /** Bad rows are left out of the trial, so that all of them and all that is good can be told at once. */
  async function attempt(): Promise<void> {
    const now = choices.get();
    if (now.file === undefined) return;
    tried.set(untried);
    try {
      const found = await app.preview(importProducts, await inputOf(now, true));
      if (choices.get() === now) tried.set({ ...untried, report: found });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (choices.get() === now) tried.set({ ...untried, problem: withHint(error) });
    }
  }

  function choose(change: Partial<Choices>): void {
    choices.update((now) => ({ ...now, ...change }));
    void attempt().catch(app.fail);
  }

  async function askFile(): Promise<void> {
    const typed = await app.prompt({
      title: 'Import products from',
      label: 'File',
      initial: choices.get().file ?? '',
      help: 'A CSV of ours, or a product export of Shopify. Nothing is changed yet.',
      check: (text) => (text.trim() === '' ? 'A path is needed.' : undefined),
    });
    if (typed !== undefined) {
      app.replaceParams({ file: typed.trim() });
      choose({ file: typed.trim() });
    } else if (choices.get().file === undefined) app.back();
  }

  async function askWarehouse(): Promise<void> {
    const { rows } = await page(
      warehouses,
      { limit: 200, filter: 'active:yes' },
      { database: app.store.database, actor: app.actor },
    );
    const chosen = await app.pick({
      title: 'Stock of new variants goes to',
      choices: [
        { value: '', label: 'nowhere', hint: 'no stock is taken in' },
        ...rows.map((row) => ({ value: String(row['code']), label: String(row['code']), hint: String(row['name']) })),
      ],
    });
    if (chosen !== undefined) choose({ warehouse: chosen === '' ? undefined : chosen });
  }

  const inTheWay = obstacle(report, done, partial) ?? denied(app.actor, importProducts);

  async function importNow(): Promise<void> {
    const found = tried.get().report;
    if (!found || inTheWay !== undefined) {
      app.toast('warning', `Not yet: ${inTheWay ?? 'it was not tried'}.`);
      return;
    }
    const now = choices.get();
    const agreed = await app.confirm({
      question: `Import ${found.file}?`,
      consequences: [importSentence(found), 'A whole file cannot be undone; single products can be reverted.'],
      yes: 'Import',
    });
    if (!agreed) return;
    const outcome = await app.runOperation(importProducts, await inputOf(now, now.partial));
    if (outcome) tried.set({ report: outcome.output, problem: undefined, done: true });
  }

  useEffect(() => {
    if (choices.get().file === undefined) void askFile().catch(app.fail);
    else if (tried.get() === untried) void attempt().catch(app.fail);
    // Once, when the screen opens: later it is the keys that ask.
  }, []);

  const later = (work: () => Promise<void>) => () => void work().catch(app.fail);
  useKeys(
    'import',
    {
      'import.file': later(askFile),
      'import.update': () => choose({ update: !update }),
      'import.partial': () => choices.update((now) => ({ ...now, partial: !now.partial })),
      'import.warehouse': later(askWarehouse),
      'import.run': later(importNow),
    },
    { enabled: active },
  );
  useActions(() => [
    { label: 'Import', key: 'import.run', disabled: inTheWay, run: importNow },
    { label: 'Another file', key: 'import.file', run: askFile },
    {
      label: update ? 'Leave products that are there' : 'Update products that are there',
      key: 'import.update',
      run: () => choose({ update: !update }),
    },
    {
      label: partial ? 'All or nothing' : 'Leave out what is bad',
      key: 'import.partial',
      run: () => choices.update((now) => ({ ...now, partial: !now.partial })),
    },
    { label: 'Stock of new variants', key: 'import.warehouse', hint: warehouse ?? 'nowhere', run: askWarehouse },
  ]);

  const rows = useMemo(() => (report ? noteLines(report) : []), [report]);
  const box = (on: boolean) => (on ? glyphs.checkbox[1] : glyphs.checkbox[0]);
  const options: Spans = [
    ' ',
    ['key', keys.update],
    ` ${box(update)} update what is there  `,
    ['key', keys.partial],
    ` ${box(partial)} leave out what is bad  `,
    ['key', keys.warehouse],
    ` stock to ${warehouse ?? 'nowhere'}`,
  ];
  const [tone, sentence] = verdict(trial, file !== undefined, theme);
  const told = wrap(sentence, width - 1);
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line spans={[' ', ['strong', file ?? 'No file yet'], ['dim', about(report)]]} width={width} />
      <Line spans={options} width={width} />
      {told.map((line, index) => (
        <Line key={index} spans={[[tone, ` ${line}`]]} width={width} />
      ))}
      <RowTable
        name="notes"
        columns={columns}
        rows={rows}
        active={active}
        width={width}
        height={Math.max(2, height - 2 - told.length)}
        empty={report ? 'Nothing in it is odd.' : `${keys.file} chooses a file.`}
      />
    </Box>
  );
}

function obstacle(report: ImportReport | undefined, done: boolean, partial: boolean): string | undefined {
  if (done) return 'it is imported';
  if (!report) return 'the file was not tried yet';
  if (report.rejected_count === 0 || partial) return undefined;
  return `${plural(report.rejected_count, 'problem')}: correct the file, or leave out what is bad`;
}

function about(report: ImportReport | undefined): string {
  if (!report) return '';
  return `  ${report.format === 'shopify' ? 'of Shopify' : 'ours'}, ${plural(report.rows, 'row')}`;
}

function verdict(
  { report, problem, done }: Tried,
  chosen: boolean,
  { glyphs }: Theme,
): readonly [tone: Tone, sentence: string] {
  if (problem !== undefined) return ['bad', problem];
  if (!report) return ['dim', chosen ? `Trying it ${glyphs.ellipsis}` : ''];
  const told = importSentence(report);
  if (done) return ['good', `Done: ${told}`];
  return [report.rejected_count > 0 ? 'waiting' : 'strong', `Would be: ${told}`];
}
