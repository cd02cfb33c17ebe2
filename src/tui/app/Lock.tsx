import { useState, type ReactElement } from 'react';
import { DomainError } from '../../domain/errors.ts';
import { wrap, type Spans } from '../widgets/spans.ts';
import { useShell } from './context.ts';
import { useKeys, useModal, useScan, useTextInput, useValue, value } from './hooks.ts';
import { Asking, secretLine, whatWasSaid } from './SignIn.tsx';

/** Over everything: nothing of what is open can be read, all of it is still there. */
export function Lock({ width, height }: { readonly width: number; readonly height: number }): ReactElement {
  const shell = useShell();
  useModal('dialog');
  const why = useValue(shell.locked) ?? '';
  return shell.options.unlock === undefined ? (
    <ByKey why={why} width={width} height={height} />
  ) : (
    <ByPassword why={why} width={width} height={height} />
  );
}

interface LockedProps {
  readonly why: string;
  readonly width: number;
  readonly height: number;
}

/** Where there is no password to ask for. */
function ByKey({ why, width, height }: LockedProps): ReactElement {
  const shell = useShell();
  const actor = useValue(shell.actor);
  useKeys('dialog', { 'dialog.press': () => actor && shell.unlock(actor) });
  const lines = [...told(why, width), ...told(`You are ${actor?.name ?? 'nobody'} (${actor?.role ?? ''}).`, width)];
  return (
    <Asking title="Locked" lines={lines} said="" hint="Enter: go on where you were" width={width} height={height} />
  );
}

function ByPassword({ why, width, height }: LockedProps): ReactElement {
  const shell = useShell();
  const actor = useValue(shell.actor);
  const [waiting] = useState(() => value(false));
  const [refused] = useState(() => value(''));
  const busy = useValue(waiting);
  const said = useValue(refused);
  const field = useTextInput({ submit: () => void enter(), changed: () => refused.set('') }, { enabled: !busy });
  // Five codes of a gun that is fired at a locked screen would lock the account; a password that a manager types in one
  // burst looks like a scan too, so only what is on a box is taken for one, and nothing of it is shown.
  useScan((code) => {
    if (!/^\d{8,14}$/u.test(code)) return false;
    refused.set('Something was scanned, but the screen is locked: the password first.');
    return true;
  });

  async function enter(): Promise<void> {
    const { unlock } = shell.options;
    if (!unlock || !actor) return;
    waiting.set(true);
    try {
      shell.unlock(await shell.busy(unlock(actor, field.text())));
    } catch (error) {
      field.setText('');
      waiting.set(false);
      refused.set(whatWasSaid(error));
      if (!(error instanceof DomainError)) shell.fail(error);
    }
  }

  return (
    <Asking
      title="Locked"
      lines={[...told(why, width), [['dim', actor?.email ?? '']], secretLine('password  ', field, !busy)]}
      said={said}
      hint={busy ? 'Looking' : 'Enter: go on where you were   Ctrl-c: leave and sign out'}
      width={width}
      height={height}
    />
  );
}

function told(text: string, width: number): readonly Spans[] {
  return wrap(text, Math.max(8, Math.min(width, 60) - 4)).map((line): Spans => [line]);
}
