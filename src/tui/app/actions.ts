import { keyLabel } from '../keys/keymap.ts';
import { pick } from './asking.ts';
import type { ScreenAction } from './screen.ts';
import type { Shell } from './shell.ts';

/** `x`: what can be done with this record, and why not. */
export async function offerActions(shell: Shell, actions: readonly ScreenAction[], title: string): Promise<void> {
  if (actions.length === 0) {
    shell.toast('info', 'There is nothing to do with this here.', 'Press : for everything else.');
    return;
  }
  const { keymap } = shell.options;
  const chosen = await pick(shell, {
    title,
    choices: actions.map((action) => ({
      value: action,
      label: action.danger ? `${action.label} !` : action.label,
      hint: [
        action.key === undefined ? '' : (keymap.keys(action.key)[0] ?? '').replace(/^.+$/u, keyLabel),
        action.hint ?? '',
      ]
        .filter(Boolean)
        .join('  '),
      disabled: action.disabled,
    })),
    ...firstSafe(actions),
  });
  try {
    await chosen?.run();
  } catch (error) {
    shell.fail(error);
  }
}

function firstSafe<T extends { danger?: boolean; disabled?: string | undefined }>(
  actions: readonly T[],
): { initial?: T } {
  const initial = actions.find((one) => !one.danger && one.disabled === undefined);
  return initial ? { initial } : {};
}
