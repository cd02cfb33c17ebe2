import { Box } from 'ink';
import { useEffect, useMemo, type ReactElement } from 'react';
import { plural } from '../../../domain/plural.ts';
import { undo } from '../../../operations/audit/undo.ts';
import { price } from '../../../operations/products/price.ts';
import { denied } from '../../app/denied.ts';
import { useActions, useApp, useKeys, usePlaceValue, useTextInput, useValue } from '../../app/hooks.ts';
import { RowTable } from '../../app/RowTable.tsx';
import type { ScreenProps } from '../../app/screen.ts';
import { Line } from '../../widgets/Lines.tsx';
import { TextField } from '../../widgets/small.tsx';
import type { Spans } from '../../widgets/spans.ts';
import { columns, priceLines, warningsOf } from './columns.ts';
import { createPreview, inputOf, type Chosen, type PreviewState } from './preview.ts';

export type PricesParams = Readonly<{
  filter?: string | undefined;
  skus?: string | undefined;
  /** The line as it was last looked at. */
  change?: string | undefined;
}>;

const help = '-10%  +2.00  =89.90   then .99 or ~0.05 to round   products, variants or former for only those';

/** A change of many prices: typed, looked at row by row while it is typed, and then done as it was looked at. */
export function Prices({ params, active, width, height }: ScreenProps<PricesParams>): ReactElement {
  const app = useApp();
  const { filter, skus } = params;
  const chosen = useMemo(
    (): Chosen => (skus === undefined ? { filter: filter ?? 'active:yes' } : { skus: skus.split(',') }),
    [filter, skus],
  );
  const kept = usePlaceValue('preview', () => {
    const made = createPreview(app, chosen);
    if (params.change !== undefined) made.typed(params.change);
    return made;
  });
  const preview = useValue(kept);
  const state = useValue(preview.state);
  const typing = usePlaceValue('typing', () => true);
  const isTyping = useValue(typing);
  const onlyWarnings = usePlaceValue('warnings', () => false);
  const warned = useValue(onlyWarnings);
  useEffect(() => {
    const { shown, done } = preview.state.get();
    // What it is opened with was typed long ago.
    if (!shown && done === undefined) void preview.now();
    return preview.stop;
  }, [preview]);

  const field = useTextInput(
    {
      initial: state.line,
      changed: preview.typed,
      submit: () => void look().catch(app.fail),
      cancel: () => (preview.state.get().shown ? typing.set(false) : app.back()),
    },
    { enabled: active && isTyping },
  );

  async function look(): Promise<void> {
    if (!(await preview.now())) return;
    typing.set(false);
    app.replaceParams({ ...params, change: preview.state.get().line });
  }

  async function apply(): Promise<void> {
    const { shown, change, done } = preview.state.get();
    if (!shown || !change || done !== undefined) return;
    const lines = warningsOf(priceLines(shown));
    const outcome = await app.runOperation(
      price,
      { ...inputOf(chosen, change), expect: shown.fingerprint, below_cost: shown.below_cost > 0 },
      {
        consequences: [
          `${plural(shown.changed, 'price')} change, as shown.`,
          ...(lines.warnings > 0
            ? [`${plural(lines.warnings, 'row')} with a warning, ${lines.below} below cost.`]
            : []),
          'They can all be put back with one undo.',
        ],
      },
    );
    if (outcome) preview.finished(outcome.operationId);
  }

  async function putBack(): Promise<void> {
    const { done } = preview.state.get();
    if (done === undefined) return;
    if (await app.runOperation(undo, { operation: done })) app.back();
  }

  const again = () => {
    if (preview.state.get().done === undefined) typing.set(true);
  };
  const applied = state.done !== undefined;
  const refused = denied(app.actor, price);
  const lines = useMemo(() => (state.shown ? priceLines(state.shown) : []), [state.shown]);
  const rows = useMemo(() => (warned ? lines.filter(({ warning }) => warning !== null) : lines), [lines, warned]);
  const looking = active && !isTyping;
  useKeys(
    'prices',
    {
      'prices.warnings': () => onlyWarnings.update((now) => !now),
      ...(applied ? {} : { 'prices.apply': () => void apply().catch(app.fail) }),
    },
    { enabled: looking },
  );
  useKeys('app', applied ? { undo: () => void putBack().catch(app.fail) } : { edit: again }, {
    enabled: looking,
  });
  useActions(() => [
    {
      label: 'Change the prices',
      key: 'prices.apply',
      hint: state.shown ? plural(state.shown.changed, 'price') : '',
      disabled: refused ?? (applied ? 'it is done' : state.shown ? undefined : 'say by how much first'),
      run: apply,
    },
    { label: 'Another change', key: 'edit', disabled: applied ? 'it is done' : undefined, run: again },
    {
      label: 'Put them all back',
      key: 'undo',
      disabled: applied ? undefined : 'nothing was changed yet',
      run: putBack,
    },
  ]);

  const head =
    skus === undefined ? `everything under ${filter ?? 'active:yes'}` : plural(skus.split(',').length, 'SKU');
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line spans={[' Prices of ', ['strong', head]]} width={width} />
      <TextField
        line={field.line.get()}
        width={width}
        label=" by "
        focused={active && isTyping}
        placeholder="-10% .99"
      />
      <Line spans={summary(state)} width={width} />
      <RowTable
        name="prices"
        columns={columns}
        rows={rows}
        active={looking}
        width={width}
        height={Math.max(2, height - 3)}
        {...(applied ? {} : { open: () => void apply().catch(app.fail) })}
        empty={warned ? 'No row has a warning.' : 'What would change is shown here while you type.'}
      />
    </Box>
  );
}

function summary({ problem, shown, loading, done, change }: PreviewState): Spans {
  if (problem !== undefined) return [['bad', ` ${problem}`]];
  if (!shown) return [['dim', loading ? ' Working it out …' : change ? ' Enter works it out.' : ` ${help}`]];
  const { warnings, below } = warningsOf(priceLines(shown));
  return [
    done === undefined
      ? ['strong', ` ${plural(shown.changed, 'price')} would change`]
      : ['good', ` ${plural(shown.changed, 'price')} changed; z puts them back`],
    ['dim', shown.unchanged > 0 ? `, ${shown.unchanged} are so already` : ''],
    [warnings > 0 ? 'waiting' : 'dim', `   ${plural(warnings, 'warning')}`],
    [below > 0 ? 'bad' : 'dim', below > 0 ? `, ${below} below cost` : ''],
    ['dim', loading ? '   working it out …' : ''],
  ];
}
