import { Box } from 'ink';
import { useState, type ReactElement } from 'react';
import { Panel } from '../widgets/Pane.tsx';
import { lineView } from '../widgets/line.ts';
import type { Spans } from '../widgets/spans.ts';
import { useShell } from './context.ts';
import { useTextInput, useValue, value } from './hooks.ts';

/** E-mail and password; the password is never shown, nor told how long it is. */
export function SignIn({ width, height }: { readonly width: number; readonly height: number }): ReactElement {
  const shell = useShell();
  const [at] = useState(() => value<'email' | 'password' | 'waiting'>('email'));
  const now = useValue(at);
  const other = () => at.update((one) => (one === 'email' ? 'password' : 'email'));
  const moves = { next: other, previous: other };
  const email = useTextInput({ ...moves, submit: () => at.set('password') }, { enabled: now === 'email' });
  const password = useTextInput({ ...moves, submit: () => void enter() }, { enabled: now === 'password' });

  async function enter(): Promise<void> {
    const { signIn } = shell.options;
    if (!signIn) return;
    at.set('waiting');
    try {
      shell.dismissToasts();
      shell.become(await shell.busy(signIn(email.text().trim(), password.text())));
    } catch (error) {
      shell.fail(error);
      password.setText('');
      at.set('password');
    }
  }

  const panel = Math.min(width, 60);
  const inner = Math.max(8, panel - 14);
  const typed = lineView(email.line.get(), inner);
  const lines: readonly Spans[] = [
    now === 'email'
      ? [['key', 'e-mail    '], typed.before, ['selected', typed.under], typed.after]
      : [['dim', 'e-mail    '], email.text()],
    now === 'password'
      ? [['key', 'password  '], password.text() === '' ? '' : ['dim', 'typed'], ['selected', ' ']]
      : [['dim', 'password  ']],
    [],
    [['dim', now === 'waiting' ? 'Signing in' : 'Tab: other field   Enter: sign in   Ctrl-c: leave']],
  ];
  return (
    <Box width={width} height={height} justifyContent="center" paddingTop={height > 12 ? 2 : 0}>
      <Panel title={`Sign in to ${shell.store.label}`} width={panel} lines={lines} />
    </Box>
  );
}
