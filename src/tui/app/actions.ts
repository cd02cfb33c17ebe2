import type { ActionId } from '../keys/bindings.ts';
import { shownKey } from '../keys/keymap.ts';
import { pick } from './asking.ts';
import type { AppApi, PickRequest, ScreenAction } from './screen.ts';
import type { Shell } from './shell.ts';

/** `x`: what can be done with this record, and why not. */
export async function offerActions(shell: Shell, actions: readonly ScreenAction[], title: string): Promise<void> {
  if (actions.length === 0) {
    shell.toast('info', 'There is nothing to do with this here.', 'Press : for everything else.');
    return;
  }
  const { keymap } = shell.options;
  const keyOf = (action: ActionId) => shownKey(keymap, action);
  const chosen = await pick(shell, menuOf(title, actions, keyOf));
  try {
    await chosen?.run();
  } catch (error) {
    shell.fail(error);
  }
}

/** The same for one thing on a page: a cell, a picture, a version. */
export async function offer(app: Pick<AppApi, 'pick'>, title: string, actions: readonly ScreenAction[]): Promise<void> {
  const chosen = await app.pick(menuOf(title, actions, () => ''));
  await chosen?.run();
}

/** A dangerous act is marked, and never the one that Enter takes at once. */
function menuOf(
  title: string,
  actions: readonly ScreenAction[],
  keyOf: (action: ActionId) => string,
): PickRequest<ScreenAction> {
  const initial = actions.find((one) => !one.danger && one.disabled === undefined);
  const choices = actions.map((action) => ({
    value: action,
    label: action.danger ? `${action.label} !` : action.label,
    hint: [action.key === undefined ? '' : keyOf(action.key), action.hint ?? ''].filter(Boolean).join('  '),
    disabled: action.disabled,
  }));
  return { title, choices, ...(initial ? { initial } : {}) };
}
