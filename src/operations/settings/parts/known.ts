import { InvalidInput } from '../../../domain/errors.ts';
import { Money } from '../../fields.ts';

interface Known {
  readonly help: string;
  /** What is stored for a text. @throws InvalidInput */
  read(text: string): unknown;
}

/** What the shop decides for all its people, in store_settings; what one person likes is `config`. */
export const knownSettings: Readonly<Record<string, Known>> = {
  manager_refund_limit: {
    help: 'the most that managers may refund of one order, e.g. 200.00; not set: no limit',
    read(text) {
      const amount = Money.safeParse(text);
      if (amount.success) return amount.data;
      throw new InvalidInput(
        `manager_refund_limit cannot be "${text.slice(0, 40)}": an amount such as 200.00 is needed.`,
      );
    },
  },
};

/** @throws InvalidInput naming those there are */
export function findSetting(key: string): Known {
  const found = Object.hasOwn(knownSettings, key) ? knownSettings[key] : undefined;
  if (found) return found;
  throw new InvalidInput(`There is no setting of the shop "${key.slice(0, 60)}".`, {
    hint: `Known are ${Object.keys(knownSettings).join(', ')}; your own settings are in "solemate config".`,
  });
}
