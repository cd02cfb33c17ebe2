import { useMemo, useState, type ReactElement } from 'react';
import { useTheme } from '../../theme/context.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { lineView } from '../../widgets/line.ts';
import { menuLines } from '../../widgets/menu.ts';
import type { Spans } from '../../widgets/spans.ts';
import { useShell } from '../context.ts';
import { useTextInput, useValue, value } from '../hooks.ts';
import { paletteEntries, rankEntries, recordEntry, type PaletteEntry } from '../palette.ts';
import { looksLikeRecord } from '../records.ts';
import type { Shell } from '../shell.ts';

export interface PaletteProps {
  readonly width: number;
  readonly height: number;
  readonly done: () => void;
}

/** `:` – screens, operations and records by a few letters of their name. */
export function Palette({ width, height, done }: PaletteProps): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const all = useMemo(() => paletteEntries(shell), [shell]);
  const [cursor] = useState(() => value(0));
  const [refused] = useState(() => value(false));
  const found = (typed: string) => entriesFor(shell, all, typed);
  const step = (by: number) => {
    const count = found(field.text()).length;
    if (count) cursor.update((at) => (at + by + count) % count);
  };
  const field = useTextInput({
    submit: (typed) => {
      refused.set(true);
      const entry = found(typed)[cursor.get()];
      if (!entry) shell.toast('warning', `Nothing is called "${typed}".`);
      else if (entry.disabled === undefined) {
        done();
        void Promise.resolve(entry.run()).catch(shell.fail);
      } else shell.toast('warning', `${entry.label}: ${entry.disabled}`);
    },
    cancel: done,
    next: () => step(1),
    previous: () => step(-1),
    changed: (typed) => {
      cursor.set(0);
      // Who types `:` after it was refused begins anew.
      const again = refused.get() ? typed.lastIndexOf(':') : -1;
      if (again >= 0) {
        refused.set(false);
        field.setText(typed.slice(again + 1));
      }
    },
  });
  const at = useValue(cursor);
  const inner = Math.max(10, width - 4);
  const rows = Math.max(1, height - 3);
  const entries = found(field.text());
  const { before, under, after } = lineView(field.line.get(), Math.max(4, inner - 2));
  const typed: Spans = [['key', ': '], before, ['selected', under], after];
  const lines = menuLines(entries, at, rows, inner, theme);
  const none: Spans = [['dim', 'Nothing is called that.']];
  return <Panel title="Go to" width={width} lines={[typed, ...(lines.length ? lines : [none])]} />;
}

function entriesFor(shell: Shell, all: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const record = recordEntry(shell, typed);
  const ranked = rankEntries(all, typed);
  if (!record) return ranked;
  // A word may be a SKU as well (OCEAN-BLUE-SHIRT), but then what is called so here comes first.
  return looksLikeRecord(typed.trim()) ? [record, ...ranked] : [...ranked, record];
}
