import { useEffect, useState, type ReactElement } from 'react';
import type { ActionId } from '../../keys/bindings.ts';
import { useTheme } from '../../theme/context.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { lineView } from '../../widgets/line.ts';
import { explainedLines } from '../../widgets/menu.ts';
import type { Spans } from '../../widgets/spans.ts';
import { useShell } from '../context.ts';
import { useClick, useTextInput, useValue, value } from '../hooks.ts';
import type { PaletteEntry } from '../palette/entries.ts';
import { createPalette } from '../palette/model.ts';

export interface PaletteProps {
  /** The keys that do something on the screen below: each is an entry too. */
  readonly here: readonly ActionId[];
  readonly width: number;
  readonly height: number;
  readonly done: () => void;
}

/** `:` – screens, operations and records by a few letters of their name. */
export function Palette({ here, width, height, done }: PaletteProps): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const [model] = useState(() => createPalette(shell, here));
  const [refused] = useState(() => value(false));
  useEffect(() => model.end, [model]);
  const take = (entry: PaletteEntry) => {
    if (entry.disabled === undefined) {
      done();
      model.run(entry);
    } else shell.toast('warning', `${entry.label}: ${entry.disabled}`);
  };
  const field = useTextInput({
    submit: (typed) => {
      refused.set(true);
      const entry = model.entries(typed)[model.cursor.get()];
      if (entry) take(entry);
      else shell.toast('warning', `Nothing is called "${typed}".`);
    },
    cancel: done,
    next: () => model.step(1, field.text()),
    previous: () => model.step(-1, field.text()),
    changed: (typed) => {
      model.typed(typed);
      // Who types `:` after it was refused begins anew.
      const again = refused.get() ? typed.lastIndexOf(':') : -1;
      if (again >= 0) {
        refused.set(false);
        field.setText(typed.slice(again + 1));
      }
    },
  });
  const at = useValue(model.cursor);
  useValue(model.found);
  const inner = Math.max(10, width - 4);
  const rows = Math.max(1, height - 3);
  const { before, under, after } = lineView(field.line.get(), Math.max(4, inner - 2));
  const typed: Spans = [['key', ': '], before, ['selected', under], after];
  const entries = model.entries(field.text());
  const { lines, choiceAt } = explainedLines(entries, at, rows, inner, theme);
  useClick((_column, row) => {
    // Below the frame and what is typed.
    const entry = entries[choiceAt(row - 2)];
    if (entry) take(entry);
  });
  const none: Spans = [['dim', 'Nothing is called that.']];
  return <Panel title="Go to" width={width} lines={[typed, ...(lines.length ? lines : [none])]} />;
}
