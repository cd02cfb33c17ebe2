import { useState, type ReactElement } from 'react';
import { fit } from '../../../domain/display.ts';
import { useTheme } from '../../theme/context.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { wrap, type Spans } from '../../widgets/spans.ts';
import { useKeys, useValue, value } from '../hooks.ts';
import type { PanelSpace } from '../overlay.ts';
import { moved, toggled, widened, type ColumnChoice } from './columns.ts';

export interface ColumnChooserProps extends PanelSpace {
  readonly choices: readonly ColumnChoice[];
  /** The list behind follows each step. */
  readonly changed: (choices: readonly ColumnChoice[]) => void;
  /** As the screen has them. */
  readonly reset: () => readonly ColumnChoice[];
  /** Left without taking what was chosen. */
  readonly cancel: () => void;
}

const help = 'Space shows or hides, J K move it, + - its width, 0 as it was at first, Enter takes it, Esc leaves it.';

/** Which columns a list shows, in what order and how wide. */
export function ColumnChooser(props: ColumnChooserProps): ReactElement {
  const { changed, reset, cancel, done, width, height } = props;
  const theme = useTheme();
  const [now] = useState(() => value({ choices: props.choices, at: 0 }));
  const { choices, at } = useValue(now);
  const last = choices.length - 1;
  const change = (next: readonly ColumnChoice[], to = now.get().at) => {
    now.set({ choices: next, at: to });
    changed(next);
  };
  const go = (to: number) => now.update((one) => ({ ...one, at: Math.min(Math.max(to, 0), last) }));
  const shift = (by: 1 | -1) => {
    const { choices: all, at: here } = now.get();
    const next = moved(all, here, by);
    if (next !== all) change(next, here + by);
  };
  const widen = (by: number) => change(widened(now.get().choices, now.get().at, by));
  useKeys('columns', {
    'columns.down': () => go(now.get().at + 1),
    'columns.up': () => go(now.get().at - 1),
    'columns.toggle': () => change(toggled(now.get().choices, now.get().at)),
    'columns.later': () => shift(1),
    'columns.earlier': () => shift(-1),
    'columns.wider': () => widen(1),
    'columns.narrower': () => widen(-1),
    'columns.reset': () => change(reset()),
    'columns.take': done,
    'columns.cancel': cancel,
  });
  const inner = Math.max(10, width - 4);
  const told = wrap(help, inner).map((text): Spans => [['dim', text]]);
  const rows = Math.max(1, height - 2 - told.length);
  const top = Math.min(Math.max(0, at - Math.floor(rows / 2)), Math.max(0, choices.length - rows));
  const lines = choices.slice(top, top + rows).map((one, index): Spans => {
    const text = `[${one.shown ? 'x' : ' '}] ${fit(one.label, Math.min(24, Math.max(4, inner - 16)))}${widthOf(one)}`;
    const selected = top + index === at;
    return [selected ? theme.glyphs.cursor : ' ', selected ? ['selected', text] : [one.shown ? 'plain' : 'dim', text]];
  });
  return <Panel title="Columns" width={width} lines={[...lines, ...told]} />;
}

const widthOf = ({ width, usual }: ColumnChoice): string =>
  width === undefined ? `${String(usual).padStart(4)} auto` : String(width).padStart(4);
