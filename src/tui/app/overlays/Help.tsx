import { useState, type ReactElement } from 'react';
import { fit, width as widthOf } from '../../../domain/display.ts';
import type { ActionId } from '../../keys/bindings.ts';
import { helpGroups, type HelpGroup } from '../../keys/help.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { lineView } from '../../widgets/line.ts';
import type { Spans } from '../../widgets/spans.ts';
import { useShell } from '../context.ts';
import { useKeys, useTextInput, useValue, value } from '../hooks.ts';

export interface HelpProps {
  /** The keys that do something on the screen below. */
  readonly here: readonly ActionId[];
  readonly width: number;
  readonly height: number;
  readonly done: () => void;
}

/** All keys, those of the screen first; fewer with every word that is typed. */
export function Help({ here, width, height, done }: HelpProps): ReactElement {
  const shell = useShell();
  const [top] = useState(() => value(0));
  const field = useTextInput({ submit: done, cancel: done, changed: () => top.set(0) });
  const inner = Math.max(10, width - 4);
  const rows = Math.max(1, height - 4);
  const lines = helpLines(helpGroups(shell.options.keymap, here, field.text()), inner);
  const most = Math.max(0, lines.length - rows);
  const scroll = (by: number) => top.update((at) => Math.min(Math.max(0, at + by), most));
  useKeys('detail', {
    'scroll.down': () => scroll(1),
    'scroll.up': () => scroll(-1),
    'scroll.page-down': () => scroll(rows),
    'scroll.page-up': () => scroll(-rows),
  });
  const at = Math.min(useValue(top), most);
  const shown = lines.slice(at, at + rows);
  const filler = Array.from({ length: Math.max(0, rows - shown.length) }, (): Spans => []);
  const { before, under, after } = lineView(field.line.get(), Math.max(4, inner - 8));
  const typed: Spans = [['key', 'filter: '], before, ['selected', under], after];
  const more: Spans = [
    ['dim', lines.length > rows ? `PgDn/PgUp: ${at + 1}-${at + shown.length} of ${lines.length}` : 'Esc closes'],
  ];
  return <Panel title="Keys" width={width} lines={[typed, ...shown, ...filler, more]} />;
}

function helpLines(groups: readonly HelpGroup[], columns: number): readonly Spans[] {
  const keys = Math.min(
    Math.floor(columns / 2),
    Math.max(4, ...groups.flatMap(({ lines }) => lines.map((line) => widthOf(line.keys)))),
  );
  const lines = groups.flatMap(({ group, lines: all }): Spans[] => [
    [['title', group]],
    ...all.map((line): Spans => {
      const where = group === 'Here' ? '' : `  ${line.scope}`;
      return ['  ', ['key', fit(line.keys, keys)], `  ${line.help}`, ['dim', where]];
    }),
  ]);
  return lines.length ? lines : [[['dim', 'No key has these words.']]];
}
