import { useState, type ReactElement } from 'react';
import { fit, width as widthOf } from '../../../domain/display.ts';
import { helpGroups } from '../../keys/help.ts';
import { scopes } from '../../keys/bindings.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { lineView } from '../../widgets/line.ts';
import type { Spans } from '../../widgets/spans.ts';
import { useShell } from '../context.ts';
import { useKeys, useTextInput, useValue, value } from '../hooks.ts';

export interface HelpProps {
  readonly width: number;
  readonly height: number;
  readonly done: () => void;
}

/** All keys, fewer with every word that is typed. */
export function Help({ width, height, done }: HelpProps): ReactElement {
  const shell = useShell();
  const [top] = useState(() => value(0));
  const field = useTextInput({ submit: done, cancel: done, changed: () => top.set(0) });
  const inner = Math.max(10, width - 4);
  const rows = Math.max(1, height - 4);
  const lines = helpLines(shell.options.keymap, field.text(), inner);
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

function helpLines(keymap: Parameters<typeof helpGroups>[0], typed: string, columns: number): readonly Spans[] {
  const groups = helpGroups(keymap, scopes, typed);
  const keys = Math.min(
    Math.floor(columns / 2),
    Math.max(4, ...groups.flatMap(({ lines }) => lines.map((line) => widthOf(line.keys)))),
  );
  const lines = groups.flatMap(({ group, lines: all }): Spans[] => [
    [['title', group]],
    ...all.map((line): Spans => ['  ', ['key', fit(line.keys, keys)], `  ${line.help}`, ['dim', `  ${line.scope}`]]),
  ]);
  return lines.length ? lines : [[['dim', 'No key has these words.']]];
}
