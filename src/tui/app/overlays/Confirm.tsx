import { useState, type ReactElement } from 'react';
import { useTheme } from '../../theme/context.ts';
import type { Theme } from '../../theme/theme.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { lineView } from '../../widgets/line.ts';
import { spansWidth, wrap, type Span, type Spans } from '../../widgets/spans.ts';
import { useClick, useDigits, useKeys, useTextInput, useValue, value } from '../hooks.ts';
import { useShell } from '../context.ts';
import type { ConfirmRequest } from '../screen.ts';

export interface ConfirmProps {
  readonly request: ConfirmRequest;
  readonly width: number;
  readonly height: number;
  readonly done: (agreed: boolean) => void;
}

/** A question with Cancel chosen; where it cannot be undone the words must be typed out instead. */
export function Confirm(props: ConfirmProps): ReactElement {
  return props.request.typed === undefined ? (
    <Buttons {...props} />
  ) : (
    <TypeToConfirm {...props} typed={props.request.typed} />
  );
}

function Buttons({ request, width, height, done }: ConfirmProps): ReactElement {
  const [chosen] = useState(() => value<'cancel' | 'yes'>('cancel'));
  const now = useValue(chosen);
  const other = () => chosen.update((one) => (one === 'cancel' ? 'yes' : 'cancel'));
  useKeys('dialog', {
    'dialog.next': other,
    'dialog.previous': other,
    'dialog.press': () => done(chosen.get() === 'yes'),
    'dialog.yes': () => done(true),
    'dialog.cancel': () => done(false),
  });
  // For gloves: a digit chooses the button, Enter presses it.
  useDigits((digit) => chosen.set(digit === '1' ? 'yes' : 'cancel'));
  const handheld = useValue(useShell().size).layout === 'handheld';
  const button = (name: 'cancel' | 'yes', label: string): Span =>
    now === name ? ['selected', `[ ${label} ]`] : `  ${label}  `;
  const [no, yes] = handheld ? ['0 Cancel', `1 ${request.yes ?? 'Yes'}`] : ['Cancel', `${request.yes ?? 'Yes'} (y)`];
  const buttons: readonly [Span, Span, Span] = [button('cancel', no), '  ', button('yes', yes)];
  const lines = asked(request, width, height, [buttons], useTheme());
  // Within the frame. The first click chooses a button, as Tab does; one on the chosen one presses it, as Enter does.
  useClick((column, row) => {
    if (row !== lines.length) return;
    const [ends, begins] = [spansWidth(buttons.slice(0, 1)), spansWidth(buttons.slice(0, 2))].map((cells) => cells + 2);
    const hit = column < (ends ?? 0) ? 'cancel' : column >= (begins ?? 0) ? 'yes' : undefined;
    if (hit !== undefined && hit === chosen.get()) done(hit === 'yes');
    else if (hit !== undefined) chosen.set(hit);
  });
  return <Panel title="Sure?" width={width} lines={lines} />;
}

function TypeToConfirm({
  request,
  width,
  height,
  done,
  typed,
}: ConfirmProps & { readonly typed: string }): ReactElement {
  const theme = useTheme();
  const [wrong] = useState(() => value(false));
  const field = useTextInput({
    submit: (text) => {
      if (text.trim() === typed) done(true);
      else wrong.set(true);
    },
    cancel: () => done(false),
    changed: () => wrong.set(false),
  });
  const isWrong = useValue(wrong);
  const { before, under, after } = lineView(field.line.get(), Math.max(4, width - 8));
  const prompt: Spans = [['key', '> '], before, ['selected', under], after];
  const help: Spans = isWrong
    ? [['bad', `${theme.glyphs.bad} That is not it. Esc leaves everything as it is.`]]
    : [['dim', 'Enter agrees, Esc leaves everything as it is.']];
  const ask: Spans = ['Type ', ['strong', typed], ' to agree:'];
  return (
    <Panel
      danger
      title={request.undoable ? 'Sure?' : 'This cannot be undone'}
      width={width}
      lines={asked(request, width, height, [ask, prompt, help], theme)}
    />
  );
}

/**
 * The question, what comes of it, and `answer`, which is always there: where there is no room the blank lines go first,
 * then the last of what comes of it.
 */
function asked(
  request: ConfirmRequest,
  width: number,
  height: number,
  answer: readonly Spans[],
  theme: Theme,
): readonly Spans[] {
  const room = Math.max(answer.length, height - 2);
  const airy = [...told(request, width), [], ...answer];
  if (airy.length <= room) return airy;
  const dense = told(request, width).filter((line) => line.length > 0);
  if (dense.length + answer.length <= room) return [...dense, ...answer];
  const kept = dense.slice(0, room - answer.length);
  const last = kept.pop();
  return last ? [...kept, [...last, ` ${theme.glyphs.ellipsis}`], ...answer] : answer;
}

function told(request: ConfirmRequest, width: number): readonly Spans[] {
  const inner = Math.max(10, width - 4);
  const question = wrap(request.question, inner).map((text): Spans => [['strong', text]]);
  const consequences = (request.consequences ?? []).flatMap((one) =>
    wrap(one, inner - 2).map((text, index): Spans => [index === 0 ? '- ' : '  ', text]),
  );
  return consequences.length ? [...question, [], ...consequences] : question;
}
