import type { AppApi, ScreenAction } from './screen.ts';

/**
 * A menu of what can be done with one thing: a dangerous act is marked and never the one that Enter takes at once; what
 * cannot be done now is there with its reason.
 */
export async function offer(app: Pick<AppApi, 'pick'>, title: string, actions: readonly ScreenAction[]): Promise<void> {
  const initial = actions.find((one) => !one.danger && one.disabled === undefined);
  const choices = actions.map((action) => ({
    value: action,
    label: action.danger ? `${action.label} !` : action.label,
    hint: action.hint ?? '',
    disabled: action.disabled,
  }));
  const chosen = await app.pick({ title, choices, ...(initial ? { initial } : {}) });
  await chosen?.run();
}
