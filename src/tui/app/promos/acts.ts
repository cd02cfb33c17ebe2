import type { PromoState } from '../../../domain/promo.ts';
import { activate } from '../../../operations/promos/activate.ts';
import { create } from '../../../operations/promos/create.ts';
import { deactivate } from '../../../operations/promos/deactivate.ts';
import { edit } from '../../../operations/promos/edit.ts';
import { tryPromo } from '../../../operations/promos/try.ts';
import { denied } from '../denied.ts';
import type { AppApi, ScreenAction } from '../screen.ts';

export async function editPromo(app: AppApi, code: string): Promise<void> {
  const saved = await app.openEdit(edit, { code });
  if (saved) app.renamed('promo', code, saved.output.code);
}

/** What can be done with a code, in the list and on its page. */
export function promoActions(
  app: AppApi,
  { code, state }: { readonly code: string; readonly state: PromoState },
): readonly ScreenAction[] {
  const off = state === 'INACTIVE';
  return [
    {
      label: 'Try it on an order',
      hint: 'which rule says yes, which no',
      run: () => tryOn(app, code),
    },
    { label: `Edit ${code}`, key: 'edit', disabled: denied(app.actor, edit), run: () => editPromo(app, code) },
    off
      ? { label: 'Switch on', disabled: denied(app.actor, activate), run: () => app.runOperation(activate, { code }) }
      : {
          label: 'Switch off',
          hint: 'orders that used it keep their discount',
          disabled: denied(app.actor, deactivate),
          run: () =>
            app.runOperation(
              deactivate,
              { code },
              { consequences: [`Nobody can use ${code} until it is switched on.`] },
            ),
        },
  ];
}

async function tryOn(app: AppApi, code: string): Promise<void> {
  const named = await app.ask(tryPromo, ['order']);
  if (named?.['order'] !== undefined) app.navigate('promo-try', { code, order: named['order'] });
}

export async function makePromo(app: AppApi): Promise<void> {
  const made = await app.openForm(create);
  if (made) app.navigate('promo', { code: made.output.code });
}
