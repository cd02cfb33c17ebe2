import { activate } from '../../../operations/customers/activate.ts';
import { deactivate } from '../../../operations/customers/deactivate.ts';
import { edit } from '../../../operations/customers/edit.ts';
import type { CustomerPage } from '../../../operations/customers/show.ts';
import { denied } from '../../app/denied.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';

export type Account = Pick<CustomerPage, 'id' | 'name' | 'is_active' | 'deleted_at'>;

/** To close an account and to open it again, from the list and from the page. */
export function customerActions(app: AppApi, { id, name, is_active, deleted_at }: Account): readonly ScreenAction[] {
  const closed = denied(app.actor, deactivate);
  const gone = deleted_at === null ? undefined : 'the account was deleted';
  const reviews = { filter: `status:all customer:${id}` };
  return [
    { label: 'Orders', run: () => app.navigate('orders', { filter: `customer:${id}` }) },
    { label: 'Reviews', run: () => app.navigate('reviews', reviews) },
    is_active
      ? {
          label: 'Deactivate the account',
          hint: 'nothing can be ordered for it; open orders go on',
          danger: true,
          disabled: closed ?? gone,
          run: () =>
            withReason(app, `Deactivate the account of ${name}`, (reason) =>
              app.runOperation(deactivate, { customer: id, reason }),
            ),
        }
      : {
          label: 'Activate the account',
          hint: 'they may order again',
          disabled: closed ?? gone,
          run: () =>
            withReason(app, `Activate the account of ${name}`, (reason) =>
              app.runOperation(activate, { customer: id, reason }),
            ),
        },
  ];
}

async function withReason(app: AppApi, title: string, run: (reason: string) => Promise<unknown>): Promise<void> {
  const reason = await app.prompt({
    title,
    label: 'because',
    help: 'Kept in the audit log. Esc leaves everything as it is.',
    check: (text) => (text.trim() === '' ? 'A reason is needed.' : undefined),
  });
  if (reason !== undefined) await run(reason);
}

export function editAction(app: AppApi, page: CustomerPage): ScreenAction {
  return {
    label: 'Edit',
    key: 'edit',
    hint: 'name, e-mail, telephone',
    disabled: denied(app.actor, edit) ?? (page.deleted_at === null ? undefined : 'the account was deleted'),
    run: () => app.openEdit(edit, { customer: page.id }),
  };
}
