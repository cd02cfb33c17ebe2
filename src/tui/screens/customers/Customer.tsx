import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { list } from '../../../operations/customers/list.ts';
import { show, type CustomerPage } from '../../../operations/customers/show.ts';
import { DetailScreen } from '../../app/DetailScreen.tsx';
import { useApp, useValue } from '../../app/hooks.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { customerActions, editAction } from './acts.ts';
import { createReveal, revealAction, toggleReveal, type Reveal } from './reveal.ts';
import { customerTabs } from './tabs.ts';

export type CustomerParams = Readonly<{ customer: string }>;

const tables = ['users', 'orders', 'payments', 'reviews', 'addresses', 'cart_items', 'wishlist_items'];

export function Customer({ params, active, width, height }: ScreenProps<CustomerParams>): ReactElement {
  const app = useApp();
  const reveal = useReveal(params.customer);
  const shown = useValue(reveal.shown);
  const tabs = useMemo(() => customerTabs(app.navigate, shown), [app.navigate, shown]);
  const revealKeys = (page: CustomerPage) => ({
    'customer.reveal': () => void toggleReveal(app, page, reveal)?.catch(app.fail),
  });
  return (
    <DetailScreen
      operation={show}
      input={{ customer: params.customer }}
      tables={tables}
      noun="customer"
      title={({ name }) => name}
      active={active}
      width={width}
      height={height}
      tabs={tabs}
      actions={(page) => [editAction(app, page), revealAction(app, page, reveal), ...customerActions(app, page)]}
      copies={(page) => ({
        id: page.id,
        name: page.name,
        ...(shown?.contact.email == null ? {} : { 'e-mail': shown.contact.email }),
        ...(shown?.contact.phone_number == null ? {} : { telephone: shown.contact.phone_number }),
      })}
      keys={{ scope: 'customer', handlers: revealKeys }}
      below={{ listing: list, params: ({ id }) => ({ customer: id }) }}
    />
  );
}

/** What was revealed of one customer goes when the page does, or another customer comes. */
function useReveal(customer: string): Reveal {
  const [reveal] = useState(createReveal);
  useEffect(() => reveal.hide, [reveal, customer]);
  return reveal;
}
