import { useState, type ReactElement } from 'react';
import { clock } from '../../../domain/time.ts';
import type { Theme } from '../../theme/theme.ts';
import { useTheme } from '../../theme/context.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { wrap, type Spans } from '../../widgets/spans.ts';
import { useKeyLabel, useKeys, useValue, value } from '../hooks.ts';
import type { ConflictRequest, ConflictRow } from '../overlay.ts';

export interface ConflictProps {
  readonly request: ConflictRequest;
  readonly width: number;
  readonly height: number;
  readonly done: (chosen: Readonly<Record<string, 'theirs' | 'mine'>> | undefined) => void;
}

interface Choosing {
  readonly rows: readonly ConflictRow[];
  readonly at: number;
  readonly problem: boolean;
}

/** Base, theirs and mine of every field that somebody changed; nothing is sent before each is decided. */
export function Conflict({ request, width, height, done }: ConflictProps): ReactElement {
  const theme = useTheme();
  const [state] = useState(() =>
    value<Choosing>({ rows: request.rows, at: Math.max(0, undecided(request.rows)), problem: false }),
  );
  const change = (next: (now: Choosing) => Partial<Choosing>) =>
    state.update((now) => ({ ...now, problem: false, ...next(now) }));
  const move = (by: number) => change(({ at, rows }) => ({ at: (at + by + rows.length) % rows.length }));
  const take = (taken: 'theirs' | 'mine') =>
    change(({ rows, at }) => {
      const next = rows.map((row, index) => (index === at ? { ...row, taken } : row));
      const open = undecided(next);
      return { rows: next, at: open < 0 ? at : open };
    });
  const send = () => {
    const { rows } = state.get();
    const open = undecided(rows);
    if (open >= 0) change(() => ({ at: open, problem: true }));
    else done(Object.fromEntries(rows.map(({ key, taken }) => [key, taken ?? 'theirs'])));
  };
  useKeys('conflict', {
    'conflict.theirs': () => take('theirs'),
    'conflict.mine': () => take('mine'),
    'conflict.save': send,
  });
  useKeys(
    'menu',
    {
      'menu.down': () => move(1),
      'menu.up': () => move(-1),
      'menu.first': () => change(() => ({ at: 0 })),
      'menu.last': () => change(({ rows }) => ({ at: rows.length - 1 })),
      'menu.choose': send,
      'menu.cancel': () => done(undefined),
    },
    { labels: { 'menu.choose': 'save', 'menu.cancel': 'back to the form' } },
  );
  const keys = { theirs: useKeyLabel('conflict.theirs'), mine: useKeyLabel('conflict.mine') };
  const now = useValue(state);
  const inner = Math.max(10, width - 4);
  const lines = conflictLines(request, now, inner, theme);
  const open = now.rows.filter(({ taken }) => taken === undefined).length;
  const foot: Spans = now.problem
    ? [['bad', `${theme.glyphs.bad} ${open === 1 ? 'This field is' : `${open} fields are`} not decided yet.`]]
    : [['dim', `${keys.theirs} theirs  ${keys.mine} mine  Enter save  Esc back to the form`]];
  const room = Math.max(3, height - 3);
  const focus = lines.findIndex(({ row }) => row === now.at);
  const top = Math.min(Math.max(0, focus + 4 - room), Math.max(0, lines.length - room), Math.max(0, focus));
  const shown = lines.slice(top, top + room).map(({ spans }) => spans);
  return <Panel title="Somebody else was faster" width={width} lines={[...shown, foot]} />;
}

const undecided = (rows: readonly ConflictRow[]) => rows.findIndex(({ taken }) => taken === undefined);

/** Which lines belong to which row, so that the chosen one stays in sight. Pure. */
function conflictLines(
  request: ConflictRequest,
  { rows, at }: Choosing,
  columns: number,
  theme: Theme,
): { readonly row: number; readonly spans: Spans }[] {
  const who = request.by === undefined ? 'It was changed' : `${request.by} changed it`;
  const when = request.at === undefined ? '' : ` at ${clock(request.at)}`;
  const head = wrap(`${request.name}: ${who}${when} while you were at it.`, columns);
  return [
    ...head.map((text) => ({ row: -1, spans: [['strong', text]] satisfies Spans })),
    ...rows.flatMap((row, index) => rowLines(row, index === at, theme).map((spans) => ({ row: index, spans }))),
  ];
}

function rowLines(row: ConflictRow, active: boolean, theme: Theme): readonly Spans[] {
  const bar = active ? theme.glyphs.cursor : ' ';
  const [off, on] = theme.glyphs.checkbox;
  const box = (side: 'theirs' | 'mine') => (row.taken === side ? on : off);
  const line = (side: 'theirs' | 'mine', text: string): Spans => [
    `${bar}   `,
    [row.taken === side ? 'good' : 'plain', `${box(side)} ${side.padEnd(6)} `],
    shown(text),
  ];
  const state: Spans[number] =
    row.taken === undefined ? ['waiting', `  ${theme.glyphs.warning} both changed it: whose?`] : '';
  return [
    [bar, ' ', [active ? 'key' : 'strong', row.label], ['dim', `   was ${shown(row.base)}`], state],
    line('theirs', row.theirs),
    line('mine', row.mine),
  ];
}

const shown = (text: string) => (text === '' ? 'nothing' : text);
