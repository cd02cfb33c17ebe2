import { Box } from 'ink';
import { useState, type ReactElement } from 'react';
import { DomainError, withHint } from '../../domain/errors.ts';
import { useTheme } from '../theme/context.ts';
import { Panel } from '../widgets/Pane.tsx';
import { lineView } from '../widgets/line.ts';
import { wrap, type Spans } from '../widgets/spans.ts';
import { useShell } from './context.ts';
import type { Field } from './field.ts';
import { useTextInput, useValue, value } from './hooks.ts';

/** E-mail and password; the password is never shown, nor told how long it is. */
export function SignIn({ width, height }: { readonly width: number; readonly height: number }): ReactElement {
  const shell = useShell();
  const { lastEmail = '' } = shell.options;
  const [at] = useState(() => value<'email' | 'password' | 'waiting'>(lastEmail === '' ? 'email' : 'password'));
  const [refused] = useState(() => value(''));
  const now = useValue(at);
  const said = useValue(refused);
  const other = () => at.update((one) => (one === 'email' ? 'password' : 'email'));
  const moves = { next: other, previous: other };
  const email = useTextInput(
    { ...moves, initial: lastEmail, submit: () => at.set('password') },
    { enabled: now === 'email' },
  );
  const password = useTextInput(
    { ...moves, submit: () => void enter(), changed: () => refused.set('') },
    { enabled: now === 'password' },
  );

  async function enter(): Promise<void> {
    const { signIn } = shell.options;
    if (!signIn) return;
    at.set('waiting');
    try {
      shell.dismissToasts();
      shell.become(await shell.busy(signIn(email.text().trim(), password.text())));
    } catch (error) {
      password.setText('');
      at.set('password');
      refused.set(whatWasSaid(error));
      if (!(error instanceof DomainError)) shell.fail(error);
    }
  }

  const typed = lineView(email.line.get(), Math.max(8, Math.min(width, 60) - 14));
  const lines: readonly Spans[] = [
    now === 'email'
      ? [['key', 'e-mail    '], typed.before, ['selected', typed.under], typed.after]
      : [['dim', 'e-mail    '], email.text()],
    secretLine('password  ', password, now === 'password'),
  ];
  return (
    <Asking
      title={`Sign in to ${shell.store.label}`}
      lines={lines}
      said={said}
      hint={now === 'waiting' ? 'Signing in' : 'Tab: other field   Enter: sign in   Ctrl-c: leave'}
      width={width}
      height={height}
    />
  );
}

/** A password's field: that something was typed, and no more. */
export function secretLine(label: string, field: Field, active: boolean): Spans {
  if (!active) return [['dim', label]];
  return [['key', label], field.text() === '' ? '' : ['dim', 'typed'], ['selected', ' ']];
}

export function whatWasSaid(error: unknown): string {
  return error instanceof DomainError ? withHint(error) : 'That failed.';
}

interface AskingProps {
  readonly title: string;
  readonly lines: readonly Spans[];
  /** Why it was refused, '' when it was not. */
  readonly said: string;
  readonly hint: string;
  readonly width: number;
  readonly height: number;
}

/** The panel in which a person says who they are. */
export function Asking({ title, lines, said, hint, width, height }: AskingProps): ReactElement {
  const theme = useTheme();
  const panel = Math.min(width, 60);
  const inner = Math.max(8, panel - 4);
  const bad = said === '' ? [] : wrap(`${theme.glyphs.bad} ${said}`, inner).map((text): Spans => [['bad', text]]);
  const help = wrap(hint, inner).map((text): Spans => [['dim', text]]);
  const roomy = height > 12;
  return (
    <Box width={width} height={height} justifyContent="center" paddingTop={roomy ? 2 : 0}>
      <Panel title={title} width={panel} lines={[...lines, ...(roomy ? [[]] : []), ...bad, ...help]} />
    </Box>
  );
}
