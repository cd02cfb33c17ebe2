import type { ActionId } from '../keys/bindings.ts';
import type { AppApi, PickRequest, ScreenAction } from './screen.ts';

/**
 * What can be done as a menu: a dangerous act is marked and never the one that Enter takes at once; what cannot be done
 * now is there with its reason.
 */
export function actionMenu(
  title: string,
  actions: readonly ScreenAction[],
  keyOf: (action: ActionId) => string = () => '',
): PickRequest<ScreenAction> {
  const initial = actions.find((one) => !one.danger && one.disabled === undefined);
  const choices = actions.map((action) => {
    const hint = [action.key === undefined ? '' : keyOf(action.key), action.hint ?? ''].filter(Boolean).join('  ');
    return {
      value: action,
      label: action.danger ? `${action.label} !` : action.label,
      hint,
      disabled: action.disabled,
    };
  });
  return { title, choices, ...(initial ? { initial } : {}) };
}

export async function offer(app: Pick<AppApi, 'pick'>, title: string, actions: readonly ScreenAction[]): Promise<void> {
  const chosen = await app.pick(actionMenu(title, actions));
  await chosen?.run();
}
