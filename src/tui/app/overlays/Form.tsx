import { useContext, useEffect, useLayoutEffect, useState, type ReactElement } from 'react';
import { useTheme } from '../../theme/context.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { LevelContext, useShell } from '../context.ts';
import { formLines, outdatedLines, refusedLines, windowed } from '../form/layout.ts';
import { createForm, type FormRequest } from '../form/model.ts';
import { useClick, useKeyLabel, useKeys, useValue } from '../hooks.ts';

export interface FormProps {
  readonly request: FormRequest;
  readonly width: number;
  readonly height: number;
  readonly done: (outcome: unknown) => void;
}

/** The form of an operation, made from its input. */
export function Form({ request, width, height, done }: FormProps): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const level = useContext(LevelContext);
  const [model] = useState(() => createForm(shell, request, done));
  useLayoutEffect(
    () => shell.dispatcher.addField({ level, insert: model.insert, act: model.act }),
    [shell, level, model],
  );
  useEffect(() => {
    model.begin();
    return model.end;
  }, [model]);
  const keys = { next: useKeyLabel('field.next'), save: useKeyLabel('field.save'), leave: useKeyLabel('field.cancel') };
  const state = useValue(model.state);
  const last = state.at === state.entries.length - 1;
  const enter = (state.suggestions?.at ?? -1) >= 0 ? 'take' : last ? (request.editing ? 'save' : 'send') : 'next';
  useKeys('menu', { 'menu.cancel': model.leave }, { labels: { 'field.submit': enter, 'field.cancel': 'leave' } });
  const inner = Math.max(10, width - 4);
  const { operation, editing } = request;
  const words = operation.name.replace('.', ' ').replaceAll('_', ' ');
  // On a small screen its beginning is what must be read.
  const refused = refusedLines(state, inner, theme).slice(0, Math.max(1, height - 4));
  const counted = editing?.standing.version !== undefined;
  // With little room its first line says enough.
  const outdated = state.outdated ? outdatedLines(counted, inner, theme).slice(0, height < 12 ? 1 : 3) : [];
  const room = Math.max(1, height - 3 - outdated.length - refused.length);
  const lines = windowed(formLines(state, operation.summary, inner, room, theme), room);
  useClick((_column, row) => {
    const field = lines[row - 1]?.field;
    if (field !== undefined) model.focus(field);
  });
  const foot = state.sending
    ? `Sending${theme.glyphs.ellipsis}`
    : `${keys.next} next  ${keys.save} ${editing ? 'save' : 'send'}  ${keys.leave} leave  ${state.at + 1}/${state.entries.length}`;
  return (
    <Panel
      title={editing ? `${words} ${theme.glyphs.dot} ${editing.standing.name}` : words}
      width={width}
      lines={[...lines.map(({ spans }) => spans), ...outdated, ...refused, [['dim', foot]]]}
    />
  );
}
