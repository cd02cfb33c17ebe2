import { reveal, type CustomerRevealed } from '../../../operations/customers/reveal.ts';
import type { CustomerPage } from '../../../operations/customers/show.ts';
import { denied } from '../../app/denied.ts';
import { value, type Value } from '../../app/hooks.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';

/** How long contact data stands on a screen that others may walk past. */
export const shownFor = 60_000;

export interface Shown {
  readonly contact: CustomerRevealed;
  /** When it hides again. */
  readonly until: Date;
}

/** Contact data that hides again by itself. */
export interface Reveal {
  readonly shown: Value<Shown | undefined>;
  readonly show: (contact: CustomerRevealed) => void;
  readonly hide: () => void;
}

export function createReveal(): Reveal {
  const shown = value<Shown | undefined>(undefined);
  let timer: NodeJS.Timeout | undefined;
  const hide = () => {
    clearTimeout(timer);
    shown.set(undefined);
  };
  return {
    shown,
    hide,
    show: (contact) => {
      hide();
      shown.set({ contact, until: new Date(Date.now() + shownFor) });
      timer = setTimeout(hide, shownFor);
    },
  };
}

/** The same key shows and hides. */
export function toggleReveal(app: AppApi, page: CustomerPage, to: Reveal): Promise<void> | undefined {
  if (!to.shown.get()) return askAndReveal(app, page, to);
  to.hide();
  return undefined;
}

/** Asks why, says that it is kept, and shows for a minute; the answer goes to no message, for messages are logged. */
async function askAndReveal(app: AppApi, page: CustomerPage, to: Reveal): Promise<void> {
  const reason = await app.prompt({
    title: `Contact data of ${page.name || 'this customer'}`,
    label: 'because',
    help: 'That you looked and why is kept in the audit log. It is shown for a minute. Esc leaves it masked.',
    check: (text) => (text.trim() === '' ? 'A reason is needed: who asks, and what for?' : undefined),
  });
  if (reason === undefined) return;
  const outcome = await app.runOperation(reveal, { customer: page.id, reason, what: 'all' }, { quiet: true });
  if (outcome) to.show(outcome.output);
}

export function revealAction(app: AppApi, page: CustomerPage, to: Reveal): ScreenAction {
  const key = 'customer.reveal';
  if (to.shown.get()) return { label: 'Hide the contact data again', key, run: to.hide };
  return {
    label: 'Reveal the contact data',
    key,
    hint: 'asks why; that you looked is kept in the audit log',
    disabled: denied(app.actor, reveal),
    run: () => askAndReveal(app, page, to),
  };
}
