import { useState, type ReactElement } from 'react';
import { Panel } from '../../widgets/Pane.tsx';
import { explainedLines } from '../../widgets/menu.ts';
import { useTheme } from '../../theme/context.ts';
import { useClick, useDigits, useKeys, useValue, value } from '../hooks.ts';
import type { PickRequest } from '../screen.ts';
import { useShell } from '../context.ts';

export interface MenuProps {
  readonly request: PickRequest<unknown>;
  readonly width: number;
  readonly height: number;
  readonly done: (value: unknown) => void;
}

/** Choices one below the other; what cannot be chosen is shown with its reason. */
export function Menu({ request, width, height, done }: MenuProps): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const { choices } = request;
  const [cursor] = useState(() =>
    value(
      Math.max(
        0,
        choices.findIndex((one) => one.value === request.initial),
      ),
    ),
  );
  const now = useValue(cursor);
  const last = choices.length - 1;
  const take = (at: number) => {
    const choice = choices[at];
    if (choice?.disabled !== undefined) shell.toast('warning', choice.disabled);
    else if (choice) done(choice.value);
  };
  useKeys('menu', {
    'menu.down': () => cursor.update((at) => (at >= last ? 0 : at + 1)),
    'menu.up': () => cursor.update((at) => (at <= 0 ? last : at - 1)),
    'menu.first': () => cursor.set(0),
    'menu.last': () => cursor.set(last),
    'menu.choose': () => take(cursor.get()),
    'menu.cancel': () => done(undefined),
  });
  // A number only goes to its choice: a code that comes as single keys must not take one.
  useDigits((digit) => (digit === '0' ? done(undefined) : cursor.set(Math.min(Number(digit) - 1, last))));
  const numbered = useValue(shell.size).layout === 'handheld';
  const shown = numbered ? choices.map((one, index) => ({ ...one, label: `${index + 1} ${one.label}` })) : choices;
  const { lines, choiceAt } = explainedLines(shown, now, Math.max(1, height - 2), width - 4, theme);
  useClick((_column, row) => {
    const at = choiceAt(row - 1);
    if (at >= 0) cursor.set(at);
    take(at);
  });
  return <Panel title={request.title} width={width} lines={lines} />;
}
