import { join } from 'node:path';
import { Unavailable } from '../../domain/errors.ts';
import { demandPrivate, findHome, readFileIfAny, type Home } from '../home.ts';
import { printedBy } from '../pii.ts';

/**
 * The secret key of the shop's Stripe account: SOLEMATE_STRIPE_KEY, else what the setting stripeKeyCommand prints, else
 * the file stripe.key in the home. It goes to Stripe and nowhere else.
 * @throws Unavailable when there is none
 */
export async function findStripeKey(home: Home = findHome(), command?: string): Promise<string> {
  const given = process.env['SOLEMATE_STRIPE_KEY']?.trim();
  if (given) return given;
  if (command !== undefined) return printedBy(command, 'the Stripe key');
  const file = join(home.data, 'stripe.key');
  const kept = readFileIfAny(file)?.trim();
  if (kept) {
    demandPrivate(file);
    return kept;
  }
  throw new Unavailable('The Stripe key is not known here, so no money can be moved there.', {
    hint: `Set SOLEMATE_STRIPE_KEY, the setting stripeKeyCommand, or put it into ${file} (mode 0600).`,
  });
}
